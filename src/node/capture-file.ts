import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CaptureSource, OctetPlace } from "../pipeline";
import { onPath } from "./files";

/** One piece of a file read from its start: handing one on takes some microseconds, and larger ones gain nothing more. */
const PIECE = 1024 * 1024;
const PIECES_A_TURN = 8;

/**
 * Gives a capture file as a source of octets. Reads throw `CommandError` where the file cannot be read.
 *
 * The file is opened for each pass, and for the pieces that are asked for together, so that no descriptor outlives
 * its use. How much there is, the reading tells: a file that is being written may be longer by now.
 */
export function openCaptureFile(path: string): CaptureSource {
  const size = onPath(path, () => statSync(path).size);
  return {
    name: basename(path),
    size,
    chunks: () => piecesOf(path),
    octets: async (start, length) => {
      const [octets] = await Promise.resolve(readPlaces(path, [{ start, end: start + length }]));
      return octets ?? new Uint8Array(0);
    },
    pieces: async (places) => await Promise.resolve(readPlaces(path, places)),
  };
}

/** Reads places of a file into one array, without leaving the thread: asking another one takes longer. */
function readPlaces(path: string, places: readonly OctetPlace[]): readonly Uint8Array[] {
  const octets = new Uint8Array(places.reduce((sum, { start, end }) => sum + end - start, 0));
  let at = 0;
  return onPath(path, () => {
    const file = openSync(path, "r");
    try {
      return places.map(({ start, end }) => {
        const from = at;
        at += readWhole(file, octets, { at: from, length: end - start, position: start });
        return octets.subarray(from, at);
      });
    } finally {
      closeSync(file);
    }
  });
}

/** Gives how many octets there were: fewer than were asked for where the file ends. */
function readWhole(
  file: number,
  octets: Uint8Array,
  { at, length, position }: { readonly at: number; readonly length: number; readonly position: number },
): number {
  let read = 0;
  while (read < length) {
    const count = readSync(file, octets, at + read, length - read, position + read);
    if (count === 0) break;
    read += count;
  }
  return read;
}

/**
 * Reads without leaving the thread: what is read is looked at next, while it is near, and other threads cost more than
 * they save. Between some pieces others get a turn: signals, and progress on a terminal.
 */
async function* piecesOf(path: string): AsyncIterable<Uint8Array> {
  const file = onPath(path, () => openSync(path, "r"));
  try {
    const piece = new Uint8Array(PIECE);
    for (let turn = 1; ; turn += 1) {
      const length = onPath(path, () => readSync(file, piece, 0, PIECE, null));
      if (length === 0) return;
      yield piece.subarray(0, length);
      if (turn % PIECES_A_TURN === 0) await nextTurn();
    }
  } finally {
    closeSync(file);
  }
}
