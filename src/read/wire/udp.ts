import { loadBig16 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of a UDP header. */
export const UDP_HEADER_LENGTH = 8;

/** A UDP header (RFC 768). */
export interface UdpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Header and payload, as written. */
  readonly length: number;
  /** Header and payload. */
  readonly octets: Region;
}

/** Reads a UDP header; undefined where it is cut. */
export function parseUdp(region: Region): UdpHeader | undefined {
  if (capturedLength(region) < UDP_HEADER_LENGTH) return undefined;
  const { octets, start } = region;
  return {
    sourcePort: loadBig16(octets, start),
    destinationPort: loadBig16(octets, start + 2),
    length: loadBig16(octets, start + 4),
    octets: region,
  };
}
