import fc from "fast-check";
import { nanoseconds } from "../../src/base/time";
import type { Segment, TcpNumber, Trace, TraceEvent } from "../../src/trace/trace";

/** Pieces that mean something to one of the languages that are written. */
const piece = fc.constantFrom(
  ..."-> --> <- -x : [ ] [lost] [note= [number=3] [text= \" \\ “ ” „ ; # % %% ' ` ``` & .. == ... step".split(
    " ",
  ),
  ...'participant @enduml !include [[x]] <b> &#60; $$ %getenv("x") //x// /* */ ~ end note: title: labels: 12ms'.split(
    " ",
  ),
  ...[
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u2028",
    "\u0000",
    "SYN",
    "seq=5",
    "ack=1",
    "A",
    "note over A: x",
    "sequenceDiagram",
  ],
  ...[
    "Transmission Control Protocol, Src Port: 80",
    "IP 1.2.3.4.5 > 6.7.8.9.10: Flags [S]",
    "日本",
    "שלום",
    "×",
  ],
);

/** A text that would break out of its place if anything could. */
export const hostileText = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);

const number: fc.Arbitrary<TcpNumber> = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }).map((value): TcpNumber => ({ kind: "number", value })),
  fc
    .record({ symbol: fc.constantFrom("client", "λ", "x_1"), offset: fc.integer({ min: -9, max: 999 }) })
    .map((symbol): TcpNumber => ({ kind: "symbol", ...symbol })),
);

const end = fc.nat({ max: 2 });

const arrow = {
  id: fc.constant(""),
  from: end,
  to: end,
  marks: fc.subarray(["retransmission", "zero window"]),
  note: hostileText,
};

const event: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc.record({ ...arrow, kind: fc.constant("message" as const), summary: hostileText }),
  fc
    .record({
      ...arrow,
      flags: fc.integer({ min: 1, max: 0x1ff }),
      seq: number,
      ack: number,
      payload: hostileText,
      payloadLength: fc.nat(70_000),
      window: fc.nat(0xffff),
      mss: fc.nat(0xffff),
    })
    .map(({ mss, ...rest }): Segment => ({ ...rest, kind: "segment", conversation: 0, options: { mss } })),
  fc.record({
    id: fc.constant(""),
    kind: fc.constant("remark" as const),
    where: fc.constantFrom("left" as const, "right" as const, "over" as const),
    endpoints: fc.uniqueArray(end, { minLength: 1, maxLength: 2 }),
    text: hostileText,
  }),
  fc.record({
    id: fc.constant(""),
    kind: fc.constant("endpoint-event" as const),
    endpoint: end,
    what: fc.constantFrom("state" as const, "call" as const, "timer" as const, "deliver" as const),
    text: hostileText,
  }),
  fc.record({
    id: fc.constant(""),
    kind: fc.constant("divider" as const),
    what: fc.constantFrom("phase" as const, "tear" as const, "step" as const),
    text: hostileText,
  }),
);

/** A trace between three endpoints whose every text is hostile. */
export const hostileTrace: fc.Arbitrary<Trace> = fc
  .record({
    names: fc.uniqueArray(hostileText, { minLength: 3, maxLength: 3 }),
    events: fc.array(event, { minLength: 1, maxLength: 8 }),
    isTimed: fc.boolean(),
  })
  .map(({ names, events, isTimed }) => ({
    source: { name: "hostile", format: "event list" },
    start: undefined,
    endpoints: names.map((name, i) => ({ key: `${String(i)} ${name}`, name })),
    conversations: [],
    events: events.map((each, i) => (isTimed ? { ...each, time: nanoseconds(i * 1_000_500) } : each)),
    diagnostics: [],
  }));
