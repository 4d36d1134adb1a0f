import type { CaptureFormat } from "../capture/capture-index";
import { dissectedLayers, type DissectionFormat } from "../capture/dissected/dissection";
import { rebuildFrame } from "../capture/dissected/rebuild-frame";
import { toldFrame, type ToldFrame, type ToldMessage } from "../capture/dissected/told-message";
import { EthernetHeader } from "./wire/ethernet";
import type { ApplicationMessage, Packet } from "./wire/packet";
import { describeLayer } from "./wire/layer-message";
import { defuse } from "./wire/printable-text";

export type { ToldFrame } from "../capture/dissected/told-message";

/** Gives whether a file holds what Wireshark says about packets, and not the packets. */
export function isDissection(format: CaptureFormat): format is DissectionFormat {
  return format === "json" || format === "pdml";
}

/** Gives the frame that a packet's text tells of, and what else it says. */
export function frameOfText(
  text: Uint8Array,
  format: DissectionFormat,
): { readonly octets: Uint8Array; readonly told: ToldFrame } {
  const layers = dissectedLayers(text, format) ?? [];
  return { octets: rebuildFrame(layers).octets, told: toldFrame(layers) };
}

const LONGEST_NAME = 64;
const LONGEST_SUMMARY = 120;

/** Protocols that are read from the octets: what they say does not depend on where the packet came from. */
const known: ReadonlySet<string> = new Set(["arp", "icmp", "icmpv6", "quic", "tls", "ssl", "http", "rtsp"]);
/** These, too, over TCP, where a message is told of in the segment that completes it. */
const knownOfStreams: ReadonlySet<string> = new Set([...known, "dns", "sip"]);

/** Adds to a packet what Wireshark said about its layers, and about a protocol that is not read here. */
export function addTold(packet: Packet, told: ToldFrame): void {
  const { message, protocols, source, destination } = told;
  const isSegment = packet.tcp.length > 0;
  const isKnown = (isSegment ? knownOfStreams : known).has(message?.protocol ?? "");
  if (
    packet.messages.length === 0 &&
    message !== undefined &&
    !isKnown &&
    !(told.hasOctets && saysItself(packet))
  )
    packet.messages.push(messageOf(message, isSegment));
  // Layers that could not be made again are missing in the frame.
  replace(packet.protocols, protocols);
  replace(packet.vlans, told.vlans);
  replace(packet.ethernet, told.ethernet.map(ethernetHeader));
  if (source !== undefined && destination !== undefined) {
    packet.told = { source: words(source, LONGEST_NAME), destination: words(destination, LONGEST_NAME) };
  }
}

/** Whether the innermost layer is one of which more than the name is told here. */
function saysItself({ layer }: Packet): boolean {
  return layer !== undefined && describeLayer(layer) !== undefined;
}

/** Values of which the frame may lack some are put in the place of those it has. */
function replace<T>(own: T[], told: readonly T[]): void {
  if (told.length > 0) own.splice(0, own.length, ...told);
}

function ethernetHeader(octets: Uint8Array): EthernetHeader {
  return new EthernetHeader({ octets, start: 0, end: octets.length, wireEnd: octets.length });
}

/** A segment's label has no place for the protocol but its line. */
function messageOf({ protocol, name, summary }: ToldMessage, isSegment: boolean): ApplicationMessage {
  const line =
    isSegment && !summary.toLowerCase().startsWith(name.toLowerCase()) ? `${name} ${summary}` : summary;
  return { protocol, name: words(name, LONGEST_NAME), summary: words(line, LONGEST_SUMMARY), fields: {} };
}

/** Gives text from a capture as one line that can be shown: no control characters, no markup. */
function words(text: string, longest: number): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return defuse(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
}
