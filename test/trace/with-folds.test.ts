import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nanoseconds } from "../../src/base/time";
import type { Message, Segment, Trace, TraceEvent } from "../../src/trace/trace";
import { foldDetail } from "../../src/trace/fold-detail";
import { foldTrace, type FoldMode } from "../../src/trace/with-folds";

const [FIN, SYN, ACK] = [1, 2, 16];

/** What differs from a segment of 1,000 octets from the client. */
type Change = Partial<Segment>;

const ack: Change = { from: 1, to: 0, payloadLength: 0 };

/** A capture of one conversation: numbers go on as data is sent, one segment each 100 µs. */
function captured(changes: readonly Change[]): Trace {
  const sent = [1, 1];
  const events = changes.map((change, i): Segment => {
    const from = change.from ?? 0;
    const segment: Segment = {
      kind: "segment",
      id: `frame ${String(i + 1)}`,
      frame: i + 1,
      time: nanoseconds(i * 100_000),
      from,
      to: 1 - from,
      conversation: 0,
      flags: ACK,
      marks: [],
      options: {},
      payloadLength: 1000,
      relativeSeq: sent[from] ?? 1,
      relativeAck: sent[1 - from] ?? 1,
      ...change,
    };
    sent[from] = (sent[from] ?? 1) + (segment.payloadLength ?? 0);
    return segment;
  });
  return traceOf(events);
}

function traceOf(events: readonly TraceEvent[]): Trace {
  const endpoints = ["192.0.2.1", "192.0.2.2"].map((key) => ({ key, name: key }));
  const source = { name: "made", format: "pcap" } as const;
  return { source, start: undefined, endpoints, conversations: [], events, diagnostics: [] };
}

function withFolds(trace: Trace, mode: FoldMode): Trace {
  return foldTrace(trace, mode).trace;
}

function data(count: number): readonly Change[] {
  return Array.from({ length: count }, (_, i) => (i % 3 === 2 ? ack : {}));
}

const handshake: readonly Change[] = [
  { flags: SYN, payloadLength: 0 },
  { ...ack, flags: SYN | ACK },
  { payloadLength: 0 },
];
const close: readonly Change[] = [{ flags: FIN | ACK, payloadLength: 0 }, ack];

function summaries({ events }: Trace): readonly string[] {
  return events.flatMap((event) => (event.kind === "message" ? [event.summary] : []));
}

function rows({ events }: Trace): readonly Message[] {
  return events.filter((event): event is Message => event.kind === "message");
}

