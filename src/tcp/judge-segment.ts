/**
 * Wireshark's TCP analysis, one segment after the other, by the rules of 4.0 or 4.4.
 *
 *   begin    bases, repeated SYNs
 *   A to I   windows, probes, duplicates       window-rules.ts
 *   K, L     what is acknowledged              acknowledgment-rules.ts
 *   M        repeats                           retransmission-rules.ts
 *   N, O     what is remembered, and the values that follow from it
 */
import { judgeAcknowledgment } from "./acknowledgment-rules";
import {
  NO_MARKS,
  timeBetween,
  type ConversationAnalysis,
  type DirectionAnalysis,
  type UnackedSegment,
} from "./conversation-analysis";
import { ACK, PSH, SYN } from "./flags";
import {
  MULTIPATH_OFFER,
  openJudgement,
  type AnalysedSegment,
  type Judgement,
  type SegmentAnalysis,
} from "./judged-segment";
import { baseByAcknowledgment, baseBySender } from "./relative-numbers";
import { judgeRetransmission } from "./retransmission-rules";
import type { SegmentMark } from "./segment-marks";
import { addToSequence, isSequenceBefore, sequenceDistance } from "./sequence-number";
import { judgeWindow } from "./window-rules";
import { MAX_WINDOW_SHIFT } from "./window-shift";
import type { WiresharkRules } from "./wireshark-rules";

/** Segments that the list of unacknowledged ones takes at most, as in Wireshark. */
const MOST_UNACKED = 10_000;

/**
 * Judges the next segment of a conversation and remembers it.
 *
 * Segments are given in file order. Total: flags and numbers may be combined as they like. The rules
 * were checked field by field against tshark 4.0.17 and 4.4.18; docs/tcp-analysis.md words them.
 */
export function judgeSegment(
  conversation: ConversationAnalysis,
  segment: AnalysedSegment,
  rules: WiresharkRules,
): SegmentAnalysis {
  const judgement = openJudgement(conversation, segment, rules);
  begin(judgement);
  judgeWindow(judgement);
  judgeAcknowledgment(judgement);
  judgeRetransmission(judgement);
  const marks = takeMarks(judgement);
  const timed = marks.has("retransmission") ? timedSegment(judgement) : undefined;
  rememberUnacked(judgement);
  remember(judgement);
  const acked = takeAcknowledged(judgement);
  const flight = measureFlight(judgement);
  if (segment.isHeaderShort !== true) rememberOptions(judgement);
  const { forward } = judgement;
  const analysis: SegmentAnalysis = {
    marks,
    acksFrame: acked?.frame,
    // As in Wireshark, no time at all counts as not known.
    roundTrip: timeBetween(acked?.time, segment.time) || undefined,
    bytesInFlight: flight.bytesInFlight,
    pushedBytes: flight.pushedBytes,
    duplicate: marks.has("duplicate_ack")
      ? { anchorFrame: forward.anchorFrame, count: forward.duplicates }
      : undefined,
    timeoutFrame: timed?.frame,
    timeout: timeBetween(timed?.time, segment.time),
    initialRoundTrip: conversation.initialRoundTrip > 0 ? conversation.initialRoundTrip : undefined,
  };
  // Nearly none has it: an object without it is smaller, and made in one go.
  if (segment.areOptionsBroken === true) return { ...analysis, isHidden: true };
  return judgement.isShownUnmarked ? { ...analysis, isShownUnmarked: true } : analysis;
}

/** Once nothing adds to them any more: most segments have none, and share that. */
function takeMarks({ conversation, forward, marks }: Judgement): ReadonlySet<SegmentMark> {
  if (marks.size > 0) conversation.unmarked = new Set();
  forward.lastMarks = marks.size === 0 ? NO_MARKS : marks;
  return forward.lastMarks;
}

/** Remembers what is learnt of a segment whose length cannot be told, as its header says more than there is. */
export function passOverSegment(
  conversation: ConversationAnalysis,
  segment: AnalysedSegment,
  rules: WiresharkRules,
): void {
  const judgement = openJudgement(conversation, segment, rules);
  const isSynAck = (segment.flags & (SYN | ACK)) === (SYN | ACK);
  if (isSynAck && rules === "4.0" && judgement.forward.base !== segment.seq) rebase(judgement);
  rememberOptions(judgement);
}

