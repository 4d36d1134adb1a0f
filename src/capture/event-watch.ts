import { ACK, FIN, RST, SYN } from "../tcp/flags";
import { addToSequence, isSequenceBefore } from "../tcp/sequence-number";
import type { SegmentFacts } from "./follow-segment";
import { nanosecondsBetween } from "./frame-columns";
import type { FrameColumns } from "./capture-index";
import { grown } from "./growing-column";

/** In nanoseconds: a shorter wait is never the thing that matters most (src/tcp/what-matters.ts). */
const SILENCE = 0.5e9;

const SMALLEST_CAPACITY = 64;
/** What is remembered of a conversation lies together, as it is looked at together: numbers, words each. */
const WORDS = 8;
/** By direction: the next sequence number, and the highest acknowledgment. */
const NEXT = 0;
const ACKED = 2;
/** The latest row that brought something new, counted from 1; and the first with a FIN. */
const NEWS_ROW = 4;
const FIN_ROW = 5;
/** Bits by direction, of the numbers above: known. */
const KNOWN = 6;
const KNOWS_NEXT = 1;
const KNOWS_ACKED = 4;
const EVENTFUL = 7;

/**
 * Watches segments while a capture is indexed for what the reasons would find: repeats, gaps, resets, closed
 * windows, acknowledgments of what was not seen, silence, clocks that go back.
 *
 * In conversations where nothing of that kind was seen the reasons find no repeat, no failure, no gap and no wait
 * that a list would tell; so they are not asked, and many quiet conversations cost next to nothing.
 */
export class EventWatch {
  #state = new Int32Array(SMALLEST_CAPACITY * WORDS);

  /** Looks at the next segment of a side (conversation × 2 + direction); `frames` hold its row. */
  see(frames: FrameColumns, side: number, segment: SegmentFacts, window: number): void {
    const at = (side >> 1) * WORDS;
    if (at >= this.#state.length) this.#state = grown(Int32Array, this.#state, 2 * at);
    const { flags, payloadLength } = segment;
    const length = payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    const isOdd = this.#isOutOfOrder(at, side & 1, segment, length);
    const isNews = this.#isAdvance(at, side & 1, segment) || length > 0;
    const isLate = this.#isAfterSilence(frames, at, segment.row);
    if (isNews) this.#state[at + NEWS_ROW] = segment.row + 1;
    if ((flags & FIN) !== 0 && this.#state[at + FIN_ROW] === 0) this.#state[at + FIN_ROW] = segment.row + 1;
    if (isOdd || isLate || window === 0 || (flags & RST) !== 0) this.#state[at + EVENTFUL] = 1;
  }

  /** Tells that a segment could not be looked at. */
  miss(side: number): void {
    const at = (side >> 1) * WORDS;
    if (at >= this.#state.length) this.#state = grown(Int32Array, this.#state, 2 * at);
    this.#state[at + EVENTFUL] = 1;
  }

  /** Gives 1 for each of so many conversations that has something to tell. */
  finish(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, (_, number) => this.#state[number * WORDS + EVENTFUL] ?? 0);
  }

  /** Gives whether a segment does not follow on, or one end has acknowledged what was not seen. */
  #isOutOfOrder(at: number, direction: number, { seq, ack }: SegmentFacts, length: number): boolean {
    const state = this.#state;
    const known = state[at + KNOWN] ?? 0;
    const next = state[at + NEXT + direction] ?? 0;
    const after = addToSequence(seq, length);
    const isFirst = (known & (KNOWS_NEXT << direction)) === 0;
    const isNext = isFirst || seq === next >>> 0;
    if (isNext || isSequenceBefore(next, after)) state[at + NEXT + direction] = after;
    if (isFirst) state[at + KNOWN] = known | (KNOWS_NEXT << direction);
    const peer = direction ^ 1;
    const isAhead =
      (known & (KNOWS_NEXT << peer)) !== 0 && isSequenceBefore(state[at + NEXT + peer] ?? 0, ack);
    return !isNext || isAhead || (isFirst && this.#wasAhead(at, direction));
  }

  /** Whether the other end had acknowledged more than this one has sent, at its first segment. */
  #wasAhead(at: number, direction: number): boolean {
    const state = this.#state;
    const peer = direction ^ 1;
    if (((state[at + KNOWN] ?? 0) & (KNOWS_ACKED << peer)) === 0) return false;
    return isSequenceBefore(state[at + NEXT + direction] ?? 0, state[at + ACKED + peer] ?? 0);
  }

  #isAdvance(at: number, direction: number, { flags, ack }: SegmentFacts): boolean {
    if ((flags & ACK) === 0) return false;
    const state = this.#state;
    const known = state[at + KNOWN] ?? 0;
    const isKnown = (known & (KNOWS_ACKED << direction)) !== 0;
    if (isKnown && !isSequenceBefore(state[at + ACKED + direction] ?? 0, ack)) return false;
    state[at + ACKED + direction] = ack;
    if (!isKnown) state[at + KNOWN] = known | (KNOWS_ACKED << direction);
    return true;
  }

  /** Since the latest news, or the first FIN; a clock that goes back is no silence, but nothing that can be told here. */
  #isAfterSilence(frames: FrameColumns, at: number, row: number): boolean {
    const news = this.#state[at + NEWS_ROW] ?? 0;
    if (news === 0) return false;
    const fin = this.#state[at + FIN_ROW] ?? 0;
    const span = nanosecondsBetween(frames, news - 1, row);
    return span < 0 || span >= SILENCE || (fin !== 0 && nanosecondsBetween(frames, fin - 1, row) >= SILENCE);
  }
}
