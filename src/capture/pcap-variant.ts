import { LONGEST_FRAME } from "./frame-record";
import { loadUint32, type ByteOrder } from "./load-integer";

/** Records looked at before a variant is believed, as in Wireshark. */
const RECORDS_TRIED = 3;
const SHORTEST_HEADER = 16;

/** Where records are, and how. */
export interface RecordsPlace {
  readonly octets: Uint8Array;
  /** Of the first record. */
  readonly start: number;
  readonly order: ByteOrder;
  /** Where a record's header holds the captured and the original length. */
  readonly capturedAt: number;
  readonly originalAt: number;
  /** Ticks of a second. */
  readonly ticks: number;
}

/**
 * Gives the length of the record headers of a file whose magic does not tell: the first of `lengths` by which
 * the first records look like records, else the first of all.
 *
 * Nokia's files and an early patch of Kuznetzov's have longer headers behind the usual magic.
 */
export function recordHeaderLength(place: RecordsPlace, lengths: readonly number[]): number {
  return lengths.find((length) => isPlausible(place, length)) ?? lengths[0] ?? SHORTEST_HEADER;
}

function isPlausible(place: RecordsPlace, headerLength: number): boolean {
  const { octets, order } = place;
  let at = place.start;
  for (let count = 0; count < RECORDS_TRIED && octets.length - at >= SHORTEST_HEADER; count += 1) {
    const captured = loadUint32(octets, at + place.capturedAt, order);
    const original = loadUint32(octets, at + place.originalAt, order);
    const isRecord = captured <= LONGEST_FRAME && original <= LONGEST_FRAME && captured <= original;
    if (!isRecord || loadUint32(octets, at + 4, order) >= place.ticks) return false;
    at += headerLength + captured;
  }
  return true;
}
