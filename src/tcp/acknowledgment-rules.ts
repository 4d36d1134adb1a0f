import { ACK } from "./flags";
import type { UnackedSegment } from "./conversation-analysis";
import type { Judgement } from "./judged-segment";
import { addToSequence, isSequenceBefore, isSequenceUpTo } from "./sequence-number";
import { ANY_DUPLICATES } from "./window-rules";

/** Rules about what is acknowledged: K and L of docs/tcp-analysis.md. */
export function judgeAcknowledgment(judgement: Judgement): void {
  const { segment, forward, reverse, rules } = judgement;
  if (segment.ack !== forward.lastAck) {
    forward.anchorFrame = segment.frame;
    forward.duplicates = 0;
  }
  if ((segment.flags & ACK) === 0 || reverse.ackable === 0 || !isSequenceBefore(reverse.ackable, segment.ack))
    return;
  if (rules === "4.4") judgeUnseenBy44(judgement);
  else judgeUnseenBy40(judgement);
}

function judgeUnseenBy44({ segment, forward, reverse, marks }: Judgement): void {
  const acceptsProbe = segment.ack === addToSequence(forward.lastAck, 1) && segment.seq === forward.end;
  if (acceptsProbe && reverse.lastMarks.has("zero_window_probe")) {
    marks.add("window_update");
    reverse.end = segment.ack;
    reverse.ackable = segment.ack;
    return;
  }
  marks.add("ack_lost_segment");
  reverse.ackable = endOfRunFrom(segment.ack, reverse.unacked);
}

/** Where the contiguous unacknowledged run that begins at `ack` ends; `ack` itself where none does. */
function endOfRunFrom(ack: number, unacked: readonly UnackedSegment[]): number {
  const newest = unacked.at(-1);
  if (newest === undefined) return ack;
  let left = newest.seq;
  let right = newest.end;
  for (const entry of unacked.slice(0, -1).reverse()) {
    if (!isSequenceUpTo(ack, entry.seq)) continue;
    if (entry.end !== left) right = entry.end;
    left = entry.seq;
  }
  return left === ack && isSequenceBefore(ack, right) ? right : ack;
}

function judgeUnseenBy40(judgement: Judgement): void {
  const { reverse, marks } = judgement;
  if (isSequenceBefore(reverse.ackable, reverse.end)) {
    reverse.ackable = reverse.end;
    marks.add("ack_lost_segment");
    return;
  }
  if (reverse.duplicates === 0) marks.add("ack_lost_segment");
  else judgement.isShownUnmarked = true;
  reverse.duplicates = ANY_DUPLICATES;
}
