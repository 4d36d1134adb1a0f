import { loadBig16, loadUint32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ethertype, IP, PPP, type NextLayer } from "./next-layer";

const PPP_START = 0xff03;
const IPV4 = ethertype(0x0800);
const IPV6 = ethertype(0x86dd);

/** A bare IP packet. */
export function readIp(walk: FrameWalk): NextLayer {
  if (walk.captured === 0) return END;
  const version = loadUint8(walk.octets, walk.at) >> 4;
  if (version === 4) return IPV4;
  return version === 6 ? IPV6 : END;
}

/** Octets by which Wireshark tells what stands in a raw frame: of fewer it tells nothing. */
const RAW_START = 8;

/** LINKTYPE_RAW: nothing before the IP packet; but Linux left PPP there, and of ISDN one octet or six before it. */
export function readRaw(walk: FrameWalk): NextLayer {
  if (!walk.open("raw", RAW_START)) return END;
  const before = [0, 6, 1].find((octets) => loadBig16(walk.octets, walk.at + octets) === PPP_START);
  if (before === undefined) return IP;
  walk.at += before;
  return PPP;
}

/** Classical IP over ATM, as Linux captures it: nothing before the packet. */
export function readClassicalIp(walk: FrameWalk): NextLayer {
  walk.enter("clip");
  return ethertype(0x0800);
}

/** Address families of IPv4, and of IPv6 on Windows, NetBSD, FreeBSD and macOS. */
const ipFamilies: ReadonlySet<number> = new Set([2, 23, 24, 28, 30]);
const WINDOWS_IPV6 = 23;
const SMALLEST_ETHERTYPE = 0x0600;

/** BSD loopback: an address family in whatever byte order the machine had, or an Ethertype. */
export function readLoopback(walk: FrameWalk): NextLayer {
  if (!walk.open("null", 4)) return END;
  const little = loadUint32(walk.octets, walk.at, "little");
  const family = little > 0xffff ? loadUint32(walk.octets, walk.at, "big") : little;
  walk.at += 4;
  if (family >= SMALLEST_ETHERTYPE) return family > 0xffff ? END : ethertype(family);
  if (!ipFamilies.has(family)) return END;
  // Wireshark takes what Windows calls IPv6 for IPX.
  if (family === WINDOWS_IPV6) return IP;
  return family === 2 ? IPV4 : IPV6;
}

/** OpenBSD's encapsulation: family, index of the security association, flags. */
export function readEnc(walk: FrameWalk): NextLayer {
  if (!walk.open("enc", 12)) return END;
  const isIp = isIpFamily(walk.octets, walk.at);
  walk.at += 12;
  return isIp ? IP : END;
}

/** The packet filter log of the BSDs: its first octet is the header's length without padding. */
export function readPflog(walk: FrameWalk): NextLayer {
  if (!walk.open("pflog", 4)) return END;
  const length = (loadUint8(walk.octets, walk.at) + 3) & ~3;
  const isIp = ipFamilies.has(loadUint8(walk.octets, walk.at + 1));
  if (!walk.has("pflog", length)) return END;
  walk.at += length;
  return isIp ? IP : END;
}

function isIpFamily(octets: Uint8Array, at: number): boolean {
  return ipFamilies.has(loadUint32(octets, at, "little")) || ipFamilies.has(loadUint32(octets, at, "big"));
}
