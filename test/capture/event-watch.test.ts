import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listAnalysedConversations } from "../../src/capture/list-conversations";
import { readCapture } from "../../src/read/read-capture";
import { ACK, FIN, PSH, SYN } from "../../src/tcp/flags";
import { addToSequence } from "../../src/tcp/sequence-number";
import { countRetransmissions } from "../../src/tcp/what-matters";
import type { ExchangeSegment } from "../support/arbitrary-exchange";
import { pcapFile } from "../support/capture-builder";
import { sourceOf } from "../support/capture-files";
import { exchangeFrames } from "../support/exchange-frames";

const MILLISECOND = 1e6;
const CLIENT = 5000;
const SERVER = 0xffffff00;

/** What becomes of a segment of data: it comes, is lost and sent again so many segments later, is overtaken, comes twice, or is sent again for nothing. */
type Fate = "comes" | "lost" | "overtaken" | "twice" | "again";

interface Planned {
  readonly fate: Fate;
  readonly size: number;
  /** Segments until it comes (again). */
  readonly later: number;
  /** Milliseconds before it. */
  readonly pause: number;
  readonly isAnswered: boolean;
}

interface Plan {
  readonly segments: readonly Planned[];
  readonly hasOpening: boolean;
  readonly hasClocks: boolean;
  readonly roundTrip: number;
}

/** The client sends; what is lost never reached the capture the first time. */
function exchangeOf({ segments, hasOpening, hasClocks, roundTrip }: Plan): readonly ExchangeSegment[] {
  const sent: ExchangeSegment[] = [];
  let time = 0;
  let next = CLIENT + 1;
  let acked = next;
  const waiting: { readonly after: number; readonly segment: ExchangeSegment }[] = [];
  const put = (from: 0 | 1, flags: number, numbers: Partial<ExchangeSegment> = {}): void => {
    const clock = hasClocks ? { timestamp: 1 + Math.floor(time) } : {};
    const [seq, ack] = from === 0 ? [next, SERVER + 1] : [SERVER + 1, acked];
    const made = { from, flags, seq, ack, payloadLength: 0, window: 900, ...clock, ...numbers };
    sent.push({ ...made, time: Math.round(time * MILLISECOND) });
    time += 0.2;
  };
  if (hasOpening) {
    put(0, SYN, { seq: CLIENT, ack: 0 });
    time += roundTrip;
    put(1, SYN | ACK, { seq: SERVER, ack: CLIENT + 1 });
    put(0, ACK);
  }
  for (const [at, { fate, size, later, pause, isAnswered }] of segments.entries()) {
    time += pause;
    const clock = hasClocks ? { timestamp: 1 + Math.floor(time) } : {};
    const segment: ExchangeSegment = {
      ...{ from: 0, flags: ACK | PSH, seq: next, ack: SERVER + 1, payloadLength: size, window: 900, time: 0 },
      ...clock,
    };
    if (fate !== "lost" && fate !== "overtaken") put(0, segment.flags, segment);
    if (fate === "twice") put(0, segment.flags, { ...segment });
    if (fate !== "comes" && fate !== "twice") waiting.push({ after: at + later, segment });
    next = addToSequence(next, size);
    for (const { segment: due } of waiting.filter(({ after }) => after === at)) {
      // What is sent again has a new time; what was overtaken has its old one.
      const isOld = segments[at - later]?.fate === "overtaken";
      const { timestamp: _, ...rest } = due;
      put(0, due.flags, isOld ? due : { ...rest, time: 0 });
    }
    if (waiting.every(({ after }) => after <= at)) acked = next;
    if (isAnswered) put(1, ACK);
  }
  put(0, FIN | ACK);
  return sent;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  segments: fc.array(
    fc.record({
      fate: fc.constantFrom<Fate>("comes", "comes", "comes", "lost", "overtaken", "twice", "again"),
      size: fc.constantFrom(1, 2, 100, 1000),
      later: fc.integer({ min: 0, max: 4 }),
      pause: fc.constantFrom(0, 0, 1, 4, 30, 260),
      isAnswered: fc.boolean(),
    }),
    { minLength: 1, maxLength: 25 },
  ),
  hasOpening: fc.boolean(),
  hasClocks: fc.boolean(),
  roundTrip: fc.constantFrom(0, 2, 20),
});

