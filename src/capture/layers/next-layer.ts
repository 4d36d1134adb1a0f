import type { FrameWalk } from "./frame-walk";

/**
 * What a header says stands behind it, as one number: where its kind is listed, and its number there.
 *
 * A layer only announces, so that none knows another; `walk-frame.ts` knows them all.
 */
export type NextLayer = number;

/** Reads the header at hand, moves behind it, and gives what follows. */
export type Layer = (walk: FrameWalk) => NextLayer;

/** Nothing more is known about what follows, or nothing follows. */
export const END: NextLayer = 0;

const ETHERTYPE = 0x10000;
const IP_PROTOCOL = 0x20000;
const LINK_TYPE = 0x30000;
const PPP_PROTOCOL = 0x40000;
const GRE_PROTOCOL = 0x50000;
const UDP_TUNNEL = 0x60000;
const SERVICE_POINT = 0x70000;
const CISCO_PROTOCOL = 0x80000;
const NETWORK_IDENTIFIER = 0x90000;

/** Link service access points (IEEE 802.2). */
export const LLC: NextLayer = 1;
/** A bare IP packet: its first four bits tell the version. */
export const IP: NextLayer = 2;
/** PPP without address and control octets. */
export const PPP: NextLayer = 3;
/** ISO's protocols: an identifier comes first. */
export const OSI: NextLayer = 4;
/** An Ethernet frame. */
export const ETHERNET: NextLayer = LINK_TYPE | 1;

/** Ethernet behind the header of ATM's LAN emulation. */
export const EMULATED: NextLayer = 5;
/** A frame of 802.11 whose first two octets changed places. */
export const SWAPPED: NextLayer = 6;
/** PPP on a serial line. */
export const SERIAL: NextLayer = LINK_TYPE | 50;

/** Of the Ethertype registry. */
export function ethertype(type: number): NextLayer {
  return ETHERTYPE | type;
}

/** Of the IP protocol registry. */
export function ipProtocol(number: number): NextLayer {
  return IP_PROTOCOL | number;
}

/** Of the tcpdump registry of link types. */
export function linkLayer(linkType: number): NextLayer {
  return LINK_TYPE | (linkType & 0xffff);
}

/** Of the PPP protocol registry. */
export function pppProtocol(number: number): NextLayer {
  return PPP_PROTOCOL | number;
}

/** Of what GRE carries: Ethertypes and some of its own. */
export function greProtocol(type: number): NextLayer {
  return GRE_PROTOCOL | type;
}

/** By the UDP port a tunnel is reached at. */
export function udpTunnel(port: number): NextLayer {
  return UDP_TUNNEL | port;
}

/** By the service access point of LLC (IEEE 802.2) it is sent to. */
export function servicePoint(point: number): NextLayer {
  return SERVICE_POINT | point;
}

/** Of those that Cisco gave numbers within its SNAP. */
export function ciscoProtocol(number: number): NextLayer {
  return CISCO_PROTOCOL | number;
}

/** By ISO's network layer protocol identifier (ISO/IEC TR 9577). */
export function networkIdentifier(identifier: number): NextLayer {
  return NETWORK_IDENTIFIER | identifier;
}

/** What a network service header or VXLAN's extension says it carries (RFC 8300 §2.5). */
export function servicePacket(protocol: number): NextLayer {
  return [END, IP, IP, ETHERNET, ethertype(0x894f), ethertype(0x8847)][protocol] ?? END;
}

/** Ethertypes by which Ethernet is recognised where nothing announces it. */
const carried: ReadonlySet<number> = new Set([0x0800, 0x0806, 0x8100, 0x86dd, 0x8847, 0x88a8]);

/** Gives whether an Ethertype is one of those that are seen everywhere. */
export function isCarried(type: number): boolean {
  return carried.has(type);
}
