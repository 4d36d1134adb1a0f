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

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer V)[] ? V[] : T[K] };
type Values = Mutable<OptionValues>;

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
  const values: Values = {
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
  const cursor = new OptionCursor();
  cursor.start(octets, from, to, captured);
  while (!values.isBroken && cursor.next()) {
    readOption(octets.subarray(cursor.at, cursor.end), cursor, values);
    values.isBroken = cursor.isShortSack && isStoppedBySack(values.latestBlocks);
  }
  values.isBroken ||= cursor.isBroken;
  return values;
}

/** Reads what was captured of an option. */
function readOption(option: Uint8Array, { kind, length, isBroken }: OptionCursor, values: Values): void {
  const isWhole = option.length === length;
  if (kind === SACK) readSack(option, values);
  else if (kind === TIMESTAMPS && length === 10) readTimestamps(option, values);
  else if (!isWhole) return;
  else if (kind === MAXIMUM_SEGMENT_SIZE && length === 4) values.mss.push(loadBig16(option, 2));
  else if (kind === WINDOW_SCALE && length === 3) values.windowScale.push(loadUint8(option, 2));
  else if (kind === SACK_PERMITTED) values.sackPermitted.push(hexadecimal(option));
  else if (kind === MULTIPATH && !isBroken) values.multipath |= multipathBit(option);
}

function readTimestamps(option: Uint8Array, values: Values): void {
  if (option.length >= 6) values.timestampValue.push(loadBig32(option, 2));
  if (option.length >= 10) values.timestampEcho.push(loadBig32(option, 6));
}

function readSack(option: Uint8Array, values: Values): void {
  const blocks: SackBlock[] = [];
  for (let at = 2; at + 4 <= option.length; at += 8) {
    const left = loadBig32(option, at);
    values.sackLeft.push(left);
    if (at + 8 <= option.length) blocks.push([left, loadBig32(option, at + 4)]);
  }
  values.sack.push(...blocks);
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
  return {
    ...(mss[0] === undefined ? {} : { mss: mss[0] }),
    ...(sackPermitted.length === 0 ? {} : { sackPermitted: true }),
    ...(timestampValue[0] === undefined ? {} : { timestampValue: timestampValue[0] }),
    ...(timestampEcho[0] === undefined ? {} : { timestampEcho: timestampEcho[0] }),
    ...(windowScale[0] === undefined ? {} : { windowScale: windowScale[0] }),
    ...(sack.length === 0 ? {} : { sack }),
  };
}
