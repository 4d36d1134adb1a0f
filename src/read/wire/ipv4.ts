import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of an IPv4 header without options. */
const IPV4_HEADER_LENGTH = 20;

/** An IPv4 header (RFC 791 §3.1). */
export interface Ipv4Header {
  readonly source: string;
  readonly destination: string;
  readonly headerLength: number;
  /** As written; 0 below segmentation offload. */
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

/** Reads an IPv4 header; undefined where it is cut, of another version, or its length cannot be. */
export function parseIpv4(region: Region): Ipv4Header | undefined {
  const { octets, start } = region;
  if (capturedLength(region) < IPV4_HEADER_LENGTH) return undefined;
  const first = loadUint8(octets, start);
  const headerLength = (first & 15) << 2;
  if (first >> 4 !== 4 || headerLength < IPV4_HEADER_LENGTH) return undefined;
  const fragment = loadBig16(octets, start + 6);
  const service = loadUint8(octets, start + 1);
  return {
    source: formatIpv4(loadBig32(octets, start + 12)),
    destination: formatIpv4(loadBig32(octets, start + 16)),
    headerLength,
    totalLength: loadBig16(octets, start + 2),
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
