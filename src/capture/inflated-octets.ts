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
  let end = GOES_ON;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += STEP_LENGTH) {
      // fflate keeps what it could not use yet, so it gets octets that stay as they are.
      const step = piece.slice(at, at + STEP_LENGTH);
      if (end === GOES_ON) end = pushed(gunzip, step, false);
      else if (!isPadding(step)) end = STRAY;
      else continue;
      yield* ready.splice(0);
      if (end === ENDED && !isPadding(step.subarray(-LEAST_BEHIND))) end = STRAY;
      if (end !== GOES_ON && end !== ENDED) {
        diagnostics.push(wrong(end, read + at));
        return;
      }
    }
    read += piece.length;
  }
  if (end === GOES_ON && pushed(gunzip, new Uint8Array(0), true) === DAMAGED)
    diagnostics.push(wrong(DAMAGED, read));
  yield* ready;
}

/** How far the compressed data are: behind their end comes nothing, padding, or what is none of theirs. */
const GOES_ON = 0;
const ENDED = 1;
const STRAY = 2;
const DAMAGED = 3;
/** So many octets behind the end show that no other member follows. */
const LEAST_BEHIND = 4;
/** What fflate says of a member that does not begin like one: not of the first, whose magic was seen. */
const NO_MEMBER = 6;

function pushed(gunzip: Gunzip, octets: Uint8Array, isLast: boolean): number {
  try {
    gunzip.push(octets, isLast);
    return GOES_ON;
  } catch (error) {
    // fflate throws plain errors with a code at damaged data; anything else is no fault of the file.
    if (error instanceof Error && "code" in error) return error.code === NO_MEMBER ? ENDED : DAMAGED;
    throw error;
  }
}

/** Tapes and disks fill their last block with zeros. */
function isPadding(octets: Uint8Array): boolean {
  return octets.every((octet) => octet === 0);
}

function wrong(how: number, offset: number): Diagnostic {
  const at = { kind: "octets", offset, layer: "gzip" } as const;
  return how === STRAY
    ? { code: "octets-behind-gzip", severity: "warning", at }
    : { code: "damaged-gzip", severity: "error", at };
}
