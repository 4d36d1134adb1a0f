import type { ConversationAnalysis, DirectionAnalysis, SequenceRange } from "./conversation-analysis";
import { FIN, RST, SYN } from "./flags";
import type { Direction } from "./relative-numbers";
import type { SegmentMark } from "./segment-marks";
import { addToSequence } from "./sequence-number";
import type { WiresharkRules } from "./wireshark-rules";

/** In `AnalysedSegment.multipath`: an offer of multipath TCP without a key. */
export const MULTIPATH_OFFER = 0x100;

/** A segment as the analysis takes it: raw numbers, and the window field as sent. */
export interface AnalysedSegment {
  readonly frame: number;
  /** Nanoseconds since any fixed moment; undefined without a clock, where order alone decides. */
  readonly time: number | undefined;
  /** It stands at the very start of 1970, which Wireshark takes for no time at all where it is that of a SYN. */
  readonly isAtEpoch?: boolean;
  readonly direction: Direction;
  readonly flags: number;
  readonly seq: number;
  /** The field, also where ACK is off. */
  readonly ack: number;
  readonly payloadLength: number;
  readonly window: number;
  /** Shift of the window scale option, where the segment carries one. */
  readonly windowShift?: number | undefined;
  /** Blocks of the SACK option; undefined where the segment carries none. */
  readonly sack?: readonly SequenceRange[] | undefined;
  /** Subtypes of multipath TCP that it carries, one bit each. */
  readonly multipath?: number;
  /** Wireshark's reading ends in its options: it shows no analysis, and does not compare what both ends offer. */
  readonly areOptionsBroken?: boolean;
  /** Its header says it is shorter than a header: Wireshark stops behind its numbers. */
  readonly isHeaderShort?: boolean;
  /** Opens a conversation on a pair of ports that was used before. */
  readonly isReuse: boolean;
}

/** What the analysis says of one segment; times in nanoseconds. */
export interface SegmentAnalysis {
  readonly marks: ReadonlySet<SegmentMark>;
  /** 4.0 has no word for it, but shows its analysis: a repeated SYN, or unseen segments acknowledged once more. */
  readonly isShownUnmarked?: boolean;
  /** Wireshark shows nothing of it, as its reading of the segment ends in the options. */
  readonly isHidden?: boolean;
  /** Frame of the segment that this one acknowledges, and the time since. */
  readonly acksFrame: number | undefined;
  readonly roundTrip: number | undefined;
  /** Payload sent and not acknowledged, this segment's included; and payload since the latest PSH. */
  readonly bytesInFlight: number | undefined;
  readonly pushedBytes: number | undefined;
  /** Of a duplicate acknowledgment: the frame it repeats, and the how manieth it is. */
  readonly duplicate: { readonly anchorFrame: number; readonly count: number } | undefined;
  /** Of a retransmission: the frame of the oldest segment that was not acknowledged before it, and the time since. */
  readonly timeoutFrame: number | undefined;
  readonly timeout: number | undefined;
  /** Initial round trip of the conversation, once it is known. */
  readonly initialRoundTrip: number | undefined;
}

/** One segment under judgement: what the rules look at, and the marks they add. */
export interface Judgement {
  readonly segment: AnalysedSegment;
  readonly rules: WiresharkRules;
  readonly conversation: ConversationAnalysis;
  /** The segment's own direction, and the other one. */
  readonly forward: DirectionAnalysis;
  readonly reverse: DirectionAnalysis;
  /** None of SYN, FIN, RST. */
  readonly isPlain: boolean;
  /** Carries SYN or FIN, which count as one octet. */
  readonly isCounted: boolean;
  /** After the payload, and after SYN or FIN. */
  readonly payloadEnd: number;
  readonly end: number;
  readonly marks: Set<SegmentMark>;
  isShownUnmarked: boolean;
}

/** Takes a segment up for judgement; nothing is remembered yet. */
export function openJudgement(
  conversation: ConversationAnalysis,
  segment: AnalysedSegment,
  rules: WiresharkRules,
): Judgement {
  const isCounted = (segment.flags & (SYN | FIN)) !== 0;
  const payloadEnd = addToSequence(segment.seq, segment.payloadLength);
  return {
    segment,
    rules,
    conversation,
    forward: conversation.directions[segment.direction],
    reverse: conversation.directions[segment.direction === 0 ? 1 : 0],
    isPlain: (segment.flags & (SYN | FIN | RST)) === 0,
    isCounted,
    payloadEnd,
    end: addToSequence(payloadEnd, isCounted ? 1 : 0),
    marks: conversation.unmarked,
    isShownUnmarked: false,
  };
}
