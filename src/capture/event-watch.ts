import { ACK, FIN, RST, SYN } from "../tcp/flags";
import { addToSequence, isSequenceBefore, sequenceDistance } from "../tcp/sequence-number";
import type { FrameColumns } from "./capture-index";
import {
  WORDS,
  BITS,
  SENT_AGAIN,
  SYN_ROW,
  ROUND_TRIP_ROW,
  HOLE_LEFT,
  HOLE_RIGHT,
  HOLE_ROW,
  RESET_ROW,
  FIN_ROW,
  KNOWS_NEXT,
  KNOWS_ACKED,
  IS_BEGUN,
  HAS_HOLE,
  HAS_NEWS,
  HAS_FIN,
  HAS_SILENCE,
  IS_DISORDERED,
  IS_EVENTFUL,
  IS_RESET,
  roundTripOf,
  toldEvents,
  type Events,
} from "./event-state";
import { nanosecondsBetween } from "./frame-columns";
import { grown } from "./growing-column";
import { ACKED, NEWS, NEXT, type LiveConversations } from "./live-conversations";
import type { SegmentFacts } from "./segment-facts";
import { LongestSilences, SILENCE, type Pauses } from "./silences";
import { isSentLate, OriginalSearch } from "./repeated-segment";

const SMALLEST_CAPACITY = 64;
const IS_OVER = IS_EVENTFUL | IS_RESET;
const KNOWN = ((KNOWS_NEXT | KNOWS_ACKED) * 3) | HAS_NEWS;

/**
 * Watches segments while a capture is indexed for what the reasons would find: odd resets, closed windows, acknowledgments
 * of what was not seen, clocks that go back, silence behind a FIN, and repeats other than plain ones.
 *
 * Data that comes again, or was overtaken one stretch at a time, is counted here by the rules of
 * src/tcp/reasons/name-repeat.ts, and of silences the longest one that an application ended is kept, as a list tells of no
 * other. In conversations with nothing else the reasons find no failure and no gap; so they are not asked, and most
 * conversations cost next to nothing.
 */
export class EventWatch {
  #state = new Int32Array(SMALLEST_CAPACITY * WORDS);
  readonly #live: LiveConversations;
  readonly #originals = new OriginalSearch();
  readonly #silences = new LongestSilences();
  readonly #countsRepeats: boolean;

  /** Repeats are all left to the reasons where they depend on more, as by Wireshark 4.0's rules. */
  constructor(live: LiveConversations, countsRepeats: boolean) {
    this.#live = live;
    this.#countsRepeats = countsRepeats;
  }

