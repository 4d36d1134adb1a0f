import { loadBig16, loadBig32 } from "../../capture/load-integer";
import { namesByNumber } from "../../base/names-by-number";
import type { ApplicationMessage } from "./packet";
import { defuse, printableText } from "./printable-text";
import type { Region } from "./region";

const HEADER_LENGTH = 20;
const MAGIC_COOKIE = 0x2112a442;
const USER_NAME = 6;

const methodNames = namesByNumber(
  "1 Binding|3 Allocate|4 Refresh|6 Send|7 Data|8 CreatePermission|9 Channel-Bind",
);
const classNames = ["Request", "Indication", "Success Response", "Error Response"] as const;

/** Reads a STUN or TURN message (RFC 8489 §5); undefined for what does not have its cookie and length. */
export function readStun({ octets, start, end }: Region): ApplicationMessage | undefined {
  const type = loadBig16(octets, start);
  const last = start + HEADER_LENGTH + loadBig16(octets, start + 2);
  if (type >= 0x4000 || loadBig32(octets, start + 4) !== MAGIC_COOKIE || last !== end) return undefined;
  const method = methodNames.get((type & 15) | ((type & 0xe0) >> 1)) ?? "Unknown";
  const words = [method, classNames[((type >> 4) & 1) | ((type >> 7) & 2)]];
  for (let at = start + HEADER_LENGTH; at + 4 <= end; ) {
    const kind = loadBig16(octets, at);
    const value = octets.subarray(at + 4, Math.min(end, at + 4 + loadBig16(octets, at + 2)));
    if (kind === USER_NAME) words.push(`user: ${printableText(value, 32)}`);
    at += 4 + ((loadBig16(octets, at + 2) + 3) & ~3);
  }
  return { protocol: "stun", name: "STUN", summary: defuse(words.join(" ")), fields: {} };
}
