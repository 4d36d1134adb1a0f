import { loadBig16, loadBig32, loadUint16, loadUint32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import {
  EMULATED,
  END,
  ETHERNET,
  ethertype,
  IP,
  linkLayer,
  LLC,
  PPP,
  SERIAL,
  type Layer,
  type NextLayer,
} from "./next-layer";

/** FDDI: frame control and two addresses. */
export function readFddi(walk: FrameWalk): NextLayer {
  if (!walk.open("fddi", 13)) return END;
  const isLlc = (loadUint8(walk.octets, walk.at) & 0xf0) === 0x50;
  walk.at += 13;
  return isLlc ? LLC : END;
}

/** Token ring: two control octets, two addresses, and a route where the source address says so. */
export function readTokenRing(walk: FrameWalk): NextLayer {
  if (!walk.open("tr", 14)) return END;
  const isLlc = (loadUint8(walk.octets, walk.at + 1) & 0xc0) === 0x40;
  const hasRoute = (loadUint8(walk.octets, walk.at + 8) & 0x80) !== 0;
  const length = hasRoute ? 14 + (loadUint8(walk.octets, walk.at + 14) & 31) : 14;
  if (!isLlc || !walk.has("tr", length)) return END;
  walk.at += length;
  return LLC;
}

/** ARCNET: addresses, an offset where Linux captured it, the system code, and for IP of RFC 1201 a flag and a number. */
function arcnet(code: number): Layer {
  return (walk) => {
    if (!walk.open("arcnet", code + 1)) return END;
    const system = loadUint8(walk.octets, walk.at + code);
    walk.at += code + 1;
    if (system === 240) return IP;
    if (system === 221) return ethertype(0x809b);
    if (system !== 212 || !walk.has("arcnet", 3)) return END;
    // A long packet has an exception flag first.
    walk.at += loadUint8(walk.octets, walk.at) === 0xff ? 7 : 3;
    return IP;
  };
}

/** ARCNET as the BSDs capture it. */
export const readArcnet = arcnet(2);
/** ARCNET as Linux captures it. */
export const readLinuxArcnet = arcnet(4);

/** SunATM: a pseudo header, then LLC, or Ethernet behind two octets of LAN emulation. */
export function readSunAtm(walk: FrameWalk): NextLayer {
  if (!walk.open("atm", 4)) return END;
  const kind = loadUint8(walk.octets, walk.at) & 15;
  walk.at += 4;
  return kind === 1 ? EMULATED : kind === 0 || kind === 2 ? LLC : END;
}

/** IP over InfiniBand (RFC 4391), behind a global route. */
export function readIpoib(walk: FrameWalk): NextLayer {
  if (!walk.open("ipoib", 44)) return END;
  walk.at += 44;
  return ethertype(loadBig16(walk.octets, walk.at - 4));
}

const NFLOG_PAYLOAD = 9;

/** Linux netfilter's log: attributes, one of which is the packet. */
export function readNflog(walk: FrameWalk): NextLayer {
  if (!walk.open("nflog", 4)) return END;
  walk.at += 4;
  while (walk.captured >= 4) {
    const length = loadUint16(walk.octets, walk.at, "little");
    const type = loadUint16(walk.octets, walk.at + 2, "little") & 0x7fff;
    if (length < 4) return END;
    if (type === NFLOG_PAYLOAD) {
      walk.limit(length);
      walk.at += 4;
      return IP;
    }
    walk.at += (length + 3) & ~3;
  }
  return END;
}

/** Apple's PKTAP: its length and the link type of what follows. */
export function readPktap(walk: FrameWalk): NextLayer {
  if (!walk.open("pktap", 12)) return END;
  const length = loadUint32(walk.octets, walk.at, "little");
  const linkType = loadUint32(walk.octets, walk.at + 8, "little");
  if (length < 12 || !walk.has("pktap", length)) return END;
  walk.at += length;
  return linkLayer(linkType);
}

const JUNIPER_MAGIC = 0x4d4743;

/** Juniper's header before another link's: magic, flags, and extensions where the top flag says so. */
function juniper(link: NextLayer): Layer {
  return (walk) => {
    if (!walk.open("juniper", 4)) return END;
    const start = loadBig32(walk.octets, walk.at);
    const flags = start & 0xff;
    const length = (flags & 0x80) === 0 ? 4 : 6 + loadBig16(walk.octets, walk.at + 4);
    if (start >>> 8 !== JUNIPER_MAGIC || !walk.has("juniper", length)) return END;
    walk.at += length;
    return (flags & 2) === 0 ? link : IP;
  };
}

/** Juniper's header before Ethernet. */
export const readJuniperEthernet = juniper(ETHERNET);
/** Juniper's header before PPP. */
export const readJuniperPpp = juniper(PPP);
/** Juniper's header before frame relay. */
export const readJuniperFrameRelay = juniper(linkLayer(107));
/** Juniper's header before Cisco HDLC. */
export const readJuniperHdlc = juniper(linkLayer(104));

/** Broadcom's and Marvell's switch tags stand before the Ethertype, as a VLAN tag does. */
export function readSwitchTag(walk: FrameWalk): NextLayer {
  if (!walk.open("eth", 18)) return END;
  walk.at += 18;
  walk.enter("ethertype");
  return ethertype(loadBig16(walk.octets, walk.at - 2));
}

const ERF_ETHERNET: ReadonlySet<number> = new Set([2, 11, 16, 20]);

/** What Endace's cards capture: a header that tells the kind, perhaps followed by others of eight octets, then the frame. */
export function readErf(walk: FrameWalk): NextLayer {
  if (!walk.open("erf", 16)) return END;
  let kind = loadUint8(walk.octets, walk.at + 8);
  const frame = kind & 127;
  for (walk.at += 16; kind >= 128 && walk.has("erf", 8); walk.at += 8) kind = loadUint8(walk.octets, walk.at);
  if (frame === 1) return SERIAL;
  if (frame === 22 || frame === 23) return IP;
  // Two octets of padding put what Ethernet carries on a boundary of four.
  walk.at += 2;
  return ERF_ETHERNET.has(frame) ? ETHERNET : END;
}
