import { loadUint16, type ByteOrder } from "./load-integer";

const END_OF_OPTIONS = 0;
const OPTION_HEADER_LENGTH = 4;

/** Its header and padded value. */
export const SHORTEST_OPTION = 8;
/** A person's words, about a packet or anything else. */
export const OPT_COMMENT = 1;
/** Comments of a packet that are read, */
export const MOST_COMMENTS = 16;
/** and octets of each. */
const LONGEST_COMMENT = 512;

/** Gives a comment as one line of visible text; undefined where nothing is left of it. */
export function commentText(octets: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(octets.subarray(0, LONGEST_COMMENT));
  const line = text.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim();
  return line === "" ? undefined : line;
}

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
