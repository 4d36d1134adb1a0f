import { CommandError, exitCodes } from "./command-error";

const LITTLE_ENDIAN = [0xff, 0xfe];
const BIG_ENDIAN = [0xfe, 0xff];

/** Tells whether octets start with a byte order mark of UTF-16: what PowerShell writes where `>` sends a tool's output. */
export function isUtf16(octets: Uint8Array): boolean {
  return startsWith(octets, LITTLE_ENDIAN) || startsWith(octets, BIG_ENDIAN);
}

/** Gives the text of UTF-16 octets without its mark; halves of pairs become U+FFFD. Throws `CommandError` for other octets. */
export function decodeUtf16(octets: Uint8Array, path: string): string {
  const order = startsWith(octets, BIG_ENDIAN) ? "utf-16be" : "utf-16le";
  const text = new TextDecoder(order).decode(octets);
  if (text.includes("\0")) throw new CommandError(exitCodes.failed, `${path}: this is no text`);
  return text;
}

function startsWith(octets: Uint8Array, mark: readonly number[]): boolean {
  return octets[0] === mark[0] && octets[1] === mark[1];
}
