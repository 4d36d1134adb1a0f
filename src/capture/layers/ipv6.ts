import { loadBig16, loadBig32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ipProtocol, type Layer, type NextLayer } from "./next-layer";

const HEADER_LENGTH = 40;
const FRAGMENT_HEADER_LENGTH = 8;
const ADDRESSES_LENGTH = 32;
const ADDRESS_LENGTH = 16;
/** Of both addresses, in the header. */
const ADDRESSES_AT = 8;

/** IPv6 (RFC 8200); its extension headers are layers of their own. */
export function readIpv6(walk: FrameWalk): NextLayer {
  if (walk.captured > 0 && loadUint8(walk.octets, walk.at) >> 4 !== 6) {
    // Wireshark takes it for no packet of IPv6, once it has told its version.
    walk.enter("ipv6");
    walk.enter("data");
    return END;
  }
  if (!walk.open("ipv6", HEADER_LENGTH)) return END;
  const { octets, at } = walk;
  if (!walk.address(6, at + ADDRESSES_AT)) return END;
  // Length 0 is a jumbogram, or what a capture below segmentation offload holds.
  const length = loadBig16(octets, at + 4);
  if (length !== 0) walk.limit(HEADER_LENGTH + length);
  walk.at += HEADER_LENGTH;
  return ipProtocol(loadUint8(octets, at + 6));
}

/** An extension header that tells its length in units of octets, beyond its first `units`. */
function extension(name: string, units: number, beyond: number): Layer {
  return (walk) => {
    if (!walk.open(name, 8)) return END;
    const next = loadUint8(walk.octets, walk.at);
    const length = (loadUint8(walk.octets, walk.at + 1) + beyond) * units;
    if (!walk.has(name, length)) return END;
    walk.at += length;
    return ipProtocol(next);
  };
}

/** Hop-by-hop options. */
export const readHopByHop = extension("ipv6.hopopts", 8, 1);
const skipRouting = extension("ipv6.routing", 8, 1);

/** A routing header: where it has stops left, what follows goes to the last one. */
export function readRouting(walk: FrameWalk): NextLayer {
  const { octets, at } = walk;
  const next = skipRouting(walk);
  const lastStop = next === END ? 0 : placeOfLastStop(octets, at);
  if (lastStop !== 0) {
    const header = walk.addressOctets.slice(walk.addresses - ADDRESSES_AT, walk.addresses + ADDRESSES_LENGTH);
    header.set(octets.subarray(lastStop, lastStop + ADDRESS_LENGTH), HEADER_LENGTH - ADDRESS_LENGTH);
    walk.addressOctets = header;
    walk.addresses = ADDRESSES_AT;
  }
  return next;
}

/** Source routes (RFC 2460 §4.4) and home addresses (RFC 6275 §6.4) end with it, segments (RFC 8754 §2) begin; 0 for none. */
function placeOfLastStop(octets: Uint8Array, at: number): number {
  const length = (loadUint8(octets, at + 1) + 1) * 8;
  const type = loadUint8(octets, at + 2);
  if (loadUint8(octets, at + 3) === 0 || length < 8 + ADDRESS_LENGTH) return 0;
  if (type === 4) return at + 8;
  return type === 0 || type === 2 ? at + length - ADDRESS_LENGTH : 0;
}
/** Destination options. */
export const readDestinationOptions = extension("ipv6.dstopts", 8, 1);
/** Multihoming shim (RFC 5533). */
export const readShim = extension("shim6", 8, 1);
/** An authentication header (RFC 4302). */
export const readAuthentication = extension("ah", 4, 2);

/** A fragment header; an atomic fragment (RFC 6946) is no fragment. */
export function readFragmentHeader(walk: FrameWalk): NextLayer {
  if (!walk.open("ipv6.fraghdr", FRAGMENT_HEADER_LENGTH)) return END;
  const { octets, at } = walk;
  const place = loadBig16(octets, at + 2);
  const next = ipProtocol(loadUint8(octets, at));
  walk.at += FRAGMENT_HEADER_LENGTH;
  if ((place & 0xfff9) === 0) return next;
  return readFragment(walk, at, place) ? next : END;
}

function readFragment(walk: FrameWalk, header: number, place: number): boolean {
  const { octets, addresses, addressOctets, reassembly } = walk;
  const offset = place & 0xfff8;
  // In an ICMP error, what is quoted may end before its packet does.
  const packetEnd = addresses + ADDRESSES_LENGTH + loadBig16(addressOctets, addresses - 4);
  const isWhole = walk.isQuoted ? walk.end >= packetEnd : walk.end >= walk.wireEnd;
  if (reassembly === undefined || walk.captured === 0) return offset === 0;
  // As in Wireshark, of a fragment that is cut nothing is shown.
  if (!isWhole) return false;
  const key = `${addressOctets.subarray(addresses, addresses + ADDRESSES_LENGTH).join(" ")} ${loadBig32(octets, header + 4)}`;
  const hasMore = (place & 1) !== 0;
  const whole = reassembly.add(octets.subarray(walk.at, walk.end), { key, offset, hasMore, row: walk.row });
  if (whole !== undefined) walk.moveTo(whole);
  return whole !== undefined;
}
