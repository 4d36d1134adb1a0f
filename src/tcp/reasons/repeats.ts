import type { Finding, RepeatKind } from "../finding";
import { markWords, type SegmentMark } from "../segment-marks";
import { isSequenceBefore, sequenceDistance } from "../sequence-number";
import type { End } from "../tcp-state";
import { otherEnd } from "../conversation-outline";
import { evidence } from "./evidence";
import type { Exchange } from "./exchange";
import { KNOWS_ACK, markBit, type SegmentColumns } from "./segment-columns";

/** Wireshark's marks that call a segment a repeat, or something like it. */
const repeatMarks: readonly SegmentMark[] = [
  "retransmission",
  "fast_retransmission",
  "spurious_retransmission",
  "out_of_order",
  "keep_alive",
  "reused_ports",
];

/** What Wireshark calls each kind when both mean the same; undefined where it has no word. */
const sameWord: Readonly<Record<RepeatKind, string | undefined>> = {
  timeout: "Retransmission",
  "tail-probe": "Retransmission",
  retransmission: "Retransmission",
  "syn-answered-again": "Retransmission",
  "filled-late": "Retransmission",
  fast: "Fast Retransmission",
  needless: "Spurious Retransmission",
  reordered: "Out-Of-Order",
  duplicated: undefined,
  "simultaneous-open": undefined,
  "window-probe": "ZeroWindowProbe",
  "same-ports": "Port numbers reused",
};

/** Gives a finding for every segment that repeats, fills a gap late, or is taken for such a one. */
export function repeatFindings(exchange: Exchange): readonly Finding[] {
  const { columns, roundTrip } = exchange;
  return [...exchange.repeats].flatMap(([position, repeat]): Finding[] => {
    const { what, confidence, since, duplicates } = repeat;
    const wireshark = otherWord(columns, position, what);
    // What a probe waits for is told with the pause; here is only what needs a second opinion.
    if (what === "window-probe" && wireshark === undefined) return [];
    const end = columns.senderOf(position);
    const frames = evidence(exchange, [repeat.of ?? position, position]);
    return [{ kind: "repeat", end, what, confidence, frames, since, roundTrip, duplicates, wireshark }];
  });
}

/** Wireshark's word for a segment, where it says another thing than we do. */
function otherWord(columns: SegmentColumns, position: number, what: RepeatKind): string | undefined {
  const marks = new Set(repeatMarks.filter((mark) => columns.hasMark(position, markBit(mark))));
  const words = markWords(marks).join(", ");
  return words === "" || words === sameWord[what] ? undefined : words;
}

/** Gives, for each end, what it sent and the capture does not hold. */
export function gapFindings(exchange: Exchange): readonly Finding[] {
  return ([0, 1] as const).flatMap((end) => [
    ...leftOut(exchange, end),
    ...acknowledgedUnseen(exchange, end),
  ]);
}

function leftOut(exchange: Exchange, end: End): readonly Finding[] {
  const holes = exchange.holes[end];
  if (holes.length === 0) return [];
  const acked = exchange.acked[otherEnd(end)];
  const octets = holes.reduce((sum, { left, right }) => sum + sequenceDistance(left, right), 0);
  // What was acknowledged did arrive: then only the capture lacks it.
  const isAcked = acked !== undefined && holes.every(({ right }) => !isSequenceBefore(acked, right));
  const frames = evidence(
    exchange,
    holes.map(({ seenAt }) => seenAt),
  );
  return [{ kind: "not-captured", end, confidence: isAcked ? "certain" : "possible", frames, octets }];
}

function acknowledgedUnseen(exchange: Exchange, end: End): readonly Finding[] {
  const sent = exchange.ends[end];
  const acked = exchange.acked[otherEnd(end)];
  if (sent === undefined || acked === undefined || !isSequenceBefore(sent, acked)) return [];
  const frames = evidence(exchange, [firstAcknowledging(exchange.columns, otherEnd(end), acked)]);
  const octets = sequenceDistance(sent, acked);
  return [{ kind: "not-captured", end, confidence: "certain", frames, octets }];
}

function firstAcknowledging(columns: SegmentColumns, from: End, number: number): number {
  for (let at = 0; at < columns.count; at += 1) {
    if (columns.from[at] !== from || !columns.knows(at, KNOWS_ACK)) continue;
    if (!isSequenceBefore(columns.ackOf(at), number)) return at;
  }
  return -1;
}
