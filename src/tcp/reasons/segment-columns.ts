import type { ObservedSegment } from "../observed-segment";
import type { End } from "../tcp-state";
import { segmentMarks, type SegmentMark } from "../segment-marks";

/** What is known of a segment: bits of `SegmentColumns.known`. */
export const KNOWS_SEQ = 1;
/** The acknowledgment field is written; below: window, time and the sender's clock. */
export const KNOWS_ACK = 2;
/** The window, after scaling. */
export const KNOWS_WINDOW = 4;
/** When it was seen. */
export const KNOWS_TIME = 8;
/** The sender's timestamp. */
export const KNOWS_CLOCK = 16;
/** Wireshark's rules judged it: `marks` is meant. */
export const IS_JUDGED = 32;
/** Left at the same moment as the segment before it. */
export const IS_TOGETHER = 64;

/** What `observeExchange` finds out about a segment, bits of `SegmentColumns.traits`: it brings something that was not seen before. */
export const IS_NEWS = 1;
/** The number in `peerEnd` is meant. */
export const KNOWS_PEER_END = 2;
/** The client had last advertised a window of 0 before; the bit above it says so of the server. */
export const CLIENT_CLOSED = 4;

/** Gives the bit of a mark in `SegmentColumns.marks`. */
export function markBit(mark: SegmentMark): number {
  return 1 << segmentMarks.indexOf(mark);
}

/** Gives the bits of some marks. */
export function markBits(marks: ReadonlySet<SegmentMark>): number {
  let bits = 0;
  if (marks.size > 0) for (const mark of marks) bits |= markBit(mark);
  return bits;
}

/**
 * The segments of one conversation as columns, one row a segment, in capture order; end 0 is the client.
 *
 * Columns instead of an object for each: a list looks at every segment of a capture. May be filled again for the
 * next conversation.
 */
export class SegmentColumns {
  count = 0;
  /** Initial round trip in nanoseconds; 0 and below where the handshake does not show it. */
  roundTrip = 0;
  /** Whether each number is higher than all before it, as frames are. */
  isRising = true;
  /** What a reader finds a segment by: frame or line. */
  number = new Uint32Array(0);
  /** The end that sent it. */
  from = new Uint8Array(0);
  flags = new Uint16Array(0);
  /** What of the columns behind is known; what is not known is 0 there. */
  known = new Uint8Array(0);
  seq = new Uint32Array(0);
  ack = new Uint32Array(0);
  payloadLength = new Float64Array(0);
  window = new Float64Array(0);
  /** Nanoseconds since any fixed moment. */
  time = new Float64Array(0);
  /** The sender's timestamp (RFC 7323 §3). */
  clock = new Uint32Array(0);
  /** Wireshark's marks, by `markBit`. */
  marks = new Uint16Array(0);
  /** What `observeExchange` finds out. */
  traits = new Uint8Array(0);
  /** The number after the highest octet of the other end seen before. */
  peerEnd = new Uint32Array(0);
  /** Row of the segment of the same end before it that brought octets; −1 for none. */
  previous = new Int32Array(0);

  /** Makes room for a conversation of so many segments; what was there is gone. */
  clear(count: number): void {
    this.count = count;
    this.roundTrip = 0;
    this.isRising = true;
    if (count <= this.number.length) return;
    // Half as much again: conversations come in any order of size.
    const capacity = count + (count >> 1);
    this.number = new Uint32Array(capacity);
    this.from = new Uint8Array(capacity);
    this.flags = new Uint16Array(capacity);
    this.known = new Uint8Array(capacity);
    this.seq = new Uint32Array(capacity);
    this.ack = new Uint32Array(capacity);
    this.payloadLength = new Float64Array(capacity);
    this.window = new Float64Array(capacity);
    this.time = new Float64Array(capacity);
    this.clock = new Uint32Array(capacity);
    this.marks = new Uint16Array(capacity);
    this.traits = new Uint8Array(capacity);
    this.peerEnd = new Uint32Array(capacity);
    this.previous = new Int32Array(capacity);
  }

