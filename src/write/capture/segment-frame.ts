import { resolveEscapes } from "../../read/text/character";
import { SYN } from "../../tcp/flags";
import type { Segment } from "../../trace/trace";
import type { ResolvedNumbers } from "../resolve-numbers";
import { ipFrame, LONGEST_IP_PAYLOAD, protocols, type PacketEnds } from "./frame-layers";
import { bigEndian, joined, utf8 } from "./octets";
import { tcpOptionOctets } from "./tcp-option-octets";

const HEADER_LENGTH = 20;
const CHECKSUM_AT = 16;
/** Where a list says nothing of windows. */
const WIDE_WINDOW = 0xffff;

/** What a segment's frame needs beside the segment. */
export interface SegmentPlace {
  readonly ends: PacketEnds;
  readonly ports: readonly [from: number, to: number];
  readonly numbers: ResolvedNumbers;
  /** Shift of the sender's windows. */
  readonly shift: number;
}

/** A frame, and what of its event it does not hold, in words. */
export interface MadeFrame {
  readonly octets: Uint8Array;
  readonly lost: readonly string[];
}

/** Gives the frame of a segment: Ethernet, IP and TCP with valid checksums, payload octets as far as they are known, else zeros. */
export function segmentFrame(segment: Segment, { ends, ports, numbers, shift }: SegmentPlace): MadeFrame {
  const options = tcpOptionOctets(segment.options);
  const headerLength = HEADER_LENGTH + options.octets.length;
  const window = headerWindow(segment, shift);
  const payload = payloadOctets(segment, LONGEST_IP_PAYLOAD - headerLength);
  const header = bigEndian(
    ...ports.map((port) => [port, 2] as const),
    [numbers.seq, 4],
    [numbers.ack, 4],
    [(headerLength / 4) * 0x1000 + (segment.flags & 0xfff), 2],
    [Math.min(window, 0xffff), 2],
    [0, 4],
  );
  const octets = ipFrame(ends, protocols.tcp, joined([header, options.octets, payload.octets]), CHECKSUM_AT);
  return {
    octets,
    lost: [
      ...(options.isWhole ? [] : ["an option of a segment"]),
      ...(window <= 0xffff ? [] : ["a window without its scale"]),
      ...payload.lost,
    ],
  };
}

/** The 16-bit field: as known, else the window scaled back. */
function headerWindow({ window, scaledWindow, flags }: Segment, shift: number): number {
  if (window !== undefined) return window;
  if (scaledWindow === undefined) return WIDE_WINDOW;
  return (flags & SYN) === 0 ? Math.floor(scaledWindow / 2 ** shift) : scaledWindow;
}

function payloadOctets({ payload, payloadLength = 0, written }: Segment, most: number): MadeFrame {
  const length = Math.min(payloadLength, most);
  const lost = length < payloadLength ? ["a length beyond one IP packet"] : [];
  const octets = new Uint8Array(length);
  if (payload === undefined)
    return { octets, lost: length > 0 ? [...lost, "payload that is not known (zeros stand for it)"] : lost };
  const text = utf8(written === undefined ? payload : resolveEscapes(payload));
  octets.set(text.subarray(0, length));
  if (text.length === length) return { octets, lost };
  // A line of a longer payload ends with its line.
  const lineEnd = length - text.length === 1 ? [0x0a] : [0x0d, 0x0a];
  if (length > text.length) octets.set(lineEnd, text.length);
  return { octets, lost: [...lost, "payload beyond its first line (zeros stand for it)"] };
}
