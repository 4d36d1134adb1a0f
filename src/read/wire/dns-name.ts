import { loadUint8 } from "../../capture/load-integer";
import type { Region } from "./region";
import { printableText } from "./printable-text";

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
    labels.push(printableText(octets.subarray(at + 1, at + 1 + size)));
    length += size + 1;
    at += 1 + size;
  }
  return undefined;
}
