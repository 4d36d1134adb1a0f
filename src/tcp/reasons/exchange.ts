/**
 * A conversation as the reasons look at it: each segment with what it brought, beside what both ends had
 * said until then.
 *
 *   segments, in order ─ OctetsSeen ─ nameRepeat ─ Exchange ─ openings, closings, resets, pauses, repeats, gaps
 */
import { SAW_DATA } from "../completeness";
import { otherEnd, type EndOutline } from "../conversation-outline";
import { ACK, FIN, RST, SYN } from "../flags";
import type { ObservedSegment } from "../observed-segment";
import { addToSequence, isSequenceBefore } from "../sequence-number";
import type { End } from "../tcp-state";
import type { EndView, Moment } from "./moment";
import { nameRepeat, type Repeat } from "./name-repeat";
import { OctetsSeen, type Coverage, type Hole } from "./octets-seen";

/** One segment, and what it is to those before it. */
export interface Step {
  readonly segment: ObservedSegment;
  /** Brings payload, a SYN, a FIN or an acknowledgment that was not seen before; or it is a reset. */
  readonly isNews: boolean;
  readonly repeat: Repeat | undefined;
  /** Leaves octets out. */
  readonly hole: Hole | undefined;
  /** Windows that client and server had last advertised before, resets aside. */
  readonly windows: readonly [number | undefined, number | undefined];
  /** The highest acknowledgment of the other end before. */
  readonly peerAcked: number | undefined;
  /** The number after the highest octet of the other end seen before. */
  readonly peerEnd: number | undefined;
}

/** A conversation, observed from its first to its last segment. */
export interface Exchange {
  /** Position by position. */
  readonly steps: readonly Step[];
  /** First segments of each kind, client and server. */
  readonly outline: readonly [EndOutline, EndOutline];
  /** The data bit of `tcp.completeness`, for the outline. */
  readonly completeness: number;
  readonly payloadOctets: readonly [number, number];
  /** Initial round trip in nanoseconds, where the handshake shows it. */
  readonly roundTrip: number | undefined;
  /** Octets of each end that were never seen. */
  readonly holes: readonly [readonly Hole[], readonly Hole[]];
  /** The number after the highest octet of each end that was seen. */
  readonly ends: readonly [number | undefined, number | undefined];
  /** The highest acknowledgment each end sent. */
  readonly acked: readonly [number | undefined, number | undefined];
}

/** Observes a conversation. Segments stand in capture order; end 0 is the client. */
export function observeExchange(segments: readonly ObservedSegment[]): Exchange {
  const views: readonly [EndView, EndView] = [newView(), newView()];
  const roundTrip = segments.find(({ analysis }) => analysis?.initialRoundTrip !== undefined)?.analysis
    ?.initialRoundTrip;
  const steps: Step[] = [];
  for (const [position, segment] of segments.entries()) {
    steps.push(observe({ segment, position, segments, views, roundTrip }));
  }
  const payload = (end: End): number =>
    segments.reduce((sum, { from, payloadLength }) => (from === end ? sum + payloadLength : sum), 0);
  const payloadOctets = [payload(0), payload(1)] as const;
  return {
    steps,
    outline: [outlineEnd(segments, 0), outlineEnd(segments, 1)],
    completeness: payloadOctets[0] + payloadOctets[1] > 0 ? SAW_DATA : 0,
    payloadOctets,
    roundTrip,
    holes: [views[0].octets.holes, views[1].octets.holes],
    ends: [views[0].octets.end, views[1].octets.end],
    acked: [views[0].acked, views[1].acked],
  };
}

/** Gives the sequence number after a segment, SYN and FIN counted; undefined where it is not known. */
export function endOfSegment({ seq, payloadLength, flags }: ObservedSegment): number | undefined {
  return seq === undefined ? undefined : addToSequence(seq, payloadLength + counted(flags));
}

function counted(flags: number): number {
  return ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1);
}

function newView(): EndView {
  return {
    octets: new OctetsSeen(),
    acked: undefined,
    duplicates: 0,
    window: undefined,
    syns: 0,
    synSeq: undefined,
    sentBareSyn: false,
  };
}

