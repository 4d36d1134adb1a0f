import { loadBig16, loadBig32 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ETHERNET, ethertype, LLC, type NextLayer } from "./next-layer";

/** Octets of an Ethernet header without tags. */
const HEADER_LENGTH = 14;
const TAG_LENGTH = 4;
/** Smaller values of the type field are lengths (IEEE 802.3). */
const SMALLEST_ETHERTYPE = 0x0600;
const LONGEST_LLC = 1500;
/** Both service access points of bridges that talk about loops. */
const SPANNING_TREE = 0x4242;

/** What Cisco's inter-switch link is sent to: the fifth octet holds more. */
const SWITCHES = 0x000c_0000;
const SWITCH_HEADER_LENGTH = 26;

/** Ethernet II and IEEE 802.3; between Cisco's switches, a whole frame may stand in another one. */
export function readEthernet(walk: FrameWalk): NextLayer {
  const { octets, at, captured } = walk;
  const isForSwitches = captured >= HEADER_LENGTH && loadBig32(octets, at + 1) === SWITCHES;
  if (isForSwitches && (octets[at] === 0x01 || octets[at] === 0x0c)) return readSwitchLink(walk);
  return walk.open("eth", HEADER_LENGTH) ? typeOrLength(walk, HEADER_LENGTH) : END;
}

function readSwitchLink(walk: FrameWalk): NextLayer {
  if (!walk.open("isl", SWITCH_HEADER_LENGTH)) return END;
  const isEthernet = (walk.octets[walk.at + 5] ?? 0) >> 4 === 0;
  walk.at += SWITCH_HEADER_LENGTH;
  return isEthernet ? ETHERNET : END;
}

/** A VLAN tag: IEEE 802.1Q, and the older ways to stack them. */
export function readVlan(walk: FrameWalk): NextLayer {
  return readTag(walk, "vlan");
}

/** A service tag (IEEE 802.1ad). */
export function readServiceTag(walk: FrameWalk): NextLayer {
  return readTag(walk, "ieee8021ad");
}

function readTag(walk: FrameWalk, name: string): NextLayer {
  if (!walk.open(name, TAG_LENGTH)) return END;
  walk.vlan = loadBig16(walk.octets, walk.at) & 0xfff;
  return typeOrLength(walk, TAG_LENGTH);
}

/** A provider backbone's instance tag with the customer's addresses behind it (IEEE 802.1ah). */
export function readBackboneTag(walk: FrameWalk): NextLayer {
  return walk.open("ieee8021ah", 18) ? typeOrLength(walk, 18) : END;
}

/** Cisco's metadata: six octets before the Ethertype. */
export function readMetadata(walk: FrameWalk): NextLayer {
  return walk.open("cmd", 8) ? typeOrLength(walk, 8) : END;
}

/** IEEE 802.1AE: only what is neither encrypted nor changed can be read on. */
export function readMacSecurity(walk: FrameWalk): NextLayer {
  if (!walk.open("macsec", 8)) return END;
  const control = walk.octets[walk.at] ?? 0;
  const isProtected = (control & 0x0c) !== 0;
  const headerLength = (control & 0x20) === 0 ? 6 : 14;
  return isProtected || !walk.has("macsec", headerLength + 2) ? END : typeOrLength(walk, headerLength + 2);
}

/** Moves behind a header whose last two octets are an Ethertype, or the length of what follows. */
function typeOrLength(walk: FrameWalk, headerLength: number): NextLayer {
  walk.at += headerLength;
  const type = loadBig16(walk.octets, walk.at - 2);
  if (type >= SMALLEST_ETHERTYPE) {
    walk.enter("ethertype");
    return ethertype(type);
  }
  if (type > LONGEST_LLC) return END;
  walk.limit(type);
  return LLC;
}

/** IEEE 802.2 service access points, and the subnetwork access protocol behind AA AA 03. */
export function readLlc(walk: FrameWalk): NextLayer {
  if (!walk.open("llc", 3)) return END;
  const points = loadBig16(walk.octets, walk.at);
  const control = walk.octets[walk.at + 2];
  if (points === 0x0606 && control === 3) {
    walk.at += 3;
    return ethertype(0x0800);
  }
  if (points === SPANNING_TREE) walk.enter("stp");
  if (points !== 0xaaaa || control !== 3 || !walk.has("llc", 8)) return END;
  const organisation = loadBig32(walk.octets, walk.at + 2) & 0xffffff;
  const type = loadBig16(walk.octets, walk.at + 6);
  walk.at += 8;
  // Plain Ethertypes, Apple's, and those of bridges that tunnel Ethernet II frames (RFC 1042, 802.1H).
  return organisation === 0 || organisation === 0x0000f8 ? ethertype(type) : END;
}
