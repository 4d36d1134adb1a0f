import { timeBetween } from "./conversation-analysis";
import type { Judgement } from "./judged-segment";
import { addToSequence, isSequenceBefore, isSequenceUpTo } from "./sequence-number";

/** A repeat this soon after the last duplicate acknowledgment counts as fast: 20 ms. */
const FAST_WITHIN = 20e6;
/** Duplicate acknowledgments that call for a fast retransmission. */
const FAST_AFTER_DUPLICATES = 2;
/** A hole filled this soon counts as reordering where no round trip is known: 3 ms. */
const REORDERED_WITHIN = 3e6;

/** Rules about repeats: M of docs/tcp-analysis.md. The first that holds names the segment. */
export function judgeRetransmission(judgement: Judgement): void {
  const { segment, marks, isCounted } = judgement;
  if ((segment.payloadLength === 0 && !isCounted) || marks.has("keep_alive")) return;
  if (isSpurious(judgement)) marks.add("spurious_retransmission").add("retransmission");
  else if (!isBehind(judgement)) return;
  else if (isFast(judgement)) marks.add("fast_retransmission").add("retransmission");
  else if (isReordered(judgement)) marks.add("out_of_order");
  else marks.add("retransmission");
}

function isSpurious({ segment, reverse, payloadEnd }: Judgement): boolean {
  return segment.payloadLength > 0 && reverse.lastAck !== 0 && isSequenceUpTo(payloadEnd, reverse.lastAck);
}

function isBehind({ segment, forward }: Judgement): boolean {
  // Data that takes up the octet of a keep-alive or probe again is no repeat.
  const followsProbe = segment.payloadLength > 1 && segment.seq === addToSequence(forward.end, -1);
  return forward.end !== 0 && isSequenceBefore(segment.seq, forward.end) && !followsProbe;
}

function isFast({ segment, reverse, rules }: Judgement): boolean {
  // Without a clock, nothing speaks against a repeat being the answer to the duplicates before it.
  const isSoon = isWithin(timeBetween(reverse.lastAckTime, segment.time) ?? 0, FAST_WITHIN);
  const isAskedFor = isSoon && reverse.duplicates >= FAST_AFTER_DUPLICATES;
  // 4.4 looks at SACK, too, but compares relative blocks with raw numbers: a block of whatever place calls for every hole.
  return isAskedFor && (segment.seq === reverse.lastAck || (rules === "4.4" && reverse.sack.length > 0));
}

function isReordered({ segment, forward, conversation, rules, end, payloadEnd }: Judgement): boolean {
  const since = timeBetween(forward.endTime, segment.time);
  if (since === undefined || !isWithin(since, reorderingSpan(conversation.initialRoundTrip))) return false;
  if (rules === "4.0") return forward.end !== end;
  const isPending = forward.unacked.some(
    (entry) => isSequenceUpTo(entry.seq, segment.seq) && isSequenceUpTo(payloadEnd, entry.end),
  );
  return !isPending && (forward.end !== end || forward.lastAdvanceLength === 0);
}

function reorderingSpan(initialRoundTrip: number): number {
  return initialRoundTrip === 0 ? REORDERED_WITHIN : initialRoundTrip;
}

/** Wireshark keeps both times unsigned: below zero, where a clock went backwards, is beyond all others. */
function isWithin(time: number, limit: number): boolean {
  return time < 0 === limit < 0 ? time < limit : limit < 0;
}
