import { loadBig16, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import {
  END,
  ETHERNET,
  ethertype,
  IP,
  networkIdentifier,
  OSI,
  PPP,
  pppProtocol,
  type NextLayer,
} from "./next-layer";
import { readSubnetworkAccess } from "./llc";

/** Everybody's address: where it stands first, control stands behind it, and else neither does. */
const ALL_STATIONS = 0xff;

/** A PPP frame (RFC 1662), its address and control octets perhaps compressed away; as tunnels carry it, its protocol comes first (RFC 1661 §2). */
export function readPpp(walk: FrameWalk): NextLayer {
  walk.enter("ppp");
  if (walk.captured >= 2 && loadUint8(walk.octets, walk.at) === ALL_STATIONS) walk.at += 2;
  return protocolOf(walk);
}

/** PPP behind an octet that tells the direction. */
export function readPppWithDirection(walk: FrameWalk): NextLayer {
  if (walk.captured > 0) walk.at += 1;
  return readPpp(walk);
}

function protocolOf(walk: FrameWalk): NextLayer {
  if (!walk.has("ppp", 2)) return END;
  const first = loadUint8(walk.octets, walk.at);
  // An odd first octet is the whole protocol field, compressed.
  const length = first & 1 ? 1 : 2;
  const protocol = length === 1 ? first : loadBig16(walk.octets, walk.at);
  walk.at += length;
  return pppProtocol(protocol);
}

/** A piece of a multilink bundle (RFC 1990 §3), where it is the whole. */
export function readMultilink(walk: FrameWalk): NextLayer {
  if (!walk.open("mp", 4)) return END;
  const isWhole = loadUint8(walk.octets, walk.at) >= 0xc0;
  walk.at += 4;
  return isWhole ? PPP : END;
}

/** A PPPoE session's header (RFC 2516). */
export function readPppoe(walk: FrameWalk): NextLayer {
  if (!walk.open("pppoes", 6)) return END;
  const length = loadBig16(walk.octets, walk.at + 4);
  walk.at += 6;
  walk.limit(length);
  return PPP;
}

/** A bridged frame (RFC 3518): flags, and the kind of address. */
export function readBridged(walk: FrameWalk): NextLayer {
  if (!walk.open("bcp_bpdu", 2)) return END;
  const isEthernet = loadUint8(walk.octets, walk.at + 1) === 1;
  walk.at += 2;
  return isEthernet ? ETHERNET : END;
}

/** Of Cisco HDLC, that are no Ethertypes. */
const SERIAL_LINE_ARP = 0x8035;
const ISO = 0xfefe;

/** Cisco HDLC: address, control, and an Ethertype or a number of Cisco's. */
export function readCiscoHdlc(walk: FrameWalk): NextLayer {
  if (!walk.open("chdlc", 4)) return END;
  walk.at += 4;
  const type = loadBig16(walk.octets, walk.at - 2);
  if (type === ISO) {
    // An octet of padding may come first.
    if (walk.captured > 0 && loadUint8(walk.octets, walk.at) >> 2 !== 0x20) walk.at += 1;
    return OSI;
  }
  if (type !== SERIAL_LINE_ARP) return ethertype(type);
  walk.enter("slarp");
  return END;
}

/** PPP on a serial line; Cisco HDLC by its address octet. */
export function readSerial(walk: FrameWalk): NextLayer {
  const first = loadUint8(walk.octets, walk.at);
  const isCisco = walk.captured > 0 && (first === 0x0f || first === 0x8f);
  if (!isCisco) return readPpp(walk);
  walk.enter("ppp");
  return readCiscoHdlc(walk);
}

const UNNUMBERED = 0x03;
const SUBNETWORK_ACCESS = 0x80;

/** Frame relay with the headers of RFC 2427, or Cisco's Ethertype; its address ends with an odd octet. */
export function readFrameRelay(walk: FrameWalk): NextLayer {
  if (!walk.open("fr", 4)) return END;
  let length = 1;
  while (length < 4 && (loadUint8(walk.octets, walk.at + length - 1) & 1) === 0) length += 1;
  walk.at += length;
  if (!walk.has("fr", 2)) return END;
  const control = loadBig16(walk.octets, walk.at);
  walk.at += 2;
  return control >> 8 === UNNUMBERED ? behindControl(walk, control & 0xff) : ethertype(control);
}

/** What follows is told by a protocol identifier, before which a pad octet may stand. */
function behindControl(walk: FrameWalk, first: number): NextLayer {
  const isPadded = first === 0 && walk.captured > 0;
  const protocol = isPadded ? loadUint8(walk.octets, walk.at) : first;
  if (isPadded) walk.at += 1;
  if (protocol === 0xcc || protocol === 0x8e) return IP;
  if (protocol === SUBNETWORK_ACCESS) return readSubnetworkAccess(walk, 0);
  // The identifier is part of ISO's headers.
  if (protocol >> 2 === 0x20) walk.at -= 1;
  return networkIdentifier(protocol);
}