describe("foldTrace", () => {
  it("tells a run in one row: segments, octets, that all is acknowledged, and how long it took", () => {
    const trace = withFolds(captured([...handshake, ...data(60), ...close]), "auto");
    expect(summaries(trace)).toEqual(["61 segments, 40,000 B, all acked, 6 ms"]);
    expect(rows(trace)[0]?.folded?.frames).toEqual([[3, 63]]);
    expect(trace.events.map(({ kind }) => kind)).toEqual([
      "segment",
      "segment",
      "message",
      "segment",
      "segment",
    ]);
  });

  it("leaves runs of up to 40 segments as they are, unless it is told otherwise", () => {
    const trace = captured([...handshake, ...data(30), ...close]);
    expect(withFolds(trace, "auto")).toEqual(trace);
    expect(withFolds(trace, 40)).toEqual(trace);
    expect(rows(withFolds(trace, 10))).toHaveLength(1);
    expect(rows(withFolds(trace, "on"))).toHaveLength(1);
    expect(withFolds(captured(data(900)), "off")).toEqual(captured(data(900)));
  });

  it("keeps every segment that is marked, lost, noted or referred to", () => {
    const marked: Change = { marks: ["retransmission after 200 ms"] };
    const changes = [
      ...data(50),
      marked,
      ...data(50),
      { lostAt: 0.5 },
      ...data(50),
      { note: "why" },
      ...data(50),
    ];
    const plain = captured(changes);
    const timer: TraceEvent = {
      kind: "endpoint-event",
      id: "timer",
      endpoint: 0,
      what: "timer",
      text: "RTO 200 ms",
      since: { event: "frame 10", side: "departure" },
      at: { event: "frame 51", side: "departure" },
    };
    const trace = withFolds(traceOf([...plain.events, timer]), 5);
    const kept = trace.events.flatMap((event) => (event.kind === "segment" ? [event.frame] : []));
    expect(kept).toEqual([10, 51, 102, 153]);
    expect(trace.events).toContain(timer);
    expect(rows(trace)).toHaveLength(5);
  });

  it("folds a timer with the run that both its ends are in", () => {
    const delayed: TraceEvent = {
      kind: "endpoint-event",
      id: "timer",
      endpoint: 1,
      what: "timer",
      text: "delayed ACK 40 ms",
      since: { event: "frame 2", side: "arrival" },
      at: { event: "frame 3", side: "departure" },
    };
    const trace = withFolds(traceOf([...captured(data(60)).events, delayed]), "auto");
    expect(trace.events.map(({ kind }) => kind)).toEqual(["message"]);
  });

  it("brings 10,000 segments of a transfer on one page", () => {
    const changes = [...handshake, ...data(5000), { marks: ["window full"] }, ...data(5000), ...close];
    expect(withFolds(captured(changes), "auto").events).toHaveLength(7);
  });

  it("folds turns of both ends, too, where there are more than 300 messages", () => {
    const turns = Array.from({ length: 400 }, (_, i): Change => ({ from: i % 2, to: 1 - (i % 2) }));
    const trace = withFolds(captured([...handshake, ...turns, ...close]), "auto");
    expect(summaries(trace)).toEqual(["401 segments, 200,000 B and 200,000 B back, all acked, 40 ms"]);
    expect(rows(withFolds(captured(turns.slice(0, 200)), "auto"))).toHaveLength(0);
  });

  it("tells runs of two conversations apart that run at once", () => {
    const changes = Array.from({ length: 120 }, (_, i): Change => ({ conversation: i % 2 }));
    expect(rows(withFolds(captured(changes), "auto")).map(({ folded }) => folded?.segments)).toEqual([
      60, 60,
    ]);
  });

  it("gives a run the same id when there is more of it", () => {
    const ids = [60, 90].map(
      (count) => rows(withFolds(captured([...handshake, ...data(count)]), "auto"))[0]?.id,
    );
    expect(ids[0]).toBe("fold of frame 3");
    expect(ids[1]).toBe(ids[0]);
  });

  it("loses no segment: what is drawn and what rows stand for are all there were", () => {
    const change = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom<Change>({}, ack, { payloadLength: 0 }, { from: 1, to: 0 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Change>(...handshake, ...close, { marks: ["lost"] }, { conversation: 1 }),
      },
    );
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 120 }),
        fc.integer({ min: 1, max: 30 }),
        (changes, longest) => {
          const trace = captured(changes);
          const { events } = withFolds(trace, longest);
          const frames = events.flatMap((event) => {
            if (event.kind === "segment") return [event.frame ?? 0];
            const ranges = event.kind === "message" ? (event.folded?.frames ?? []) : [];
            return ranges.flatMap(([first, last]) =>
              Array.from({ length: last - first + 1 }, (_, i) => first + i),
            );
          });
          expect(frames.sort((a, b) => a - b)).toEqual(trace.events.map((_, i) => i + 1));
          expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        },
      ),
    );
  });
});

describe("foldDetail", () => {
  const framesOf = ({ events }: Trace): readonly number[] =>
    events.flatMap((event) => {
      if (event.kind === "segment") return [event.frame ?? 0];
      const ranges = event.kind === "message" ? (event.folded?.frames ?? []) : [];
      return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
    });

  it("gives every folded segment below a heading that names its row", () => {
    const trace = captured([...handshake, ...data(60), ...close]);
    const { runs } = foldTrace(trace, "auto");
    const detail = foldDetail(trace, runs, false);
    expect(detail?.events.slice(0, 2)).toMatchObject([
      { kind: "divider", id: "detail of frame 3", text: "in detail: 61 segments, 40,000 B, all acked, 6 ms" },
      { kind: "segment", frame: 3 },
    ]);
    expect(framesOf(detail ?? trace)).toEqual(Array.from({ length: 61 }, (_, i) => i + 3));
    expect(foldDetail(trace, [], false)).toBeUndefined();
  });

  it("tells as many segments in a row as leave 600 rows of any transfer, and all where they are asked for", () => {
    const trace = captured([...handshake, ...data(10_000), ...close]);
    const { runs } = foldTrace(trace, "auto");
    for (const isComplete of [false, true]) {
      const detail = foldDetail(trace, runs, isComplete) ?? trace;
      const rows = detail.events.filter(({ kind }) => kind !== "divider").length;
      if (isComplete) expect(rows).toBe(10_001);
      else expect(rows).toBeLessThanOrEqual(600);
      expect(framesOf(detail)).toEqual(Array.from({ length: 10_001 }, (_, i) => i + 3));
      expect(new Set(detail.events.map(({ id }) => id)).size).toBe(detail.events.length);
    }
  });
});
