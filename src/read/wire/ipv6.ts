import { formatIpv6 } from "../../base/address";
import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of an IPv6 header without extension headers. */
export const IPV6_HEADER_LENGTH = 40;

/** An IPv6 header (RFC 8200 §3). */
export interface Ipv6Header {
  /** Octets of it that were captured: what is told of those behind them means nothing. */
  readonly readable: number;
  readonly source: string;
  readonly destination: string;
  readonly payloadLength: number;
  readonly hopLimit: number;
  /** As the header itself says. */
  readonly nextHeader: number;
}

/** Reads an IPv6 header as far as it was captured; undefined where nothing was, or it is of another version. */
export function parseIpv6(region: Region): Ipv6Header | undefined {
  const { octets, start } = region;
  const readable = capturedLength(region);
  if (readable === 0 || loadUint8(octets, start) >> 4 !== 6) return undefined;
  return {
    readable,
    source: ipv6At(octets, start + 8),
    destination: ipv6At(octets, start + 24),
    payloadLength: loadBig16(octets, start + 4),
    hopLimit: loadUint8(octets, start + 7),
    nextHeader: loadUint8(octets, start + 6),
  };
}

/** Gives the sixteen octets at a position as an IPv6 address. */
export function ipv6At(octets: Uint8Array, at: number): string {
  return formatIpv6([0, 2, 4, 6, 8, 10, 12, 14].map((shift) => loadBig16(octets, at + shift)));
}
