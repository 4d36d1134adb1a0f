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
const FAR_WINDOW = 2048;

/**
 * Gives a capture file as a source of octets. Reads throw `CommandError` where the file cannot be read.
 *
 * The file is opened for each pass, and for the frames that are asked for one after the other, so that no descriptor
 * outlives its use.
 */
export function openCaptureFile(path: string): CaptureSource {
  const size = onPath(path, () => statSync(path).size);
  const window = new FileWindow(path);
  return {
    name: basename(path),
    size,
    chunks: () => piecesOf(path),
    octets: async (offset, length) => await Promise.resolve(window.octets(offset, length)),
  };
}

/** Reads a file here and there, a little more than is asked for, without leaving the thread: asking another one takes longer. */
class FileWindow {
  readonly #path: string;
  #descriptor: number | undefined;
  #buffer = new Uint8Array(WINDOW);
  #start = 0;
  #end = 0;

  constructor(path: string) {
    this.#path = path;
  }

  octets(offset: number, length: number): Uint8Array {
    if (offset < this.#start || offset + length > this.#end) {
      const isNear = this.#end === 0 || Math.abs(offset - this.#end) < WINDOW;
      this.#read(offset, Math.max(length, isNear ? WINDOW : FAR_WINDOW));
    }
    return this.#buffer.slice(offset - this.#start, Math.min(offset + length, this.#end) - this.#start);
  }

  /** How much there is, the reading tells: a file that is being written may be longer by now. */
  #read(offset: number, wanted: number): void {
    if (wanted > this.#buffer.length) this.#buffer = new Uint8Array(wanted);
    this.#start = offset;
    this.#end = offset;
    onPath(this.#path, () => {
      const file = this.#open();
      while (this.#end < offset + wanted) {
        const at = this.#end - offset;
        const count = readSync(file, this.#buffer, at, wanted - at, this.#end);
        if (count === 0) break;
        this.#end += count;
      }
    });
  }

  /** Opening takes longer than reading a frame: the file stays open until the event loop's next turn. */
  #open(): number {
    if (this.#descriptor === undefined) {
      const opened = openSync(this.#path, "r");
      this.#descriptor = opened;
      setImmediate(() => {
        this.#descriptor = undefined;
        closeSync(opened);
      });
    }
    return this.#descriptor;
  }
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
