import { packetLayers, type DissectedLayer } from "./packet-layers";
import { readJsonTree } from "./read-json-tree";
import { readPdmlTree } from "./read-pdml-tree";

/** Forms of a dissection: what `tshark -T json` and `-T ek` write, and `-T pdml`. */
export type DissectionFormat = "json" | "pdml";

/** Octets of one packet's text that are looked at: of a longer one the start, which holds its headers. */
export const LONGEST_TEXT = 16_777_216;

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Gives the form of a file that starts so; undefined for what is no dissection. */
export function dissectionFormat(head: Uint8Array): DissectionFormat | undefined {
  const hasMark = byteOrderMark.every((octet, i) => head[i] === octet);
  const first = head.subarray(hasMark ? 3 : 0).find((octet) => octet > 0x20);
  if (first !== 0x7b && first !== 0x5b && first !== 0x3c) return undefined;
  const text = new TextDecoder("utf-8").decode(head);
  // With no packet left by a filter there is nothing in it.
  if (/^\s*\[\s*\]\s*$/u.test(text)) return "json";
  if (/^\s*(?:\[\s*)?\{\s*"(?:_index|index|timestamp|_source|layers)"\s*:/u.test(text)) return "json";
  return /^\s*<(?:\?xml|pdml)[^]*<pdml[\s>]/u.test(text) || /^\s*<pdml[\s>]/u.test(text) ? "pdml" : undefined;
}

/** Gives whether a file that starts so holds what Wireshark says about packets, and not the packets. */
export function isDissected(head: Uint8Array): boolean {
  return dissectionFormat(head) !== undefined;
}

/** Gives the layers of one packet's text; undefined for what is no packet, such as the index lines of `-T ek`. */
export function dissectedLayers(
  octets: Uint8Array,
  format: DissectionFormat,
): readonly DissectedLayer[] | undefined {
  const text = new TextDecoder("utf-8").decode(octets);
  return packetLayers(format === "json" ? readJsonTree(text) : readPdmlTree(text));
}
