import { loadBig16, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ETHERNET, ethertype, greProtocol, IP, linkLayer, PPP, type NextLayer } from "./next-layer";

/** VXLAN (RFC 7348). */
export function readVxlan(walk: FrameWalk): NextLayer {
  if (!walk.open("vxlan", 8)) return END;
  walk.at += 8;
  return ETHERNET;
}

const NSH = ethertype(0x894f);
const gpeProtocols: readonly (NextLayer | undefined)[] = [undefined, IP, IP, ETHERNET, NSH];

/** VXLAN's generic extension, which names what it carries. */
export function readVxlanGpe(walk: FrameWalk): NextLayer {
  if (!walk.open("vxlan", 8)) return END;
  walk.at += 8;
  return gpeProtocols[loadUint8(walk.octets, walk.at - 5)] ?? END;
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

/** GTP-U, version 1 (3GPP TS 29.281): user data is an IP packet, perhaps behind extension headers. */
export function readGtp(walk: FrameWalk): NextLayer {
  if (!walk.open("gtp", 8)) return END;
  const flags = loadUint8(walk.octets, walk.at);
  if (flags >> 5 !== 1 || loadUint8(walk.octets, walk.at + 1) !== GTP_USER_DATA) return END;
  walk.limit(8 + loadBig16(walk.octets, walk.at + 2));
  walk.at += 8;
  if ((flags & 7) === 0) return IP;
  if (!walk.has("gtp", 4)) return END;
  let next = (flags & 4) === 0 ? 0 : loadUint8(walk.octets, walk.at + 3);
  walk.at += 4;
  while (next !== 0) {
    const length = loadUint8(walk.octets, walk.at) * 4;
    if (length === 0 || !walk.has("gtp", length)) return END;
    walk.at += length;
    next = loadUint8(walk.octets, walk.at - 1);
  }
  return IP;
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
  let length = 6 + ((flags & LENGTH) === 0 ? 0 : 2) + ((flags & NUMBERS) === 0 ? 0 : 4);
  if ((flags & OFFSET) !== 0) length += 2 + loadBig16(walk.octets, walk.at + length);
  if (!walk.has("l2tp", length)) return END;
  walk.at += length;
  return PPP;
}

/** LISP data (RFC 9300). */
export function readLisp(walk: FrameWalk): NextLayer {
  if (!walk.open("lisp-data", 8)) return END;
  walk.at += 8;
  return IP;
}

/** TaZmen sniffer protocol: tags up to an end tag, then the frame. */
export function readTzsp(walk: FrameWalk): NextLayer {
  if (!walk.open("tzsp", 4)) return END;
  const encapsulation = loadBig16(walk.octets, walk.at + 2);
  walk.at += 4;
  while (walk.captured >= 2) {
    const tag = loadUint8(walk.octets, walk.at);
    walk.at += 1;
    if (tag === 1) return encapsulation === 1 ? ETHERNET : linkLayer(encapsulation === 18 ? 105 : 0xffff);
    if (tag !== 0) walk.at += 1 + loadUint8(walk.octets, walk.at);
  }
  return END;
}
