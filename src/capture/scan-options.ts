import { MAX_WINDOW_SHIFT } from "../tcp/window-shift";
import type { SegmentFacts } from "./segment-facts";
import { loadBig32, loadUint8 } from "./load-integer";
import type { TransportPlace } from "./locate-transport";
import { OptionCursor, SACK } from "./option-cursor";

const WINDOW_SCALE = 3;
const TIMESTAMPS = 8;
/** Timestamps behind two octets of padding: what the header of most segments carries, and nothing else. */
export const TIMESTAMPS_ALONE = 0x0101080a;
const TIMESTAMPS_ALONE_LENGTH = 12;

const cursor = new OptionCursor();

/**
 * Notes what a segment's options tell: window shift (−1 without one; the last counts, as in Wireshark), the sender's
 * clock (0 without one), whether there is SACK, and whether their reading breaks off. Stops at a bad length.
 *
 * `to` is where the header ends, also where the packet or the capture does so before.
 */
export function scanOptions(
  { octets, view, captured }: TransportPlace,
  from: number,
  to: number,
  segment: SegmentFacts,
): void {
  segment.windowShift = -1;
  segment.timestamp = 0;
  segment.hasSack = 0;
  segment.areOptionsBroken = false;
  if (to === from && to <= captured) return;
  const isAlone = to - from === TIMESTAMPS_ALONE_LENGTH && to <= captured;
  if (isAlone && view.getInt32(from) === TIMESTAMPS_ALONE) {
    segment.timestamp = view.getInt32(from + 4);
    return;
  }
  cursor.start(octets, from, to, captured);
  while (cursor.next() && !cursor.isShortSack) noteOption(segment);
  segment.areOptionsBroken = cursor.isBroken || cursor.isShortSack;
}

function noteOption(segment: SegmentFacts): void {
  const { octets, at, kind, length, end } = cursor;
  if (end - at < length) return;
  if (kind === WINDOW_SCALE && length === 3)
    segment.windowShift = Math.min(loadUint8(octets, at + 2), MAX_WINDOW_SHIFT);
  else if (kind === TIMESTAMPS && length === 10 && segment.timestamp === 0)
    segment.timestamp = loadBig32(octets, at + 2) | 0;
  else if (kind === SACK) segment.hasSack = 1;
}
