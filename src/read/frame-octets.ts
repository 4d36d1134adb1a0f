import type { CaptureIndex } from "../capture/capture-index";
import type { CaptureSource, OctetPlace } from "../capture/capture-source";
import { NO_INTERFACE } from "../capture/frame-record";
import { LONGEST_TEXT } from "../capture/dissected/dissection";
import { inflatedOctets } from "../capture/inflated-octets";
import { frameOfText, isDissection, type ToldFrame } from "./dissected-frame";

/** Frames closer than this are read in one piece. */
const LARGEST_GAP = 65_536;
/** No piece is longer, unless a single frame is. */
const LONGEST_PIECE = 1_048_576;
/** So many pieces are asked for at once, and as many octets as one may have: asking may take longer than reading. */
const MOST_PIECES = 128;

/** A frame's captured octets, and its row. */
export interface FrameOctets {
  readonly row: number;
  /** Only valid until the next frames are asked for. */
  readonly octets: Uint8Array;
  /** What Wireshark said about it, where the file is its dissection. */
  readonly told?: ToldFrame | undefined;
}

/**
 * Gives the octets of some frames, in the order of their rows; `rows` rises.
 *
 * Reads only where the frames are; of a gzipped file all up to the last of them. Ends early where the
 * file has become shorter than its index.
 */
export async function* frameOctets(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): AsyncIterable<FrameOctets> {
  for await (const frames of frameBatches(source, index, rows)) yield* frames;
}

/** Gives the same, some frames at once: waiting for each one takes longer than what is done with it. */
export async function* frameBatches(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): AsyncIterable<readonly FrameOctets[]> {
  const { format } = index;
  const batches = index.isCompressed
    ? readInOrder(source, index, rows)
    : readByOffset(source, { index, rows });
  for await (const frames of batches)
    yield typeof WITHOUT_DISSECTIONS === "undefined" && isDissection(format)
      ? frames.map(({ row, octets }) => ({ row, ...frameOfText(octets, format) }))
      : frames;
}

/** Gives how many octets of the file a frame takes: its own, or those of the text that tells about it. */
function lengthInFile({ frames, format, frameCount }: CaptureIndex, row: number): number {
  if (!isDissection(format)) return frames.capturedLength[row] ?? 0;
  const offset = frames.offset[row] ?? 0;
  // Frames that were left out stand where the next one does.
  if (frames.interfaceNumber[row] === NO_INTERFACE) return 0;
  return row + 1 < frameCount ? Math.min((frames.offset[row + 1] ?? 0) - offset, LONGEST_TEXT) : LONGEST_TEXT;
}

/** The frames that are to be read. */
interface Wanted {
  readonly index: CaptureIndex;
  readonly rows: readonly number[];
}

async function* readByOffset(source: CaptureSource, wanted: Wanted): AsyncIterable<readonly FrameOctets[]> {
  let batch = startBatch(source, wanted, 0);
  while (batch.pieces.length > 0) {
    const { pieces, octets } = batch;
    const read = await octets;
    // What comes next is under way while this is looked at.
    batch = startBatch(source, wanted, pieces.at(-1)?.next ?? 0);
    const frames: FrameOctets[] = [];
    const isWhole = pieces.every((piece, i) => takeFrames(wanted, piece, read[i] ?? nothing, frames));
    yield frames;
    if (!isWhole) return;
  }
}

const nothing = new Uint8Array(0);

/** Frames that are read at once: those of rows `first` to `next` of the list. */
interface Piece extends OctetPlace {
  readonly first: number;
  readonly next: number;
}

interface Batch {
  readonly pieces: readonly Piece[];
  readonly octets: Promise<readonly Uint8Array[]>;
}

function startBatch(source: CaptureSource, wanted: Wanted, first: number): Batch {
  const pieces: Piece[] = [];
  for (let at = first, length = 0; at < wanted.rows.length && pieces.length < MOST_PIECES; ) {
    const piece = pieceFrom(wanted, at);
    length += piece.end - piece.start;
    if (pieces.length > 0 && length > LONGEST_PIECE) break;
    pieces.push(piece);
    at = piece.next;
  }
  const octets =
    source.pieces?.(pieces) ?? Promise.all(pieces.map(({ start, end }) => source.octets(start, end - start)));
  // A failure is told when the batch has its turn.
  octets.catch(() => undefined);
  return { pieces, octets };
}

/** Adds the frames of a piece to a list; gives whether all of them are there. */
function takeFrames(
  { index, rows }: Wanted,
  { start, first, next }: Piece,
  octets: Uint8Array,
  frames: FrameOctets[],
): boolean {
  for (let i = first; i < next; i += 1) {
    const row = rows[i] ?? 0;
    const at = (index.frames.offset[row] ?? 0) - start;
    const length = lengthInFile(index, row);
    if (at + length > octets.length && (at >= octets.length || !isDissection(index.format))) return false;
    const isAll = at === 0 && length === octets.length;
    frames.push({ row, octets: isAll ? octets : octets.subarray(at, at + length) });
  }
  return true;
}

/** Gives how far the frames from `first` on lie close enough together to be read at once. */
function pieceFrom({ index, rows }: Wanted, first: number): Piece {
  const { frames } = index;
  const start = frames.offset[rows[first] ?? 0] ?? 0;
  let end = start;
  let next = first;
  while (next < rows.length) {
    const row = rows[next] ?? 0;
    const offset = frames.offset[row] ?? 0;
    const after = offset + lengthInFile(index, row);
    if (next > first && (offset - end > LARGEST_GAP || after - start > LONGEST_PIECE)) break;
    end = after;
    next += 1;
  }
  return { start, end, first, next };
}

async function* readInOrder(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): AsyncIterable<readonly FrameOctets[]> {
  const { frames } = index;
  const { pieces } = await inflatedOctets(source);
  let pieceStart = 0;
  let at = 0;
  let partial: { readonly octets: Uint8Array; filled: number } | undefined;
  for await (const piece of pieces) {
    const pieceEnd = pieceStart + piece.length;
    for (let row = rows[at]; row !== undefined; row = rows[at]) {
      const offset = frames.offset[row] ?? 0;
      if (offset >= pieceEnd && partial === undefined) break;
      // A frame may be split over several pieces.
      partial ??= { octets: new Uint8Array(lengthInFile(index, row)), filled: 0 };
      const from = offset + partial.filled - pieceStart;
      const part = piece.subarray(from, from + partial.octets.length - partial.filled);
      partial.octets.set(part, partial.filled);
      partial.filled += part.length;
      if (partial.filled < partial.octets.length) break;
      yield [{ row, octets: partial.octets }];
      partial = undefined;
      at += 1;
    }
    if (at >= rows.length) return;
    pieceStart = pieceEnd;
  }
  const last = rows[at];
  if (partial === undefined || last === undefined || !isDissection(index.format)) return;
  yield [{ row: last, octets: partial.octets.subarray(0, partial.filled) }];
}
