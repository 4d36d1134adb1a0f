import { loadBig16, loadBig32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, ethertype, ipProtocol, type NextLayer } from "./next-layer";

const HEADER_LENGTH = 20;
const MORE_FRAGMENTS = 0x2000;
const OFFSET = 0x1fff;

/** IPv4 (RFC 791): options are stepped over, fragments put together where their octets were captured. */
export function readIpv4(walk: FrameWalk): NextLayer {
  // Some senders write IPv4's Ethertype or protocol number before either version.
  if (walk.captured > 0 && loadUint8(walk.octets, walk.at) >> 4 === 6) {
    walk.enter("ip");
    return ethertype(0x86dd);
  }
  if (!walk.open("ip", HEADER_LENGTH)) return END;
  const { octets, at } = walk;
  const first = loadUint8(octets, at);
  const headerLength = (first & 15) << 2;
  if (first >> 4 !== 4 || !walk.address(4, at + 12)) return END;
  const length = loadBig16(octets, at + 2);
  const isWhole = length === 0 ? walk.end >= walk.wireEnd : walk.captured >= length;
  if (!stepOver(walk, headerLength, length)) return END;
  const fragment = loadBig16(octets, at + 6);
  const protocol = loadUint8(octets, at + 9);
  walk.isPart = false;
  if ((fragment & (MORE_FRAGMENTS | OFFSET)) === 0) return ipProtocol(protocol);
  return readFragment(walk, at, fragment, isWhole) ? ipProtocol(protocol) : END;
}

/** Goes behind a header; gives whether anything stands there. */
function stepOver(walk: FrameWalk, headerLength: number, length: number): boolean {
  // Length 0 is what a capture below segmentation offload holds: the packet fills the frame.
  if (headerLength < HEADER_LENGTH || (length !== 0 && length < headerLength)) return false;
  if (length !== 0) walk.limit(length);
  walk.at += headerLength;
  return walk.at <= walk.end && walk.at < walk.wireEnd;
}

/** Gives whether something whole follows: a datagram that this fragment completes, or as much as was captured of a first one. */
function readFragment(walk: FrameWalk, header: number, fragment: number, isWhole: boolean): boolean {
  const offset = (fragment & OFFSET) * 8;
  const { octets, reassembly } = walk;
  if (reassembly === undefined || !isWhole || walk.captured === 0) {
    walk.isPart = true;
    return offset === 0;
  }
  const addresses = `${loadBig32(octets, header + 12)} ${loadBig32(octets, header + 16)}`;
  const key = `${addresses} ${String(walk.vlan)} ${loadBig16(octets, header + 4)} ${loadUint8(octets, header + 9)}`;
  const hasMore = (fragment & MORE_FRAGMENTS) !== 0;
  const whole = reassembly.add(octets.subarray(walk.at, walk.end), { key, offset, hasMore, row: walk.row });
  if (whole !== undefined) walk.moveTo(whole);
  return whole !== undefined;
}
