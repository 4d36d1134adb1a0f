import { loadBig16, loadBig32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import {
  END,
  ETHERNET,
  greProtocol,
  IP,
  ipProtocol,
  isCarried,
  linkLayer,
  PPP,
  servicePacket,
  SWAPPED,
  type NextLayer,
} from "./next-layer";

/** VXLAN's generic extension, which names what it carries. */
export function readVxlanGpe(walk: FrameWalk): NextLayer {
  if (!walk.open("vxlan", 8)) return END;
  walk.at += 8;
  return servicePacket(loadUint8(walk.octets, walk.at - 5));
}

/** Geneve (RFC 8926). */
export function readGeneve(walk: FrameWalk): NextLayer {
  if (!walk.open("geneve", 8)) return END;
  const length = 8 + (loadUint8(walk.octets, walk.at) & 63) * 4;
  const type = loadBig16(walk.octets, walk.at + 2);
  if (!walk.has("geneve", length)) return END;
  walk.at += length;
  return greProtocol(type);
}

const GTP_USER_DATA = 255;

/** GTP-U (3GPP TS 29.281; its version 0: TS 29.060 §6): user data, perhaps behind extension headers. */
export function readGtp(walk: FrameWalk): NextLayer {
  if (!walk.open("gtp", 8)) return END;
  const flags = loadUint8(walk.octets, walk.at);
  const version = flags >> 5;
  if (version > 1 || loadUint8(walk.octets, walk.at + 1) !== GTP_USER_DATA) return END;
  const length = version === 0 ? 20 : 8;
  walk.limit(length + loadBig16(walk.octets, walk.at + 2));
  walk.at += length;
  return version === 0 || (flags & 7) === 0 || skipGtpExtensions(walk, flags) ? userData(walk) : END;
}

/** IP, or Ethernet where the type it would have there says so. */
function userData(walk: FrameWalk): NextLayer {
  const isEthernet = walk.captured > 34 && isCarried(loadBig16(walk.octets, walk.at + 12));
  return isEthernet && loadUint8(walk.octets, walk.at) < 0x40 ? ETHERNET : IP;
}

function skipGtpExtensions(walk: FrameWalk, flags: number): boolean {
  if (!walk.has("gtp", 4)) return false;
  let next = (flags & 4) === 0 ? 0 : loadUint8(walk.octets, walk.at + 3);
  walk.at += 4;
  while (next !== 0) {
    const length = loadUint8(walk.octets, walk.at) * 4;
    if (length === 0 || !walk.has("gtp", length)) return false;
    walk.at += length;
    next = loadUint8(walk.octets, walk.at - 1);
  }
  return true;
}

/** Teredo (RFC 4380): IPv6, perhaps behind authentication and the origin's address. */
export function readTeredo(walk: FrameWalk): NextLayer {
  if (!walk.open("teredo", 2)) return END;
  if (loadBig16(walk.octets, walk.at) === 1) {
    const lengths = loadUint8(walk.octets, walk.at + 2) + loadUint8(walk.octets, walk.at + 3);
    if (!walk.has("teredo", 13 + lengths + 2)) return END;
    walk.at += 13 + lengths;
  }
  if (loadBig16(walk.octets, walk.at) === 0) {
    if (!walk.has("teredo", 8)) return END;
    walk.at += 8;
  }
  return loadUint8(walk.octets, walk.at) >> 4 === 6 ? IP : END;
}

const CONTROL = 0x8000;
const LENGTH = 0x4000;
const NUMBERS = 0x0800;
const OFFSET = 0x0200;

/** L2TP, version 2 (RFC 2661): data messages carry PPP. */
export function readL2tp(walk: FrameWalk): NextLayer {
  if (!walk.open("l2tp", 6)) return END;
  const flags = loadBig16(walk.octets, walk.at);
  if ((flags & CONTROL) !== 0 || (flags & 15) !== 2) return END;
  if ((flags & LENGTH) !== 0) walk.limit(loadBig16(walk.octets, walk.at + 2));
  let length = 6 + ((flags & LENGTH) === 0 ? 0 : 2) + ((flags & NUMBERS) === 0 ? 0 : 4);
  if ((flags & OFFSET) !== 0) length += 2 + loadBig16(walk.octets, walk.at + length);
  if (!walk.has("l2tp", length)) return END;
  walk.at += length;
  return PPP;
}

/** LISP's control messages (RFC 9301 §5): one of them carries another as a packet of its own. */
export function readLispControl(walk: FrameWalk): NextLayer {
  return readPacket(walk, "lisp", firstOf(walk) >> 4 === 8, 4);
}

/** A tunnel of Mobile IP that a registration at the same port opened (RFC 3519 §3). */
export function readMobileIp(walk: FrameWalk): NextLayer {
  return readPacket(walk, "mip", firstOf(walk) === 4, 4);
}

/** Automatic multicast tunneling (RFC 7450 §5.1): queries, updates and data carry packets. */
export function readAmt(walk: FrameWalk): NextLayer {
  const kind = firstOf(walk);
  return readPacket(walk, "amt", kind >= 4 && kind <= 6, kind === 6 ? 2 : 12);
}

function firstOf(walk: FrameWalk): number {
  return walk.captured > 0 ? loadUint8(walk.octets, walk.at) : 0;
}

/** Of messages of which some carry a packet behind a header. */
function readPacket(walk: FrameWalk, name: string, isCarrier: boolean, headerLength: number): NextLayer {
  if (!walk.open(name, isCarrier ? headerLength : 1) || !isCarrier) return END;
  walk.at += headerLength;
  return IP;
}

/** AYIYA: an identity, a signature, and what they are of. */
export function readAyiya(walk: FrameWalk): NextLayer {
  if (!walk.open("ayiya", 8)) return END;
  const { octets, at } = walk;
  const length = 8 + (1 << (loadUint8(octets, at) >> 4)) + (loadUint8(octets, at + 1) >> 4) * 4;
  if (!walk.has("ayiya", length)) return END;
  walk.at += length;
  return (loadUint8(octets, at + 2) & 15) === 1 ? ipProtocol(loadUint8(octets, at + 3)) : END;
}

/** CAPWAP data (RFC 5415 §4.3) that is neither encrypted nor in pieces: frames of Ethernet or 802.11. */
export function readCapwap(walk: FrameWalk): NextLayer {
  if (!walk.open("capwap.data", 8)) return END;
  const header = loadBig32(walk.octets, walk.at);
  const length = ((header >>> 19) & 31) * 4;
  if (((header >>> 24) & 15) === 1 || (header & 0x88) !== 0 || length < 8 || !walk.has("capwap.data", length))
    return END;
  walk.at += length;
  if ((header & 0x100) === 0) return ETHERNET;
  return ((header >>> 9) & 31) === 1 ? SWAPPED : END;
}

/** Link types of what TaZmen's protocol carries. */
const sniffed: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 6],
  [4, 9],
  [5, 10],
  [7, 101],
  [18, 105],
  [126, 127],
  [127, 163],
]);

/** TaZmen sniffer protocol: tags up to an end tag, then the frame. */
export function readTzsp(walk: FrameWalk): NextLayer {
  if (!walk.open("tzsp", 4)) return END;
  const encapsulation = loadBig16(walk.octets, walk.at + 2);
  walk.at += 4;
  while (walk.captured >= 2) {
    const tag = loadUint8(walk.octets, walk.at);
    walk.at += 1;
    if (tag === 1) return linkLayer(sniffed.get(encapsulation) ?? 0xffff);
    if (tag !== 0) walk.at += 1 + loadUint8(walk.octets, walk.at);
  }
  return END;
}
