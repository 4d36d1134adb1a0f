import { grown } from "./growing-column";

/**
 * Words of a conversation in `LiveConversations.words`: what nearly every frame reads and changes, by direction where
 * there are two; a line of the cache.
 */
export const LIVE_WORDS = 16;
/** Both ports; the lower end of the two comes first, here and below. */
export const PAIR = 0;
/** Of IPv4 the address of the lower end, */
export const LOW = 1;
/** and of the other one. */
export const HIGH = 2;
/** The bits below. */
export const STATE = 3;
/** The next sequence number, */
export const NEXT = 4;
/** and the highest acknowledgment. */
export const ACKED = 6;
/** In `LiveConversations.moments`, at half the place: when the latest news came, in nanoseconds since the capture's first frame. */
export const NEWS = 4;
/** Octets on the wire that were not yet added to the totals, */
export const OCTETS = 10;
/** and of payload. */
export const PAYLOAD = 12;
/** Counts of frames. */
export const FRAMES = 14;

/** Bits of `STATE`: its ends speak IPv4, so that its key is here; */
export const HAS_SHORT_KEY = 1;
/** a segment that follows on tells nothing new of it, */
export const IS_STEADY = 2;
/** nor does one without payload, */
export const ACKNOWLEDGES = 4;
/** nor one with payload in a direction (by which it is shifted). */
export const CARRIES = 8;

/** What nearly every frame of a conversation changes. The arrays grow: whoever keeps them keeps old ones. */
export class LiveConversations {
  words: Int32Array;
  /** The same octets. */
  moments: Float64Array;

  constructor(capacity: number) {
    this.words = new Int32Array(capacity * LIVE_WORDS);
    this.moments = new Float64Array(this.words.buffer);
  }

  /** Makes room for a number of conversations. */
  grow(capacity: number): void {
    this.words = grown(Int32Array, this.words, capacity * LIVE_WORDS);
    this.moments = new Float64Array(this.words.buffer);
  }
}
