import type { ObservedSegment } from "../observed-segment";
import type { OctetsSeen } from "./octets-seen";

/** What is known of one end at a moment. */
export interface EndView {
  /** Begins anew with a SYN of another number. */
  octets: OctetsSeen;
  /** Highest acknowledgment it sent. */
  acked: number | undefined;
  /** Acknowledgments in a row that repeated the highest one. */
  duplicates: number;
  /** Latest window, resets aside. */
  window: number | undefined;
  /** SYNs, with or without ACK. */
  syns: number;
  /** Number of the latest SYN. */
  synSeq: number | undefined;
  sentBareSyn: boolean;
}

/** A segment and everything before it. */
export interface Moment {
  readonly segment: ObservedSegment;
  readonly position: number;
  readonly segments: readonly ObservedSegment[];
  /** What was known before the segment. */
  readonly views: readonly [EndView, EndView];
  readonly roundTrip: number | undefined;
}
