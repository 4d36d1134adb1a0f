import { loadBig16, loadBig32, loadUint16, loadUint32, loadUint8 } from "../load-integer";
import type { FrameWalk } from "./frame-walk";
import { END, linkLayer, LLC, type NextLayer } from "./next-layer";

const WLAN = linkLayer(105);
const PRISM_LENGTH = 144;
const AVS_MAGIC = 0x8021_1000;
const FRAME_CHECK_LENGTH = 4;
const DATA = 2;
const SNAP = 0xaaaa;

/** Radiotap: its length stands in its third and fourth octet. */
export function readRadiotap(walk: FrameWalk): NextLayer {
  if (!walk.open("radiotap", 8)) return END;
  const { octets, at } = walk;
  const length = loadUint16(octets, at + 2, "little");
  if (length < 8 || !walk.has("radiotap", length)) return END;
  if (hasFrameCheck(octets, at, length)) dropFrameCheck(walk);
  walk.at += length;
  walk.enter("wlan_radio");
  return WLAN;
}

/** Gives whether the flags field says that a frame check sequence ends the frame. */
function hasFrameCheck(octets: Uint8Array, at: number, length: number): boolean {
  const present = loadUint32(octets, at + 4, "little");
  if ((present & 2) === 0) return false;
  let field = at + 8;
  for (let more = present; more >>> 31 === 1 && field + 4 <= at + length; field += 4) {
    more = loadUint32(octets, field, "little");
  }
  // The time stamp before the flags is aligned to its size, counted from the header's start.
  if ((present & 1) !== 0) field = at + Math.ceil((field - at) / 8) * 8 + 8;
  return field < at + length && (loadUint8(octets, field) & 0x10) !== 0;
}

function dropFrameCheck(walk: FrameWalk): void {
  walk.wireEnd -= FRAME_CHECK_LENGTH;
  walk.end = Math.min(walk.end, walk.wireEnd);
}

/** The header of Prism cards, or AVS's, which begins with a number of its own. */
export function readPrism(walk: FrameWalk): NextLayer {
  if (!walk.open("prism", 8)) return END;
  const isAvs = ((loadBig32(walk.octets, walk.at) & ~3) | 0) === (AVS_MAGIC | 0);
  return skip(walk, "prism", isAvs ? loadBig32(walk.octets, walk.at + 4) : PRISM_LENGTH);
}

/** AVS: magic, then the header's length. */
export function readAvs(walk: FrameWalk): NextLayer {
  if (!walk.open("wlancap", 8)) return END;
  return skip(walk, "wlancap", loadBig32(walk.octets, walk.at + 4));
}

function skip(walk: FrameWalk, name: string, length: number): NextLayer {
  if (length < 8 || !walk.has(name, length)) return END;
  walk.at += length;
  walk.enter("wlan_radio");
  return WLAN;
}

/** Per-packet information: a length, and the link type of the frame behind it. */
export function readPpi(walk: FrameWalk): NextLayer {
  if (!walk.open("ppi", 8)) return END;
  const length = loadUint16(walk.octets, walk.at + 2, "little");
  const linkType = loadUint32(walk.octets, walk.at + 4, "little");
  if (length < 8 || !walk.has("ppi", length)) return END;
  walk.at += length;
  return linkLayer(linkType);
}

/** IEEE 802.11: data frames that are not encrypted carry LLC. */
export function readWlan(walk: FrameWalk): NextLayer {
  return readFrom(walk, 0);
}

/** The same with its first two octets swapped, as access points wrap it into CAPWAP; only data is looked at. */
export function readSwappedWlan(walk: FrameWalk): NextLayer {
  const isData = walk.captured > 1 && ((loadUint8(walk.octets, walk.at + 1) >> 2) & 3) === DATA;
  return isData ? readFrom(walk, 1) : END;
}

function readFrom(walk: FrameWalk, swapped: 0 | 1): NextLayer {
  if (!walk.open("wlan", 10)) return END;
  const control = loadUint8(walk.octets, walk.at + swapped);
  const flags = loadUint8(walk.octets, walk.at + 1 - swapped);
  const subtype = control >> 4;
  const isProtected = (flags & 0x40) !== 0;
  if (isProtected) walk.enter("data");
  // Of versions other than 0 nothing is known.
  const isPlainData = (control & 0x4f) === DATA << 2 && !isProtected;
  const length = dataHeaderLength(subtype, flags);
  if (!isPlainData || !walk.has("wlan", length)) return END;
  if (isLaterFragment(walk, length)) return END;
  const isAggregate =
    subtype >= 8 && (loadUint8(walk.octets, walk.at + length - (flags >= 0x80 ? 6 : 2)) & 0x80) !== 0;
  walk.at += length;
  if (isAggregate) splitAggregate(walk);
  // Some drivers pad the header to words of four octets; no LLC begins with zeros.
  else if (walk.captured > 2 && loadBig16(walk.octets, walk.at) === 0) walk.at += 2;
  return LLC;
}

/** Some access points number whole frames as if they were second fragments: these begin with LLC. */
function isLaterFragment({ octets, at }: FrameWalk, length: number): boolean {
  return (loadUint8(octets, at + 22) & 15) !== 0 && loadBig16(octets, at + length) !== SNAP;
}

const SUBFRAME_HEADER_LENGTH = 14;
/** Frames of an aggregate that are followed; more do not fit where they have octets of their own. */
const MOST_SUBFRAMES = 64;

/** The frames of an aggregate (A-MSDU) have addresses and a length before them, and fill up words of four octets. */
function splitAggregate(walk: FrameWalk): void {
  const { octets, end, wireEnd } = walk;
  let first: number | undefined;
  for (
    let at = walk.at, count = 0;
    at + SUBFRAME_HEADER_LENGTH <= end && count < MOST_SUBFRAMES;
    count += 1
  ) {
    const length = loadBig16(octets, at + 12);
    const start = at + SUBFRAME_HEADER_LENGTH;
    if (first === undefined) first = length;
    else walk.aggregated(start, Math.min(end, start + length), Math.min(wireEnd, start + length));
    at = start + length + (-(SUBFRAME_HEADER_LENGTH + length) & 3);
  }
  if (first === undefined) return;
  walk.at += SUBFRAME_HEADER_LENGTH;
  walk.limit(first);
}

/** A fourth address between two access points, quality of service, and high throughput control make it longer. */
function dataHeaderLength(subtype: number, flags: number): number {
  const addresses = (flags & 3) === 3 ? 30 : 24;
  if (subtype < 8) return addresses;
  return addresses + 2 + (flags >= 0x80 ? 4 : 0);
}
