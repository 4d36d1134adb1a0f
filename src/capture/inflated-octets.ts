import type { Diagnostic } from "../base/diagnostic";
import type { CaptureSource } from "./capture-source";
import type { Gunzip } from "./gunzip";

/** What one step may inflate is at most 1,032 times this: 32 MB. */
const STEP_LENGTH = 32_768;
const GZIP_MAGIC_LENGTH = 3;

/** Gives whether a file that starts so is gzipped (RFC 1952 §2.3.1: magic, and deflate). */
function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** A capture's octets, inflated where the file is gzipped. */
export interface InflatedOctets {
  readonly isCompressed: boolean;
  /** Pieces from the start; each is only valid until the next is asked for. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** What was wrong with the compression, once the pieces have been read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens a source; `onRead` is told how many octets of the file were read so far. */
export async function inflatedOctets(
  source: CaptureSource,
  onRead: (octets: number) => void = () => undefined,
): Promise<InflatedOctets> {
  const isCompressed = isGzip(await source.octets(0, GZIP_MAGIC_LENGTH));
  const diagnostics: Diagnostic[] = [];
  const plain = counted(source, onRead);
  return { isCompressed, pieces: isCompressed ? inflated(plain, diagnostics) : plain, diagnostics };
}

async function* counted(source: CaptureSource, onRead: (octets: number) => void): AsyncIterable<Uint8Array> {
  let read = 0;
  for await (const piece of source.chunks()) {
    read += piece.length;
    onRead(read);
    yield piece;
  }
}

async function* inflated(
  pieces: AsyncIterable<Uint8Array>,
  diagnostics: Diagnostic[],
): AsyncIterable<Uint8Array> {
  const { Gunzip } = await import("./gunzip");
  const ready: Uint8Array[] = [];
  const gunzip = new Gunzip((piece) => {
    if (piece.length > 0) ready.push(piece);
  });
  let read = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += STEP_LENGTH) {
      // fflate keeps what it could not use yet, so it gets octets that stay as they are.
      const isSound = pushed(gunzip, piece.slice(at, at + STEP_LENGTH), false);
      yield* ready.splice(0);
      if (!isSound) {
        diagnostics.push(damage(read + at));
        return;
      }
    }
    read += piece.length;
  }
  if (!pushed(gunzip, new Uint8Array(0), true)) diagnostics.push(damage(read));
  yield* ready;
}

function pushed(gunzip: Gunzip, octets: Uint8Array, isLast: boolean): boolean {
  try {
    gunzip.push(octets, isLast);
    return true;
  } catch (error) {
    // fflate throws plain errors with a code at damaged data; anything else is no fault of the file.
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}

function damage(offset: number): Diagnostic {
  return { code: "damaged-gzip", severity: "error", at: { kind: "octets", offset, layer: "gzip" } };
}
