/**
 * A conversation as the reasons look at it: each segment with what it brought, beside what both ends had
 * said until then.
 *
 *   columns of segments ─ OctetsSeen ─ nameRepeat ─ Exchange ─ openings, closings, resets, pauses, repeats, gaps
 */
import { SAW_ACK, SAW_DATA } from "../completeness";
import { otherEnd, type EndOutline } from "../conversation-outline";
import { ACK, FIN, RST, SYN } from "../flags";
import { addToSequence, isSequenceBefore } from "../sequence-number";
import type { End } from "../tcp-state";
import type { EndView, Moment } from "./moment";
import { nameRepeat, type Repeat } from "./name-repeat";
import { countedFlags, OctetsSeen, type Coverage, type Hole } from "./octets-seen";
import { outlineEnds } from "./outline-ends";
import {
  CLIENT_CLOSED,
  IS_JUDGED,
  IS_NEWS,
  KNOWS_ACK,
  KNOWS_PEER_END,
  KNOWS_SEQ,
  KNOWS_WINDOW,
  markBit,
  type SegmentColumns,
} from "./segment-columns";

/** A conversation, observed from its first to its last segment. */
export interface Exchange {
  /** Position by position. */
  readonly columns: SegmentColumns;
  /** What repeats, or seems to; and the octets that a segment leaves out: by position, rising. */
  readonly repeats: ReadonlyMap<number, Repeat>;
  readonly gaps: ReadonlyMap<number, Hole>;
  /** First segments of each kind, client and server. */
  readonly outline: readonly [EndOutline, EndOutline];
  /** The bits of acknowledgment and data of `tcp.completeness`, for the outline. */
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

const ZERO_WINDOW_PROBE = markBit("zero_window_probe");
const DUPLICATE_ACK = markBit("duplicate_ack");
const REUSED_PORTS = markBit("reused_ports");

/** What is known of most segments. */
const PLAIN = KNOWS_SEQ | KNOWS_ACK | KNOWS_WINDOW | IS_JUDGED;

/** Observes a conversation, and writes what each segment brings into its columns. */
export function observeExchange(columns: SegmentColumns): Exchange {
  const views: readonly [EndView, EndView] = [newView(columns), newView(columns)];
  const found: Found = { repeats: new Map(), gaps: new Map() };
  const moment = { columns, position: 0, views };
  const payloadOctets: [number, number] = [0, 0];
  for (let at = 0; at < columns.count; at += 1) {
    moment.position = at;
    if (!observePlain(moment)) observe(moment, found);
    payloadOctets[columns.senderOf(at)] += columns.lengthOf(at);
  }
  const [client, server] = views;
  const hasAcked = client.hasAcked || server.hasAcked;
  return {
    columns,
    ...found,
    outline: outlineEnds(columns),
    completeness: (payloadOctets[0] + payloadOctets[1] > 0 ? SAW_DATA : 0) | (hasAcked ? SAW_ACK : 0),
    payloadOctets,
    roundTrip: columns.roundTrip > 0 ? columns.roundTrip : undefined,
    holes: [client.octets.holes, server.octets.holes],
    ends: [endOfView(client), endOfView(server)],
    acked: [client.hasAcked ? client.acked : undefined, server.hasAcked ? server.acked : undefined],
  };
}

function newView(columns: SegmentColumns): EndView {
  return {
    octets: new OctetsSeen(columns),
    acked: 0,
    hasAcked: false,
    duplicates: 0,
    window: -1,
    syns: 0,
    synSeq: 0,
    hasSynSeq: false,
    sentBareSyn: false,
    hasReset: false,
  };
}

function endOfView({ octets }: EndView): number | undefined {
  return octets.isBegun ? octets.end : undefined;
}

/**
 * Observes what most segments are: the next octets of an open connection, or a bare acknowledgment. Does nothing and
 * gives false for all others; `observe` finds the same in more steps.
 */
function observePlain({ columns, position, views }: Moment): boolean {
  if ((columns.flagsOf(position) & (SYN | FIN | RST | ACK)) !== ACK || columns.marks[position] !== 0)
    return false;
  const from = columns.senderOf(position);
  const own = views[from];
  const peer = views[otherEnd(from)];
  const { octets } = own;
  const isNext = octets.isBegun && columns.seq[position] === octets.end && columns.knows(position, PLAIN);
  if (!isNext || own.window === 0 || peer.window === 0) return false;
  const isFresh = columns.lengthOf(position) > 0;
  if (isFresh) octets.add(position);
  const isAdvance = rememberAcknowledgment(own, columns, position);
  own.window = columns.windowOf(position);
  const knowsPeerEnd = peer.octets.isBegun ? KNOWS_PEER_END : 0;
  columns.traits[position] = knowsPeerEnd | (isFresh || isAdvance ? IS_NEWS : 0);
  columns.peerEnd[position] = peer.octets.end;
  return true;
}

function observe(moment: Moment, found: Found): void {
  const { columns, position, views } = moment;
  const isAnew = beginsAnew(moment);
  const from = columns.senderOf(position);
  const own = views[from];
  const { octets: peerOctets } = views[otherEnd(from)];
  const closed = closedWindows(views);
  const isProbe = isBelowEdge(columns, position, own.octets);
  const opensWindow = own.window === 0 && columns.windowOf(position) > 0;
  beginNumbering(own, columns, position);
  const coverage = isProbe ? undefined : cover(own, columns, position);
  if (isAnew) found.repeats.set(position, sameNumberAgain);
  else note(moment, coverage, isProbe, found);
  const isAdvance = rememberAcknowledgment(own, columns, position);
  remember(own, columns, position);
  const isFresh = !isProbe && coverage?.kind !== "again" && bringsOctets(columns, position);
  const isNews = isFresh || isAdvance || opensWindow || columns.hasFlag(position, RST);
  columns.traits[position] = closed | (isNews ? IS_NEWS : 0) | (peerOctets.isBegun ? KNOWS_PEER_END : 0);
  columns.peerEnd[position] = peerOctets.end;
}

/** A SYN behind a reset: another connection, also where Wireshark 4.0 tells it by its number and takes it for a repeat. */
const sameNumberAgain: Repeat = {
  what: "same-ports",
  confidence: "certain",
  of: undefined,
  since: undefined,
  duplicates: 0,
};

function beginsAnew({ columns, position, views }: Moment): boolean {
  if ((columns.flagsOf(position) & (SYN | ACK | RST)) !== SYN) return false;
  const own = views[columns.senderOf(position)];
  const isSame =
    own.hasSynSeq && columns.knows(position, KNOWS_SEQ) && own.synSeq === columns.seqOf(position);
  if (!isSame || !views.some(({ hasReset }) => hasReset)) return false;
  for (const view of views) {
    view.octets.beginAnew();
    Object.assign(view, { hasAcked: false, duplicates: 0, syns: 0, hasSynSeq: false, sentBareSyn: false });
    view.hasReset = false;
  }
  return true;
}

/** What is rare, by position. */
interface Found {
  readonly repeats: Map<number, Repeat>;
  readonly gaps: Map<number, Hole>;
}

function note(moment: Moment, coverage: Coverage | undefined, isProbe: boolean, found: Found): void {
  const { columns, position } = moment;
  if (coverage?.kind === "ahead") found.gaps.set(position, coverage.hole);
  const isOld = coverage?.kind === "again" || coverage?.kind === "fills";
  if (!isOld && !isProbe && !columns.hasMark(position, REUSED_PORTS)) return;
  const repeat = nameRepeat(moment, coverage, isProbe);
  if (repeat !== undefined) found.repeats.set(position, repeat);
}

function closedWindows([client, server]: readonly [EndView, EndView]): number {
  return (client.window === 0 ? CLIENT_CLOSED : 0) | (server.window === 0 ? 2 * CLIENT_CLOSED : 0);
}

function takesSpace(columns: SegmentColumns, position: number): boolean {
  const flags = columns.flagsOf(position);
  return columns.lengthOf(position) + countedFlags(flags) > 0 && (flags & RST) === 0;
}

/** The octet of a window probe is sent to be refused. */
function bringsOctets(columns: SegmentColumns, position: number): boolean {
  return takesSpace(columns, position) && !columns.hasMark(position, ZERO_WINDOW_PROBE);
}

/** A SYN of another number begins anew: what came before it was another connection. */
function beginNumbering(own: EndView, columns: SegmentColumns, position: number): void {
  if (!columns.hasFlag(position, SYN) || !columns.knows(position, KNOWS_SEQ)) return;
  const seq = columns.seqOf(position);
  if (own.hasSynSeq && own.synSeq === seq) return;
  own.octets.beginAnew();
  own.synSeq = seq;
  own.hasSynSeq = true;
}

/** Numbers that are not written throughout leave gaps that mean nothing: only judged segments are covered. */
function cover(own: EndView, columns: SegmentColumns, position: number): Coverage | undefined {
  const isCovered = takesSpace(columns, position) && columns.knows(position, IS_JUDGED | KNOWS_SEQ);
  return isCovered ? own.octets.add(position) : undefined;
}

/** One below the next octet, as keep-alives and Linux's window probes are sent (RFC 9293 §3.8.4). */
function isBelowEdge(columns: SegmentColumns, position: number, { end, isBegun }: OctetsSeen): boolean {
  if (!isBegun || columns.lengthOf(position) > 1) return false;
  if (columns.seq[position] !== addToSequence(end, -1) || !columns.knows(position, KNOWS_SEQ)) return false;
  return (columns.flagsOf(position) & (SYN | FIN | RST | ACK)) === ACK;
}

/** Gives whether the acknowledgment is higher than all before it. */
function rememberAcknowledgment(own: EndView, columns: SegmentColumns, position: number): boolean {
  if (!columns.hasFlag(position, ACK) || !columns.knows(position, KNOWS_ACK)) return false;
  const ack = columns.ackOf(position);
  if (!own.hasAcked || isSequenceBefore(own.acked, ack)) {
    own.acked = ack;
    own.hasAcked = true;
    own.duplicates = 0;
    return true;
  }
  if (columns.hasMark(position, DUPLICATE_ACK)) own.duplicates += 1;
  return false;
}

function remember(own: EndView, columns: SegmentColumns, position: number): void {
  const flags = columns.flagsOf(position);
  if ((flags & RST) !== 0) own.hasReset = true;
  if ((flags & SYN) !== 0) own.syns += 1;
  if ((flags & (SYN | ACK)) === SYN) own.sentBareSyn = true;
  if ((flags & RST) === 0 && columns.knows(position, KNOWS_WINDOW)) own.window = columns.windowOf(position);
}

/** Gives the end of which nothing was captured though the other one acknowledges it; undefined in all other cases. */
export function unseenEnd({ outline, acked }: Exchange): End | undefined {
  const end = ([0, 1] as const).find((each) => outline[each].segments === 0);
  return end === undefined || acked[otherEnd(end)] === undefined ? undefined : end;
}

/** Gives the highest acknowledgment an end had sent before a position. */
export function ackedBefore({ columns }: Exchange, end: End, position: number): number | undefined {
  let acked: number | undefined;
  for (let at = 0; at < position; at += 1) {
    if (columns.from[at] !== end || !columns.hasFlag(at, ACK) || !columns.knows(at, KNOWS_ACK)) continue;
    const ack = columns.ackOf(at);
    if (acked === undefined || isSequenceBefore(acked, ack)) acked = ack;
  }
  return acked;
}

/** Gives the positions, from one to before another, at which an end sent payload that was not seen before. */
export function newPayload({ columns }: Exchange, end: End, from: number, to: number): readonly number[] {
  const positions: number[] = [];
  for (let at = from; at < to; at += 1) {
    const hasPayload = columns.from[at] === end && columns.lengthOf(at) > 0;
    if (hasPayload && columns.isNews(at)) positions.push(at);
  }
  return positions;
}
