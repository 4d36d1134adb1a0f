import { loadBig16 } from "../../capture/load-integer";
import { capturedLength, wireLength, type Region } from "./region";

/** Octets of a UDP header. */
export const UDP_HEADER_LENGTH = 8;
const PORTS_LENGTH = 4;

/** A UDP header (RFC 768). */
export interface UdpHeader {
  /** Octets of it that were captured: what is told of those behind them means nothing. */
  readonly readable: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Header and payload, as written. */
  readonly length: number;
  /** Header and payload. */
  readonly octets: Region;
}

/** Reads a UDP header as far as it was captured; undefined where not even the ports were. */
export function parseUdp(region: Region): UdpHeader | undefined {
  const readable = capturedLength(region);
  if (readable < PORTS_LENGTH) return undefined;
  const { octets, start } = region;
  return {
    readable,
    sourcePort: loadBig16(octets, start),
    destinationPort: loadBig16(octets, start + 2),
    length: loadBig16(octets, start + 4),
    octets: region,
  };
}

/** Reads a header of UDP-Lite (RFC 3828); its length is that of the packet, what it writes is how much is checked. */
export function parseUdpLite(region: Region): UdpHeader | undefined {
  const header = parseUdp(region);
  return header === undefined ? undefined : { ...header, length: wireLength(region) };
}
