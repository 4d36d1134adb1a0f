import { loadBig16, loadBig32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { ciscoProtocol, END, ETHERNET, ethertype, LLC, servicePoint, type NextLayer } from "./next-layer";

const SUBNETWORK_ACCESS = 0xaaaa;
const SUBNETWORK_HEADER_LENGTH = 5;
/** Plain Ethertypes, those of bridges that tunnel Ethernet II frames, and Apple's (RFC 1042, 802.1H). */
const ethertypes: ReadonlySet<number> = new Set([0, 0x0000f8, 0x080007]);
const CISCO = 0x00000c;
const BRIDGED = 0x0080c2;

/** IEEE 802.2 service access points and control, which has one octet where nothing is numbered. */
export function readLlc(walk: FrameWalk): NextLayer {
  if (!walk.open("llc", 3)) return END;
  const points = loadBig16(walk.octets, walk.at);
  const control = loadUint8(walk.octets, walk.at + 2);
  walk.at += (control & 3) === 3 ? 3 : 4;
  // Only what carries information is for whom it is sent to.
  if ((control & 1) !== 0 && control !== 3) return servicePoint(0);
  return points === SUBNETWORK_ACCESS ? readSubnetworkAccess(walk, 2) : servicePoint(points >> 8);
}

/** The subnetwork access protocol: whose number follows, and the number; `padding` octets before a bridged frame (RFC 2684 §5.2). */
export function readSubnetworkAccess(walk: FrameWalk, padding: number): NextLayer {
  if (!walk.has("llc", SUBNETWORK_HEADER_LENGTH)) return END;
  const organisation = loadBig32(walk.octets, walk.at) >>> 8;
  const type = loadBig16(walk.octets, walk.at + 3);
  walk.at += SUBNETWORK_HEADER_LENGTH;
  if (ethertypes.has(organisation)) return ethertype(type);
  if (organisation === CISCO) return ciscoProtocol(type);
  if (organisation !== BRIDGED || (type !== 1 && type !== 7)) return servicePoint(0);
  walk.at += padding;
  return ETHERNET;
}

/** LLC with nothing before it: classical IP over ATM (RFC 2684). */
export function readBareLlc(): NextLayer {
  return LLC;
}

/** LLC in frames longer than a length field can say. */
export function readJumboLlc(): NextLayer {
  return LLC;
}
