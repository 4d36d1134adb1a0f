import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { CaptureSource } from "../pipeline";
import { onPath } from "./files";

/** One piece of a file read from its start: it and the conversations at hand fit in the cache next to a processor. */
const PIECE = 256 * 1024;
const PIECES_A_TURN = 32;

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
