import { datagramSide } from "../../capture/capture-index";
import { otherSidesOf } from "../../capture/other-sides";
import { hexadecimal, plain, truth, type FieldTable } from "./field";

/** Fields of the link layer, of ARP, IP, ICMP and UDP. */
export const networkFields: FieldTable = {
  "eth.dst": plain(({ packet }) => packet.ethernet.map((header) => header.destination)),
  "eth.src": plain(({ packet }) => packet.ethernet.map((header) => header.source)),
  "eth.addr": plain(({ packet }) => packet.ethernet.flatMap((header) => [header.destination, header.source])),
  "eth.type": hexadecimal(4, ({ packet }) =>
    packet.ethernet.map(({ type }) => (type >= 0x0600 ? type : undefined)),
  ),
  "vlan.id": plain(({ packet }) => packet.vlans),

  "arp.opcode": plain(({ packet }) => packet.arp.map((arp) => arp.operation)),
  "arp.src.hw_mac": plain(({ packet }) => packet.arp.map((arp) => arp.senderHardware)),
  "arp.src.proto_ipv4": plain(({ packet }) => packet.arp.map((arp) => arp.senderAddress)),
  "arp.dst.hw_mac": plain(({ packet }) => packet.arp.map((arp) => arp.targetHardware)),
  "arp.dst.proto_ipv4": plain(({ packet }) => packet.arp.map((arp) => arp.targetAddress)),

  "ip.version": plain(({ packet }) => packet.ipv4.map(() => 4)),
  "ip.hdr_len": plain(({ packet }) => packet.ipv4.map((header) => header.headerLength)),
  "ip.dsfield": hexadecimal(2, ({ packet }) => packet.ipv4.map((header) => header.dscp * 4 + header.ecn)),
  "ip.dsfield.dscp": plain(({ packet }) => packet.ipv4.map((header) => header.dscp)),
  "ip.dsfield.ecn": plain(({ packet }) => packet.ipv4.map((header) => header.ecn)),
  "ip.len": plain(({ packet }) => packet.ipv4.map((header) => header.totalLength)),
  "ip.id": hexadecimal(4, ({ packet }) => packet.ipv4.map((header) => header.identification)),
  "ip.flags.df": truth(({ packet }) => packet.ipv4.map((header) => header.dontFragment)),
  "ip.flags.mf": truth(({ packet }) => packet.ipv4.map((header) => header.moreFragments)),
  "ip.frag_offset": plain(({ packet }) => packet.ipv4.map((header) => header.fragmentOffset)),
  "ip.ttl": plain(({ packet }) => packet.ipv4.map((header) => header.timeToLive)),
  "ip.proto": plain(({ packet }) => packet.ipv4.map((header) => header.protocol)),
  "ip.src": plain(({ packet }) => packet.ipv4.map((header) => header.source)),
  "ip.dst": plain(({ packet }) => packet.ipv4.map((header) => header.destination)),
  "ip.addr": plain(({ packet }) => packet.ipv4.flatMap((header) => [header.source, header.destination])),

  "ipv6.plen": plain(({ packet }) => packet.ipv6.map((header) => header.payloadLength)),
  "ipv6.hlim": plain(({ packet }) => packet.ipv6.map((header) => header.hopLimit)),
  "ipv6.nxt": plain(({ packet }) => packet.ipv6.map((header) => header.nextHeader)),
  "ipv6.src": plain(({ packet }) => packet.ipv6.map((header) => header.source)),
  "ipv6.dst": plain(({ packet }) => packet.ipv6.map((header) => header.destination)),
  "ipv6.addr": plain(({ packet }) => packet.ipv6.flatMap((header) => [header.source, header.destination])),

  "icmp.type": plain(({ packet }) => packet.icmp.map((header) => header.type)),
  "icmp.code": plain(({ packet }) => packet.icmp.map((header) => header.code)),
  "icmp.ident": plain(({ packet }) => packet.icmp.map((header) => header.identifier)),
  "icmp.seq": plain(({ packet }) => packet.icmp.map((header) => header.sequence)),
  "icmpv6.type": plain(({ packet }) => packet.icmpv6.map((header) => header.type)),
  "icmpv6.code": plain(({ packet }) => packet.icmpv6.map((header) => header.code)),

  "udp.srcport": plain(({ packet }) => packet.udp.map((header) => header.sourcePort)),
  "udp.dstport": plain(({ packet }) => packet.udp.map((header) => header.destinationPort)),
  "udp.port": plain(({ packet }) =>
    packet.udp.flatMap((header) => [header.sourcePort, header.destinationPort]),
  ),
  "udp.length": plain(({ packet }) => packet.udp.map((header) => header.length)),
  "udp.stream": plain(({ index, row }) =>
    [...otherSidesOf(index.otherSides, row), index.frames.conversation[row] ?? -1]
      .filter((side) => side < -1)
      .map((side) => datagramSide(side) >> 1),
  ),
};
