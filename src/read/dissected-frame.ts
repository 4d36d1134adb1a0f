import type { CaptureFormat } from "../capture/capture-index";
import { dissectedLayers, type DissectionFormat } from "../capture/dissected/dissection";
import { rebuildFrame } from "../capture/dissected/rebuild-frame";
import { toldMessage, type ToldMessage } from "../capture/dissected/told-message";
import type { ApplicationMessage, Packet } from "./wire/packet";
import { defuse } from "./wire/printable-text";

export type { ToldMessage } from "../capture/dissected/told-message";

/** Gives whether a file holds what Wireshark says about packets, and not the packets. */
export function isDissection(format: CaptureFormat): format is DissectionFormat {
  return format === "json" || format === "pdml";
}

/** Gives the frame that a packet's text tells of, and what else it says. */
export function frameOfText(
  text: Uint8Array,
  format: DissectionFormat,
): { readonly octets: Uint8Array; readonly told: ToldMessage | undefined } {
  const layers = dissectedLayers(text, format) ?? [];
  return { octets: rebuildFrame(layers).octets, told: toldMessage(layers) };
}

const LONGEST_NAME = 64;
const LONGEST_SUMMARY = 120;

/** Protocols that are read from the octets: what they say does not depend on where the packet came from. */
const known: ReadonlySet<string> = new Set([
  ...["arp", "icmp", "icmpv6", "dns", "mdns", "llmnr", "dhcp", "bootp", "ntp", "quic", "tls", "ssl"],
  ...["http", "sip", "rtsp", "ssdp"],
]);

/** Adds to a packet what Wireshark said about a protocol that is not read here. */
export function addTold(packet: Packet, told: ToldMessage): void {
  if (packet.messages.length === 0 && !known.has(told.protocol))
    packet.messages.push(messageOf(told, packet.tcp.length > 0));
  const { source, destination } = told;
  if (source !== undefined && destination !== undefined) {
    packet.told = { source: words(source, LONGEST_NAME), destination: words(destination, LONGEST_NAME) };
  }
}

/** A segment's label has no place for the protocol but its line. */
function messageOf({ protocol, name, summary }: ToldMessage, isSegment: boolean): ApplicationMessage {
  const line = isSegment && !summary.startsWith(name) ? `${name} ${summary}` : summary;
  return { protocol, name: words(name, LONGEST_NAME), summary: words(line, LONGEST_SUMMARY), fields: {} };
}

/** Gives text from a capture as one line that can be shown: no control characters, no markup. */
function words(text: string, longest: number): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return defuse(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
}