  /** Looks at the next segment of a side (conversation × 2 + direction); `frames` hold the time of its row. */
  see(frames: FrameColumns, side: number, segment: SegmentFacts): void {
    const at = (side >> 1) * WORDS;
    if (at >= this.#state.length) this.#grow(at);
    const state = this.#state;
    const direction = side & 1;
    const { flags } = segment;
    const isPlain = segment.window !== 0 && (flags & (SYN | RST | ACK)) === ACK;
    const isOver = ((state[at + BITS] ?? 0) & IS_OVER) !== 0;
    if (isOver || (!isPlain && this.#isStrange(at, direction, segment))) {
      this.#set(at, IS_EVENTFUL);
      return;
    }
    if ((flags & RST) !== 0) this.#takeReset(frames, at, direction, segment);
    else this.#takeSegment(frames, at, side, segment);
  }

  #takeSegment(frames: FrameColumns, at: number, side: number, segment: SegmentFacts): void {
    const state = this.#state;
    const direction = side & 1;
    const { flags, row } = segment;
    const isFresh = this.#takeOctets(frames, at, side, segment);
    const isAdvance = (flags & ACK) !== 0 && this.#takeAcknowledgment(at, direction, segment.ack);
    if ((flags & (SYN | ACK)) === ACK && state[at + ROUND_TRIP_ROW] === 0)
      this.#noteRoundTrip(frames, at, row);
    const silence = this.#watchTime(frames, at, row, isFresh || isAdvance);
    // Whoever only acknowledges did not speak.
    if (silence !== 0 && (segment.payloadLength > 0 || (flags & FIN) !== 0))
      this.#silences.note(side, silence);
    if ((flags & FIN) !== 0) this.#noteFin(at, row);
  }

  /** Tells that a segment could not be looked at. */
  miss(side: number): void {
    const at = (side >> 1) * WORDS;
    if (at >= this.#state.length) this.#grow(at);
    this.#set(at, IS_EVENTFUL);
  }

  /** Gives whether of a segment that follows on and acknowledges nothing but what was seen, only its numbers and its time are left to note. */
  isCalm(conversation: number): boolean {
    const state = this.#state;
    const at = conversation * WORDS;
    const hasRoundTrip = state[at + ROUND_TRIP_ROW] !== 0 || state[at + SYN_ROW] === 0;
    return hasRoundTrip && ((state[at + BITS] ?? 0) & (KNOWN | IS_OVER | HAS_FIN)) === KNOWN;
  }

  /** Gives whether octets of a direction were seen. */
  isBegun(conversation: number, direction: number): boolean {
    return ((this.#state[conversation * WORDS + BITS] ?? 0) & (IS_BEGUN << direction)) !== 0;
  }

  /** Gives what was seen of so many conversations. */
  finish(frames: FrameColumns, count: number): Events & Pauses {
    const pauses = this.#silences.finish(count, (number) => roundTripOf(this.#state, frames, number * WORDS));
    return { ...toldEvents(this.#state, this.#live.words, count), ...pauses };
  }

  #grow(at: number): void {
    this.#state = grown(Int32Array, this.#state, 2 * at);
  }

  #set(at: number, bits: number): void {
    this.#state[at + BITS] = (this.#state[at + BITS] ?? 0) | bits;
  }

  /** A closed window, no acknowledgment, a SYN that is a FIN, too, or one behind other segments, a reset other than a plain one; notes the row of a SYN. */
  #isStrange(at: number, direction: number, { flags, row, window, payloadLength }: SegmentFacts): boolean {
    const bits = this.#state[at + BITS] ?? 0;
    if ((flags & RST) !== 0) {
      const isPlain = (flags & (SYN | FIN | ACK)) === ACK && payloadLength === 0 && (bits & HAS_FIN) === 0;
      return !isPlain || !this.#countsRepeats;
    }
    if (window === 0 || (flags & SYN) === 0 || (flags & FIN) !== 0) return true;
    if ((flags & ACK) !== 0) return (bits & (KNOWS_NEXT << direction)) !== 0;
    this.#state[at + SYN_ROW] = row + 1;
    return (bits & (KNOWS_NEXT | (KNOWS_NEXT << 1))) !== 0;
  }

  /** Nothing but its acknowledgment and its time means anything; why it came, the rows before it tell. */
  #takeReset(frames: FrameColumns, at: number, direction: number, { row, ack }: SegmentFacts): void {
    this.#takeAcknowledgment(at, direction, ack);
    this.#watchTime(frames, at, row, true);
    this.#state[at + RESET_ROW] = row + 1;
    this.#set(at, IS_RESET);
  }

  /** Gives whether a segment has octets (SYN and FIN count as one) that were not seen before. */
  #takeOctets(frames: FrameColumns, at: number, side: number, segment: SegmentFacts): boolean {
    const state = this.#state;
    const direction = side & 1;
    const bits = state[at + BITS] ?? 0;
    const length = segment.payloadLength + ((segment.flags & (SYN | FIN)) === 0 ? 0 : 1);
    if ((bits & (KNOWS_NEXT << direction)) === 0)
      this.#begin(at, direction, addToSequence(segment.seq, length));
    else if (segment.seq !== this.#live.words[at + NEXT + direction])
      return this.#takeOutOfOrder(frames, at, side, segment);
    if (length === 0) return false;
    this.#live.words[at + NEXT + direction] = segment.seq + length;
    if ((bits & (IS_BEGUN << direction)) === 0) this.#set(at, IS_BEGUN << direction);
    return true;
  }

  #begin(at: number, direction: number, next: number): void {
    const state = this.#state;
    const peer = direction ^ 1;
    this.#live.words[at + NEXT + direction] = next;
    this.#set(at, KNOWS_NEXT << direction);
    const isAcked = ((state[at + BITS] ?? 0) & (KNOWS_ACKED << peer)) !== 0;
    if (isAcked && isSequenceBefore(next, this.#live.words[at + ACKED + peer] ?? 0))
      this.#set(at, IS_EVENTFUL);
  }

  /** Gives whether an acknowledgment is higher than all of its end before. */
  #takeAcknowledgment(at: number, direction: number, ack: number): boolean {
    const state = this.#state;
    const bits = state[at + BITS] ?? 0;
    const peer = direction ^ 1;
    if ((bits & (KNOWS_NEXT << peer)) !== 0 && isSequenceBefore(this.#live.words[at + NEXT + peer] ?? 0, ack))
      this.#set(at, IS_EVENTFUL);
    const isKnown = (bits & (KNOWS_ACKED << direction)) !== 0;
    if (isKnown && !isSequenceBefore(this.#live.words[at + ACKED + direction] ?? 0, ack)) return false;
    this.#live.words[at + ACKED + direction] = ack;
    if (!isKnown) this.#set(at, KNOWS_ACKED << direction);
    return true;
  }

  /** A round trip of 0 counts as not known yet, as in Wireshark. */
  #noteRoundTrip(frames: FrameColumns, at: number, row: number): void {
    const syn = this.#state[at + SYN_ROW] ?? 0;
    if (syn !== 0 && nanosecondsBetween(frames, syn - 1, row) !== 0)
      this.#state[at + ROUND_TRIP_ROW] = row + 1;
  }

  /** Gives the silence that news ended, 0 for none. A clock that goes back is no silence, but nothing that can be told here; nor is one behind a FIN. */
  #watchTime(frames: FrameColumns, at: number, row: number, isNews: boolean): number {
    const { moments } = this.#live;
    const news = at / 2 + NEWS;
    const bits = this.#state[at + BITS] ?? 0;
    const now = nanosecondsBetween(frames, 0, row);
    const span = (bits & HAS_NEWS) === 0 ? 0 : now - (moments[news] ?? 0);
    if (span < 0 || ((bits & HAS_FIN) !== 0 && this.#sinceFin(frames, at, row) >= SILENCE))
      this.#set(at, IS_EVENTFUL);
    if (span >= SILENCE) this.#set(at, this.#countsRepeats ? HAS_SILENCE : IS_EVENTFUL);
    if (!isNews) return 0;
    moments[news] = now;
    if ((bits & HAS_NEWS) === 0) this.#set(at, HAS_NEWS);
    return span >= SILENCE ? span : 0;
  }

  #sinceFin(frames: FrameColumns, at: number, row: number): number {
    return nanosecondsBetween(frames, (this.#state[at + FIN_ROW] ?? 0) - 1, row);
  }

  #noteFin(at: number, row: number): void {
    if (((this.#state[at + BITS] ?? 0) & HAS_FIN) !== 0) return;
    this.#state[at + FIN_ROW] = row + 1;
    this.#set(at, HAS_FIN);
  }

  /** Octets that do not follow on; gives whether any were not seen before. */
  #takeOutOfOrder(frames: FrameColumns, at: number, side: number, segment: SegmentFacts): boolean {
    const direction = side & 1;
    const { seq, payloadLength, flags } = segment;
    const isProbe =
      payloadLength <= 1 && sequenceDistance(seq, this.#live.words[at + NEXT + direction] ?? 0) === 1;
    const hasFin = (flags & FIN) !== 0;
    // A bare segment takes no octets: that it is early or late says nothing.
    if (payloadLength === 0 && !hasFin && !isProbe) return false;
    const isBegun = ((this.#state[at + BITS] ?? 0) & (IS_BEGUN << direction)) !== 0;
    if (this.#countsRepeats && isBegun && !hasFin && !isProbe)
      return this.#coverData(frames, at, side, segment);
    this.#set(at, IS_EVENTFUL);
    return true;
  }

  /** As `OctetsSeen` in src/tcp/reasons/octets-seen.ts, with one stretch of octets missing at most. */
  #coverData(frames: FrameColumns, at: number, side: number, segment: SegmentFacts): boolean {
    const direction = side & 1;
    this.#set(at, IS_DISORDERED);
    const next = this.#live.words[at + NEXT + direction] ?? 0;
    const after = addToSequence(segment.seq, segment.payloadLength);
    const isAhead = isSequenceBefore(next, segment.seq);
    if (isAhead) this.#passBy(at, direction, segment);
    const isFilling = !isAhead && this.#fill(frames, at, direction, segment);
    const isBeyond = isSequenceBefore(next, after);
    if (isBeyond) this.#live.words[at + NEXT + direction] = after;
    if (isAhead || isFilling || isBeyond) return true;
    const isAgain = this.#originals.isSentAgain(frames, side, segment);
    if (isAgain === undefined) this.#set(at, IS_EVENTFUL);
    else if (isAgain) this.#count(at);
    return false;
  }

  #count(at: number): void {
    this.#state[at + SENT_AGAIN] = (this.#state[at + SENT_AGAIN] ?? 0) + 1;
  }

  /** Only one stretch at a time is remembered; what leaves a second one is told by the reasons. */
  #passBy(at: number, direction: number, { seq, row }: SegmentFacts): void {
    const state = this.#state;
    const hole = HAS_HOLE << direction;
    this.#set(at, ((state[at + BITS] ?? 0) & hole) === 0 ? hole : IS_EVENTFUL);
    state[at + HOLE_LEFT + direction] = this.#live.words[at + NEXT + direction] ?? 0;
    state[at + HOLE_RIGHT + direction] = seq;
    state[at + HOLE_ROW + direction] = row;
  }

  /** Gives whether a segment has octets that were passed by; then they are not missing any more. */
  #fill(frames: FrameColumns, at: number, direction: number, segment: SegmentFacts): boolean {
    const state = this.#state;
    const bits = state[at + BITS] ?? 0;
    const [left, right] = [state[at + HOLE_LEFT + direction] ?? 0, state[at + HOLE_RIGHT + direction] ?? 0];
    const { seq, payloadLength } = segment;
    const after = addToSequence(seq, payloadLength);
    if ((bits & (HAS_HOLE << direction)) === 0) return false;
    if (!isSequenceBefore(seq, right) || !isSequenceBefore(left, after)) return false;
    const isBegunBefore = isSequenceBefore(left, seq);
    const isEndedBehind = isSequenceBefore(after, right);
    if (isBegunBefore && isEndedBehind) this.#set(at, IS_EVENTFUL);
    else if (isBegunBefore) state[at + HOLE_RIGHT + direction] = seq;
    else if (isEndedBehind) state[at + HOLE_LEFT + direction] = after;
    else state[at + BITS] = bits & ~(HAS_HOLE << direction);
    this.#countFilling(frames, at, state[at + HOLE_ROW + direction] ?? 0, segment);
    return true;
  }

  #countFilling(frames: FrameColumns, at: number, seenAt: number, segment: SegmentFacts): void {
    const syn = this.#state[at + SYN_ROW] ?? 0;
    const roundTrip = roundTripOf(this.#state, frames, at);
    // The round trip of the whole conversation is what it is compared with: one that may still come is not known here.
    if (syn !== 0 && roundTrip === 0) this.#set(at, IS_EVENTFUL);
    else if (isSentLate(frames, seenAt, segment, roundTrip)) this.#count(at);
  }
}
