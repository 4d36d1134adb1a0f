import { defuse } from "./wire/printable-text";

/** Characters shown of a protocol's start line, and of any other text. */
const LONGEST_START_LINE = 60;
const LONGEST_TEXT = 32;
/** A longer first line is no line a person wrote or a protocol starts with. */
const LONGEST_SEARCH = 200;
const SHORTEST_LINE = 2;

/** How the first line of a message begins in HTTP/1 and its kin, in mail, file transfer and SSH. */
const startLine = /^(?:[A-Z]{2,} \S+ [A-Z]+\/\d|[A-Z]+\/\d\.\d \d{3}\b|\d{3}[ -]|[A-Z]{4} \S|SSH-\d)/u;

/**
 * Gives the start line of a protocol, `GET / HTTP/1.1`, or a payload that is a single line of text; else undefined.
 *
 * Only printable ASCII counts as text, and the line must end: with a line break, or with the payload. The
 * first line of many is shown only where it is a start line: what a body goes on with says nothing. At most 60
 * characters of a start line and 32 of other text.
 * Payload is hostile: what could act as a link, markup or comment in a note is defused.
 */
export function payloadLine(payload: Uint8Array, isWhole: boolean): string | undefined {
  const length = lengthOfText(payload);
  if (length < SHORTEST_LINE || length > LONGEST_SEARCH) return undefined;
  const rest = payload.subarray(length);
  const isCut = rest.length === 0 ? !isWhole : !isLineBreak(rest[0]);
  if (isCut) return undefined;
  const line = String.fromCharCode(...payload.subarray(0, length)).trim();
  const isStart = startLine.test(line);
  const isOnlyLine = isWhole && rest.length <= 2 && rest.every(isLineBreak);
  if (line === "" || !(isStart || isOnlyLine)) return undefined;
  const longest = isStart ? LONGEST_START_LINE : LONGEST_TEXT;
  return defuse(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
}

function lengthOfText(payload: Uint8Array): number {
  let length = 0;
  while (length <= LONGEST_SEARCH && isPrintable(payload[length])) length += 1;
  return length;
}

function isLineBreak(octet: number | undefined): boolean {
  return octet === 0x0a || octet === 0x0d;
}

function isPrintable(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x20 && octet <= 0x7e;
}
