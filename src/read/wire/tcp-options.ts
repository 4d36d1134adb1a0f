import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import type { TcpOptions } from "../../trace/trace";

const END_OF_LIST = 0;
const NO_OPERATION = 1;
const MAXIMUM_SEGMENT_SIZE = 2;
const WINDOW_SCALE = 3;
const SACK_PERMITTED = 4;
const SACK = 5;
const TIMESTAMPS = 8;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads the options of a segment between two positions (RFC 9293 §3.2, RFC 7323, RFC 2018).
 *
 * Numbers are as on the wire. The first option of a kind counts. A bad length ends the reading:
 * what stands behind it cannot be told apart.
 */
export function parseTcpOptions(octets: Uint8Array, from: number, to: number): TcpOptions {
  const options: Mutable<TcpOptions> = {};
  let at = from;
  while (at < to) {
    const kind = loadUint8(octets, at);
    if (kind === END_OF_LIST) break;
    if (kind === NO_OPERATION) {
      at += 1;
      continue;
    }
    const length = at + 1 < to ? loadUint8(octets, at + 1) : 0;
    if (length < 2 || at + length > to) break;
    const known = optionKinds.get(kind);
    if (known?.isLength(length - 2) === true) known.read(octets.subarray(at + 2, at + length), options);
    at += length;
  }
  return options;
}

/** The value of an option: its octets, without kind and length. */
type OptionReader = (value: Uint8Array, options: Mutable<TcpOptions>) => void;

/** Which lengths a value may have, and what is made of it; the first option of a kind counts. */
interface OptionKind {
  readonly isLength: (length: number) => boolean;
  readonly read: OptionReader;
}

const optionKinds: ReadonlyMap<number, OptionKind> = new Map<number, OptionKind>([
  [MAXIMUM_SEGMENT_SIZE, ofLength(2, (value, options) => (options.mss ??= loadBig16(value, 0)))],
  [WINDOW_SCALE, ofLength(1, (value, options) => (options.windowScale ??= loadUint8(value, 0)))],
  [SACK_PERMITTED, ofLength(0, (_, options) => (options.sackPermitted = true))],
  [TIMESTAMPS, ofLength(8, readTimestamps)],
  [SACK, { isLength: (length) => length > 0 && length % 8 === 0, read: readSack }],
]);

function ofLength(
  wanted: number,
  read: (value: Uint8Array, options: Mutable<TcpOptions>) => unknown,
): OptionKind {
  return { isLength: (length) => length === wanted, read };
}

function readTimestamps(value: Uint8Array, options: Mutable<TcpOptions>): void {
  options.timestampValue ??= loadBig32(value, 0);
  options.timestampEcho ??= loadBig32(value, 4);
}

function readSack(value: Uint8Array, options: Mutable<TcpOptions>): void {
  const blocks: [left: number, right: number][] = [];
  for (let at = 0; at < value.length; at += 8) blocks.push([loadBig32(value, at), loadBig32(value, at + 4)]);
  options.sack ??= blocks;
}
