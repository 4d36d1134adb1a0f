import type { SegmentAnalysis } from "./judged-segment";
import type { StateSegment } from "./tcp-state";

/** A segment as the reasons look at it: seen at one point of the way, or said to have been sent. */
export interface ObservedSegment extends StateSegment {
  /** What a reader finds it by: the frame number of a capture, the line number of a list. */
  readonly number: number;
  /** Nanoseconds since any fixed moment; undefined without a clock. */
  readonly time: number | undefined;
  /** After scaling; undefined where it is not known. */
  readonly window: number | undefined;
  /** The sender's clock (RFC 7323 §3), where the segment carries it. */
  readonly timestamp: number | undefined;
  /** Wireshark's judgement; undefined where numbers are missing. */
  readonly analysis: SegmentAnalysis | undefined;
}
