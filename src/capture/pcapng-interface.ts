import { loadUint16, loadUint32, loadUint8, type ByteOrder } from "./load-integer";
import { pcapngOptions } from "./pcapng-options";
import { TickClock } from "./tick-clock";

const HEADER_LENGTH = 16;
const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const TWO_TO_32 = 2 ** 32;

/** What a frame needs to know of its interface. */
export interface PcapngInterface {
  readonly linkType: number;
  /** The most octets of a frame that are kept; infinite where the file says 0. */
  readonly snapLength: number;
  readonly clock: TickClock;
  /** Position among the interfaces of the whole file. */
  readonly ordinal: number;
}

/** Reads an interface description block (draft-ietf-opsawg-pcapng §4.2) from its type field to the end of its options. */
export function pcapngInterface(
  octets: Uint8Array,
  at: number,
  end: number,
  order: ByteOrder,
): Omit<PcapngInterface, "ordinal"> {
  const options = pcapngOptions(octets, at + HEADER_LENGTH, end, order);
  const resolution = options.find(({ code, start, end: after }) => code === IF_TSRESOL && after > start);
  const offset = options.find(({ code, start, end: after }) => code === IF_TSOFFSET && after - start >= 8);
  const snapLength = loadUint32(octets, at + 12, order);
  return {
    linkType: loadUint16(octets, at + 8, order),
    snapLength: snapLength === 0 ? Number.POSITIVE_INFINITY : snapLength,
    clock: new TickClock(
      resolution === undefined ? undefined : loadUint8(octets, resolution.start),
      offset === undefined ? undefined : signed64(octets, offset.start, order),
    ),
  };
}

function signed64(octets: Uint8Array, at: number, order: ByteOrder): number {
  const first = loadUint32(octets, at, order);
  const second = loadUint32(octets, at + 4, order);
  return order === "big" ? (first | 0) * TWO_TO_32 + second : (second | 0) * TWO_TO_32 + first;
}
