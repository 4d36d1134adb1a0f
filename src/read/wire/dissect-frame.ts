import { FrameWalk, type LayerSink } from "../../capture/layers/frame-walk";
import type { Reassembly } from "../../capture/layers/reassembly";
import { walkFrame } from "../../capture/layers/walk-frame";
import { loadBig16, loadUint8 } from "../../capture/load-integer";
import { parseArp } from "./arp";
import { dissectDatagram } from "./dissect-datagram";
import { EarlierDatagrams } from "./earlier-datagrams";
import { parseEthernet } from "./ethernet";
import { parseIcmp } from "./icmp";
import { IPV4_HEADER_LENGTH, parseIpv4 } from "./ipv4";
import { ipv6At, IPV6_HEADER_LENGTH, parseIpv6 } from "./ipv6";
import { linkTypeName } from "./link-type";
import { emptyPacket, type LinkEnds, type Packet } from "./packet";
import { capturedLength, cutAt, type Region } from "./region";
import { parseTcp, TCP_HEADER_LENGTH } from "./tcp";
import { parseUdp, parseUdpLite, UDP_HEADER_LENGTH, type UdpHeader } from "./udp";

/** What a frame's octets belong to. */
export interface FrameOrigin {
  /** Octets the frame had on the wire. */
  readonly originalLength: number;
  /** A number of the tcpdump registry. */
  readonly linkType: number;
  /** Position in the capture; needed where datagrams are put together. */
  readonly row?: number;
}

/** What frames before have left for those to come. */
export interface EarlierFrames {
  readonly reassembly?: Reassembly;
  readonly datagrams?: EarlierDatagrams;
}

/**
 * Takes a frame apart, layer by layer, as far as its octets reach and the protocols are known.
 *
 * Total: hostile octets give fewer headers, never an exception. Of a link layer that is not read, only
 * the name is told. With what frames before have left, the frame that completes a datagram holds all of it, as in
 * Wireshark, and so does the one that completes a Client Hello of QUIC.
 */
export function dissectFrame(
  octets: Uint8Array,
  origin: FrameOrigin,
  { reassembly, datagrams = new EarlierDatagrams() }: EarlierFrames = {},
): Packet {
  const packet = emptyPacket();
  const walk = new FrameWalk(new PacketFiller(packet), reassembly);
  walk.start(octets, 0, octets.length, origin.originalLength);
  walk.row = origin.row ?? 0;
  if (!walkFrame(walk, origin.linkType)) packet.protocols.push(linkTypeName(origin.linkType).protocol);
  if (packet.protocols.length === 0) packet.protocols.push("data");
  nameFragment(packet);
  dissectDatagram(packet, datagrams);
  return packet;
}

/** A fragment that completes nothing is data to Wireshark, and so is a payload nobody knows. */
function nameFragment(packet: Packet): void {
  const last = packet.protocols.at(-1);
  const isWaiting = last === "ipv6.fraghdr" || (last === "ip" && isFragment(packet));
  if (isWaiting) packet.protocols.push("data");
}

function isFragment({ ipv4 }: Packet): boolean {
  const header = ipv4.at(-1);
  if (header === undefined) return false;
  // Of a header that cannot be, or that nothing stands behind, nothing is told.
  const least = Math.max(header.headerLength, IPV4_HEADER_LENGTH);
  if (Math.min(header.readable, header.totalLength) <= least) return false;
  return header.moreFragments || header.fragmentOffset > 0;
}

/** Reads each header the walk comes to into the packet. */
class PacketFiller implements LayerSink {
  readonly #packet: Packet;

  constructor(packet: Packet) {
    this.#packet = packet;
  }

