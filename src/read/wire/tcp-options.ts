import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import { OptionCursor, SACK } from "../../capture/option-cursor";
import { MULTIPATH_OFFER } from "../../tcp/judged-segment";
import type { TcpOptions } from "../../trace/trace";

const MAXIMUM_SEGMENT_SIZE = 2;
const WINDOW_SCALE = 3;
const SACK_PERMITTED = 4;
const TIMESTAMPS = 8;
const MULTIPATH = 30;
/** Those of multipath TCP that tell what both ends agree on (RFC 8684 §3); a reset with a reason does not. */
const MULTIPATH_SUBTYPES = 8;
const MULTIPATH_CAPABLE = 0;
const lengthsWithKey: ReadonlySet<number> = new Set([12, 20, 22, 24]);

/** Both edges of a block of SACK, raw: its first octet and the one after its last. */
type SackBlock = readonly [left: number, right: number];

/** The options of a segment; each value as often as it stands there, numbers as on the wire. */
export interface OptionValues {
  readonly mss: readonly number[];
  readonly windowScale: readonly number[];
  /** Octets of each option, hexadecimal. */
  readonly sackPermitted: readonly string[];
  readonly sack: readonly SackBlock[];
  /** Those of the last option, of which alone Wireshark's analysis knows. */
  readonly lastSack: readonly SackBlock[];
  /** Those of the last option that has any. */
  readonly latestBlocks: readonly SackBlock[];
  /** Left edges, also those of blocks that are cut. */
  readonly sackLeft: readonly number[];
  readonly timestampValue: readonly number[];
  readonly timestampEcho: readonly number[];
  /** One bit for each subtype of multipath TCP; 0 for none. */
  readonly multipath: number;
  /** Wireshark's reading of the segment ends here: an option is shorter than what it reads of it, or was not captured. */
  readonly isBroken: boolean;
}

type Values = { -readonly [K in keyof OptionValues]: OptionValues[K] };

/** Where the options of a segment stand: `captured` is where the octets end that are there. */
export interface OptionsPlace {
  readonly octets: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly captured: number;
}

/** Whether a SACK option without a whole block ends the reading, by the blocks before it. */
type ShortSackRule = (blocks: readonly SackBlock[]) => boolean;

/**
 * Reads the options of a segment (RFC 9293 §3.2, RFC 7323, RFC 2018, RFC 8684).
 *
 * A bad length ends the reading: what stands behind it cannot be told apart.
 */
export function readOptionValues(
  { octets, from, to, captured }: OptionsPlace,
  isStoppedBySack: ShortSackRule = () => true,
): OptionValues {
  if (from === to && from <= captured) return noOptions;
  const values: Values = { ...noOptions };
  cursor.start(octets, from, to, captured);
  while (!values.isBroken && cursor.next()) {
    readOption(cursor, values);
    values.isBroken = cursor.isShortSack && isStoppedBySack(values.latestBlocks);
  }
  values.isBroken ||= cursor.isBroken;
  return values;
}

/** Every reading begins with `start`. */
const cursor = new OptionCursor();

/** Most segments have one option or none: a list is made where something goes into it. */
const noOptions: OptionValues = {
  mss: [],
  windowScale: [],
  sackPermitted: [],
  sack: [],
  lastSack: [],
  latestBlocks: [],
  sackLeft: [],
  timestampValue: [],
  timestampEcho: [],
  multipath: 0,
  isBroken: false,
};

/** Reads what was captured of an option. */
function readOption(cursor: OptionCursor, values: Values): void {
  const { octets, at, end, kind, length, isBroken } = cursor;
  const isWhole = end - at === length;
  if (kind === SACK) readSack(octets, at, end, values);
  else if (kind === TIMESTAMPS && length === 10) readTimestamps(octets, at, end, values);
  else if (!isWhole) return;
  else if (kind === MAXIMUM_SEGMENT_SIZE && length === 4)
    values.mss = and(values.mss, loadBig16(octets, at + 2));
  else if (kind === WINDOW_SCALE && length === 3)
    values.windowScale = and(values.windowScale, loadUint8(octets, at + 2));
  else if (kind === SACK_PERMITTED)
    values.sackPermitted = and(values.sackPermitted, hexadecimal(octets.subarray(at, end)));
  else if (kind === MULTIPATH && !isBroken) values.multipath |= multipathBit(octets.subarray(at, end));
}

function readTimestamps(octets: Uint8Array, at: number, end: number, values: Values): void {
  if (end - at >= 6) values.timestampValue = and(values.timestampValue, loadBig32(octets, at + 2));
  if (end - at >= 10) values.timestampEcho = and(values.timestampEcho, loadBig32(octets, at + 6));
}

/** A list of one is smaller than one that was spread out. */
function and<T>(list: readonly T[], value: T): readonly T[] {
  return list.length === 0 ? [value] : [...list, value];
}

function readSack(octets: Uint8Array, start: number, end: number, values: Values): void {
  const blocks: SackBlock[] = [];
  for (let at = start + 2; at + 4 <= end; at += 8) {
    const left = loadBig32(octets, at);
    values.sackLeft = and(values.sackLeft, left);
    if (at + 8 <= end) blocks.push([left, loadBig32(octets, at + 4)]);
  }
  values.sack = [...values.sack, ...blocks];
  values.lastSack = blocks;
  if (blocks.length > 0) values.latestBlocks = blocks;
}

/** Of an offer without a key Wireshark knows only where multipath TCP was seen before. */
function multipathBit(option: Uint8Array): number {
  const subtype = loadUint8(option, 2) >> 4;
  if (subtype === MULTIPATH_CAPABLE) return lengthsWithKey.has(option.length) ? 1 : MULTIPATH_OFFER;
  return subtype >= MULTIPATH_SUBTYPES ? 0 : 1 << subtype;
}

function hexadecimal(octets: Uint8Array): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Gives what a segment's options agree on or tell: of each kind the first, and all blocks of SACK. */
export function tcpOptions(values: OptionValues): TcpOptions {
  const { mss, windowScale, sackPermitted, sack, timestampValue, timestampEcho } = values;
  const options: { -readonly [K in keyof TcpOptions]: TcpOptions[K] } = {};
  if (mss[0] !== undefined) options.mss = mss[0];
  if (sackPermitted.length > 0) options.sackPermitted = true;
  if (timestampValue[0] !== undefined) options.timestampValue = timestampValue[0];
  if (timestampEcho[0] !== undefined) options.timestampEcho = timestampEcho[0];
  if (windowScale[0] !== undefined) options.windowScale = windowScale[0];
  if (sack.length > 0) options.sack = sack;
  return options;
}
