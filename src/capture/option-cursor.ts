import { loadUint8 } from "./load-integer";

const END_OF_LIST = 0;
const NO_OPERATION = 1;
const MAXIMUM_SEGMENT_SIZE = 2;
const WINDOW_SCALE = 3;
const TIMESTAMPS = 8;
const SACK_PERMITTED = 4;
const USER_TIMEOUT = 28;
const MULTIPATH = 30;
/** SACK (RFC 2018). */
export const SACK = 5;
/** Of SACK: kind, length, and both edges of one block. */
const SHORTEST_SACK = 10;

/** Options of one length alone: of another one nothing is read. */
const fixedLengths: ReadonlyMap<number, number> = new Map([
  [MAXIMUM_SEGMENT_SIZE, 4],
  [WINDOW_SCALE, 3],
  [SACK_PERMITTED, 2],
  [TIMESTAMPS, 10],
  [USER_TIMEOUT, 4],
]);

/** Bits of a data sequence signal (RFC 8684 §3.3): which numbers it holds, and which of them have eight octets. */
const HAS_DATA_ACK = 1;
const HAS_LONG_ACK = 2;
const HAS_MAPPING = 4;
const HAS_LONG_MAPPING = 8;
const DATA_SEQUENCE = 2;
/** Shortest options of multipath TCP by their subtype; the others need the subtype alone. */
const shortestMultipath: readonly number[] = [4, 3, 4, 4, 3, 3, 12, 12, 4];
const SHORTEST_OTHER = 3;

/**
 * Goes from option to option of a TCP header (RFC 9293 §3.2), and tells where Wireshark's reading of the segment breaks
 * off: at an option that is shorter than what is read of it, or was not captured. One is used again and again.
 */
export class OptionCursor {
  octets: Uint8Array = new Uint8Array(0);
  /** Where the option at hand starts, its length as written, and its kind. */
  at = 0;
  length = 0;
  kind = 0;
  /** Wireshark shows no analysis of the segment. A SACK option without a block breaks it off only where it is read twice. */
  isBroken = false;
  isShortSack = false;
  #to = 0;
  #captured = 0;

  /** Takes up the options between two positions; the octets up to `captured` are there. */
  start(octets: Uint8Array, from: number, to: number, captured: number): void {
    this.octets = octets;
    this.at = from;
    this.length = 0;
    this.#to = to;
    this.#captured = captured;
    this.isBroken = captured < from;
    this.isShortSack = false;
  }

  /** Where the octets of the option at hand end that are there. */
  get end(): number {
    return Math.min(this.at + this.length, this.#captured);
  }

  /** Goes to the next option; false where none follows, or it cannot be told apart. */
  next(): boolean {
    for (;;) {
      this.at += this.length;
      if (this.isBroken || this.at >= this.#to) return false;
      if (this.at >= this.#captured) return this.#breakOff();
      this.kind = loadUint8(this.octets, this.at);
      if (this.kind !== NO_OPERATION) return this.kind === END_OF_LIST ? this.#pad() : this.#measure();
      this.length = 1;
    }
  }

  /** Wireshark reads the rest, too, to see whether it is empty. */
  #pad(): boolean {
    this.isBroken = this.#captured < this.#to;
    return false;
  }

  #measure(): boolean {
    if (this.at + 1 >= this.#to) return false;
    if (this.at + 1 >= this.#captured) return this.#breakOff();
    this.length = loadUint8(this.octets, this.at + 1);
    if (this.length < 2) return false;
    if (this.at + this.length > this.#to) {
      // What it remarks of such an option ends two octets before the header does.
      this.isBroken = this.#captured < this.#to - 2;
      return false;
    }
    this.isShortSack = this.kind === SACK && this.length < SHORTEST_SACK;
    this.isBroken = this.end - this.at < this.#lengthRead();
    return true;
  }

  #breakOff(): boolean {
    this.isBroken = true;
    return false;
  }

  /** As many octets of the option at hand as Wireshark reads. */
  #lengthRead(): number {
    if (this.kind === MULTIPATH) return this.#multipathRead();
    const fixed = fixedLengths.get(this.kind) ?? this.length;
    return fixed === this.length ? fixed : 0;
  }

  #multipathRead(): number {
    const there = this.end - this.at;
    if (there < SHORTEST_OTHER) return SHORTEST_OTHER;
    const subtype = loadUint8(this.octets, this.at + 2) >> 4;
    const shortest = shortestMultipath[subtype] ?? SHORTEST_OTHER;
    if (subtype !== DATA_SEQUENCE || there < shortest) return shortest;
    return shortest + signalLength(loadUint8(this.octets, this.at + 3));
  }
}

function signalLength(flags: number): number {
  const ack = (flags & HAS_DATA_ACK) === 0 ? 0 : (flags & HAS_LONG_ACK) === 0 ? 4 : 8;
  // Behind the data sequence number stand the segment's own (4 octets) and the length of its data (2).
  const mapping = (flags & HAS_MAPPING) === 0 ? 0 : (flags & HAS_LONG_MAPPING) === 0 ? 10 : 14;
  return ack + mapping;
}
