import { otherEnd } from "../conversation-outline";
import type { Confidence, RepeatKind } from "../finding";
import { ACK, SYN } from "../flags";
import type { ObservedSegment } from "../observed-segment";
import { isSequenceBefore, sequenceDistance } from "../sequence-number";
import type { Moment } from "./moment";
import type { Coverage } from "./octets-seen";

/** What a segment is that repeats octets or comes after later ones, and by what that is known. */
export interface Repeat {
  readonly what: RepeatKind;
  readonly confidence: Confidence;
  /** Position of the segment it repeats, or of the one that left the gap. */
  readonly of: number | undefined;
  readonly since: number | undefined;
  readonly duplicates: number;
}

/** Least time after which Linux sends again without being asked: 200 ms, its smallest retransmission timeout. */
const SMALLEST_TIMEOUT = 200e6;
/** Copies of a frame follow each other at once; without timestamps only those within 1 ms are taken for copies. */
const COPY_WITHIN = 1e6;
/** Reordering without a known round trip: what Wireshark takes, 3 ms. */
const REORDERED_WITHIN = 3e6;
/** Duplicate acknowledgments that ask for a segment: two show a capture that may have begun to count late (RFC 5681 says three). */
const FAST_AFTER = 2;

/**
 * Names what a segment is to those before it: a repeat and why, octets out of order, a probe. Undefined for
 * what is new, and for bare acknowledgments.
 *
 * The sender's timestamps decide where there are any: a copy carries the old one, a repeat a new one
 * (RFC 7323 §4.1). Else the numbers of docs/tcp-reasons.md do.
 */
export function nameRepeat(
  moment: Moment,
  coverage: Coverage | undefined,
  isBelowEdge: boolean,
): Repeat | undefined {
  if (isBelowEdge) return nameProbe(moment);
  if (coverage === undefined) return nameReuse(moment);
  if (coverage.kind === "fills") return nameFilling(moment, coverage.hole.seenAt);
  if (coverage.kind === "again") return nameAgain(moment, coverage.original);
  return nameReuse(moment);
}

function nameReuse({ segment }: Moment): Repeat | undefined {
  return segment.analysis?.marks.has("reused_ports") === true
    ? { what: "same-ports", confidence: "certain", of: undefined, since: undefined, duplicates: 0 }
    : undefined;
}

/** Below the edge while the other end's window is closed: that is how Linux probes it. */
function nameProbe({ segment, views }: Moment): Repeat | undefined {
  return views[otherEnd(segment.from)].window === 0
    ? { what: "window-probe", confidence: "certain", of: undefined, since: undefined, duplicates: 0 }
    : undefined;
}

function nameFilling(moment: Moment, seenAt: number): Repeat {
  const { segment, segments, views, roundTrip } = moment;
  const ahead = segments[seenAt];
  const since = spanBetween(ahead, segment);
  const { duplicates } = views[otherEnd(segment.from)];
  const found = { of: seenAt, since, duplicates };
  const clock = clockBetween(ahead, segment);
  // What was sent before the segment that overtook it has no later timestamp.
  if (clock !== undefined && clock !== 0)
    return { ...found, what: clock < 0 ? "reordered" : "filled-late", confidence: "certain" };
  const limit = roundTrip ?? REORDERED_WITHIN;
  if (clock === 0) return { ...found, what: "reordered", confidence: "likely" };
  const isSoon = since === undefined || since < limit;
  return { ...found, what: isSoon ? "reordered" : "filled-late", confidence: "likely" };
}

function nameAgain(moment: Moment, original: number | undefined): Repeat {
  const { segment, segments, views } = moment;
  const before = original === undefined ? undefined : segments[original];
  const peer = views[otherEnd(segment.from)];
  const since = spanBetween(before, segment);
  const found = { of: original, since, duplicates: peer.duplicates };
  if (isCopy(before, segment, since)) return { ...found, what: "duplicated", confidence: "likely" };
  if ((segment.flags & SYN) !== 0) return { ...found, ...nameSyn(moment) };
  if (isAcknowledged(moment)) return { ...found, what: "needless", confidence: "certain" };
  if (peer.duplicates >= FAST_AFTER && isAskedFor(moment))
    return { ...found, what: "fast", confidence: segment.seq === peer.acked ? "certain" : "likely" };
  if (since === undefined || since >= SMALLEST_TIMEOUT)
    return { ...found, what: since === undefined ? "retransmission" : "timeout", confidence: "likely" };
  return { ...found, what: isTail(moment) ? "tail-probe" : "retransmission", confidence: "likely" };
}

function nameSyn({ segment, views }: Moment): Pick<Repeat, "what" | "confidence"> {
  const peer = views[otherEnd(segment.from)];
  const isAnswer = (segment.flags & ACK) !== 0;
  if (isAnswer && views[segment.from].sentBareSyn && peer.sentBareSyn)
    return { what: "simultaneous-open", confidence: "certain" };
  return isAnswer && peer.syns > 1
    ? { what: "syn-answered-again", confidence: "likely" }
    : { what: "timeout", confidence: "likely" };
}

function isCopy(
  before: ObservedSegment | undefined,
  segment: ObservedSegment,
  since: number | undefined,
): boolean {
  if (before === undefined) return false;
  const isSame =
    before.flags === segment.flags &&
    before.ack === segment.ack &&
    before.window === segment.window &&
    before.payloadLength === segment.payloadLength;
  if (!isSame) return false;
  const clock = clockBetween(before, segment);
  if (clock !== undefined) return clock === 0;
  return since !== undefined && since < COPY_WITHIN;
}

function isAcknowledged({ segment, views }: Moment): boolean {
  const { acked } = views[otherEnd(segment.from)];
  if (acked === undefined || segment.seq === undefined || segment.payloadLength === 0) return false;
  return sequenceDistance(segment.seq, acked) >= segment.payloadLength;
}

/** At or beyond what the duplicates ask for, within what was sent before them. */
function isAskedFor({ segment, views }: Moment): boolean {
  const { acked } = views[otherEnd(segment.from)];
  return acked !== undefined && segment.seq !== undefined && !isSequenceBefore(segment.seq, acked);
}

/** The last segment that was sent: a probe for the loss of the tail (RFC 8985 §7). */
function isTail({ segment, views }: Moment): boolean {
  const { end } = views[segment.from].octets;
  return segment.seq !== undefined && end !== undefined && segment.payloadLength > 0
    ? sequenceDistance(segment.seq, end) <= segment.payloadLength + 1
    : false;
}

function spanBetween(from: ObservedSegment | undefined, to: ObservedSegment): number | undefined {
  return from?.time === undefined || to.time === undefined ? undefined : to.time - from.time;
}

/** How far the sender's clock went on; undefined without timestamps. */
function clockBetween(from: ObservedSegment | undefined, to: ObservedSegment): number | undefined {
  return from?.timestamp === undefined || to.timestamp === undefined
    ? undefined
    : sequenceDistance(from.timestamp, to.timestamp);
}
