import type { CaptureIndex, FrameColumns } from "./capture-index";
import { nanosecondsBetween } from "./frame-columns";

/** Segments that are gathered at once at most, but for a conversation that has more: 8 MB. */
const MOST_GATHERED = 262_144;
/** Numbers of a gathered segment in `words`. */
export const SEGMENT_WORDS = 6;
/** Above the flags in a segment's fourth word: whether it has SACK, whether direction 1 sent it, and `HAS_SHORT_HEADER`. The window stands above all. */
export const HAS_SACK = 0x1000;
/** The segment is of direction 1. */
export const IS_REVERSE = 0x2000;
/** Where the window starts in that word. */
export const WINDOW_SHIFT = 16;

/** The segments of some conversations, those of each one behind the other: near each other in memory, as they are looked at. */
export interface GatheredSegments {
  readonly conversations: readonly number[];
  /** Where the segments of each conversation start, and at the end where those of the last one end. */
  readonly starts: Uint32Array;
  /** Six of each segment: row, sequence number, acknowledgment, flags and window, payload octets, timestamp. */
  readonly words: Uint32Array;
  /** Nanoseconds since the conversation's first frame. */
  readonly times: Float64Array;
}

/** Gives the segments of the conversations that are wanted (1 in `wanted`), some conversations at a time. */
export function* gatherSegments(index: CaptureIndex, wanted: Uint8Array): Iterable<GatheredSegments> {
  const { conversations } = index;
  let chosen: number[] = [];
  let count = 0;
  for (let number = 0; number < conversations.count; number += 1) {
    if (wanted[number] !== 1) continue;
    const own = framesOf(index, number);
    if (count > 0 && count + own > MOST_GATHERED) {
      yield gather(index, chosen, count);
      chosen = [];
      count = 0;
    }
    chosen.push(number);
    count += own;
  }
  if (chosen.length > 0) yield gather(index, chosen, count);
}

function framesOf({ conversations: { frames } }: CaptureIndex, number: number): number {
  return (frames[2 * number] ?? 0) + (frames[2 * number + 1] ?? 0);
}

function gather(index: CaptureIndex, chosen: readonly number[], count: number): GatheredSegments {
  const starts = new Uint32Array(chosen.length + 1);
  /** By conversation, where its next segment goes; −1 for those that are not chosen. */
  const next = new Int32Array(index.conversations.count).fill(-1);
  let first = index.frameCount;
  let last = -1;
  for (const [at, number] of chosen.entries()) {
    next[number] = starts[at] ?? 0;
    starts[at + 1] = (starts[at] ?? 0) + framesOf(index, number);
    first = Math.min(first, index.conversations.firstFrame[number] ?? 0);
    last = Math.max(last, index.conversations.lastFrame[number] ?? 0);
  }
  const gathered = {
    ...{ conversations: chosen, starts, words: new Uint32Array(count * SEGMENT_WORDS) },
    times: new Float64Array(count),
  };
  fill(index, gathered, next, { first, last });
  return gathered;
}

/** Row after row: what is read stands in a line, and what is written stands behind what was written for the same conversation. */
function fill(
  index: CaptureIndex,
  { words, times }: GatheredSegments,
  next: Int32Array,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const { conversation: sides } = index.frames;
  const { firstFrame } = index.conversations;
  for (let row = first; row <= last; row += 1) {
    const side = sides[row] ?? -1;
    const place = side < 0 ? -1 : (next[side >> 1] ?? -1);
    if (place < 0) continue;
    next[side >> 1] = place + 1;
    times[place] = nanosecondsBetween(index.frames, firstFrame[side >> 1] ?? 0, row);
    writeWords(index.frames, row, words, place * SEGMENT_WORDS);
  }
}

function writeWords(frames: FrameColumns, row: number, words: Uint32Array, at: number): void {
  words[at] = row;
  words[at + 1] = frames.sequence[row] ?? 0;
  words[at + 2] = frames.acknowledgment[row] ?? 0;
  words[at + 3] = bitsOf(frames, row);
  words[at + 4] = frames.payloadLength[row] ?? 0;
  words[at + 5] = frames.timestamp[row] ?? 0;
}

function bitsOf({ flags, window, hasSack, conversation }: FrameColumns, row: number): number {
  const low = (flags[row] ?? 0) | ((hasSack[row] ?? 0) * HAS_SACK);
  return low | (((conversation[row] ?? 0) & 1) * IS_REVERSE) | ((window[row] ?? 0) << WINDOW_SHIFT);
}
