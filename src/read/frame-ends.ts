import { linkTypeName } from "./wire/link-type";
import { describeArp } from "./wire/arp";
import type { Packet } from "./wire/packet";
import type { FrameEnd } from "./capture-endpoints";
import { payloadLine } from "./payload-line";
import { datagramPayload } from "./wire/dissect-datagram";
import { describeIcmp } from "./wire/icmp";
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
  if (arp !== undefined) return between(arp.senderAddress, arp.targetAddress);
  const { told } = packet;
  if (told !== undefined) return between(told.source, told.destination);
  const ethernet = packet.ethernet[0];
  return ethernet === undefined
    ? between("Source", "Destination")
    : between(ethernet.source, ethernet.destination);
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
  const udp = packet.udp.find((header) => header === packet.innermost?.transport);
  if (udp !== undefined) return { protocol: "UDP", summary: describeUdp(udp) };
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

/** Ports and length, and the first octets of a payload that nobody knows. */
function describeUdp(udp: UdpHeader): string {
  const { octets, start, end, wireEnd } = datagramPayload(udp);
  const payload = octets.subarray(start, end);
  const ports = `${String(udp.sourcePort)} → ${String(udp.destinationPort)}`;
  const words = `${ports} Len=${String(Math.max(0, udp.length - UDP_HEADER_LENGTH))}`;
  if (payload.length === 0) return words;
  return `${words}  ${payloadLine(payload, end === wireEnd) ?? hexadecimalStart(payload)}`;
}

/** Names for people, by Wireshark's names of layers. */
const displayNames: ReadonlyMap<string, string> = new Map(
  (
    "ip IPv4|ipv6 IPv6|tcp TCP|udp UDP|udplite UDP-Lite|llc LLC|stp STP|igmp IGMP|gre GRE|esp ESP|ah AH|" +
    "ipcomp IPComp|ospf OSPF|pim PIM|vrrp VRRP|sctp SCTP|dccp DCCP|rsvp RSVP|eigrp EIGRP|hip HIP|" +
    "mipv6 Mobile IPv6|l2tp L2TP|gtp GTP|mpls MPLS|pppoed PPPoE Discovery|pppoes PPPoE|ppp PPP|lcp PPP LCP|" +
    "ipcp PPP IPCP|pap PPP PAP|chap PPP CHAP|eapol EAPOL|lldp LLDP|macsec MACsec|loop Loopback test|" +
    "slow LACP|ptp PTP|pn_rt PROFINET|goose GOOSE|fcoe FCoE|ipx IPX|ddp AppleTalk|aarp AARP|wlan 802.11"
  )
    .split("|")
    .map((entry) => [entry.slice(0, entry.indexOf(" ")), entry.slice(entry.indexOf(" ") + 1)]),
);

function innermostName(packet: Packet, linkType: number): string {
  for (const layer of [...packet.protocols].reverse()) {
    const name = displayNames.get(layer);
    if (name !== undefined) return name;
  }
  return linkTypeName(linkType).name;
}

/** What an Ethernet frame or an IPv4 packet says it carries, where nobody knows it: `Type=0x6007 `. */
function unknownType({ protocols, ethernet, ipv4 }: Packet): string {
  if (protocols.at(-1) !== "data") return "";
  const layer = protocols.at(-2);
  const [frame, packet] = [ethernet.at(-1), ipv4.at(-1)];
  if (layer === "ethertype" && frame !== undefined && protocols.lastIndexOf("eth") === protocols.length - 3)
    return `Type=0x${frame.type.toString(16).padStart(4, "0")} `;
  const isWhole = packet !== undefined && !packet.moreFragments && packet.fragmentOffset === 0;
  return layer === "ip" && isWhole ? `Protocol=${String(packet.protocol)} ` : "";
}
