import { loadBig16, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import {
  END,
  ETHERNET,
  ethertype,
  greProtocol,
  IP,
  linkLayer,
  OSI,
  PPP,
  servicePacket,
  type NextLayer,
} from "./next-layer";

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;
const ERSPAN_II = 0x88be;
const WCCP = 0x883e;
const VLAN = 0x8100;
const METADATA = 0x8909;
const METADATA_LENGTH = 8;

/** Generic routing encapsulation (RFC 2784, 2890), and that of PPTP (RFC 2637). */
export function readGre(walk: FrameWalk): NextLayer {
  if (!walk.open("gre", 4)) return END;
  const flags = loadBig16(walk.octets, walk.at);
  const type = loadBig16(walk.octets, walk.at + 2);
  const length = headerLength(flags);
  if (!walk.has("gre", length)) return END;
  walk.at += length;
  if ((flags & ROUTING) !== 0 && !skipRoute(walk)) return END;
  // Without sequence numbers, ERSPAN has no header of its own (type I).
  if (type === ERSPAN_II && (flags & SEQUENCE) === 0) {
    walk.enter("erspan");
    return ETHERNET;
  }
  return greProtocol(type);
}

function headerLength(flags: number): number {
  let length = 4;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) length += 4;
  if ((flags & KEY) !== 0) length += 4;
  if ((flags & SEQUENCE) !== 0) length += 4;
  if ((flags & 7) === 1 && (flags & ACKNOWLEDGMENT) !== 0) length += 4;
  return length;
}

/** Source routes (RFC 1701) are entries of a family, an offset and a length, up to one without any. */
function skipRoute(walk: FrameWalk): boolean {
  while (walk.has("gre", 4)) {
    const family = loadBig16(walk.octets, walk.at);
    const length = loadUint8(walk.octets, walk.at + 3);
    walk.at += 4;
    if (family === 0 && length === 0) return true;
    if (!walk.has("gre", length)) return false;
    walk.at += length;
  }
  return false;
}

/** What GRE carries of links, by numbers that are no Ethertypes everywhere. */
const links: ReadonlyMap<number, NextLayer> = new Map([
  [0x00fe, OSI],
  [0x6400, ETHERNET],
  [0x6558, ETHERNET],
  [0x6559, linkLayer(107)],
  [0x880b, PPP],
]);
const WLAN = linkLayer(105);

/** What GRE carries that is no Ethertype of its own: ERSPAN types II and III, links, redirected packets. */
export function readInGre(walk: FrameWalk, type: number): NextLayer {
  switch (type) {
    case ERSPAN_II:
      return skipErspan(walk, 8);
    case 0x22eb:
      return skipErspan(walk, 12);
    case WCCP:
      return behindRedirect(walk);
    case METADATA:
      return behindMetadata(walk);
    case VLAN:
      // Wireshark looks for none behind GRE.
      return END;
    default:
      // What Aruba's access points send.
      if (type >= 0x8200 && type <= 0x8370 && (type & 15) === 0) return WLAN;
      return links.get(type) ?? ethertype(type);
  }
}

/** Cisco's metadata: behind GRE, the Ethertype comes first. */
function behindMetadata(walk: FrameWalk): NextLayer {
  if (!walk.open("cmd", METADATA_LENGTH)) return END;
  walk.at += METADATA_LENGTH;
  return ethertype(loadBig16(walk.octets, walk.at - METADATA_LENGTH));
}

/** A redirected packet, of version 2 of the protocol behind a header of its own. */
function behindRedirect(walk: FrameWalk): NextLayer {
  if (!walk.has("wccp", 5)) return END;
  if (loadUint8(walk.octets, walk.at) >> 4 !== 4) walk.at += 4;
  return IP;
}

/** ERSPAN; of type III the lowest bit tells of a part that depends on the platform. */
function skipErspan(walk: FrameWalk, length: number): NextLayer {
  if (!walk.open("erspan", length)) return END;
  if (loadUint8(walk.octets, walk.at) >> 4 !== length / 4 - 1) return END;
  const hasMore = length === 12 && (loadUint8(walk.octets, walk.at + 11) & 1) !== 0;
  walk.at += length + (hasMore ? 8 : 0);
  return ETHERNET;
}

/** Multicast routing (RFC 7761): of version 2, a register message carries a packet, of a null one nothing but the header. */
export function readPim(walk: FrameWalk): NextLayer {
  if (walk.captured === 0 || !walk.open("pim", 4)) return END;
  if (walk.captured <= 8 || loadUint8(walk.octets, walk.at) !== 0x21) return END;
  walk.at += 8;
  return IP;
}

/** A network service header (RFC 8300). */
export function readNsh(walk: FrameWalk): NextLayer {
  if (!walk.open("nsh", 8)) return END;
  const length = (loadBig16(walk.octets, walk.at) & 63) * 4;
  const next = loadUint8(walk.octets, walk.at + 3);
  if (length < 8 || !walk.has("nsh", length)) return END;
  walk.at += length;
  return servicePacket(next);
}
