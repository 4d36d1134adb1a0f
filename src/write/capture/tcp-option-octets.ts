import type { TcpOptions } from "../../trace/trace";
import { bigEndian, joined } from "./octets";

const NO_OPERATION = 1;
const LONGEST = 40;

/** The options of a segment as octets, whole words, and whether all had room. */
export interface OptionOctets {
  readonly octets: Uint8Array;
  readonly isWhole: boolean;
}

/** Gives the options of a segment in octets (RFC 9293 §3.2, RFC 7323, RFC 2018); those beyond 40 octets are left out. */
export function tcpOptionOctets(options: TcpOptions): OptionOctets {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let isWhole = (options.mss ?? 0) <= 0xffff && (options.windowScale ?? 0) <= 0xff;
  for (const option of wantedOptions(options)) {
    const isFitting = length + option.length <= LONGEST;
    if (isFitting) pieces.push(option);
    if (isFitting) length += option.length;
    isWhole &&= isFitting;
  }
  const padding = new Uint8Array((4 - (length % 4)) % 4).fill(NO_OPERATION);
  return { octets: joined([...pieces, padding]), isWhole };
}

function wantedOptions(options: TcpOptions): readonly Uint8Array[] {
  const { mss, windowScale, sackPermitted, sack, timestampValue, timestampEcho } = options;
  const hasTimestamps = timestampValue !== undefined || timestampEcho !== undefined;
  return [
    ...(mss === undefined ? [] : [bigEndian([2, 1], [4, 1], [mss, 2])]),
    ...(sackPermitted === true ? [bigEndian([4, 1], [2, 1])] : []),
    ...(hasTimestamps ? [timestampOctets(timestampValue, timestampEcho)] : []),
    ...(windowScale === undefined ? [] : [bigEndian([3, 1], [3, 1], [windowScale, 1])]),
    ...(sack === undefined ? [] : [sackOctets(sack)]),
  ];
}

function timestampOctets(value = 0, echo = 0): Uint8Array {
  return bigEndian([8, 1], [10, 1], [value, 4], [echo, 4]);
}

function sackOctets(sack: NonNullable<TcpOptions["sack"]>): Uint8Array {
  const edges = sack.flat().map((edge) => [edge, 4] as const);
  return bigEndian([5, 1], [2 + 4 * edges.length, 1], ...edges);
}
