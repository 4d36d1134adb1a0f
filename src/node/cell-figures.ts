/**
 * Figures as the octets of their text, written where they are wanted: a string for each figure of a large list takes longer to
 * make, to look through and to collect than the row to print.
 */
import { formatSpan, nanoseconds } from "../base/time";
import { formatCount, formatOctets } from "./progress";

/** Writes a figure, 0 or more, at a place where there is room for `MOST_FIGURE` octets; gives the place behind it. */
export type WriteFigure = (octets: Uint8Array, at: number, value: number) => number;

/** More octets than any figure has. */
export const MOST_FIGURE = 48;

const ZERO = 0x30;
const SPACE = 0x20;
const POINT = 0x2e;
const COLON = 0x3a;
const CAPITAL_B = 0x42;
const SMALL_S = 0x73;
/** First letters of kB, MB, GB. */
const octetUnits = [0x6b, 0x4d, 0x47];
const [SMALL_M, SMALL_N] = [0x6d, 0x6e];
/** Of `µ`, in UTF-8. */
const [MICRO_LEAD, MICRO_TRAIL] = [0xc2, 0xb5];
/** What is this near to the middle could as well be rounded down: there the text is asked, which takes its time. */
const NEAR_MIDDLE = 1e-6;

const encoder = new TextEncoder();

/** Writes a whole number. */
export function writeNumber(octets: Uint8Array, at: number, value: number): number {
  if (value >= 1e9) return writeText(octets, at, String(value));
  let stop = at + 1;
  for (let rest = value; rest > 9; rest = (rest / 10) | 0) stop += 1;
  let rest = value | 0;
  for (let place = stop - 1; place >= at; place -= 1) {
    const next = (rest / 10) | 0;
    octets[place] = ZERO + rest - next * 10;
    rest = next;
  }
  return stop;
}

/** Writes a whole number with a comma between thousands. */
export function writeCount(octets: Uint8Array, at: number, value: number): number {
  return value < 1000 ? writeNumber(octets, at, value) : writeText(octets, at, formatCount(value));
}

/** Writes a number of octets: `812 B`, `1.2 MB`. */
export function writeOctets(octets: Uint8Array, at: number, value: number): number {
  if (value < 1000) {
    const stop = writeNumber(octets, at, value);
    octets[stop] = SPACE;
    octets[stop + 1] = CAPITAL_B;
    return stop + 2;
  }
  let size = value / 1000;
  let unit = 0;
  for (; size >= 999.95; size /= 1000) unit += 1;
  const tenths = Math.round(size * 10);
  if (unit >= octetUnits.length || isNearMiddle(size * 10)) return writeText(octets, at, formatOctets(value));
  const stop = writeDecimals(octets, at, (tenths / 10) | 0, tenths % 10);
  octets[stop] = SPACE;
  octets[stop + 1] = octetUnits[unit] ?? 0;
  octets[stop + 2] = CAPITAL_B;
  return stop + 3;
}

/** Writes a span in whole nanoseconds with three significant digits: `17.3 ms`. */
export function writeSpan(octets: Uint8Array, at: number, span: number): number {
  if (span < 0 || span >= 1e12) return writeText(octets, at, formatSpan(nanoseconds(span)));
  const unit = span >= 1e9 ? 1e9 : span >= 1e6 ? 1e6 : span >= 1e3 ? 1e3 : 1;
  const value = span / unit;
  const scale = unit === 1 || value >= 100 ? 1 : value >= 10 ? 10 : 100;
  if (scale > 1 && isNearMiddle(value * scale)) return writeText(octets, at, formatSpan(nanoseconds(span)));
  let digits = Math.round(value * scale);
  const whole = (digits / scale) | 0;
  digits -= whole * scale;
  let stop = writeNumber(octets, at, whole);
  if (digits > 0) stop = writeFraction(octets, stop, digits * (100 / scale));
  octets[stop] = SPACE;
  return writeTimeUnit(octets, stop + 1, unit);
}

/** Hundredths, without a 0 at their end. */
function writeFraction(octets: Uint8Array, at: number, hundredths: number): number {
  const tenths = (hundredths / 10) | 0;
  const rest = hundredths - tenths * 10;
  octets[at] = POINT;
  octets[at + 1] = ZERO + tenths;
  if (rest === 0) return at + 2;
  octets[at + 2] = ZERO + rest;
  return at + 3;
}

function writeTimeUnit(octets: Uint8Array, at: number, unit: number): number {
  let stop = at;
  if (unit === 1e3) {
    octets[stop] = MICRO_LEAD;
    octets[stop + 1] = MICRO_TRAIL;
    stop += 2;
  } else if (unit !== 1e9) {
    octets[stop] = unit === 1 ? SMALL_N : SMALL_M;
    stop += 1;
  }
  octets[stop] = SMALL_S;
  return stop + 1;
}

function isNearMiddle(value: number): boolean {
  return Math.abs(value - Math.floor(value) - 0.5) < NEAR_MIDDLE;
}

function writeDecimals(octets: Uint8Array, at: number, whole: number, tenth: number): number {
  const point = writeNumber(octets, at, whole);
  octets[point] = POINT;
  octets[point + 1] = ZERO + tenth;
  return point + 2;
}

/** Writes an IPv4 address with its port: `192.0.2.1:80`. */
export function writeIpv4End(octets: Uint8Array, at: number, address: number, port: number): number {
  let stop = at;
  for (let shift = 24; shift >= 0; shift -= 8) {
    stop = writeNumber(octets, stop, (address >>> shift) & 0xff);
    octets[stop] = shift === 0 ? COLON : POINT;
    stop += 1;
  }
  return writeNumber(octets, stop, port);
}

function writeText(octets: Uint8Array, at: number, text: string): number {
  return at + encoder.encodeInto(text, octets.subarray(at)).written;
}
