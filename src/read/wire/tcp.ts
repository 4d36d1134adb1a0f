import { loadBig16, loadBig32, loadUint8 } from "../../capture/load-integer";
import type { TcpOptions } from "../../trace/trace";
import { readOptionValues, tcpOptions, type OptionsPlace, type OptionValues } from "./tcp-options";
import { after, capturedLength, wireLength, type Region } from "./region";

/** Octets of a TCP header without options. */
export const TCP_HEADER_LENGTH = 20;
const PORTS_LENGTH = 4;
/** As far as the window: what comes behind it says less. */
const WINDOW_END = 16;
const SEQUENCE_END = 8;

/** A TCP header (RFC 9293 §3.1) as far as it was captured; numbers are raw and the window unscaled. */
export interface TcpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Undefined where the header is cut before it. */
  readonly seq: number | undefined;
  /** All that stands behind the sequence number; undefined where the header is cut. */
  readonly rest: TcpHeaderRest | undefined;
  /** Header and payload. */
  readonly octets: Region;
}

/** The second part of a TCP header. */
export interface TcpHeaderRest {
  readonly ack: number;
  /** As written, in octets; less than 20 is damage, and then nothing behind it is to be trusted. */
  readonly headerLength: number;
  readonly flags: number;
  readonly window: number;
  readonly checksum: number | undefined;
  readonly urgentPointer: number | undefined;
  readonly options: TcpOptions;
  readonly optionValues: OptionValues;
  /** Octets of payload on the wire; negative where the header says more than there was. */
  readonly payloadLength: number;
  readonly payload: Region;
}

/** Reads a TCP header; undefined where not even the ports were captured. */
export function parseTcp(region: Region): TcpHeader | undefined {
  const captured = capturedLength(region);
  if (captured < PORTS_LENGTH) return undefined;
  const { octets, start } = region;
  return {
    sourcePort: loadBig16(octets, start),
    destinationPort: loadBig16(octets, start + 2),
    seq: captured < SEQUENCE_END ? undefined : loadBig32(octets, start + 4),
    rest: captured < WINDOW_END ? undefined : parseRest(region),
    octets: region,
  };
}

/** Gives where the options of a header stand; its first 16 octets are there. */
export function optionsPlace({ octets, start, end }: Region): OptionsPlace {
  const headerLength = (loadUint8(octets, start + 12) >> 4) << 2;
  return { octets, from: start + TCP_HEADER_LENGTH, to: start + headerLength, captured: end };
}

function parseRest(region: Region): TcpHeaderRest {
  const { octets, start, end } = region;
  const headerLength = (loadUint8(octets, start + 12) >> 4) << 2;
  const optionValues = readOptionValues(optionsPlace(region));
  return {
    ack: loadBig32(octets, start + 8),
    headerLength,
    flags: loadBig16(octets, start + 12) & 0xfff,
    window: loadBig16(octets, start + 14),
    checksum: end < start + 18 ? undefined : loadBig16(octets, start + 16),
    urgentPointer: end < start + TCP_HEADER_LENGTH ? undefined : loadBig16(octets, start + 18),
    options: tcpOptions(optionValues),
    optionValues,
    payloadLength: region.wireEnd >= start + headerLength ? wireLength(region) - headerLength : -1,
    payload: after(region, headerLength),
  };
}
