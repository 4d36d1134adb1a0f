import type { SegmentMark } from "./segment-marks";

/** A range of sequence numbers, raw: from the first octet to the one after the last. */
export type SequenceRange = readonly [left: number, right: number];

/** A segment that no acknowledgment has covered yet. */
export interface UnackedSegment {
  /** Moves up when a part is acknowledged. */
  seq: number;
  /** After the payload, and SYN or FIN counted as one. */
  end: number;
  readonly frame: number;
  readonly time: number | undefined;
}

/** Window scaling of one direction: not known yet, agreed not to be in use, or the shift. */
export type WindowShift = "unknown" | "unused" | number;

/** What the rules remember of one direction (numbers raw, times in nanoseconds since any fixed moment, undefined without a clock). */
export interface DirectionAnalysis {
  /** Highest sequence end seen, 0 while none; and the frame and time that set it. */
  end: number;
  endFrame: number;
  endTime: number | undefined;
  /** End of the contiguous part that may be acknowledged, 0 while none. */
  ackable: number;
  /** Acknowledgment field and time of the latest segment, also where ACK was off. */
  lastAck: number;
  lastAckTime: number | undefined;
  /** Window field of the latest segment, unscaled. */
  window: number;
  shift: WindowShift;
  /** From a SYN until the first segment with ACK and without SYN: windows are not scaled yet. */
  isFirstAckPending: boolean;
  unacked: UnackedSegment[];
  /** Lowest and highest number in `unacked`, counted from the base; undefined where they are to be sought. */
  unackedSpan: { readonly left: number; readonly right: number } | undefined;
  duplicates: number;
  anchorFrame: number;
  lastMarks: ReadonlySet<SegmentMark>;
  sack: readonly SequenceRange[];
  /** Sequence number that counts as 0. */
  base: number | undefined;
  /** Payload of the latest segment that moved `end`. */
  lastAdvanceLength: number;
  /** False from a gap until the other end is heard again: what is under way cannot be told. */
  isFlightKnown: boolean;
  /** Payload since the latest PSH before this segment, and whether the latest segment with payload had PSH. */
  pushedBytes: number;
  hasPushed: boolean;
  /** Subtypes of multipath TCP that had been seen of the conversation before its latest segment. */
  multipath: number;
}

/** What the rules remember of one conversation; changed by every segment that is judged. */
export interface ConversationAnalysis {
  readonly directions: readonly [DirectionAnalysis, DirectionAnalysis];
  /** For the marks of the next segment: empty, and taken only by one that gets some. */
  unmarked: Set<SegmentMark>;
  /** Time of the latest SYN without ACK. */
  synTime: number | undefined;
  /** Initial round trip: from that SYN to the first ACK without SYN; 0 while not known. */
  initialRoundTrip: number;
  /** Subtypes of multipath TCP that were seen, one bit each. */
  multipath: number;
}

/** What most segments have. */
export const NO_MARKS: ReadonlySet<SegmentMark> = new Set();

const UNKNOWN_WINDOW = 0xffffffff;

/** Gives the memory of a conversation of which nothing has been seen. */
export function newConversationAnalysis(): ConversationAnalysis {
  return {
    directions: [newDirection(), newDirection()],
    unmarked: new Set(),
    synTime: undefined,
    initialRoundTrip: 0,
    multipath: 0,
  };
}

function newDirection(): DirectionAnalysis {
  return {
    end: 0,
    endFrame: 0,
    endTime: undefined,
    ackable: 0,
    lastAck: 0,
    lastAckTime: undefined,
    window: UNKNOWN_WINDOW,
    shift: "unknown",
    isFirstAckPending: false,
    unacked: [],
    unackedSpan: undefined,
    duplicates: 0,
    anchorFrame: 0,
    lastMarks: NO_MARKS,
    sack: [],
    base: undefined,
    lastAdvanceLength: 0,
    isFlightKnown: true,
    pushedBytes: 0,
    hasPushed: false,
    multipath: 0,
  };
}

/** Gives the time from one moment to another; undefined where a clock is missing. */
export function timeBetween(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}
