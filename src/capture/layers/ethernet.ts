import { loadBig16, loadBig32 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ETHERNET, ethertype, LLC, type Layer, type NextLayer } from "./next-layer";

/** Octets of an Ethernet header without tags. */
const HEADER_LENGTH = 14;
const TYPE = 12;
const TAG_LENGTH = 4;
/** Smaller values of the type field are lengths (IEEE 802.3). */
const SMALLEST_ETHERTYPE = 0x0600;
const LONGEST_LLC = 1500;
/** Where NetWare put its packets right behind the length, this stands for the checksum. */
const RAW_NETWARE = 0xffff;

/** What Cisco's inter-switch link is sent to: the fifth octet holds more. */
const SWITCHES = 0x000c_0000;
const SWITCH_HEADER_LENGTH = 26;
const FABRIC = 0x8903;

/** Ethernet II and IEEE 802.3; between Cisco's switches, a whole frame may stand in another one. */
export function readEthernet(walk: FrameWalk): NextLayer {
  const { octets, at, captured } = walk;
  const type = loadBig16(octets, at + TYPE);
  const isForSwitches = type <= LONGEST_LLC && captured >= HEADER_LENGTH && isGroupOfSwitches(octets, at);
  if (isForSwitches) return readSwitchLink(walk, type);
  if (captured > 16 && type === FABRIC) return readFabric(walk);
  return walk.open("eth", HEADER_LENGTH) ? typeOrLength(walk, HEADER_LENGTH) : END;
}

function isGroupOfSwitches(octets: Uint8Array, at: number): boolean {
  return loadBig32(octets, at + 1) === SWITCHES && (octets[at] === 0x01 || octets[at] === 0x0c);
}

function readSwitchLink(walk: FrameWalk, length: number): NextLayer {
  if (!walk.open("isl", SWITCH_HEADER_LENGTH)) return END;
  const isEthernet = (walk.octets[walk.at + 5] ?? 0) >> 4 === 0;
  // The length counts from behind itself.
  if (length > 0) walk.limit(HEADER_LENGTH + length);
  walk.at += SWITCH_HEADER_LENGTH;
  return isEthernet ? ETHERNET : END;
}

/** Cisco's FabricPath: addresses, a tag, and a whole frame, behind which its check sequence stands. */
function readFabric(walk: FrameWalk): NextLayer {
  walk.enter("cfp");
  walk.at += 16;
  walk.limit(walk.wireEnd - walk.at - 4);
  return ETHERNET;
}

/** TRILL (RFC 6325 §3): a whole frame stands behind a header with options. */
export function readTrill(walk: FrameWalk): NextLayer {
  if (!walk.open("trill", 6)) return END;
  walk.at += 6 + ((loadBig16(walk.octets, walk.at) >> 4) & 0x7c);
  return ETHERNET;
}

/** Lengths of the headers before a frame, by kind and version. */
const meshHeaders: ReadonlyMap<number, number> = new Map([
  [0x400f, 10],
  [0x420f, 18],
  [0x010f, 14],
  [0x030e, 10],
  [0x040e, 14],
]);

/** B.A.T.M.A.N. advanced, version 14 and 15. */
export function readMesh(walk: FrameWalk): NextLayer {
  if (!walk.open("batadv", 2)) return END;
  const length = meshHeaders.get(loadBig16(walk.octets, walk.at));
  if (length === undefined || !walk.has("batadv", length)) return END;
  walk.at += length;
  return ETHERNET;
}

/** A VLAN tag: IEEE 802.1Q, and the older ways to stack them. */
export function readVlan(walk: FrameWalk): NextLayer {
  return openTag(walk, "vlan") ? typeOrLength(walk, TAG_LENGTH) : END;
}

/** A service tag (IEEE 802.1ad): as in Wireshark, no length follows it. */
export function readServiceTag(walk: FrameWalk): NextLayer {
  if (!openTag(walk, "ieee8021ad")) return END;
  walk.at += TAG_LENGTH;
  walk.enter("ethertype");
  return ethertype(loadBig16(walk.octets, walk.at - 2));
}

function openTag(walk: FrameWalk, name: string): boolean {
  walk.vlan = loadBig16(walk.octets, walk.at) & 0xfff;
  return walk.open(name, TAG_LENGTH);
}

/** A header of its own before another Ethertype, and where what follows starts. */
function beforeEthertype(name: string, length: number): Layer {
  return (walk) => (walk.open(name, length) ? typeOrLength(walk, length) : END);
}

/** A provider backbone's instance tag with the customer's addresses behind it (IEEE 802.1ah). */
export const readBackboneTag = beforeEthertype("ieee8021ah", 18);
/** Cisco's metadata: six octets before the Ethertype. */
export const readMetadata = beforeEthertype("cmd", 8);
/** A virtual machine's interface (IEEE 802.1BR's forerunner). */
export const readInterfaceTag = beforeEthertype("vntag", 6);
/** A port extender's tag (IEEE 802.1BR). */
export const readPortTag = beforeEthertype("etag", 8);
/** A redundancy tag (IEEE 802.1CB). */
export const readRedundancyTag = beforeEthertype("ieee8021cb", 6);

/** Arista's time stamps: 48 or 64 bits before the Ethertype. */
export function readTimestampTag(walk: FrameWalk): NextLayer {
  if (!walk.open("avsp", 12)) return END;
  const version = loadBig16(walk.octets, walk.at + 2) & 0xff;
  const isKnown = loadBig16(walk.octets, walk.at) === 1 && (version === 0x10 || version === 0x20);
  return isKnown ? typeOrLength(walk, version === 0x10 ? 14 : 12) : END;
}

const INTEGRITY_LENGTH = 16;

/** IEEE 802.1AE: only what is neither encrypted nor changed can be read on. */
export function readMacSecurity(walk: FrameWalk): NextLayer {
  if (!walk.open("macsec", 8)) return END;
  const control = walk.octets[walk.at] ?? 0;
  const isProtected = (control & 0x0c) !== 0;
  const headerLength = (control & 0x20) === 0 ? 6 : 14;
  // A value that proves the frame's integrity ends it; a frame without it is nothing of this protocol.
  if (isProtected || !walk.has("macsec", headerLength + INTEGRITY_LENGTH + 1)) return END;
  return typeOrLength(walk, headerLength + 2);
}

/** Moves behind a header whose last two octets are an Ethertype, or the length of what follows. */
function typeOrLength(walk: FrameWalk, headerLength: number): NextLayer {
  walk.at += headerLength;
  const type = loadBig16(walk.octets, walk.at - 2);
  // A length of 0 is none to Wireshark, but a type that nobody knows.
  if (type === 0 || type >= SMALLEST_ETHERTYPE) {
    walk.enter("ethertype");
    return ethertype(type);
  }
  if (type > LONGEST_LLC) return END;
  walk.limit(type);
  if (walk.captured < 2 || loadBig16(walk.octets, walk.at) !== RAW_NETWARE) return LLC;
  walk.enter("ipx");
  return END;
}
