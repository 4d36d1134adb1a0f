import type { Diagnostic } from "../base/diagnostic";
import { LONGEST_BLOCK } from "./pcapng";
import { STOP, type RecordReader } from "./record-reader";

/** Enough for most split records; more is copied only where one needs it. */
const SMALL_JOIN = 16_384;

/**
 * Gives a record reader the pieces of a file one after the other.
 *
 * Records that lie within a piece are read where they are; one that is split over pieces is
 * joined in a buffer that is allocated once. Never holds more than one record and one piece.
 */
export class RecordFeed {
  readonly #reader: RecordReader;
  /** Holds the start of a split record, and behind it what is needed of the next piece. */
  #joint = new Uint8Array(0);
  #keptLength = 0;
  /** Octets of the coming pieces that no one wants. */
  #skip = 0;
  /** Where the next piece starts in the file. */
  #offset = 0;

  constructor(reader: RecordReader) {
    this.#reader = reader;
  }

  /** Takes the next piece; it may change once this returns. Gives whether more is wanted. */
  push(piece: Uint8Array): boolean {
    let position = Math.min(this.#skip, piece.length);
    this.#skip -= position;
    if (this.#keptLength > 0) position = this.#readSplit(piece);
    if (position < piece.length) position = this.#reader.read(piece, position, this.#offset);
    if (position === STOP) return false;
    if (position < piece.length) this.#keep(piece.subarray(position));
    this.#skip += Math.max(0, position - piece.length);
    this.#offset += piece.length;
    return true;
  }

  /** Tells, once all is read, whether the file ends inside a record; `frame` is the number of the frame that is missing. */
  finish(frame: number): Diagnostic | undefined {
    if (this.#keptLength === 0 && this.#skip === 0) return undefined;
    const kept = this.#joint.subarray(0, this.#keptLength);
    const offset = this.#offset - this.#keptLength;
    const found = this.#skip > 0 ? 0 : this.#keptLength;
    const needed = this.#skip > 0 ? this.#skip : this.#reader.needed(kept, 0);
    const at = { kind: "octets", offset, frame, layer: this.#reader.format } as const;
    return { code: "truncated-file", severity: "warning", at, found, needed };
  }

  /** Gives the position in the piece behind the records that started before it. */
  #readSplit(piece: Uint8Array): number {
    const keptLength = this.#keptLength;
    // A packet in text may be longer than any block.
    for (const most of [SMALL_JOIN, LONGEST_BLOCK, piece.length]) {
      const taken = Math.min(most, piece.length);
      this.#append(piece.subarray(this.#keptLength - keptLength, taken));
      const joint = this.#joint.subarray(0, this.#keptLength);
      const position = this.#reader.read(joint, 0, this.#offset - keptLength);
      if (position >= keptLength) {
        this.#keptLength = 0;
        return position - keptLength;
      }
      if (taken === piece.length) break;
    }
    // Not whole yet: all of the piece is kept, and nothing is left of it.
    return piece.length;
  }

  #keep(rest: Uint8Array): void {
    this.#keptLength = 0;
    this.#append(rest);
  }

  #append(octets: Uint8Array): void {
    const length = this.#keptLength + octets.length;
    if (length > this.#joint.length) {
      const larger = new Uint8Array(
        Math.max(length + (length >> 2), Math.min(this.#joint.length * 2, 2 * LONGEST_BLOCK)),
      );
      larger.set(this.#joint.subarray(0, this.#keptLength));
      this.#joint = larger;
    }
    this.#joint.set(octets, this.#keptLength);
    this.#keptLength = length;
  }
}
