import { ARP_LENGTH, parseArp } from "./arp";
import { ICMP_HEADER_LENGTH, parseIcmp } from "./icmp";
import { IPV4_HEADER_LENGTH, parseIpv4 } from "./ipv4";
import { IPV6_HEADER_LENGTH, parseIpv6 } from "./ipv6";
import type { Packet } from "./packet";
import { after, capturedLength, cutAt, limited, type Region } from "./region";
import { parseTcp, TCP_HEADER_LENGTH } from "./tcp";
import { parseUdp, UDP_HEADER_LENGTH } from "./udp";

/** Packets within packets that are followed; a frame that claims more is made to hurt. */
const DEEPEST_NESTING = 8;

type Reader = (region: Region, packet: Packet) => void;

const networkReaders: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [0x0800, readIpv4],
  [0x0806, readArp],
  [0x86dd, readIpv6],
]);

const transportReaders: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [1, readIcmp(4)],
  [4, readIpv4],
  [6, readTcp],
  [17, readUdp],
  [41, readIpv6],
  [58, readIcmp(6)],
]);

/** IP protocols that are only named. */
const transportNames: ReadonlyMap<number, string> = new Map([
  [2, "igmp"],
  [46, "rsvp"],
  [47, "gre"],
  [50, "esp"],
  [88, "eigrp"],
  [89, "ospf"],
  [103, "pim"],
  [112, "vrrp"],
  [132, "sctp"],
]);

/** Reads what an Ethertype announces, into the packet; other types than IP and ARP are left alone. */
export function dissectNetwork(region: Region, ethertype: number, packet: Packet): void {
  networkReaders.get(ethertype)?.(region, packet);
}

function readIpv4(region: Region, packet: Packet): void {
  if (packet.ipv4.length + packet.ipv6.length >= DEEPEST_NESTING) return;
  packet.protocols.push("ip");
  const header = parseIpv4(region);
  if (header === undefined) {
    noteCut(region, packet, "ip", IPV4_HEADER_LENGTH);
    return;
  }
  packet.ipv4.push(header);
  const inside = header.totalLength === 0 ? region : limited(region, header.totalLength);
  if (header.fragmentOffset === 0) readTransport(after(inside, header.headerLength), header.protocol, packet);
  else packet.protocols.push("data");
}

function readIpv6(region: Region, packet: Packet): void {
  if (packet.ipv4.length + packet.ipv6.length >= DEEPEST_NESTING) return;
  packet.protocols.push("ipv6");
  const header = parseIpv6(region);
  if (header === undefined) {
    noteCut(region, packet, "ipv6", IPV6_HEADER_LENGTH);
    return;
  }
  packet.ipv6.push(header);
  packet.protocols.push(...header.extensions);
  const inside =
    header.payloadLength === 0 ? region : limited(region, IPV6_HEADER_LENGTH + header.payloadLength);
  if (header.isLaterFragment) packet.protocols.push("data");
  else readTransport(after(inside, header.headerLength), header.protocol, packet);
}

function readTransport(region: Region, protocol: number, packet: Packet): void {
  const reader = transportReaders.get(protocol);
  if (reader !== undefined) reader(region, packet);
  else packet.protocols.push(transportNames.get(protocol) ?? "data");
}

function readArp(region: Region, packet: Packet): void {
  packet.protocols.push("arp");
  const arp = parseArp(region);
  if (arp === undefined) noteCut(region, packet, "arp", ARP_LENGTH);
  else packet.arp.push(arp);
}

function readTcp(region: Region, packet: Packet): void {
  packet.protocols.push("tcp");
  const header = parseTcp(region);
  if (header !== undefined) packet.tcp.push(header);
  if (header?.rest === undefined) noteCut(region, packet, "tcp", TCP_HEADER_LENGTH);
  else if (header.rest.headerLength >= TCP_HEADER_LENGTH && header.rest.payloadLength > 0)
    packet.protocols.push("data");
}

function readUdp(region: Region, packet: Packet): void {
  packet.protocols.push("udp");
  const header = parseUdp(region);
  if (header === undefined) {
    noteCut(region, packet, "udp", UDP_HEADER_LENGTH);
    return;
  }
  packet.udp.push(header);
  if (header.length > UDP_HEADER_LENGTH) packet.protocols.push("data");
}

function readIcmp(version: 4 | 6): Reader {
  return (region, packet) => {
    packet.protocols.push(version === 4 ? "icmp" : "icmpv6");
    const header = parseIcmp(region, version);
    if (header === undefined) {
      noteCut(region, packet, "icmp", ICMP_HEADER_LENGTH);
      return;
    }
    (version === 4 ? packet.icmp : packet.icmpv6).push(header);
    if (header.quotes)
      dissectNetwork(after(region, ICMP_HEADER_LENGTH), version === 4 ? 0x0800 : 0x86dd, packet);
  };
}

function noteCut(region: Region, packet: Packet, layer: string, needed: number): void {
  if (capturedLength(region) < needed) packet.faults.push(cutAt(region, layer, needed));
}
