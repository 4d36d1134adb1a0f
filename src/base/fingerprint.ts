const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Gives a 32-bit fingerprint of a text: FNV-1a over its UTF-16 units, then mixed. Same text, same number, everywhere. */
export function fingerprint32(text: string, seed = 0): number {
  let hash = FNV_OFFSET ^ seed;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return mixed(hash);
}

function mixed(unmixed: number): number {
  let hash = unmixed ^ (unmixed >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How far the fingerprint of a text is whose end is not there yet: of many that begin the same, it is read once. */
export type TextStart = readonly [first: number, second: number];

const EMPTY: TextStart = [FNV_OFFSET ^ 1, FNV_OFFSET ^ 2];

/** Gives how far the fingerprint of a text is, behind what stands before it. */
export function textStart(text: string, before = EMPTY): TextStart {
  let first = before[0];
  let second = before[1];
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, FNV_PRIME);
    second = Math.imul(second ^ unit, FNV_PRIME);
  }
  return [first, second];
}

/**
 * Gives 8 characters of `[0-9A-Za-z]` that stand for a text, and what stands before it: about 47 bits, so two of 10,000
 * texts share theirs once in three million drawings; callers still resolve collisions in a fixed order.
 */
export function fingerprint8(text: string, before = EMPTY): string {
  const end = textStart(text, before);
  const value = mixed(end[0]) * 0x8000 + (mixed(end[1]) & 0x7fff);
  const high = Math.floor(value / HALF_BASE);
  return fourOf(value - high * HALF_BASE) + fourOf(high);
}

/** 62 to the fourth: each half of the digits fits a small whole number. */
const HALF_BASE = 14_776_336;

/** Four digits, the lowest first. */
function fourOf(value: number): string {
  let rest = value;
  let out = "";
  for (let i = 0; i < 4; i += 1) {
    out += ALPHABET.charAt(rest % 62);
    rest = (rest / 62) | 0;
  }
  return out;
}
