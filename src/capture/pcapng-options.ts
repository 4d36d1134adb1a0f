import { loadUint16, type ByteOrder } from "./load-integer";

const END_OF_OPTIONS = 0;
const OPTION_HEADER_LENGTH = 4;

/** One option of a pcapng block; `start` and `end` frame its value in the array at hand. */
export interface PcapngOption {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Gives the options between two positions, in file order (draft-ietf-opsawg-pcapng §3.5).
 * An option that runs over the end, and what follows it, is left out.
 */
export function pcapngOptions(
  octets: Uint8Array,
  from: number,
  to: number,
  order: ByteOrder,
): readonly PcapngOption[] {
  const options: PcapngOption[] = [];
  let at = from;
  while (to - at >= OPTION_HEADER_LENGTH) {
    const code = loadUint16(octets, at, order);
    const start = at + OPTION_HEADER_LENGTH;
    const end = start + loadUint16(octets, at + 2, order);
    if (code === END_OF_OPTIONS || end > to) break;
    options.push({ code, start, end });
    at = start + Math.ceil((end - start) / 4) * 4;
  }
  return options;
}