function begin(judgement: Judgement): void {
  const { segment, forward, reverse, marks } = judgement;
  const hasAck = (segment.flags & ACK) !== 0;
  if (segment.isReuse) marks.add("reused_ports");
  if ((segment.flags & SYN) !== 0) beginSyn(judgement, hasAck);
  forward.sack = [];
  forward.base ??= baseBySender(segment.flags, segment.seq);
  if (hasAck) reverse.base ??= baseByAcknowledgment(segment.ack);
}

function beginSyn(judgement: Judgement, hasAck: boolean): void {
  const { segment, forward, rules, marks } = judgement;
  if (!hasAck && forward.base === segment.seq) {
    forward.end = forward.ackable;
    judgement.isShownUnmarked = rules === "4.0";
  }
  const isOther = forward.base !== undefined && forward.base !== segment.seq;
  if (!hasAck || !isOther || rules === "4.4") return;
  marks.add("reused_ports");
  rebase(judgement);
}

function rebase({ segment, forward }: Judgement): void {
  forward.base = segment.seq;
  forward.unackedSpan = undefined;
}

/** As in Wireshark, the timer of a retransmission runs from the oldest segment that is not acknowledged. */
function timedSegment({ forward }: Judgement): Pick<UnackedSegment, "frame" | "time"> {
  const { unacked, endFrame, endTime } = forward;
  return unacked[0] ?? { frame: endFrame, time: endTime };
}

function remember({ segment, conversation, forward, marks, end }: Judgement): void {
  const isProbe = marks.has("zero_window_probe");
  const isAdvance = forward.end === 0 || isSequenceBefore(forward.end, end);
  if (isAdvance) forward.lastAdvanceLength = segment.payloadLength;
  if (isAdvance && !isProbe) {
    forward.end = end;
    forward.endFrame = segment.frame;
    forward.endTime = segment.time;
  }
  if (!isProbe && (forward.ackable === 0 || segment.seq === forward.ackable)) forward.ackable = forward.end;
  forward.window = segment.window;
  forward.lastAck = segment.ack;
  forward.lastAckTime = segment.time;
  forward.multipath = conversation.multipath;
}

function rememberUnacked({ segment, forward, isCounted, end }: Judgement): void {
  const isEmpty = segment.payloadLength === 0 && !isCounted;
  if (isEmpty || forward.unacked.length >= MOST_UNACKED) return;
  const entry = { seq: segment.seq, end, frame: segment.frame, time: segment.time };
  forward.unacked.push(entry);
  if (forward.unackedSpan === undefined) return;
  forward.unackedSpan = widened(forward.unackedSpan, entry, forward.base ?? 0);
}

/** Takes what is acknowledged from the other end's list; gives the segment whose end was named, if any. */
function takeAcknowledged({ segment, reverse, rules }: Judgement): UnackedSegment | undefined {
  const { ack } = segment;
  if (reverse.unacked.length === 0) return undefined;
  // Also without ACK: the field is then 0, and numbers in the upper half of the space count as before it.
  const named = acknowledgedSegment(reverse.unacked, ack, rules);
  const isPending = (entry: UnackedSegment): boolean => isSequenceBefore(ack, entry.end);
  if (reverse.unacked.some((entry) => !isPending(entry) || isSequenceBefore(entry.seq, ack))) {
    reverse.unacked = reverse.unacked.filter(isPending);
    for (const entry of reverse.unacked) if (isSequenceBefore(entry.seq, ack)) entry.seq = ack;
    reverse.unackedSpan = undefined;
  }
  return named;
}

function acknowledgedSegment(
  unacked: readonly UnackedSegment[],
  ack: number,
  rules: WiresharkRules,
): UnackedSegment | undefined {
  const ending = unacked.find((entry) => entry.end === ack);
  if (ending !== undefined || rules === "4.0") return ending;
  return newest(unacked, (entry) => isSequenceBefore(entry.seq, ack) && isSequenceBefore(ack, entry.end));
}

function newest(
  unacked: readonly UnackedSegment[],
  test: (entry: UnackedSegment) => boolean,
): UnackedSegment | undefined {
  for (let at = unacked.length - 1; at >= 0; at -= 1) {
    const entry = unacked[at];
    if (entry !== undefined && test(entry)) return entry;
  }
  return undefined;
}

