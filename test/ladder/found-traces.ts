import { nanoseconds } from "../../src/base/time";
import { defaultLadderOptions, type LadderOptions } from "../../src/ladder/ladder-options";
import type { Message, Trace, TraceEvent } from "../../src/trace/trace";

/** Traces that other seeds found to break a law once, made small. */
export const foundTraces: readonly (readonly [Trace, LadderOptions])[] = [
  [
    captured(4, [
      arrow("1>0"),
      state("first", 1),
      state("second", 1),
      { ...arrow("0>2"), time: nanoseconds(0), arrival: nanoseconds(0) },
    ]),
    { ...defaultLadderOptions, time: "rows", slant: "none" },
  ],
  [
    captured(4, [
      { ...arrow("1>0"), lostAt: 0 },
      state("first", 1),
      state("second", 1),
      { ...arrow("0>2"), time: nanoseconds(0), delay: nanoseconds(0) },
    ]),
    { ...defaultLadderOptions, time: "rows", slant: "none" },
  ],
  [
    captured(5, [
      { kind: "remark", id: "remark", where: "left", endpoints: [2], text: "" },
      { ...arrow("0>3"), time: nanoseconds(0) },
    ]),
    { ...defaultLadderOptions, time: "rows", slant: nanoseconds(5e7) },
  ],
];

function captured(ends: number, events: readonly TraceEvent[]): Trace {
  const endpoints = Array.from({ length: ends }, (_, i) => ({
    key: `192.0.2.${String(i)}`,
    name: String(i),
  }));
  const source = { name: "found", format: "pcapng" } as const;
  return { source, start: undefined, endpoints, conversations: [], events, diagnostics: [] };
}

function arrow(way: string): Message {
  const [from = 0, to = 0] = way.split(">").map(Number);
  return { kind: "message", id: way, from, to, marks: [], summary: "", written: "" };
}

/** A state of a middle lifeline, where the arrow 1>0 leaves. */
function state(id: string, endpoint: number): TraceEvent {
  const at = { event: "1>0", side: "departure" } as const;
  return { kind: "endpoint-event", id, endpoint, what: "state", at, text: "" };
}
