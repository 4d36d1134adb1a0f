import { MAX_WINDOW_SHIFT } from "../tcp/window-shift";
import { loadBig32, loadUint8 } from "./load-integer";

const END_OF_LIST = 0;
const NO_OPERATION = 1;
const WINDOW_SCALE = 3;
/** Timestamps behind two octets of padding: what the header of most segments carries, and nothing else. */
const TIMESTAMPS_ALONE = 0x0101080a;
const TIMESTAMPS_ALONE_LENGTH = 12;

/** Gives the shift of the window scale option among a segment's options; −1 without one. Stops at a bad length. */
export function windowShiftOption(octets: Uint8Array, from: number, to: number): number {
  if (to - from === TIMESTAMPS_ALONE_LENGTH && loadBig32(octets, from) === TIMESTAMPS_ALONE) return -1;
  let at = from;
  while (at < to) {
    const kind = loadUint8(octets, at);
    if (kind === END_OF_LIST) return -1;
    if (kind === NO_OPERATION) {
      at += 1;
      continue;
    }
    const length = loadUint8(octets, at + 1);
    if (length < 2 || at + length > to) return -1;
    if (kind === WINDOW_SCALE && length === 3) return Math.min(loadUint8(octets, at + 2), MAX_WINDOW_SHIFT);
    at += length;
  }
  return -1;
}
