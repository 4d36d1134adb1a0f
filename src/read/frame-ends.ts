import { linkTypeName } from "./wire/link-type";
import { describeArp } from "./wire/arp";
import type { Packet } from "./wire/packet";
import type { FrameEnd } from "./capture-endpoints";
import { payloadLine } from "./payload-line";
import { datagramPayload } from "./wire/dissect-datagram";
import { describeIcmp } from "./wire/icmp";
import { describeLayer, linkEnds } from "./wire/layer-message";
import { layerName } from "./wire/layer-names";
import { hexadecimalStart } from "./wire/printable-text";
import { UDP_HEADER_LENGTH, type UdpHeader } from "./wire/udp";

/** Where a frame goes from and to. */
export interface FrameEnds {
  readonly source: FrameEnd;
  readonly destination: FrameEnd;
}

/** Gives the ends of a frame: those of the innermost IP packet with ports, else of ARP, else of Ethernet, else two words. */
export function frameEnds(packet: Packet): FrameEnds {
  const { innermost } = packet;
  if (innermost !== undefined) {
    const { source, destination, transport } = innermost;
    return {
      source: { address: source, port: transport?.sourcePort },
      destination: { address: destination, port: transport?.destinationPort },
    };
  }
  const arp = packet.arp[0];
  if (arp?.senderAddress !== undefined && arp.targetAddress !== undefined)
    return between(arp.senderAddress, arp.targetAddress);
  const { told } = packet;
  if (told !== undefined) return between(told.source, told.destination);
  const link = (packet.link === undefined ? undefined : linkEnds(packet.link)) ?? packet.ethernet[0];
  return link === undefined ? between("Source", "Destination") : between(link.source, link.destination);
}

function between(source: string, destination: string): FrameEnds {
  return {
    source: { address: source, port: undefined },
    destination: { address: destination, port: undefined },
  };
}

/** What a message arrow says. */
export interface FrameSummary {
  /** Wireshark's name of the innermost protocol that is known. */
  readonly protocol: string;
  readonly summary: string;
}

/** Gives a frame that is not drawn as a segment in one line: its message, or protocol with ports, type or length. */
export function summarizeFrame(packet: Packet, linkType: number, length: number): FrameSummary {
  const icmp = packet.icmp.at(-1);
  if (icmp !== undefined) return { protocol: "ICMP", summary: withQuote(describeIcmp(icmp, 4), packet) };
  const icmpv6 = packet.icmpv6.at(-1);
  if (icmpv6 !== undefined)
    return { protocol: "ICMPv6", summary: withQuote(describeIcmp(icmpv6, 6), packet) };
  const arp = packet.arp[0];
  if (arp !== undefined) return { protocol: arp.operation > 2 ? "RARP" : "ARP", summary: describeArp(arp) };
  const [message] = packet.messages;
  if (message !== undefined) return { protocol: message.name, summary: message.summary };
  const kind = packet.layer === undefined ? undefined : describeLayer(packet.layer);
  if (packet.layer !== undefined && kind !== undefined)
    return { protocol: layerName(packet.layer.name), summary: kind };
  const udp = packet.udp.find((header) => header === packet.innermost?.transport);
  if (udp !== undefined) return { protocol: datagramName(packet), summary: describeUdp(udp) };
  return {
    protocol: innermostName(packet, linkType),
    summary: `${unknownType(packet)}Len=${String(length)}`,
  };
}

/** What an error is about: the ends of the packet it quotes. */
function withQuote(words: string, { icmp, icmpv6, tcp, udp }: Packet): string {
  const isError = icmp.at(-1)?.quotes === true || icmpv6.at(-1)?.quotes === true;
  const quoted = tcp.at(-1) ?? udp.at(-1);
  if (!isError || quoted === undefined) return words;
  const protocol = tcp.length > 0 ? "TCP" : "UDP";
  return `${words}: ${protocol} ${String(quoted.sourcePort)} → ${String(quoted.destinationPort)}`;
}

function datagramName({ protocols }: Packet): string {
  const layer = protocols.at(-1) ?? "";
  return layer === "data" || layer.startsWith("udp") ? "UDP" : layerName(layer);
}

/** Ports and length, and the first octets of a payload that nobody knows. */
function describeUdp(udp: UdpHeader): string {
  const { octets, start, end, wireEnd } = datagramPayload(udp);
  const payload = octets.subarray(start, end);
  const ports = `${String(udp.sourcePort)} → ${String(udp.destinationPort)}`;
  const words = `${ports} Len=${String(Math.max(0, udp.length - UDP_HEADER_LENGTH))}`;
  if (payload.length === 0) return words;
  return `${words}  ${payloadLine(payload, end === wireEnd) ?? hexadecimalStart(payload)}`;
}

/** Layers that say nothing of what a frame is about: the one around them does. */
const unsaying: ReadonlySet<string> = new Set(["data", "ethertype", "vlan", "ieee8021ad", "eth"]);

function innermostName({ protocols }: Packet, linkType: number): string {
  const layer = protocols.filter((name) => !unsaying.has(name)).at(-1);
  const isLink = layer === undefined || layer === linkTypeName(linkType).protocol;
  return isLink ? linkTypeName(linkType).name : layerName(layer);
}

/** What an Ethernet frame or an IPv4 packet says it carries, where nobody knows it: `Type=0x6007 `; of a fragment, its place. */
function unknownType({ protocols, ethernet, ipv4 }: Packet): string {
  if (protocols.at(-1) !== "data") return "";
  const layer = protocols.at(-2);
  const [frame, packet] = [ethernet.at(-1), ipv4.at(-1)];
  if (layer === "ipv6.fraghdr") return "Fragment ";
  if (layer === "ethertype" && frame !== undefined && protocols.lastIndexOf("eth") === protocols.length - 3)
    return `Type=0x${frame.type.toString(16).padStart(4, "0")} `;
  if (layer !== "ip" || packet === undefined) return "";
  const { protocol, moreFragments, fragmentOffset, identification } = packet;
  const isFragment = moreFragments || fragmentOffset > 0;
  const identifier = identification.toString(16).padStart(4, "0");
  return isFragment
    ? `Fragment of protocol ${String(protocol)} at ${String(fragmentOffset)}, ID=0x${identifier} `
    : `Protocol=${String(protocol)} `;
}
