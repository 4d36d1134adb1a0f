import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { capturedLength, wireLength, type Region } from "./region";

/** Octets of an IPv4 header without options. */
export const IPV4_HEADER_LENGTH = 20;

/** As much of a header as Wireshark reads where the length it says of itself, or of its packet, cannot be. */
const HEADER_LENGTH_END = 1;
const TOTAL_LENGTH_END = 4;
/** Where the destination starts. */
const DESTINATION = 16;
const END_OF_LIST = 0;
const NO_OPERATION = 1;

/** An IPv4 header (RFC 791 §3.1). */
export interface Ipv4Header {
  /** Octets of it that can be read: what is told of those behind them means nothing. At least 20 where it is whole. */
  readonly readable: number;
  readonly source: string;
  readonly destination: string;
  readonly headerLength: number;
  /** As written; where that is 0, as below segmentation offload, of all that follows in the frame. */
  readonly totalLength: number;
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In octets. */
  readonly fragmentOffset: number;
  readonly timeToLive: number;
  readonly protocol: number;
  readonly dscp: number;
  readonly ecn: number;
}

/** Reads an IPv4 header as far as it was captured; undefined where nothing was, or it is of another version. */
export function parseIpv4(region: Region): Ipv4Header | undefined {
  const { octets, start } = region;
  const first = loadUint8(octets, start);
  const captured = capturedLength(region);
  if (captured === 0 || first >> 4 !== 4) return undefined;
  const headerLength = (first & 15) << 2;
  const totalLength = loadBig16(octets, start + 2);
  const isRouteCut = start + captured < routeEnd(octets, start + IPV4_HEADER_LENGTH, start + headerLength);
  const most = Math.min(mostRead(headerLength, totalLength), isRouteCut ? DESTINATION : Infinity);
  const fragment = loadBig16(octets, start + 6);
  const service = loadUint8(octets, start + 1);
  return {
    readable: Math.min(captured, most),
    source: formatIpv4(loadBig32(octets, start + 12)),
    destination: formatIpv4(loadBig32(octets, start + 16)),
    headerLength,
    totalLength: totalLength || wireLength(region),
    identification: loadBig16(octets, start + 4),
    dontFragment: (fragment & 0x4000) !== 0,
    moreFragments: (fragment & 0x2000) !== 0,
    fragmentOffset: (fragment & 0x1fff) * 8,
    timeToLive: loadUint8(octets, start + 8),
    protocol: loadUint8(octets, start + 9),
    dscp: service >> 2,
    ecn: service & 3,
  };
}

function mostRead(headerLength: number, totalLength: number): number {
  if (headerLength < IPV4_HEADER_LENGTH) return HEADER_LENGTH_END;
  // Length 0 is what a capture below segmentation offload holds.
  return totalLength !== 0 && totalLength < headerLength ? TOTAL_LENGTH_END : Infinity;
}

/** Gives where Wireshark stops looking for a source route, which it does before it tells the destination. */
function routeEnd(octets: Uint8Array, from: number, to: number): number {
  let end = from;
  for (let at = from; at < to; ) {
    const kind = loadUint8(octets, at);
    const length = kind === NO_OPERATION ? 1 : loadUint8(octets, at + 1);
    end = at + (kind === NO_OPERATION || kind === END_OF_LIST ? 1 : 2);
    if (kind === END_OF_LIST || length === 0) break;
    at += length;
  }
  return end;
}
