import type { FrameRecord } from "./frame-record";
import { tunnelPort } from "./layers/transport";
import { loadBig16, loadUint8, viewOf } from "./load-integer";

/** What was found in a frame: nothing plain. It may hold anything that `walkFrame` finds. */
const NOTHING_PLAIN = 0;
/** A TCP header of 20 octets or more. */
export const SEGMENT = 1;
/** A UDP header, and no tunnel's. */
export const DATAGRAM = 2;

/** Where a TCP or UDP header is; filled again and again. */
export interface TransportPlace {
  /** What `header`, `captured` and `end` are positions in. */
  octets: Uint8Array;
  header: number;
  /** Where the captured octets end. */
  captured: number;
  /** Where the IP packet ends, captured or not. */
  end: number;
  /** 4 or 6. */
  version: number;
  /** Of the source address, the destination behind it; in octets of their own where the datagram came in fragments. */
  addresses: number;
  addressOctets: Uint8Array;
  /** Views of both; the numbers of a frame are read from them at once, signed where they are only compared. */
  view: DataView;
  addressView: DataView;
}

/** Gives a place to be filled. */
export function emptyTransportPlace(): TransportPlace {
  const octets = new Uint8Array(0);
  const view = viewOf(octets);
  const views = { view, addressView: view };
  return {
    octets,
    header: 0,
    captured: 0,
    end: 0,
    version: 4,
    addresses: 0,
    addressOctets: octets,
    ...views,
  };
}

/** Moves a place to other octets. Those of most frames are the same: only then nothing is allocated. */
export function moveTo(place: TransportPlace, octets: Uint8Array, addressOctets: Uint8Array): void {
  if (place.octets !== octets) {
    place.octets = octets;
    place.view = viewOf(octets);
  }
  if (place.addressOctets !== addressOctets) {
    place.addressOctets = addressOctets;
    place.addressView = addressOctets === octets ? place.view : viewOf(addressOctets);
  }
}

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
const ETHERTYPE_VLAN = 0x8100;
const TCP = 6;
const UDP = 17;
const TCP_HEADER_LENGTH = 20;
const UDP_HEADER_LENGTH = 8;
const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENT = 0x3fff;

/**
 * Finds the transport header of what most frames are: TCP or UDP over IP over Ethernet, Linux cooked or nothing.
 *
 * A shortcut through `walkFrame` that finds the same, many times as fast; it leaves whatever is cut,
 * fragmented or in a tunnel to that.
 */
export function locateTransport(
  octets: Uint8Array,
  record: FrameRecord,
  linkType: number,
  place: TransportPlace,
): number {
  const network = skipLink(octets, record.start, record.end, linkType);
  if (network < 0 || record.end - network < IPV4_HEADER_LENGTH) return NOTHING_PLAIN;
  if (place.octets !== octets || place.addressOctets !== octets) moveTo(place, octets, octets);
  place.captured = record.end;
  place.end = record.start + Math.max(record.originalLength, record.end - record.start);
  const version = loadUint8(octets, network) >> 4;
  place.version = version;
  if (version === 4) return locateInIpv4(network, place);
  return version === 6 ? locateInIpv6(network, place) : NOTHING_PLAIN;
}

/** Gives where the IP header starts, or −1. */
function skipLink(octets: Uint8Array, start: number, end: number, linkType: number): number {
  switch (linkType) {
    case 1:
      return skipEthertype(octets, start + 12, end);
    case 113:
      return skipEthertype(octets, start + 14, end);
    case 101:
      return start;
    default:
      return -1;
  }
}

function skipEthertype(octets: Uint8Array, at: number, end: number): number {
  if (at + 6 > end) return -1;
  const type = loadBig16(octets, at);
  if (type !== ETHERTYPE_VLAN) return isPacket(octets, type, at + 2) ? at + 2 : -1;
  return at + 10 <= end && isPacket(octets, loadBig16(octets, at + 4), at + 6) ? at + 6 : -1;
}

/** What is called IPv6 must be; what is called IPv4 tells its version. */
function isPacket(octets: Uint8Array, type: number, at: number): boolean {
  return type === ETHERTYPE_IPV4 || (type === ETHERTYPE_IPV6 && loadUint8(octets, at) >> 4 === 6);
}

function locateInIpv4(at: number, place: TransportPlace): number {
  const { view } = place;
  const headerLength = (view.getUint8(at) & 15) << 2;
  if ((view.getUint16(at + 6) & FRAGMENT) !== 0 || headerLength < IPV4_HEADER_LENGTH) return NOTHING_PLAIN;
  // Length 0 is what a capture below segmentation offload holds: the packet fills the frame.
  const length = view.getUint16(at + 2);
  if (length !== 0) place.end = Math.min(place.end, at + length);
  place.addresses = at + 12;
  return atTransport(view.getUint8(at + 9), at + headerLength, place);
}

function locateInIpv6(at: number, place: TransportPlace): number {
  const { view } = place;
  if (place.captured - at < IPV6_HEADER_LENGTH) return NOTHING_PLAIN;
  const length = view.getUint16(at + 4);
  if (length !== 0) place.end = Math.min(place.end, at + IPV6_HEADER_LENGTH + length);
  place.addresses = at + 8;
  return atTransport(view.getUint8(at + 6), at + IPV6_HEADER_LENGTH, place);
}

function atTransport(protocol: number, header: number, place: TransportPlace): number {
  const { view } = place;
  place.header = header;
  // A packet that says it is shorter has no header where padding stands.
  place.captured = Math.min(place.captured, place.end);
  const captured = place.captured - header;
  if (protocol === TCP) return captured < TCP_HEADER_LENGTH ? NOTHING_PLAIN : SEGMENT;
  // A datagram that is shorter than its header belongs to no conversation.
  if (protocol !== UDP || captured < UDP_HEADER_LENGTH || view.getUint16(header + 4) < UDP_HEADER_LENGTH)
    return NOTHING_PLAIN;
  const isTunnel = tunnelPort(view.getUint16(header), view.getUint16(header + 2)) !== 0;
  return isTunnel ? NOTHING_PLAIN : DATAGRAM;
}
