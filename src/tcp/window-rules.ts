import { RST } from "./flags";
import type { Judgement } from "./judged-segment";
import { addToSequence, isSequenceBefore } from "./sequence-number";

/**
 * Rules about windows, probes and duplicates: A to I of docs/tcp-analysis.md, in that order.
 *
 * Three of them end the round, as the rules after them would name the same segment again.
 */
export function judgeWindow(judgement: Judgement): void {
  const { segment, forward, reverse, marks, isPlain } = judgement;
  if (segment.payloadLength === 1 && segment.seq === forward.end && reverse.window === 0) {
    marks.add("zero_window_probe");
    return;
  }
  if (segment.window === 0 && isPlain) marks.add("zero_window");
  if (isAfterGap(judgement)) marks.add("lost_segment");
  if (isKeepAlive(judgement)) marks.add("keep_alive");
  judgeWindowUpdate(judgement);
  judgeWindowFull(judgement);
  if (isRepeatedAck(judgement) && reverse.lastMarks.has("keep_alive")) marks.add("keep_alive_ack");
  else if (!judgeProbeAck(judgement)) judgeDuplicate(judgement);
}

function judgeDuplicate(judgement: Judgement): void {
  if (isRepeatedAck(judgement) && !isForMultipath(judgement)) countDuplicate(judgement);
}

/** Multipath TCP tells its news in segments that repeat an acknowledgment (RFC 8684 §3.3.6). */
function isForMultipath({ conversation, forward }: Judgement): boolean {
  return conversation.multipath !== forward.multipath;
}

function isAfterGap({ segment, forward }: Judgement): boolean {
  const isAhead = forward.end !== 0 && isSequenceBefore(forward.end, segment.seq);
  return isAhead && (segment.flags & RST) === 0;
}

function isKeepAlive({ segment, forward, isPlain }: Judgement): boolean {
  const isBehindByOne = segment.seq === addToSequence(forward.end, -1);
  return segment.payloadLength <= 1 && isBehindByOne && isPlain;
}

/** Without payload, at the sender's own edge and with the acknowledgment of before. */
function isBareAtEdge({ segment, forward, isPlain }: Judgement): boolean {
  return segment.payloadLength === 0 && segment.seq === forward.end && isPlain;
}

function isRepeatedAck(judgement: Judgement): boolean {
  const { segment, forward } = judgement;
  const hasSameWindow = segment.window !== 0 && segment.window === forward.window;
  return isBareAtEdge(judgement) && hasSameWindow && segment.ack === forward.lastAck;
}

function judgeWindowUpdate(judgement: Judgement): void {
  const { segment, forward, marks, rules } = judgement;
  const isChanged = segment.window !== 0 && segment.window !== forward.window;
  if (!isBareAtEdge(judgement) || !isChanged || segment.ack !== forward.lastAck) return;
  // 4.4 knows that a receiver with holes may change its window and still ask for the hole.
  if (rules === "4.4" && segment.sack !== undefined) countDuplicate(judgement);
  else marks.add("window_update");
}

function judgeWindowFull({ segment, reverse, marks, isPlain, payloadEnd }: Judgement): void {
  if (segment.payloadLength === 0 || !isPlain || reverse.shift === "unknown") return;
  const shift = reverse.isFirstAckPending || reverse.shift === "unused" ? 0 : reverse.shift;
  if (payloadEnd === addToSequence(reverse.lastAck, reverse.window * 2 ** shift)) marks.add("window_full");
}

function judgeProbeAck(judgement: Judgement): boolean {
  const { segment, forward, reverse, marks, rules } = judgement;
  const answersProbe =
    reverse.lastMarks.has("zero_window_probe") && segment.window === 0 && forward.window === 0;
  if (!isBareAtEdge(judgement) || !answersProbe) return false;
  const acceptsProbe = rules === "4.4" && segment.ack === addToSequence(forward.lastAck, 1);
  if (segment.ack !== forward.lastAck && !acceptsProbe) return false;
  if (acceptsProbe) {
    reverse.end = segment.ack;
    reverse.ackable = segment.ack;
  }
  marks.add("zero_window_probe_ack");
  return true;
}

/** What 4.0 writes into the counter to say "any repeat counts as fast": minus one, kept unsigned. */
export const ANY_DUPLICATES = 0xffffffff;

function countDuplicate({ forward, marks }: Judgement): void {
  forward.duplicates = forward.duplicates === ANY_DUPLICATES ? 1 : forward.duplicates + 1;
  marks.add("duplicate_ack");
}
