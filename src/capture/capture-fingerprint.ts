import { fingerprint8 } from "../base/fingerprint";
import type { CaptureSource } from "./capture-source";

/** Pieces of a capture that are looked at, and the octets of each: a gigabyte takes no longer than a megabyte. */
const PIECES = 16;
const PIECE = 4096;

/**
 * Gives a fingerprint of a capture: its size, and octets from its start, its end and evenly between.
 *
 * Another capture under the same name has another one; the same octets have the same everywhere, whatever the
 * file is called and whenever it was copied. Undefined where the host does not know the size.
 */
export async function captureFingerprint(source: CaptureSource): Promise<string | undefined> {
  const { size } = source;
  if (size === undefined) return undefined;
  const last = Math.max(0, size - PIECE);
  let print = String(size);
  for (let piece = 0; piece < PIECES; piece += 1) {
    const offset = Math.floor((last * piece) / (PIECES - 1));
    if (piece > 0 && last === 0) break;
    print = fingerprint8(`${print} ${textOf(await source.octets(offset, PIECE))}`);
  }
  return print;
}

function textOf(octets: Uint8Array): string {
  return String.fromCharCode(...octets);
}
