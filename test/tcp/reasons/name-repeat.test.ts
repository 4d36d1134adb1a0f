import { expect, it } from "vitest";
import type { Finding } from "../../../src/tcp/finding";
import { PSH, SYN } from "../../../src/tcp/flags";
import { findReasons } from "../../../src/tcp/reasons/find-reasons";
import { reasonedMarks } from "../../../src/tcp/reasons/reasoned-marks";
import { observed, type SegmentLine } from "../../support/observed";

/** A round trip of 20 ms. */
const handshake: readonly SegmentLine[] = [
  { at: 0, from: 0, flags: SYN, seq: 100 },
  { at: 10, from: 1, flags: SYN, seq: 500, ack: 101 },
  { at: 20, from: 0, flags: 0, seq: 101, ack: 501 },
];

const data = (at: number, seq: number, more: Partial<SegmentLine> = {}): SegmentLine => ({
  ...{ at, from: 0, flags: PSH, seq, ack: 501, length: 1000 },
  ...more,
});
const acknowledges = (at: number, ack: number): SegmentLine => ({ at, from: 1, flags: 0, seq: 501, ack });

function repeatsOf(lines: readonly SegmentLine[]): readonly Finding[] {
  return findReasons(observed([...handshake, ...lines])).filter(({ kind }) => kind === "repeat");
}

const duplicates = [51, 52, 53].map((at) => acknowledges(at, 101));

it.each([
  ["200 ms without an ACK is a timeout", [data(30, 101), data(230, 101)], "timeout"],
  [
    "sooner, where more was sent since, is a retransmission",
    [data(30, 101), data(31, 1101), data(150, 101)],
    "retransmission",
  ],
  ["sooner, the last segment, is a tail loss probe", [data(30, 101), data(150, 101)], "tail-probe"],
  ["sooner than a round trip, the last segment, is none", [data(30, 101), data(45, 101)], "retransmission"],
  [
    "what duplicate ACKs ask for is fast, however late",
    [data(30, 101), data(31, 1101), ...duplicates, data(78, 101)],
    "fast",
  ],
  ["what was acknowledged is needless", [data(30, 101), acknowledges(50, 1101), data(230, 101)], "needless"],
  ["at once, all the same, is a copy", [data(30, 101), data(30.2, 101)], "duplicated"],
  [
    "with the timestamp of the original is a copy, however late",
    [data(30, 101, { timestamp: 7 }), data(90, 101, { timestamp: 7 })],
    "duplicated",
  ],
  [
    "with a new timestamp is none, however soon",
    [data(30, 101, { timestamp: 7 }), data(30.2, 101, { timestamp: 8 })],
    "retransmission",
  ],
])("the same octets again: %s", (_, lines, what) => {
  expect(repeatsOf(lines)).toEqual([expect.objectContaining({ what, end: 0 })]);
});

const late = (at: number, timestamp?: number): readonly SegmentLine[] => [
  data(30, 1101, timestamp === undefined ? {} : { timestamp: 50 }),
  data(at, 101, timestamp === undefined ? {} : { timestamp }),
];

it.each([
  ["within the round trip was overtaken", late(42), "reordered", "likely"],
  ["after the round trip was sent again", late(51), "filled-late", "likely"],
  ["with an older timestamp was overtaken, however late", late(300, 49), "reordered", "certain"],
  ["with a newer timestamp was sent again, however soon", late(31, 51), "filled-late", "certain"],
])("octets passed by: what comes %s", (_, lines, what, confidence) => {
  expect(repeatsOf(lines)).toEqual([expect.objectContaining({ what, confidence })]);
});

it("numbers stand beside the word: 12 ms after, round trip 20 ms", () => {
  expect(repeatsOf(late(42))).toEqual([expect.objectContaining({ since: 12e6, roundTrip: 20e6 })]);
});

it("no span is told where frames stand out of order", () => {
  expect(repeatsOf(late(25))).toEqual([expect.objectContaining({ what: "reordered", since: undefined })]);
});

it("Wireshark's word is kept where it says another thing", () => {
  const lines = [data(30, 101), data(31, 1101), ...duplicates, data(78, 101)];
  expect(repeatsOf(lines)).toEqual([expect.objectContaining({ wireshark: "Retransmission" })]);
  const soon = [data(30, 101), data(31, 1101), ...duplicates, data(60, 101)];
  expect(repeatsOf(soon)).toEqual([expect.objectContaining({ wireshark: undefined })]);
});

it("nothing is repeated in a simultaneous open", () => {
  const segments = observed([
    { at: 0, from: 0, flags: SYN, seq: 100 },
    { at: 1, from: 1, flags: SYN, seq: 500 },
    { at: 20, from: 0, flags: SYN, seq: 100, ack: 501 },
    { at: 21, from: 1, flags: SYN, seq: 500, ack: 101 },
    { at: 40, from: 0, flags: 0, seq: 101, ack: 501 },
  ]);
  expect(reasonedMarks(segments)).toEqual([[], [], ["simultaneous open"], ["simultaneous open"], []]);
});

it("a SYN,ACK that answers another SYN is no timeout", () => {
  const syn: SegmentLine = { from: 0, flags: SYN, seq: 100 };
  const answer: SegmentLine = { from: 1, flags: SYN, seq: 500, ack: 101 };
  const lines = [
    { ...syn, at: 0 },
    { ...syn, at: 1000 },
    { ...answer, at: 1010 },
    { ...answer, at: 1300 },
  ];
  expect(findReasons(observed(lines))).toContainEqual(
    expect.objectContaining({ what: "syn-answered-again", end: 1, frames: [3, 4] }),
  );
});

it("one below the edge is a probe of a closed window, else a keep-alive", () => {
  const below = { at: 90, from: 0, flags: 0, seq: 1100, ack: 501 } as const;
  const marks = (window: number): readonly string[] | undefined =>
    reasonedMarks(observed([...handshake, data(30, 101), { ...acknowledges(50, 1101), window }, below])).at(
      -1,
    );
  expect(marks(0)).toEqual(["window probe"]);
  expect(marks(1000)).toEqual(["keep-alive"]);
});
