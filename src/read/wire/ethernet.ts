import { loadBig16 } from "../../capture/load-integer";
import { capturedLength, type Region } from "./region";

/** Octets of an Ethernet header without tags. */
const ETHERNET_HEADER_LENGTH = 14;

/** An Ethernet header; only valid as long as the frame's octets. */
export class EthernetHeader {
  readonly #octets: Uint8Array;
  readonly #start: number;

  constructor({ octets, start }: Region) {
    this.#octets = octets;
    this.#start = start;
  }

  /** Made where it is asked for: of a packet with addresses of IP nobody does. */
  get destination(): string {
    return formatMac(this.#octets, this.#start);
  }

  get source(): string {
    return formatMac(this.#octets, this.#start + 6);
  }

  get type(): number {
    return loadBig16(this.#octets, this.#start + 12);
  }
}

/** Reads an Ethernet header; undefined where it is cut. */
export function parseEthernet(region: Region): EthernetHeader | undefined {
  return capturedLength(region) < ETHERNET_HEADER_LENGTH ? undefined : new EthernetHeader(region);
}

/** Every octet in two digits: asking a table is ten times as fast as padding. */
const digits: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).padStart(2, "0"),
);

/** Gives the six octets at a position as a MAC address: `02:00:5e:10:00:01`. */
export function formatMac(octets: Uint8Array, at: number): string {
  let text = digits[octets[at] ?? 0] ?? "";
  for (let i = 1; i < 6; i += 1) text += `:${digits[octets[at + i] ?? 0] ?? ""}`;
  return text;
}
