import { isSequenceBefore } from "../tcp/sequence-number";
import type { FrameColumns } from "./capture-index";
import { isAtEpoch, nanosecondsBetween } from "./frame-columns";
import { ACKED, LIVE_WORDS, NEXT } from "./live-conversations";

/** Numbers that are remembered of a conversation beside those of `LiveConversations`: as many as of those. */
export const WORDS = LIVE_WORDS;
/** The bits below. */
export const BITS = 0;
/** How many segments were sent again. */
export const SENT_AGAIN = 1;
/** Rows, here and below counted from 1: of the SYN, */
export const SYN_ROW = 2;
/** and of the acknowledgment that shows the initial round trip. */
export const ROUND_TRIP_ROW = 3;
/** By direction: the octets that were passed by, from here */
export const HOLE_LEFT = 4;
/** to here, */
export const HOLE_RIGHT = 6;
/** and the row that passed them by. */
export const HOLE_ROW = 8;
/** Of the reset that ended everything, */
export const RESET_ROW = 10;
/** and of the first FIN. */
export const FIN_ROW = 11;

/** Bits, shifted by the direction: its next number is known, */
export const KNOWS_NEXT = 1;
/** it acknowledged something, */
export const KNOWS_ACKED = 4;
/** octets of it were seen, */
export const IS_BEGUN = 16;
/** and some were passed by. */
export const HAS_HOLE = 64;
/** Of the whole conversation: there was something new, */
export const HAS_NEWS = 256;
/** a FIN, */
export const HAS_FIN = 512;
/** what only the reasons can tell, */
export const IS_EVENTFUL = 1024;
/** a reset. Of one that is over, nothing but what comes yet tells more. */
export const IS_RESET = 2048;
/** Octets came again, or not in order; */
export const IS_DISORDERED = 4096;
/** there was a silence. */
export const HAS_SILENCE = 8192;
const IS_MENDED = IS_DISORDERED | HAS_SILENCE;

/** What was seen in the conversations of a capture, by number. */
export interface Events {
  /** 1 where the reasons have to be asked. */
  readonly eventful: Uint8Array;
  /** Segments sent again, where they need not be asked. */
  readonly sentAgain: Uint32Array;
  /** Rows of the reset that ended a conversation; −1 without. */
  readonly resets: Int32Array;
}

/** Gives what `EventWatch` remembers of so many conversations; `live` are the words of `LiveConversations`. */
export function toldEvents(state: Int32Array, live: Int32Array, count: number): Events {
  const eventful = new Uint8Array(count);
  const sentAgain = new Uint32Array(count);
  const resets = new Int32Array(count);
  const told = IS_EVENTFUL | HAS_HOLE | (HAS_HOLE << 1);
  for (let number = 0; number < count; number += 1) {
    const at = number * WORDS;
    const bits = state[at + BITS] ?? 0;
    // What came again may be why there was a silence.
    const isTold = (bits & told) !== 0 || (bits & IS_MENDED) === IS_MENDED;
    eventful[number] = isTold || isBehind(state, live, at, 0) || isBehind(state, live, at, 1) ? 1 : 0;
    sentAgain[number] = state[at + SENT_AGAIN] ?? 0;
    resets[number] = (state[at + RESET_ROW] ?? 0) - 1;
  }
  return { eventful, sentAgain, resets };
}

/** Gives the initial round trip of the conversation whose words start at a place, in nanoseconds; 0 where it is not known, as from a SYN at the start of 1970. */
export function roundTripOf(state: Int32Array, frames: FrameColumns, at: number): number {
  const [syn, acknowledged] = [state[at + SYN_ROW] ?? 0, state[at + ROUND_TRIP_ROW] ?? 0];
  if (syn === 0 || acknowledged === 0 || isAtEpoch(frames, syn - 1)) return 0;
  return nanosecondsBetween(frames, syn - 1, acknowledged - 1);
}

/** Whether the numbers of a direction went on past half of all that there are, so that what is acknowledged lies ahead. */
function isBehind(state: Int32Array, live: Int32Array, at: number, direction: 0 | 1): boolean {
  const known = (KNOWS_NEXT << direction) | (KNOWS_ACKED << (direction ^ 1));
  if (((state[at + BITS] ?? 0) & known) !== known) return false;
  return isSequenceBefore(live[at + NEXT + direction] ?? 0, live[at + ACKED + (direction ^ 1)] ?? 0);
}