  /** Gives the end that sent a segment. */
  senderOf(at: number): End {
    return this.from[at] === 1 ? 1 : 0;
  }

  /** Gives the flags of a segment; as below, 0 where there is none, or its value is not known. */
  flagsOf(at: number): number {
    return this.flags[at] ?? 0;
  }

  /** Gives its sequence number. */
  seqOf(at: number): number {
    return this.seq[at] ?? 0;
  }

  /** Gives its acknowledgment. */
  ackOf(at: number): number {
    return this.ack[at] ?? 0;
  }

  /** Gives its octets of payload. */
  lengthOf(at: number): number {
    return this.payloadLength[at] ?? 0;
  }

  /** Gives its window. */
  windowOf(at: number): number {
    return this.window[at] ?? 0;
  }

  /** Gives whether all of some bits are set in what is known of a segment; false where there is none. */
  knows(at: number, bits: number): boolean {
    return at >= 0 && at < this.count && ((this.known[at] ?? 0) & bits) === bits;
  }

  /** Gives whether a segment carries one of some flags. */
  hasFlag(at: number, flag: number): boolean {
    return ((this.flags[at] ?? 0) & flag) !== 0;
  }

  /** Gives whether a segment brings payload, a SYN, a FIN or an acknowledgment that was not seen before, opens a window, or is a reset. */
  isNews(at: number): boolean {
    return ((this.traits[at] ?? 0) & IS_NEWS) !== 0;
  }

  /** Gives whether Wireshark's rules gave a segment a mark, by its bit. */
  hasMark(at: number, bit: number): boolean {
    return ((this.marks[at] ?? 0) & bit) !== 0;
  }

  /** Gives the time from one segment to another; undefined where a clock or a segment is missing. */
  span(from: number, to: number): number | undefined {
    if (!this.knows(from, KNOWS_TIME) || !this.knows(to, KNOWS_TIME)) return undefined;
    return (this.time[to] ?? 0) - (this.time[from] ?? 0);
  }
}

/** Gives columns of segments that are there as objects. */
export function segmentColumns(segments: readonly ObservedSegment[]): SegmentColumns {
  const columns = new SegmentColumns();
  columns.clear(segments.length);
  segments.forEach((segment, at) => {
    fillRow(columns, at, segment);
  });
  columns.isRising = segments.every(({ number }, at) => at === 0 || number > (segments[at - 1]?.number ?? 0));
  const judged = segments.find(({ analysis }) => analysis?.initialRoundTrip !== undefined);
  columns.roundTrip = judged?.analysis?.initialRoundTrip ?? 0;
  return columns;
}

function fillRow(columns: SegmentColumns, at: number, segment: ObservedSegment): void {
  columns.number[at] = segment.number;
  columns.from[at] = segment.from;
  columns.flags[at] = segment.flags;
  columns.seq[at] = segment.seq ?? 0;
  columns.ack[at] = segment.ack ?? 0;
  columns.payloadLength[at] = segment.payloadLength;
  columns.window[at] = segment.window ?? 0;
  columns.time[at] = segment.time ?? 0;
  columns.clock[at] = segment.timestamp ?? 0;
  columns.known[at] = knownOf(segment);
  columns.marks[at] = segment.analysis === undefined ? 0 : markBits(segment.analysis.marks);
}

/** Written out: a list for each segment of a large conversation would be told of by the collector. */
function knownOf({ seq, ack, window, time, timestamp, analysis, isTogether }: ObservedSegment): number {
  return (
    (seq === undefined ? 0 : KNOWS_SEQ) |
    (ack === undefined ? 0 : KNOWS_ACK) |
    (window === undefined ? 0 : KNOWS_WINDOW) |
    (time === undefined ? 0 : KNOWS_TIME) |
    (timestamp === undefined ? 0 : KNOWS_CLOCK) |
    (analysis === undefined ? 0 : IS_JUDGED) |
    (isTogether ? IS_TOGETHER : 0)
  );
}
