import type { FrameRecord } from "./frame-record";
import { loadBig16, loadUint32, loadUint8 } from "./load-integer";

/** What was found in a frame. */
const NO_SEGMENT = 0;
/** The header's 20 octets are there. */
export const SEGMENT = 1;
/** A header on the way to the segment is cut by the snap length. */
export const CUT_HEADER = 2;

/** Where things are in a frame; filled again and again. */
export interface SegmentPlace {
  /** Of the TCP header, or of the header that is cut. */
  header: number;
  /** Where the captured octets end. */
  captured: number;
  /** Where the IP packet ends, captured or not. */
  end: number;
  /** 4 or 6. */
  version: number;
  /** Of the source address; the destination follows it. */
  addresses: number;
  /** The header's layer, and the octets it needs where it is cut. */
  layer: string;
  needed: number;
}

/** Gives a place to be filled. */
export function emptySegmentPlace(): SegmentPlace {
  return { header: 0, captured: 0, end: 0, version: 4, addresses: 0, layer: "", needed: 0 };
}

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
const TCP = 6;
const TCP_HEADER_LENGTH = 20;
const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;

/**
 * Finds the TCP header of a frame: just enough of each layer to index it, without a word about the rest.
 *
 * Gives `SEGMENT`, `NO_SEGMENT` (another protocol, a later fragment, an unknown link type) or `CUT_HEADER`.
 */
export function locateSegment(
  octets: Uint8Array,
  record: FrameRecord,
  linkType: number,
  place: SegmentPlace,
): number {
  const network = skipLink(octets, record.start, record.end, linkType);
  if (network < 0 || network >= record.end) return NO_SEGMENT;
  // A frame that claims to be shorter than what was captured of it is as long as that.
  place.captured = record.end;
  place.end = record.start + Math.max(record.originalLength, record.end - record.start);
  const version = loadUint8(octets, network) >> 4;
  place.version = version;
  if (version === 4) return locateInIpv4(octets, network, place);
  if (version === 6) return locateInIpv6(octets, network, place);
  return NO_SEGMENT;
}

/** Gives whether frames of a link type start with their IP header: LINKTYPE_RAW, older numbers of it, IPV4, IPV6. */
function isRawIp(linkType: number): boolean {
  return linkType === 101 || linkType === 12 || linkType === 14 || linkType === 228 || linkType === 229;
}

/** Gives where the IP header starts, or −1. */
function skipLink(octets: Uint8Array, start: number, end: number, linkType: number): number {
  switch (linkType) {
    case 1:
      return skipEthertype(octets, start + 12, end);
    case 113:
      return skipEthertype(octets, start + 14, end);
    case 276:
      return end - start < 20 ? -1 : skipTags(octets, loadBig16(octets, start), start + 20, end);
    case 0:
    case 108:
      return isIpFamily(octets, start) ? start + 4 : -1;
    default:
      return isRawIp(linkType) ? start : -1;
  }
}

/** Address families of IPv4, and of IPv6 on Linux, Windows, NetBSD, FreeBSD and macOS. */
const ipFamilies: ReadonlySet<number> = new Set([2, 10, 23, 24, 28, 30]);

/** Gives whether the address family of a BSD loopback header, in either byte order, is one of IP's. */
export function isIpFamily(octets: Uint8Array, at: number): boolean {
  return ipFamilies.has(loadUint32(octets, at, "little")) || ipFamilies.has(loadUint32(octets, at, "big"));
}

function skipEthertype(octets: Uint8Array, at: number, end: number): number {
  return at + 2 > end ? -1 : skipTags(octets, loadBig16(octets, at), at + 2, end);
}

function skipTags(octets: Uint8Array, ethertype: number, from: number, end: number): number {
  let type = ethertype;
  let at = from;
  while (isVlanTag(type) && at + 4 <= end) {
    type = loadBig16(octets, at + 2);
    at += 4;
  }
  return type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6 ? at : -1;
}

/** Gives whether an Ethertype announces a VLAN tag: 802.1Q, 802.1ad, or one of the older QinQ values. */
export function isVlanTag(ethertype: number): boolean {
  return ethertype === 0x8100 || ethertype === 0x88a8 || ethertype === 0x9100 || ethertype === 0x9200;
}

function locateInIpv4(octets: Uint8Array, at: number, place: SegmentPlace): number {
  if (place.captured - at < IPV4_HEADER_LENGTH) return cut(place, "ip", at, IPV4_HEADER_LENGTH);
  const headerLength = (loadUint8(octets, at) & 15) << 2;
  const isLaterFragment = (loadBig16(octets, at + 6) & 0x1fff) !== 0;
  if (loadUint8(octets, at + 9) !== TCP || isLaterFragment || headerLength < IPV4_HEADER_LENGTH)
    return NO_SEGMENT;
  // Length 0 is what a capture below segmentation offload holds: the packet fills the frame.
  const length = loadBig16(octets, at + 2);
  if (length !== 0) place.end = Math.min(place.end, at + length);
  place.addresses = at + 12;
  return atSegment(at + headerLength, place);
}

function locateInIpv6(octets: Uint8Array, at: number, place: SegmentPlace): number {
  if (place.captured - at < IPV6_HEADER_LENGTH) return cut(place, "ipv6", at, IPV6_HEADER_LENGTH);
  const length = loadBig16(octets, at + 4);
  if (length !== 0) place.end = Math.min(place.end, at + IPV6_HEADER_LENGTH + length);
  place.addresses = at + 8;
  let next = loadUint8(octets, at + 6);
  let header = at + IPV6_HEADER_LENGTH;
  while (next !== TCP) {
    const extension = extensionLength(octets, header, next);
    if (extension === 0) return NO_SEGMENT;
    if (place.captured - header < extension) return cut(place, "ipv6", header, extension);
    next = loadUint8(octets, header);
    header += extension;
  }
  return atSegment(header, place);
}

/** Gives the length of an IPv6 extension header (RFC 8200 §4), 0 where none that can be stepped over is there. */
function extensionLength(octets: Uint8Array, at: number, header: number): number {
  switch (header) {
    case 0:
    case 43:
    case 60:
    case 135:
      return (loadUint8(octets, at + 1) + 1) * 8;
    case 44:
      return (loadBig16(octets, at + 2) & 0xfff8) === 0 ? 8 : 0;
    case 51:
      return (loadUint8(octets, at + 1) + 2) * 4;
    default:
      return 0;
  }
}

function atSegment(header: number, place: SegmentPlace): number {
  place.header = header;
  place.layer = "tcp";
  // A packet that says it is shorter has no header where padding stands.
  place.captured = Math.min(place.captured, place.end);
  return place.captured - header < TCP_HEADER_LENGTH ? cut(place, "tcp", header, TCP_HEADER_LENGTH) : SEGMENT;
}

function cut(place: SegmentPlace, layer: string, header: number, needed: number): number {
  place.layer = layer;
  place.header = header;
  place.needed = needed;
  return CUT_HEADER;
}
