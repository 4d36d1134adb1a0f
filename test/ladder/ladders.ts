import { nanoseconds } from "../../src/base/time";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { defaultLadderOptions, type LadderOptions } from "../../src/ladder/ladder-options";
import type { Ladder } from "../../src/ladder/ladder";
import type { ArrowBase, Message, Segment, Trace, TraceEvent } from "../../src/trace/trace";

const MILLISECOND = 1e6;

const FLAGS: Readonly<Record<string, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 };

/** An event without its id: `traceOf` counts. */
type Nameless = (id: string) => TraceEvent;

type Rest<Event extends ArrowBase> = Partial<Omit<Event, "kind" | "id" | "from" | "to" | "time" | "flags">>;

function at(ms: number | undefined): { readonly time?: ReturnType<typeof nanoseconds> } {
  return ms === undefined ? {} : { time: nanoseconds(ms * MILLISECOND) };
}

/** A line of a hand-written list; `way` is `from > to`, `ms` its time. */
export function message(
  way: string,
  written: string,
  rest: Rest<Message> & { readonly ms?: number } = {},
): Nameless {
  const [from = 0, to = 0] = way.split(">").map(Number);
  const { ms, ...others } = rest;
  return (id) => ({
    kind: "message",
    id,
    from,
    to,
    marks: [],
    summary: written,
    written,
    ...others,
    ...at(ms),
  });
}

/** A captured segment. */
export function segment(way: string, flags: string, ms: number, rest: Rest<Segment> = {}): Nameless {
  const [from = 0, to = 0] = way.split(">").map(Number);
  const bits = flags.split(" ").reduce((sum, name) => sum + (FLAGS[name] ?? 0), 0);
  return (id) => ({
    kind: "segment",
    id,
    from,
    to,
    conversation: 0,
    marks: [],
    options: {},
    flags: bits,
    payloadLength: 0,
    ...rest,
    ...at(ms),
  });
}

/** A remark, divider or event of an endpoint. */
function other(event: WithoutId): Nameless {
  return (id) => ({ ...event, id });
}

type WithoutId = {
  [Kind in TraceEvent["kind"]]: Omit<Extract<TraceEvent, { kind: Kind }>, "id">;
}[TraceEvent["kind"]];

/** A hand-written trace between named ends. */
export function listOf(names: readonly string[], events: readonly Nameless[]): Trace {
  return {
    source: { name: "list", format: "event list" },
    start: undefined,
    endpoints: names.map((name) => ({ key: name, name })),
    conversations: [],
    events: events.map((event, i) => event(`event ${String(i + 1)}`)),
    diagnostics: [],
  };
}

/** A trace as from a capture of one conversation of a client with a server. */
export function captureOf(events: readonly Nameless[]): Trace {
  const ends = [
    { key: "192.0.2.1", name: "Client", address: "192.0.2.1" },
    { key: "192.0.2.2", name: "Server", address: "192.0.2.2" },
  ];
  return {
    source: { name: "made.pcapng", format: "pcapng" },
    start: undefined,
    endpoints: ends,
    conversations: [
      {
        number: 0,
        client: "192.0.2.1:50000",
        server: "192.0.2.2:7",
        verdict: "opened and closed by the client",
      },
    ],
    events: events.map((event, i) => ({ ...event(`frame ${String(i + 1)}`), frame: i + 1 })),
    diagnostics: [],
  };
}

/** Lays a trace out with the defaults, but for what is given. */
export function ladderOf(trace: Trace, options: Partial<LadderOptions> = {}): Ladder {
  return layoutLadder(trace, { ...defaultLadderOptions, ...options });
}

/** The three-way handshake with symbolic numbers. */
export const handshake = listOf(
  ["Client", "Server"],
  [
    message("0>1", "SYN | SEQ client"),
    message("1>0", "SYN-ACK | SEQ server | ACK client+1"),
    message("0>1", "ACK | SEQ client+1 | ACK server+1"),
  ],
);

/** Both ends open at once: two pairs of arrows that cross. */
export const simultaneousOpen = listOf(
  ["A", "B"],
  [
    message("0>1", "SYN seq=a"),
    message("1>0", "SYN seq=b", { together: true }),
    message("0>1", "SYN-ACK seq=a ack=b+1"),
    message("1>0", "SYN-ACK seq=b ack=a+1", { together: true }),
  ],
);

/** Ten frames: handshake, one message and its echo, close from the client. */
export const echo = captureOf([
  segment("0>1", "SYN", 0, { relativeSeq: 0, window: 65535, options: { mss: 1460 } }),
  segment("1>0", "SYN ACK", 18.221, {
    relativeSeq: 0,
    relativeAck: 1,
    window: 65160,
    options: { mss: 1460 },
  }),
  segment("0>1", "ACK", 18.302, { relativeSeq: 1, relativeAck: 1, scaledWindow: 131712 }),
  segment("0>1", "PSH ACK", 18.5, { relativeSeq: 1, relativeAck: 1, payloadLength: 5, payload: "hello" }),
  segment("1>0", "ACK", 36, { relativeSeq: 1, relativeAck: 6 }),
  segment("1>0", "PSH ACK", 5036, { relativeSeq: 1, relativeAck: 6, payloadLength: 5, payload: "hello" }),
  segment("0>1", "FIN ACK", 5054.5, { relativeSeq: 6, relativeAck: 6 }),
  segment("1>0", "ACK", 5072, { relativeSeq: 6, relativeAck: 7 }),
  segment("1>0", "FIN ACK", 5072.3, { relativeSeq: 6, relativeAck: 7 }),
  segment("0>1", "ACK", 5072.4, { relativeSeq: 7, relativeAck: 7 }),
]);

/** Three lifelines, a message to oneself, remarks, states, a lost message and a divider. */
export const proxy = listOf(
  ["Laptop", "Proxy", "Origin server"],
  [
    other({ kind: "endpoint-event", endpoint: 0, what: "state", text: "CLOSED" }),
    message("0>1", "CONNECT origin.example:443"),
    message("1>2", "SYN", { lostAt: 0.5 }),
    message("1>2", "SYN", { marks: ["retransmission"] }),
    message("2>1", "SYN-ACK"),
    other({ kind: "endpoint-event", endpoint: 1, what: "call", text: "connect() = 0" }),
    message("1>0", "200 Connection established"),
    other({ kind: "divider", what: "phase", text: "Tunnel" }),
    message("0>2", "Client Hello", { note: "through the proxy" }),
    other({ kind: "remark", where: "over", endpoints: [1], text: "only copies" }),
    message("2>0", "Server Hello"),
    message("2>2", "ticket stored"),
    other({ kind: "remark", where: "right", endpoints: [1], text: "sees only octets" }),
    other({ kind: "divider", what: "tear", text: "an hour later" }),
    message("0>2", "close_notify", { dashed: true }),
  ],
);
