import { bigEndian, joined } from "./octets";

const ETHERNET_IPV4 = 0x0800;
const ETHERNET_IPV6 = 0x86dd;
const HOP_LIMIT = 64;
const DONT_FRAGMENT = 0x4000;

/** Octets of payload an IP packet may have behind its header. */
export const LONGEST_IP_PAYLOAD = 0xffff - 20;

/** Protocol numbers of IP (RFC 5237). */
export const protocols = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** Two ends of a packet: addresses of one family, and a number each for their hardware addresses. */
export interface PacketEnds {
  readonly addresses: readonly [from: Uint8Array, to: Uint8Array];
  readonly hardware: readonly [from: number, to: number];
}

/** Gives an Ethernet frame around a packet; hardware addresses are locally administered, `02:00:00:00:00:01` on. */
export function ethernetFrame(
  hardware: readonly [from: number, to: number],
  type: number,
  packet: Uint8Array,
): Uint8Array {
  const address = (number: number): Uint8Array => bigEndian([0x0200, 2], [number, 4]);
  return joined([address(hardware[1]), address(hardware[0]), bigEndian([type, 2]), packet]);
}

/**
 * Gives a frame with an IP packet. The checksum of the transport is put in at `checksumAt` of the
 * segment, which is 0 there: over the pseudo-header but for ICMP of IPv4 (RFC 9293 §3.1, RFC 8200 §8.1).
 */
export function ipFrame(
  ends: PacketEnds,
  protocol: number,
  segment: Uint8Array,
  checksumAt: number,
): Uint8Array {
  const [from, to] = ends.addresses;
  const isSix = from.length === 16;
  const pseudo = protocol === protocols.icmp ? [] : [from, to, bigEndian([segment.length, 4], [protocol, 4])];
  const sum = checksum(joined([...pseudo, segment]));
  // UDP says "none" by 0 (RFC 768).
  segment.set(bigEndian([sum === 0 && protocol === protocols.udp ? 0xffff : sum, 2]), checksumAt);
  const header = isSix
    ? ipv6Header(ends, protocol, segment.length)
    : ipv4Header(ends, protocol, segment.length);
  return ethernetFrame(ends.hardware, isSix ? ETHERNET_IPV6 : ETHERNET_IPV4, joined([header, segment]));
}

function ipv4Header({ addresses }: PacketEnds, protocol: number, length: number): Uint8Array {
  const header = joined([
    bigEndian(
      [0x4500, 2],
      [20 + length, 2],
      [0, 2],
      [DONT_FRAGMENT, 2],
      [HOP_LIMIT, 1],
      [protocol, 1],
      [0, 2],
    ),
    ...addresses,
  ]);
  header.set(bigEndian([checksum(header), 2]), 10);
  return header;
}

function ipv6Header({ addresses }: PacketEnds, protocol: number, length: number): Uint8Array {
  return joined([bigEndian([0x60000000, 4], [length, 2], [protocol, 1], [HOP_LIMIT, 1]), ...addresses]);
}

/** The Internet checksum (RFC 1071). */
function checksum(octets: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < octets.length; i += 2) sum += ((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}
