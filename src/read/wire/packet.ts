import type { ArpPacket } from "./arp";
import type { EthernetHeader } from "./ethernet";
import type { IcmpHeader } from "./icmp";
import type { Ipv4Header } from "./ipv4";
import type { Ipv6Header } from "./ipv6";
import type { Region } from "./region";
import type { TcpHeader } from "./tcp";
import type { UdpHeader } from "./udp";

/** Where a header is cut: its layer, its offset in the frame, and octets found and needed. */
export interface FaultPlace {
  readonly layer: string;
  readonly offset: number;
  readonly found: number;
  readonly needed: number;
}

/** A message of an application's protocol that a frame holds or completes. */
export interface ApplicationMessage {
  /** Wireshark's name in filters: `dns`; and for people: `DNS`. */
  readonly protocol: string;
  readonly name: string;
  /** One line; made of hostile octets, so printable characters only. */
  readonly summary: string;
  /** Values by Wireshark's names of fields. */
  readonly fields: MessageFields;
}

/** Values of fields by Wireshark's names. */
export type MessageFields = Readonly<Record<string, readonly (string | number | boolean)[]>>;

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
  /** Of IP packets of any version, also of those that cannot be. */
  readonly ipVersions: number[];
  readonly ipv4: Ipv4Header[];
  readonly ipv6: Ipv6Header[];
  readonly icmp: IcmpHeader[];
  readonly icmpv6: IcmpHeader[];
  readonly udp: UdpHeader[];
  readonly tcp: TcpHeader[];
  readonly messages: ApplicationMessage[];
  readonly faults: FaultPlace[];
  /** The innermost packet that is not quoted by an ICMP error, and its transport header. */
  innermost: InnermostPacket | undefined;
  /** Between whom it goes where there is no IP packet, by what Wireshark said. */
  told: LinkEnds | undefined;
  /** The innermost layer that is known, where it is not quoted: what it says of itself is read when it is asked for. */
  layer: LayerPlace | undefined;
  /** A link layer other than Ethernet that has addresses. */
  link: LayerPlace | undefined;
}

/** What of a frame its segment is read from; the messages are those that it completes. */
export interface SegmentLayers {
  readonly tcp: readonly TcpHeader[];
  readonly messages: readonly ApplicationMessage[];
}

/** Between whom a frame goes where it holds no packet. */
export interface LinkEnds {
  readonly source: string;
  readonly destination: string;
}

/** A layer by Wireshark's name, and its octets; they are only valid until the next frame is read. */
export interface LayerPlace {
  readonly name: string;
  readonly region: Region;
}

/** Between whom the innermost packet goes. */
export interface InnermostPacket {
  readonly source: string;
  readonly destination: string;
  /** What has ports in it: headers of TCP and UDP, or the ports of another protocol. */
  transport: { readonly sourcePort: number; readonly destinationPort: number } | undefined;
}

/** Gives a packet to be filled. */
export function emptyPacket(): Packet {
  return {
    protocols: [],
    ethernet: [],
    vlans: [],
    arp: [],
    ipVersions: [],
    ipv4: [],
    ipv6: [],
    icmp: [],
    icmpv6: [],
    udp: [],
    tcp: [],
    messages: [],
    faults: [],
    innermost: undefined,
    told: undefined,
    layer: undefined,
    link: undefined,
  };
}
