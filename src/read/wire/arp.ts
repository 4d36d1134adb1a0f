import { formatIpv4 } from "../../base/address";
import { loadBig16, loadBig32 } from "../../capture/load-integer";
import { formatMac } from "./ethernet";
import { capturedLength, type Region } from "./region";

/** Octets of an ARP packet for Ethernet and IPv4. */
const ARP_LENGTH = 28;

/** An ARP packet for Ethernet and IPv4 (RFC 826). */
export interface ArpPacket {
  /** 1 asks, 2 answers. */
  readonly operation: number;
  readonly senderHardware: string;
  readonly senderAddress: string;
  readonly targetHardware: string;
  readonly targetAddress: string;
}

/** Reads an ARP packet; undefined where it is cut, or for other address lengths. */
export function parseArp(region: Region): ArpPacket | undefined {
  const { octets, start } = region;
  if (capturedLength(region) < ARP_LENGTH || loadBig16(octets, start + 4) !== 0x0604) return undefined;
  return {
    operation: loadBig16(octets, start + 6),
    senderHardware: formatMac(octets, start + 8),
    senderAddress: formatIpv4(loadBig32(octets, start + 14)),
    targetHardware: formatMac(octets, start + 18),
    targetAddress: formatIpv4(loadBig32(octets, start + 24)),
  };
}
