import { linkTypeName } from "./wire/link-type";
import type { Packet } from "./wire/packet";
import type { FrameEnd } from "./capture-endpoints";
import { describeIcmp } from "./wire/icmp";

/** Where a frame goes from and to, by the outermost layer that tells. */
export interface FrameEnds {
  readonly source: FrameEnd;
  readonly destination: FrameEnd;
}

/** Gives the ends of a frame: IP addresses with ports, else those of ARP, else of Ethernet, else two words. */
export function frameEnds(packet: Packet): FrameEnds {
  const ip = packet.ipv4[0] ?? packet.ipv6[0];
  if (ip !== undefined) {
    // Ports behind a second IP header are those of the packet within.
    const isOuter = packet.ipv4.length + packet.ipv6.length === 1;
    const transport = isOuter ? (packet.tcp[0] ?? packet.udp[0]) : undefined;
    return {
      source: { address: ip.source, port: transport?.sourcePort },
      destination: { address: ip.destination, port: transport?.destinationPort },
    };
  }
  const arp = packet.arp[0];
  if (arp !== undefined) return between(arp.senderAddress, arp.targetAddress);
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

/** Gives a frame that is not drawn as a segment in one line: its protocol, and ports, type or length. */
export function summarizeFrame(packet: Packet, linkType: number, length: number): FrameSummary {
  const icmp = packet.icmp[0];
  if (icmp !== undefined) return { protocol: "ICMP", summary: describeIcmp(icmp, 4) };
  const icmpv6 = packet.icmpv6[0];
  if (icmpv6 !== undefined) return { protocol: "ICMPv6", summary: describeIcmp(icmpv6, 6) };
  const arp = packet.arp[0];
  if (arp !== undefined) return { protocol: "ARP", summary: describeArp(arp) };
  const udp = packet.udp[0];
  if (udp !== undefined) {
    const payload = String(Math.max(0, udp.length - 8));
    return {
      protocol: "UDP",
      summary: `${String(udp.sourcePort)} → ${String(udp.destinationPort)} Len=${payload}`,
    };
  }
  return { protocol: innermostName(packet, linkType), summary: `Len=${String(length)}` };
}

function describeArp(arp: NonNullable<Packet["arp"][number]>): string {
  return arp.operation === 2
    ? `${arp.senderAddress} is at ${arp.senderHardware}`
    : `Who has ${arp.targetAddress}? Tell ${arp.senderAddress}`;
}

const displayNames: ReadonlyMap<string, string> = new Map([
  ["ip", "IPv4"],
  ["ipv6", "IPv6"],
  ["tcp", "TCP"],
  ["llc", "LLC"],
  ["igmp", "IGMP"],
  ["gre", "GRE"],
  ["esp", "ESP"],
  ["ospf", "OSPF"],
  ["pim", "PIM"],
  ["vrrp", "VRRP"],
  ["sctp", "SCTP"],
  ["rsvp", "RSVP"],
  ["eigrp", "EIGRP"],
]);

function innermostName(packet: Packet, linkType: number): string {
  for (const layer of [...packet.protocols].reverse()) {
    const name = displayNames.get(layer);
    if (name !== undefined) return name;
  }
  return linkTypeName(linkType).name;
}
