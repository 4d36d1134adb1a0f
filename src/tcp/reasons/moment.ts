import type { OctetsSeen } from "./octets-seen";
import type { SegmentColumns } from "./segment-columns";

/** What is known of one end at a moment. A number is meant where the flag beside it is set. */
export interface EndView {
  /** Begins anew with a SYN of another number. */
  readonly octets: OctetsSeen;
  /** Highest acknowledgment it sent. */
  acked: number;
  hasAcked: boolean;
  /** Acknowledgments in a row that repeated the highest one. */
  duplicates: number;
  /** Latest window, resets aside; −1 before the first. */
  window: number;
  /** SYNs, with or without ACK. */
  syns: number;
  /** Number of the latest SYN. */
  synSeq: number;
  hasSynSeq: boolean;
  sentBareSyn: boolean;
  /** It reset the connection. */
  hasReset: boolean;
}

/** A segment and everything before it. */
export interface Moment {
  readonly columns: SegmentColumns;
  readonly position: number;
  /** What was known before the segment. */
  readonly views: readonly [EndView, EndView];
}
