import { closeSync, openSync, readSync, statSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { basename } from "node:path";
import type { CaptureSource } from "../pipeline";
import { onPath, onPathLater } from "./files";

/** One piece of a file read from its start; larger ones are no faster, and start small files later. */
const PIECE = 1024 * 1024;

/** Octets read at least for a frame: frames of a conversation lie close together, */
const WINDOW = 64 * 1024;
/** but not in a large capture, among those of hundreds of others. */
const FAR_WINDOW = 4096;

/**
 * Gives a capture file as a source of octets. Reads throw `CommandError` where the file cannot be read.
 *
 * The file is opened for each pass and each window, so that no descriptor outlives its use.
 */
export function openCaptureFile(path: string): CaptureSource {
  const size = onPath(path, () => statSync(path).size);
  let window = new Uint8Array(0);
  let windowStart = 0;
  return {
    name: basename(path),
    size,
    chunks: () => piecesOf(path),
    async octets(offset, length) {
      const windowEnd = windowStart + window.length;
      if (offset < windowStart || offset + length > windowEnd) {
        const isNear = windowEnd === 0 || Math.abs(offset - windowEnd) < WINDOW;
        const wanted = Math.max(length, isNear ? WINDOW : FAR_WINDOW);
        // A file that is being written may be longer by now: how much there is, the reading tells.
        window = readAt(path, offset, wanted);
        windowStart = offset;
      }
      return await Promise.resolve(window.slice(offset - windowStart, offset - windowStart + length));
    },
  };
}

async function* piecesOf(path: string): AsyncIterable<Uint8Array> {
  const file = await onPathLater(path, () => open(path, "r"));
  const pieces = [new Uint8Array(PIECE), new Uint8Array(PIECE)] as const;
  // The next piece is read while the last one is looked at.
  let reading = readPiece(path, file, pieces[0]);
  try {
    for (let turn: 0 | 1 = 0; ; turn = turn === 0 ? 1 : 0) {
      const length = await reading;
      if (length === 0) return;
      reading = readPiece(path, file, pieces[turn === 0 ? 1 : 0]);
      yield pieces[turn].subarray(0, length);
    }
  } finally {
    await reading.catch(() => 0);
    await file.close();
  }
}

/** Starts reading on; a failure is thrown to whoever awaits it, and nobody has to. */
function readPiece(path: string, file: FileHandle, piece: Uint8Array): Promise<number> {
  const reading = onPathLater(path, async () => (await file.read(piece, 0, piece.length, null)).bytesRead);
  reading.catch(() => 0);
  return reading;
}

/** Without leaving the thread: asking another one for a few thousand octets takes longer than reading them. */
function readAt(path: string, offset: number, length: number): Uint8Array<ArrayBuffer> {
  return onPath(path, () => {
    const file = openSync(path, "r");
    try {
      const octets = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const count = readSync(file, octets, filled, length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      return octets.subarray(0, filled);
    } finally {
      closeSync(file);
    }
  });
}
