import type { ArpPacket } from "./arp";
import type { EthernetHeader } from "./ethernet";
import type { IcmpHeader } from "./icmp";
import type { Ipv4Header } from "./ipv4";
import type { Ipv6Header } from "./ipv6";
import type { TcpHeader } from "./tcp";
import type { UdpHeader } from "./udp";

/** Where a header is cut: its layer, its offset in the frame, and octets found and needed. */
export interface FaultPlace {
  readonly layer: string;
  readonly offset: number;
  readonly found: number;
  readonly needed: number;
}

/**
 * A frame taken apart, as far as its octets reach.
 *
 * Headers of a kind stand from outer to inner: a packet in a tunnel, or quoted by an ICMP error,
 * adds a second one. Filled while the frame is read, never written after.
 */
export interface Packet {
  /** Wireshark's names of the layers, from outer to inner, without `frame`. */
  readonly protocols: string[];
  readonly ethernet: EthernetHeader[];
  readonly vlans: number[];
  readonly arp: ArpPacket[];
  readonly ipv4: Ipv4Header[];
  readonly ipv6: Ipv6Header[];
  readonly icmp: IcmpHeader[];
  readonly icmpv6: IcmpHeader[];
  readonly udp: UdpHeader[];
  readonly tcp: TcpHeader[];
  readonly faults: FaultPlace[];
}

/** Gives a packet to be filled. */
export function emptyPacket(): Packet {
  return {
    protocols: [],
    ethernet: [],
    vlans: [],
    arp: [],
    ipv4: [],
    ipv6: [],
    icmp: [],
    icmpv6: [],
    udp: [],
    tcp: [],
    faults: [],
  };
}
