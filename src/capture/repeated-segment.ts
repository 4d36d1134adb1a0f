import { ACK, FIN, SYN } from "../tcp/flags";
import { addToSequence, isSequenceBefore, sequenceDistance } from "../tcp/sequence-number";
import type { FrameColumns } from "./capture-index";
import type { SegmentFacts } from "./segment-facts";
import { nanosecondsBetween } from "./frame-columns";

/** In nanoseconds, as in src/tcp/reasons/name-repeat.ts. */
const COPY_WITHIN = 1e6;
const REORDERED_WITHIN = 3e6;
/** Segments of an end among which the one that is repeated is looked for, as in src/tcp/reasons/octets-seen.ts. */
const MOST_SEGMENTS = 500;
/** Rows that may be looked through, all together: so many of each row of the capture, and as many more. */
const ROWS_EACH = 64;
const ROWS_MORE = 100_000;

/**
 * Gives whether octets that were passed by were sent (again) after those that passed them, and did not only come late.
 * `passedAt` is the row that passed them; `roundTrip` in nanoseconds, 0 and below where it is not known.
 */
export function isSentLate(
  frames: FrameColumns,
  passedAt: number,
  { timestamp, row }: SegmentFacts,
  roundTrip: number,
): boolean {
  const before = frames.timestamp[passedAt] ?? 0;
  if (before !== 0 && timestamp !== 0) return sequenceDistance(before, timestamp) > 0;
  return nanosecondsBetween(frames, passedAt, row) >= (roundTrip > 0 ? roundTrip : REORDERED_WITHIN);
}

/** Looks back in the rows of a capture for what a segment repeats. */
export class OriginalSearch {
  #rowsSeen = 0;

  /**
   * Gives whether octets that were seen before were sent again, and not only captured twice. `side` is conversation × 2 +
   * direction. Undefined where it would take too long to tell.
   */
  isSentAgain(frames: FrameColumns, side: number, segment: SegmentFacts): boolean | undefined {
    const { conversation } = frames;
    let row = segment.row - 1;
    const stop = Math.max(-1, row - (ROWS_EACH * segment.row + ROWS_MORE - this.#rowsSeen));
    let isFound = false;
    for (let segments = 0; row > stop && !isFound && segments < MOST_SEGMENTS; row -= 1) {
      if (conversation[row] !== side) continue;
      const length = octetsOf(frames, row);
      if (length > 0) segments += 1;
      isFound = length > 0 && holds(frames, row, length, segment.seq);
    }
    this.#rowsSeen += segment.row - 1 - row;
    if (isFound) return !isCopy(frames, row + 1, segment);
    return row <= stop && stop >= 0 ? undefined : true;
  }
}

/** SYN and FIN counted as one. */
function octetsOf({ payloadLength, flags }: FrameColumns, row: number): number {
  return (payloadLength[row] ?? 0) + (((flags[row] ?? 0) & (SYN | FIN)) === 0 ? 0 : 1);
}

function holds({ sequence }: FrameColumns, row: number, length: number, number: number): boolean {
  const first = sequence[row] ?? 0;
  return !isSequenceBefore(number, first) && isSequenceBefore(number, addToSequence(first, length));
}

function isCopy(frames: FrameColumns, row: number, segment: SegmentFacts): boolean {
  const { flags, window, ack, payloadLength, timestamp } = segment;
  if (frames.flags[row] !== flags || frames.window[row] !== window) return false;
  if (frames.payloadLength[row] !== payloadLength) return false;
  if ((flags & ACK) !== 0 && ((frames.acknowledgment[row] ?? 0) | 0) !== ack) return false;
  const before = (frames.timestamp[row] ?? 0) | 0;
  if (before !== 0 && timestamp !== 0) return before === timestamp;
  return nanosecondsBetween(frames, row, segment.row) < COPY_WITHIN;
}
