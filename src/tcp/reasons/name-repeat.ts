import { otherEnd } from "../conversation-outline";
import type { Confidence, RepeatKind } from "../finding";
import { ACK, SYN } from "../flags";
import { isSequenceBefore, sequenceDistance } from "../sequence-number";
import type { EndView, Moment } from "./moment";
import type { Coverage } from "./octets-seen";
import {
  KNOWS_ACK,
  KNOWS_CLOCK,
  KNOWS_SEQ,
  KNOWS_WINDOW,
  markBit,
  type SegmentColumns,
} from "./segment-columns";

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

const REUSED_PORTS = markBit("reused_ports");

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
  if (coverage?.kind === "fills") return nameFilling(moment, coverage.hole.seenAt);
  if (coverage?.kind === "again") return nameAgain(moment, coverage.original);
  return nameReuse(moment);
}

function nameReuse({ columns, position }: Moment): Repeat | undefined {
  return columns.hasMark(position, REUSED_PORTS)
    ? { what: "same-ports", confidence: "certain", of: undefined, since: undefined, duplicates: 0 }
    : undefined;
}

/** Below the edge while the other end's window is closed: that is how Linux probes it. */
function nameProbe(moment: Moment): Repeat | undefined {
  return peerOf(moment).window === 0
    ? { what: "window-probe", confidence: "certain", of: undefined, since: undefined, duplicates: 0 }
    : undefined;
}

function nameFilling(moment: Moment, seenAt: number): Repeat {
  const { columns, position } = moment;
  const since = elapsed(columns, seenAt, position);
  const { duplicates } = peerOf(moment);
  const found = { of: seenAt, since, duplicates };
  const clock = clockBetween(columns, seenAt, position);
  // What was sent before the segment that overtook it has no later timestamp.
  if (clock !== undefined && clock !== 0)
    return { ...found, what: clock < 0 ? "reordered" : "filled-late", confidence: "certain" };
  const limit = columns.roundTrip > 0 ? columns.roundTrip : REORDERED_WITHIN;
  if (clock === 0) return { ...found, what: "reordered", confidence: "likely" };
  const isSoon = since === undefined || since < limit;
  return { ...found, what: isSoon ? "reordered" : "filled-late", confidence: "likely" };
}

function nameAgain(moment: Moment, original: number | undefined): Repeat {
  const { columns, position } = moment;
  const peer = peerOf(moment);
  const since = original === undefined ? undefined : elapsed(columns, original, position);
  const found = { of: original, since, duplicates: peer.duplicates };
  if (original !== undefined && isCopy(columns, original, position))
    return { ...found, what: "duplicated", confidence: "likely" };
  if (columns.hasFlag(position, SYN)) return { ...found, ...nameSyn(moment) };
  if (isAcknowledged(moment)) return { ...found, what: "needless", confidence: "certain" };
  if (peer.duplicates >= FAST_AFTER && isAskedFor(moment))
    return {
      ...found,
      what: "fast",
      confidence: columns.seqOf(position) === peer.acked ? "certain" : "likely",
    };
  return { ...found, what: nameUnasked(moment, since), confidence: "likely" };
}

function nameUnasked(moment: Moment, since: number | undefined): RepeatKind {
  if (since === undefined) return "retransmission";
  if (since >= SMALLEST_TIMEOUT) return "timeout";
  // A probe waits for two round trips (RFC 8985 §7.2); one is asked for here, as the first may have been slow.
  const isProbe = since >= Math.max(COPY_WITHIN, moment.columns.roundTrip) && isTail(moment);
  return isProbe ? "tail-probe" : "retransmission";
}

function nameSyn(moment: Moment): Pick<Repeat, "what" | "confidence"> {
  const peer = peerOf(moment);
  const isAnswer = moment.columns.hasFlag(moment.position, ACK);
  if (isAnswer && ownOf(moment).sentBareSyn && peer.sentBareSyn)
    return { what: "simultaneous-open", confidence: "certain" };
  return isAnswer && peer.syns > 1
    ? { what: "syn-answered-again", confidence: "likely" }
    : { what: "timeout", confidence: "likely" };
}

function isCopy(columns: SegmentColumns, before: number, position: number): boolean {
  const { flags, known, ack, window, payloadLength } = columns;
  const isSame =
    flags[before] === flags[position] &&
    (((known[before] ?? 0) ^ (known[position] ?? 0)) & (KNOWS_ACK | KNOWS_WINDOW)) === 0 &&
    ack[before] === ack[position] &&
    window[before] === window[position] &&
    payloadLength[before] === payloadLength[position];
  if (!isSame) return false;
  const clock = clockBetween(columns, before, position);
  if (clock !== undefined) return clock === 0;
  const since = columns.span(before, position);
  return since !== undefined && since < COPY_WITHIN;
}

function isAcknowledged(moment: Moment): boolean {
  const { columns, position } = moment;
  const { acked, hasAcked } = peerOf(moment);
  const length = columns.lengthOf(position);
  if (!hasAcked || length === 0) return false;
  return sequenceDistance(columns.seqOf(position), acked) >= length;
}

/** At or beyond what the duplicates ask for, within what was sent before them. */
function isAskedFor(moment: Moment): boolean {
  const { acked, hasAcked } = peerOf(moment);
  return hasAcked && !isSequenceBefore(moment.columns.seqOf(moment.position), acked);
}

/** The last segment that was sent: a probe for the loss of the tail (RFC 8985 §7). */
function isTail(moment: Moment): boolean {
  const { columns, position } = moment;
  const { octets } = ownOf(moment);
  const length = columns.lengthOf(position);
  if (!columns.knows(position, KNOWS_SEQ) || !octets.isBegun || length === 0) return false;
  return sequenceDistance(columns.seqOf(position), octets.end) <= length + 1;
}

function ownOf({ columns, position, views }: Moment): EndView {
  return views[columns.senderOf(position)];
}

function peerOf({ columns, position, views }: Moment): EndView {
  return views[otherEnd(columns.senderOf(position))];
}

/** Undefined where frames stand out of order: no span is told then. */
function elapsed(columns: SegmentColumns, from: number, to: number): number | undefined {
  const span = columns.span(from, to) ?? -1;
  return span < 0 ? undefined : span;
}

/** How far the sender's clock went on; undefined without timestamps. */
function clockBetween(columns: SegmentColumns, from: number, to: number): number | undefined {
  if (!columns.knows(from, KNOWS_CLOCK) || !columns.knows(to, KNOWS_CLOCK)) return undefined;
  return sequenceDistance(columns.clock[from] ?? 0, columns.clock[to] ?? 0);
}
