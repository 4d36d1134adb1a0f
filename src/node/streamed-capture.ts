import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CaptureSource } from "../pipeline";
import { onPath } from "./files";

/** One piece of what was kept, read again from its start. */
const PIECE = 1024 * 1024;

/**
 * Gives what comes once, from a pipe or another program, as a capture that can be read again.
 *
 * `head` has come already. What is read is kept in a temporary file without a name, unless it is only read once:
 * then nothing but the head can be asked for again. Memory never holds more than a piece.
 */
export function streamedCapture(
  name: string,
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  isReadOnce: boolean,
): CaptureSource {
  const kept = isReadOnce ? undefined : new KeptOctets();
  let size: number | undefined;
  const first = async function* (): AsyncIterable<Uint8Array> {
    let read = head.length;
    kept?.add(head);
    yield head;
    for await (const piece of rest) {
      read += piece.length;
      kept?.add(piece);
      yield piece;
    }
    size = read;
  };
  return {
    name,
    get size() {
      return size;
    },
    chunks: () => (size === undefined || kept === undefined ? first() : kept.pieces()),
    octets: (offset, length) =>
      Promise.resolve(
        offset + length <= head.length || kept === undefined
          ? head.slice(offset, offset + length)
          : kept.octets(offset, length),
      ),
  };
}

/** Octets in a temporary file that has no name any more: the system removes it when the process ends, however it ends. */
class KeptOctets {
  readonly #descriptor: number;
  #length = 0;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), "packet-ladder-"));
    this.#descriptor = onPath(folder, () => openSync(join(folder, "capture"), "wx+", 0o600));
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      remove();
    } catch {
      // Windows keeps the name of an open file: there it goes when the process ends.
      process.once("exit", () => {
        closeSync(this.#descriptor);
        remove();
      });
    }
  }

  add(octets: Uint8Array): void {
    onPath(tmpdir(), () => {
      for (let at = 0; at < octets.length; ) at += writeSync(this.#descriptor, octets, at);
    });
    this.#length += octets.length;
  }

  octets(offset: number, length: number): Uint8Array {
    const octets = new Uint8Array(Math.max(0, Math.min(length, this.#length - offset)));
    let filled = 0;
    while (filled < octets.length) {
      const found = readSync(this.#descriptor, octets, filled, octets.length - filled, offset + filled);
      if (found === 0) break;
      filled += found;
    }
    return octets.subarray(0, filled);
  }

  async *pieces(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < this.#length; at += PIECE) yield await Promise.resolve(this.octets(at, PIECE));
  }
}