function observe(moment: Moment): Step {
  const { segment, views } = moment;
  const own = views[segment.from];
  const peer = views[otherEnd(segment.from)];
  const windows = [views[0].window, views[1].window] as const;
  const isProbe = isBelowEdge(segment, own.octets.end);
  const opensWindow = own.window === 0 && (segment.window ?? 0) > 0;
  beginNumbering(own, segment);
  const coverage = isProbe ? undefined : cover(own, moment);
  const repeat = nameRepeat(moment, coverage, isProbe);
  const { acked: peerAcked } = peer;
  const isAdvance = rememberAcknowledgment(own, segment);
  remember(own, segment);
  const isFresh = !isProbe && coverage?.kind !== "again" && bringsOctets(segment);
  const isNews = isFresh || isAdvance || opensWindow || (segment.flags & RST) !== 0;
  const hole = coverage?.kind === "ahead" ? coverage.hole : undefined;
  return { segment, isNews, repeat, hole, windows, peerAcked, peerEnd: peer.octets.end };
}

/** A SYN of another number begins anew: what came before it was another connection. */
function beginNumbering(own: EndView, { flags, seq }: ObservedSegment): void {
  if ((flags & SYN) === 0 || seq === undefined || own.synSeq === seq) return;
  own.octets = new OctetsSeen();
  own.synSeq = seq;
}

/** Numbers that are not written throughout leave gaps that mean nothing: only judged segments are covered. */
function cover(own: EndView, { segment, position }: Moment): Coverage | undefined {
  const end = endOfSegment(segment);
  if (!takesSpace(segment) || segment.analysis === undefined) return undefined;
  if (segment.seq === undefined || end === undefined) return undefined;
  return own.octets.add(segment.seq, end, position);
}

function takesSpace({ payloadLength, flags }: ObservedSegment): boolean {
  return payloadLength + counted(flags) > 0 && (flags & RST) === 0;
}

/** The octet of a window probe is sent to be refused. */
function bringsOctets(segment: ObservedSegment): boolean {
  return takesSpace(segment) && segment.analysis?.marks.has("zero_window_probe") !== true;
}

/** One below the next octet, as keep-alives and Linux's window probes are sent (RFC 9293 §3.8.4). */
function isBelowEdge({ seq, payloadLength, flags }: ObservedSegment, edge: number | undefined): boolean {
  if (seq === undefined || edge === undefined || (flags & (SYN | FIN | RST)) !== 0) return false;
  return payloadLength <= 1 && seq === addToSequence(edge, -1) && (flags & ACK) !== 0;
}

/** Gives whether the acknowledgment is higher than all before it. */
function rememberAcknowledgment(own: EndView, { flags, ack, analysis }: ObservedSegment): boolean {
  if ((flags & ACK) === 0 || ack === undefined) return false;
  if (own.acked === undefined || isSequenceBefore(own.acked, ack)) {
    own.acked = ack;
    own.duplicates = 0;
    return true;
  }
  if (analysis?.marks.has("duplicate_ack") === true) {
    own.duplicates += 1;
  }
  return false;
}

function remember(own: EndView, { flags, window }: ObservedSegment): void {
  if ((flags & SYN) !== 0) own.syns += 1;
  if ((flags & (SYN | ACK)) === SYN) own.sentBareSyn = true;
  if (window !== undefined && (flags & RST) === 0) own.window = window;
}

function outlineEnd(segments: readonly ObservedSegment[], end: End): EndOutline {
  const first = (flags: number, mask: number): number =>
    segments.findIndex((segment) => segment.from === end && (segment.flags & mask) === flags);
  const finFrame = first(FIN, FIN);
  return {
    segments: segments.filter(({ from }) => from === end).length,
    synFrame: first(SYN, SYN | ACK),
    synAckFrame: first(SYN | ACK, SYN | ACK),
    finFrame,
    finAckFrame: acknowledgedAt(segments, finFrame),
    rstFrame: segments.findIndex(({ from, flags }) => from === end && (flags & RST) !== 0),
  };
}

/** Where a segment was first acknowledged; without numbers, where the other end first sent ACK after it. */
function acknowledgedAt(segments: readonly ObservedSegment[], position: number): number {
  const sent = segments[position];
  if (sent === undefined) return -1;
  const end = endOfSegment(sent);
  return segments.findIndex((segment, at) => {
    if (at <= position || segment.from === sent.from || (segment.flags & ACK) === 0) return false;
    if (end !== undefined && segment.ack !== undefined) return !isSequenceBefore(segment.ack, end);
    return !(segment.isTogether && at === position + 1);
  });
}
