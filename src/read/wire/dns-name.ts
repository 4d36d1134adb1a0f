import { loadUint8 } from "../../capture/load-integer";
import type { Region } from "./region";

const LONGEST_NAME = 255;
/** Pointers followed in one name: each points back, so more are a loop or a joke. */
const MOST_POINTERS = 32;

/** A domain name and where the next field starts; undefined text where the name is cut or damaged. */
export interface DnsName {
  readonly text: string;
  readonly next: number;
}

/** Reads a domain name (RFC 1035 §4.1.4), following its pointers; undefined where it is cut or goes in circles. */
export function readDnsName({ octets, start, end }: Region, from: number): DnsName | undefined {
  const labels: string[] = [];
  let at = from;
  let next: number | undefined;
  let length = 0;
  for (let pointers = 0; at < end && pointers <= MOST_POINTERS && length <= LONGEST_NAME; ) {
    const size = loadUint8(octets, at);
    if (size === 0) return { text: labels.join(".") || "<Root>", next: next ?? at + 1 };
    if (size >= 0xc0) {
      next ??= at + 2;
      at = start + (((size & 0x3f) << 8) | loadUint8(octets, at + 1));
      pointers += 1;
      continue;
    }
    if (size > 63 || at + 1 + size > end) return undefined;
    labels.push(labelText(octets.subarray(at + 1, at + 1 + size)));
    length += size + 1;
    at += 1 + size;
  }
  return undefined;
}

/** The control characters that have a letter, from 7 on. */
const LETTERS = "abtnvfr";
const FIRST_LETTER = 7;

/** Gives a label as Wireshark does: what is no printable ASCII as in C, `\\t` or `\\003`, and each octet above as U+FFFD. */
function labelText(octets: Uint8Array): string {
  return Array.from(octets, (octet) => {
    if (octet > 0x7f) return "\ufffd";
    if (octet >= 0x20 && octet < 0x7f) return String.fromCharCode(octet);
    return `\\${LETTERS[octet - FIRST_LETTER] ?? octet.toString(8).padStart(3, "0")}`;
  }).join("");
}
