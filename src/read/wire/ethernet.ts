import { loadBig16 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of an Ethernet header without tags. */
const ETHERNET_HEADER_LENGTH = 14;

/** An Ethernet header. */
export interface EthernetHeader {
  readonly destination: string;
  readonly source: string;
  readonly type: number;
}

/** Reads an Ethernet header; undefined where it is cut. */
export function parseEthernet(region: Region): EthernetHeader | undefined {
  if (capturedLength(region) < ETHERNET_HEADER_LENGTH) return undefined;
  const { octets, start } = region;
  return {
    destination: formatMac(octets, start),
    source: formatMac(octets, start + 6),
    type: loadBig16(octets, start + 12),
  };
}

/** Every octet in two digits: all frames have two addresses, and asking a table is ten times as fast as padding. */
const digits: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).padStart(2, "0"),
);

/** Gives the six octets at a position as a MAC address: `02:00:5e:10:00:01`. */
export function formatMac(octets: Uint8Array, at: number): string {
  let text = digits[octets[at] ?? 0] ?? "";
  for (let i = 1; i < 6; i += 1) text += `:${digits[octets[at + i] ?? 0] ?? ""}`;
  return text;
}
