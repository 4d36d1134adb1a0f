import { formatIpv6 } from "../../base/address";
import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of an IPv6 header without extension headers. */
export const IPV6_HEADER_LENGTH = 40;

/** An IPv6 header and what its extension headers lead to (RFC 8200). */
export interface Ipv6Header {
  readonly source: string;
  readonly destination: string;
  readonly payloadLength: number;
  readonly hopLimit: number;
  /** As the header itself says. */
  readonly nextHeader: number;
  /** The protocol behind the extension headers that were captured. */
  readonly protocol: number;
  /** Octets of the header and its extension headers. */
  readonly headerLength: number;
  /** Wireshark's names of the extension headers. */
  readonly extensions: readonly string[];
  /** Whether this is a fragment that does not start its packet. */
  readonly isLaterFragment: boolean;
}

const extensionNames: ReadonlyMap<number, string> = new Map([
  [0, "ipv6.hopopts"],
  [43, "ipv6.routing"],
  [44, "ipv6.fraghdr"],
  [51, "ah"],
  [60, "ipv6.dstopts"],
  [135, "mipv6"],
]);

/** Reads an IPv6 header and steps over its extension headers; undefined where it is cut or of another version. */
export function parseIpv6(region: Region): Ipv6Header | undefined {
  const { octets, start } = region;
  if (capturedLength(region) < IPV6_HEADER_LENGTH || loadUint8(octets, start) >> 4 !== 6) return undefined;
  return {
    source: formatIpv6(groupsAt(octets, start + 8)),
    destination: formatIpv6(groupsAt(octets, start + 24)),
    payloadLength: loadBig16(octets, start + 4),
    hopLimit: loadUint8(octets, start + 7),
    nextHeader: loadUint8(octets, start + 6),
    ...stepOverExtensions(region),
  };
}

/** Gives the eight 16-bit groups of the IPv6 address at a position. */
function groupsAt(octets: Uint8Array, at: number): readonly number[] {
  return [0, 2, 4, 6, 8, 10, 12, 14].map((shift) => loadBig16(octets, at + shift));
}

function stepOverExtensions(
  region: Region,
): Pick<Ipv6Header, "protocol" | "headerLength" | "extensions" | "isLaterFragment"> {
  const { octets, start } = region;
  const extensions: string[] = [];
  let protocol = loadUint8(octets, start + 6);
  let at = start + IPV6_HEADER_LENGTH;
  let isLaterFragment = false;
  for (
    let name = extensionNames.get(protocol);
    name !== undefined && !isLaterFragment;
    name = extensionNames.get(protocol)
  ) {
    const length = extensionLength(octets, at, protocol);
    if (region.end - at < length) break;
    extensions.push(name);
    isLaterFragment = protocol === 44 && (loadBig16(octets, at + 2) & 0xfff8) !== 0;
    protocol = loadUint8(octets, at);
    at += length;
  }
  return { protocol, headerLength: at - start, extensions, isLaterFragment };
}

function extensionLength(octets: Uint8Array, at: number, header: number): number {
  if (header === 44) return 8;
  const units = loadUint8(octets, at + 1);
  return header === 51 ? (units + 2) * 4 : (units + 1) * 8;
}