/** What is under way, and what was sent since the latest PSH. */
type Flight = Pick<SegmentAnalysis, "bytesInFlight" | "pushedBytes">;

const UNKNOWN_FLIGHT: Flight = { bytesInFlight: undefined, pushedBytes: undefined };
/** More cannot be under way: numbers that far apart are damage. */
const MOST_IN_FLIGHT = 2_000_000_000;

function measureFlight(judgement: Judgement): Flight {
  const { segment, forward, reverse, marks, isCounted } = judgement;
  if (marks.has("lost_segment")) forward.isFlightKnown = false;
  if ((segment.flags & ACK) !== 0) reverse.isFlightKnown = true;
  if (segment.payloadLength === 0 || !forward.isFlightKnown) return UNKNOWN_FLIGHT;
  const pushedBytes = forward.hasPushed ? segment.payloadLength : forward.pushedBytes + segment.payloadLength;
  forward.pushedBytes = pushedBytes;
  forward.hasPushed = (segment.flags & PSH) !== 0;
  let selective = 0;
  for (const [left, right] of reverse.sack) selective += sequenceDistance(left, right);
  // A SYN or FIN of this segment is no payload; those of others are not told apart any more.
  const flight = ((spanOf(forward) - selective) >>> 0) - (isCounted ? 1 : 0);
  return { bytesInFlight: flight > 0 && flight < MOST_IN_FLIGHT ? flight : undefined, pushedBytes };
}

/** From the lowest to the highest number not acknowledged, both counted from the base without wrapping. */
function spanOf(direction: DirectionAnalysis): number {
  const { unacked, base = 0 } = direction;
  direction.unackedSpan ??= unacked.reduce<Span>((span, entry) => widened(span, entry, base), EMPTY_SPAN);
  const { left, right } = direction.unackedSpan;
  return sequenceDistance(left, right);
}

type Span = NonNullable<DirectionAnalysis["unackedSpan"]>;

const EMPTY_SPAN: Span = { left: 0xffffffff, right: 0 };

function widened({ left, right }: Span, { seq, end }: UnackedSegment, base: number): Span {
  return {
    left: Math.min(left, addToSequence(seq, -base)),
    right: Math.max(right, addToSequence(end, -base)),
  };
}

function rememberOptions({ segment, forward, reverse, conversation }: Judgement): void {
  forward.sack = segment.sack ?? [];
  rememberMultipath(conversation, segment.multipath ?? 0);
  const hasAck = (segment.flags & ACK) !== 0;
  // Wireshark takes the option from any segment, though only a SYN may carry it (RFC 7323 §2.1).
  if (segment.windowShift !== undefined) forward.shift = Math.min(segment.windowShift, MAX_WINDOW_SHIFT);
  if ((segment.flags & SYN) === 0) {
    if (!hasAck) return;
    forward.isFirstAckPending = false;
    rememberRoundTrip(conversation, segment.time);
    return;
  }
  forward.isFirstAckPending = true;
  if (!hasAck) conversation.synTime = segment.isAtEpoch === true ? undefined : segment.time;
  if (segment.areOptionsBroken !== true) agreeOnScaling(forward, reverse, hasAck);
}

function rememberMultipath(conversation: ConversationAnalysis, seen: number): void {
  conversation.multipath |= seen & ~MULTIPATH_OFFER;
  if ((seen & MULTIPATH_OFFER) !== 0 && conversation.multipath !== 0) conversation.multipath |= 1;
}

/** Both ends must offer scaling; but what was agreed before is not taken back. */
function agreeOnScaling(forward: DirectionAnalysis, reverse: DirectionAnalysis, isAnswer: boolean): void {
  if (forward.shift === "unknown") {
    forward.shift = "unused";
    reverse.shift = "unused";
  } else if (isAnswer && reverse.shift === "unused") {
    forward.shift = "unused";
  }
}

function rememberRoundTrip(conversation: ConversationAnalysis, time: number | undefined): void {
  // A value of 0 counts as not known yet, and is taken again at the next acknowledgment.
  if (conversation.initialRoundTrip !== 0) return;
  conversation.initialRoundTrip = timeBetween(conversation.synTime, time) ?? 0;
}
