import type { CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import { NO_INTERFACE } from "../capture/frame-record";
import { LONGEST_TEXT } from "../capture/dissected/dissection";
import { inflatedOctets } from "../capture/inflated-octets";
import { frameOfText, isDissection, type ToldMessage } from "./dissected-frame";

/** Frames closer than this are read in one piece. */
const LARGEST_GAP = 65_536;
/** No piece is longer, unless a single frame is. */
const LONGEST_PIECE = 1_048_576;
/** So many pieces are under way while one is looked at: asking for one may take longer than reading it. */
const PIECES_AHEAD = 16;

/** A frame's captured octets, and its row. */
export interface FrameOctets {
  readonly row: number;
  /** Only valid until the next frame is asked for. */
  readonly octets: Uint8Array;
  /** What Wireshark said about it, where the file is its dissection. */
  readonly told?: ToldMessage | undefined;
}

/**
 * Gives the octets of some frames, in the order of their rows; `rows` rises.
 *
 * Reads only where the frames are; of a gzipped file all up to the last of them. Ends early where the
 * file has become shorter than its index.
 */
export function frameOctets(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): AsyncIterable<FrameOctets> {
  const pieces = index.isCompressed ? readInOrder(source, index, rows) : readByOffset(source, index, rows);
  if (typeof WITHOUT_DISSECTIONS === "undefined" && isDissection(index.format))
    return readTexts(pieces, index.format);
  return pieces;
}

async function* readTexts(
  texts: AsyncIterable<FrameOctets>,
  format: Parameters<typeof frameOfText>[1],
): AsyncIterable<FrameOctets> {
  for await (const { row, octets } of texts) yield { row, ...frameOfText(octets, format) };
}

/** Gives how many octets of the file a frame takes: its own, or those of the text that tells about it. */
function lengthInFile({ frames, format, frameCount }: CaptureIndex, row: number): number {
  if (!isDissection(format)) return frames.capturedLength[row] ?? 0;
  const offset = frames.offset[row] ?? 0;
  // Frames that were left out stand where the next one does.
  if (frames.interfaceNumber[row] === NO_INTERFACE) return 0;
  return row + 1 < frameCount ? Math.min((frames.offset[row + 1] ?? 0) - offset, LONGEST_TEXT) : LONGEST_TEXT;
}

async function* readByOffset(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): AsyncIterable<FrameOctets> {
  const ahead: Piece[] = [];
  for (let first = 0; first < rows.length || ahead.length > 0; ) {
    while (first < rows.length && ahead.length < PIECES_AHEAD) {
      const piece = startPiece(source, index, rows, first);
      ahead.push(piece);
      first = piece.next;
    }
    const piece = ahead.shift();
    if (piece === undefined) return;
    const octets = await piece.octets;
    for (let i = piece.first; i < piece.next; i += 1) {
      const row = rows[i] ?? 0;
      const at = (index.frames.offset[row] ?? 0) - piece.start;
      const length = lengthInFile(index, row);
      if (at + length > octets.length && (at >= octets.length || !isDissection(index.format))) return;
      yield { row, octets: octets.subarray(at, at + length) };
    }
  }
}

/** Frames that are read at once: those of rows `first` to `next` of the list. */
interface Piece {
  readonly start: number;
  readonly first: number;
  readonly next: number;
  readonly octets: Promise<Uint8Array>;
}

function startPiece(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
  first: number,
): Piece {
  const { start, end, next } = pieceFrom(index, rows, first);
  const octets = source.octets(start, end - start);
  // A failure is told when the piece has its turn.
  octets.catch(() => undefined);
  return { start, first, next, octets };
}

/** Gives how far the frames from `first` on lie close enough together to be read at once. */
function pieceFrom(
  index: CaptureIndex,
  rows: readonly number[],
  first: number,
): { readonly start: number; readonly end: number; readonly next: number } {
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
  return { start, end, next };
}

async function* readInOrder(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
): AsyncIterable<FrameOctets> {
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
      yield { row, octets: partial.octets };
      partial = undefined;
      at += 1;
    }
    if (at >= rows.length) return;
    pieceStart = pieceEnd;
  }
  const last = rows[at];
  if (partial === undefined || last === undefined || !isDissection(index.format)) return;
  yield { row: last, octets: partial.octets.subarray(0, partial.filled) };
}
