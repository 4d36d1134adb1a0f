import { datagramSide } from "../../capture/capture-index";
import { otherSidesOf } from "../../capture/other-sides";
import type { LinkEnds, Packet } from "../wire/packet";
import { hexadecimal, plain, truth, type FieldTable, type FrameFacts } from "./field";

/** What a header says, of each header of a kind in a frame. */
type Told<T> = (facts: FrameFacts) => readonly (T | undefined)[];

/** Gives how headers of a kind are asked what stands within their first `needed` octets: nothing where those were not captured. */
function within<H extends { readonly readable: number }>(
  headers: (packet: Packet) => readonly H[],
): <T>(needed: number, find: (header: H) => T) => Told<T> {
  return (needed, find) =>
    ({ packet }) =>
      headers(packet).map((header) => (header.readable < needed ? undefined : find(header)));
}

const ipv4 = within(({ ipv4 }) => ipv4);
const ipv6 = within(({ ipv6 }) => ipv6);
const icmp = within(({ icmp }) => icmp);
const icmpv6 = within(({ icmpv6 }) => icmpv6);
const udp = within(({ udp }) => udp);
const source = (header: LinkEnds): string => header.source;
const destination = (header: LinkEnds): string => header.destination;

/** Gives two values of each header, one after the other. */
function both<T>(first: Told<T>, second: Told<T>): Told<T> {
  return (facts) => {
    const seconds = second(facts);
    return first(facts).flatMap((value, i) => [value, seconds[i]]);
  };
}

/** Fields of the link layer, of ARP, IP, ICMP and UDP. */
export const networkFields: FieldTable = {
  "eth.dst": plain(({ packet }) => packet.ethernet.map((header) => header.destination)),
  "eth.src": plain(({ packet }) => packet.ethernet.map((header) => header.source)),
  "eth.addr": plain(({ packet }) => packet.ethernet.flatMap((header) => [header.destination, header.source])),
  "eth.type": hexadecimal(4, ({ packet }) =>
    packet.ethernet.map(({ type }) => (type === 0 || type >= 0x0600 ? type : undefined)),
  ),
  "vlan.id": plain(({ packet }) => packet.vlans),

  "arp.opcode": plain(({ packet }) => packet.arp.map((arp) => arp.operation)),
  "arp.src.hw_mac": plain(({ packet }) => packet.arp.map((arp) => arp.senderHardware)),
  "arp.src.proto_ipv4": plain(({ packet }) => packet.arp.map((arp) => arp.senderAddress)),
  "arp.dst.hw_mac": plain(({ packet }) => packet.arp.map((arp) => arp.targetHardware)),
  "arp.dst.proto_ipv4": plain(({ packet }) => packet.arp.map((arp) => arp.targetAddress)),

  "ip.version": plain(({ packet }) => packet.ipVersions),
  "ip.hdr_len": plain(ipv4(1, (header) => header.headerLength)),
  "ip.dsfield": hexadecimal(
    2,
    ipv4(2, (header) => header.dscp * 4 + header.ecn),
  ),
  "ip.dsfield.dscp": plain(ipv4(2, (header) => header.dscp)),
  "ip.dsfield.ecn": plain(ipv4(2, (header) => header.ecn)),
  "ip.len": plain(ipv4(4, (header) => header.totalLength)),
  "ip.id": hexadecimal(
    4,
    ipv4(6, (header) => header.identification),
  ),
  "ip.flags.df": truth(ipv4(8, (header) => header.dontFragment)),
  "ip.flags.mf": truth(ipv4(8, (header) => header.moreFragments)),
  "ip.frag_offset": plain(ipv4(8, (header) => header.fragmentOffset / 8)),
  "ip.ttl": plain(ipv4(9, (header) => header.timeToLive)),
  "ip.proto": plain(ipv4(10, (header) => header.protocol)),
  "ip.src": plain(ipv4(16, source)),
  "ip.dst": plain(ipv4(20, destination)),
  "ip.addr": plain(both(ipv4(16, source), ipv4(20, destination))),

  "ipv6.plen": plain(ipv6(7, (header) => header.payloadLength)),
  "ipv6.hlim": plain(ipv6(8, (header) => header.hopLimit)),
  "ipv6.nxt": plain(ipv6(7, (header) => header.nextHeader)),
  "ipv6.src": plain(ipv6(24, source)),
  "ipv6.dst": plain(ipv6(40, destination)),
  "ipv6.addr": plain(both(ipv6(24, source), ipv6(40, destination))),

  "icmp.type": plain(icmp(6, (header) => header.type)),
  "icmp.code": plain(icmp(6, (header) => header.code)),
  "icmp.ident": plain(icmp(6, (header) => header.identifier)),
  "icmp.seq": plain(icmp(8, (header) => header.sequence)),
  "icmpv6.type": plain(icmpv6(1, (header) => header.type)),
  "icmpv6.code": plain(icmpv6(2, (header) => header.code)),

  "udp.srcport": plain(udp(4, (header) => header.sourcePort)),
  "udp.dstport": plain(udp(4, (header) => header.destinationPort)),
  "udp.port": plain(({ packet }) =>
    packet.udp.flatMap((header) => [header.sourcePort, header.destinationPort]),
  ),
  "udp.length": plain(udp(6, (header) => header.length)),
  "udp.stream": plain(({ index, row }) =>
    [...otherSidesOf(index.otherSides, row), index.frames.conversation[row] ?? -1]
      .filter((side) => side < -1)
      .map((side) => datagramSide(side) >> 1),
  ),
};
