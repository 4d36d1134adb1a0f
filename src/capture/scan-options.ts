import { MAX_WINDOW_SHIFT } from "../tcp/window-shift";
import type { SegmentFacts } from "./follow-segment";
import { loadBig32, loadUint8 } from "./load-integer";

const END_OF_LIST = 0;
const NO_OPERATION = 1;
const WINDOW_SCALE = 3;
const SACK = 5;
const TIMESTAMPS = 8;
/** Timestamps behind two octets of padding: what the header of most segments carries, and nothing else. */
const TIMESTAMPS_ALONE = 0x0101080a;
const TIMESTAMPS_ALONE_LENGTH = 12;

/**
 * Notes what a segment's options tell: window shift (−1 without one), the sender's clock (0 without one), and whether
 * there is SACK. Stops at a bad length.
 */
export function scanOptions(octets: Uint8Array, from: number, to: number, segment: SegmentFacts): void {
  segment.windowShift = -1;
  segment.timestamp = 0;
  segment.hasSack = 0;
  if (to - from === TIMESTAMPS_ALONE_LENGTH && loadBig32(octets, from) === TIMESTAMPS_ALONE) {
    segment.timestamp = loadBig32(octets, from + 4);
    return;
  }
  let at = from;
  while (at < to) {
    const kind = loadUint8(octets, at);
    if (kind === END_OF_LIST) return;
    if (kind === NO_OPERATION) {
      at += 1;
      continue;
    }
    const length = loadUint8(octets, at + 1);
    if (length < 2 || at + length > to) return;
    noteOption(octets, at, length, segment);
    at += length;
  }
}

function noteOption(octets: Uint8Array, at: number, length: number, segment: SegmentFacts): void {
  const kind = loadUint8(octets, at);
  if (kind === WINDOW_SCALE && length === 3 && segment.windowShift < 0)
    segment.windowShift = Math.min(loadUint8(octets, at + 2), MAX_WINDOW_SHIFT);
  else if (kind === TIMESTAMPS && length === 10 && segment.timestamp === 0)
    segment.timestamp = loadBig32(octets, at + 2);
  else if (kind === SACK && length >= 10 && (length - 2) % 8 === 0) segment.hasSack = 1;
}
