import { formatIpv4, formatIpv6 } from "../base/address";
import { loadBig16, loadBig32, loadUint16, type ByteOrder } from "./load-integer";

const IPV4_RECORD = 1;
const IPV6_RECORD = 2;
const MOST_NAMES = 65_536;
const LONGEST_NAME = 63;

/** Records between two positions, in a section's byte order. */
export interface RecordPlace {
  readonly from: number;
  readonly to: number;
  readonly order: ByteOrder;
}

/**
 * Adds the names of a name resolution block (draft-ietf-opsawg-pcapng §4.5) to those known, by address;
 * the first of each counts, and no more than 65,536 are kept.
 */
export function readResolvedNames(
  octets: Uint8Array,
  { from, to, order }: RecordPlace,
  names: Map<string, string>,
): void {
  for (let at = from; at + 4 <= to; ) {
    const type = loadUint16(octets, at, order);
    const start = at + 4;
    const end = start + loadUint16(octets, at + 2, order);
    if (type === 0 || end > to) return;
    const addressLength = type === IPV4_RECORD ? 4 : type === IPV6_RECORD ? 16 : end - start;
    const name = hostName(octets.subarray(start + addressLength, end));
    if (name !== "" && names.size < MOST_NAMES) {
      const address = addressAt(octets, start, addressLength);
      if (!names.has(address)) names.set(address, name);
    }
    at = start + Math.ceil((end - start) / 4) * 4;
  }
}

function addressAt(octets: Uint8Array, at: number, length: number): string {
  if (length === 4) return formatIpv4(loadBig32(octets, at));
  return formatIpv6([0, 2, 4, 6, 8, 10, 12, 14].map((shift) => loadBig16(octets, at + shift)));
}

/** Gives the first name of a record, of letters that names of hosts are made of. */
function hostName(octets: Uint8Array): string {
  const end = octets.indexOf(0);
  const text = new TextDecoder().decode(octets.subarray(0, end < 0 ? octets.length : end));
  return text.replace(/[^\p{L}\p{N}._-]+/gu, "").slice(0, LONGEST_NAME);
}