/** Two conversations, frame by frame in turns. */
function captureOf(one: readonly ExchangeSegment[], other: readonly ExchangeSegment[]): Uint8Array {
  const [left, right] = [
    exchangeFrames(one, ["192.0.2.1:61000", "192.0.2.2:61001"]),
    exchangeFrames(other, ["192.0.2.1:61002", "192.0.2.2:61001"]),
  ];
  const longest = Math.max(left.length, right.length);
  const frames = Array.from({ length: longest }, (_, at) => [
    left.slice(at, at + 1),
    right.slice(at, at + 1),
  ]);
  return pcapFile(frames.flat(2), { nanoseconds: true });
}

it("counts what was sent again as the reasons of a drawing do", async () => {
  let weighedInPassing = 0;
  await fc.assert(
    fc.asyncProperty(plan, plan, async (one, other) => {
      const source = sourceOf(captureOf(exchangeOf(one), exchangeOf(other)));
      const index = await indexCapture(source);
      const { trace } = await readCapture(source, index, {
        ...{ conversation: { kind: "all" }, endpoints: [], names: new Map(), lifelines: "port" },
      });
      const drawn = trace.conversations.map(({ verdict, findings = [] }) => ({
        ...{ verdict, retransmissions: countRetransmissions(findings) },
      }));
      const listed = listAnalysedConversations(index).map(({ verdict, retransmissions }) => ({
        ...{ verdict, retransmissions },
      }));
      expect(listed).toEqual(drawn);
      weighedInPassing += index.sentAgain.filter((count, at) => count > 0 && index.eventful[at] === 0).length;
    }),
  );
  // Else the law would hold for want of cases.
  expect(weighedInPassing).toBeGreaterThan(10);
});

describe("what is weighed in passing", () => {
  const comes: Planned = { fate: "comes", size: 100, later: 0, pause: 1, isAnswered: true };
  const opened = { hasOpening: true, hasClocks: false, roundTrip: 20 };
  const watched = async (segments: readonly Planned[]): Promise<readonly [number, number]> => {
    const exchange = exchangeOf({ ...opened, segments });
    const { eventful, sentAgain } = await indexCapture(sourceOf(captureOf(exchange, [])));
    return [eventful[0] ?? -1, sentAgain[0] ?? -1];
  };

  it.each<readonly [string, readonly Planned[], number]>([
    ["nothing", [comes, comes], 0],
    [
      "a loss that is mended after a round trip",
      [{ ...comes, fate: "lost", later: 2 }, comes, { ...comes, pause: 25 }],
      1,
    ],
    ["a segment that was overtaken", [{ ...comes, fate: "overtaken", later: 1 }, comes], 0],
    ["a segment that was sent for nothing", [{ ...comes, fate: "again", later: 1 }, comes], 1],
    ["a frame that was captured twice", [{ ...comes, fate: "twice" }, comes], 0],
  ])("%s", async (_, segments, sentAgain) => {
    expect(await watched(segments)).toEqual([0, sentAgain]);
  });

  it("but not octets that never come", async () => {
    expect((await watched([{ ...comes, fate: "lost", later: 9 }, comes]))[0]).toBe(1);
  });

  it.each([
    ["the longest silence", [comes, { ...comes, pause: 500 }, comes, { ...comes, pause: 900 }], 900.2],
    ["but none that is never worth a word", [comes, { ...comes, pause: 499 }], 0],
  ])("%s", async (_, segments: readonly Planned[], pause) => {
    const { eventful, pauses } = await indexCapture(
      sourceOf(captureOf(exchangeOf({ ...opened, segments }), [])),
    );
    expect([...eventful, ...pauses]).toEqual([0, pause * 1e6]);
  });

  it("but not a silence where octets came again", async () => {
    const again: Planned = { ...comes, fate: "again", later: 1 };
    expect((await watched([again, comes, { ...comes, pause: 500 }]))[0]).toBe(1);
  });
});