  enter(name: string, walk: FrameWalk): void {
    this.#packet.protocols.push(name);
    if (name === "data") return;
    const { octets, at: start, end, wireEnd } = walk;
    const region = { octets, start, end, wireEnd: walk.isPart && name === "tcp" ? start : wireEnd };
    readers.get(name)?.(region, this.#packet, walk.isQuoted || walk.isLater);
    if (name === "udp" && walk.version === 6) goOn(this.#packet, walk);
    if (!walk.isLater) this.#packet.layer = walk.isQuoted ? undefined : { name, region };
  }

  cut(layer: string, needed: number, { octets, at: start, end, wireEnd, isQuoted }: FrameWalk): void {
    // What an ICMP error quotes is cut as a rule.
    if (isQuoted) return;
    this.#packet.faults.push(cutAt({ octets, start, end, wireEnd }, layer, needed));
  }
}

/** A routing header names another destination than the packet's. */
function goOn(packet: Packet, { addressOctets, addresses, isQuoted }: FrameWalk): void {
  const { innermost } = packet;
  if (innermost === undefined || isQuoted) return;
  packet.innermost = { ...innermost, destination: ipv6At(addressOctets, addresses + 16) };
}

type Reader = (region: Region, packet: Packet, isQuoted: boolean) => void;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["eth", (region, packet) => keep(packet.ethernet, parseEthernet(region))],
  ["vlan", readTag],
  ["wlan", (region, packet) => (packet.link = { name: "wlan", region })],
  ["fddi", (region, packet) => (packet.link = { name: "fddi", region })],
  ["tr", (region, packet) => (packet.link = { name: "tr", region })],
  ["sctp", readPorts],
  ["dccp", readPorts],
  ["arp", (region, packet) => keep(packet.arp, parseArp(region))],
  ["ip", readIpv4],
  ["ipv6", readIpv6],
  ["icmp", (region, packet) => keep(packet.icmp, parseIcmp(region, 4))],
  ["icmpv6", (region, packet) => keep(packet.icmpv6, parseIcmp(region, 6))],
  ["tcp", readTcp],
  ["udp", (region, packet, isQuoted) => keepUdp(parseUdp(region), packet, isQuoted)],
  ["udplite", (region, packet, isQuoted) => keepUdp(parseUdpLite(region), packet, isQuoted)],
]);

function keep<T>(list: T[], header: T | undefined): void {
  if (header !== undefined) list.push(header);
}

function readPorts(region: Region, { innermost }: Packet, isQuoted: boolean): void {
  const { octets, start } = region;
  if (isQuoted || innermost === undefined || capturedLength(region) < 4) return;
  innermost.transport = {
    sourcePort: loadBig16(octets, start),
    destinationPort: loadBig16(octets, start + 2),
  };
}

function readTag({ octets, start, end }: Region, packet: Packet): void {
  if (end - start >= 2) packet.vlans.push(loadBig16(octets, start) & 0xfff);
}

function readIpv4(region: Region, packet: Packet, isQuoted: boolean): void {
  const version = loadUint8(region.octets, region.start) >> 4;
  // Of IPv6 that an Ethertype called IPv4, Wireshark tells the version twice.
  if (capturedLength(region) > 0 && (version !== 6 || packet.protocols.at(-2) === "ethertype"))
    packet.ipVersions.push(version);
  const header = parseIpv4(region);
  keep(packet.ipv4, header);
  if (!isQuoted && (header?.readable ?? 0) >= IPV4_HEADER_LENGTH) goesBetween(packet, header);
}

function readIpv6(region: Region, packet: Packet, isQuoted: boolean): void {
  const header = parseIpv6(region);
  keep(packet.ipv6, header);
  if (capturedLength(region) > 0) packet.ipVersions.push(loadUint8(region.octets, region.start) >> 4);
  if (header === undefined && capturedLength(region) > 0) packet.protocols.pop();
  if (!isQuoted && (header?.readable ?? 0) >= IPV6_HEADER_LENGTH) goesBetween(packet, header);
}

function goesBetween(packet: Packet, header: LinkEnds | undefined): void {
  if (header === undefined) return;
  const { source, destination } = header;
  packet.innermost = { source, destination, transport: undefined };
}

function readTcp(region: Region, packet: Packet, isQuoted: boolean): void {
  const header = parseTcp(region);
  keep(packet.tcp, header);
  if (header?.rest === undefined) return;
  if (!isQuoted && packet.innermost !== undefined) packet.innermost.transport = header;
  if (header.rest.headerLength >= TCP_HEADER_LENGTH && header.rest.payloadLength > 0)
    packet.protocols.push("data");
}

function keepUdp(header: UdpHeader | undefined, packet: Packet, isQuoted: boolean): void {
  keep(packet.udp, header);
  if (isQuoted || header === undefined || header.readable < UDP_HEADER_LENGTH) return;
  if (packet.innermost !== undefined) packet.innermost.transport = header;
}
