import { ACK } from "../../tcp/flags";
import { addToSequence } from "../../tcp/sequence-number";
import { frameEnds, summarizeFrame } from "../frame-ends";
import { payloadLine } from "../payload-line";
import { dissectFrame } from "../wire/dissect-frame";
import type { Packet } from "../wire/packet";
import { endKey } from "./frame-conversations";
import { hexDumps, type HexDump } from "./hex-dump";
import type { PastedEnd, PastedFrame, PastedSegment } from "./pasted-frame";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * Gives the frames of a text with what their hex dumps say: a dump below a frame's row tells what the row leaves out,
 * a dump on its own is a frame. Numbers stay those of the rows, as far as the dumps tell what these count from.
 */
export function withHexDumps(
  frames: readonly PastedFrame[],
  lines: readonly string[],
): readonly PastedFrame[] {
  const dumped = hexDumps(lines).flatMap((dump) => dumpedFrame(dump) ?? []);
  if (dumped.length === 0) return frames;
  const pairs = pairUp(frames, dumped);
  const counts = countsFrom(pairs);
  return pairs.map(({ row, dump }) => merge(row, dump, counts));
}

/** A row, the dump below it, or both. */
interface Pair {
  readonly row: PastedFrame | undefined;
  readonly dump: PastedFrame | undefined;
}

/** A dump belongs to the last row above it; below a frame's own octets may stand others: what was reassembled, or unpacked. */
function pairUp(frames: readonly PastedFrame[], dumped: readonly PastedFrame[]): readonly Pair[] {
  const [first] = frames;
  const isAbove = ({ line }: PastedFrame): boolean => first === undefined || line < first.line;
  const pairs: Pair[] = dumped.filter(isAbove).map((dump) => ({ row: undefined, dump }));
  let next = pairs.length;
  for (const [i, row] of frames.entries()) {
    const end = frames[i + 1]?.line ?? Infinity;
    const start = next;
    while (isBefore(dumped[next], end)) next += 1;
    const dump = next > start ? dumped[start] : undefined;
    pairs.push({ row, dump: isWithin(dump, row) ? dump : undefined });
  }
  return pairs;
}

function isBefore(dump: PastedFrame | undefined, line: number): boolean {
  return dump !== undefined && dump.line < line;
}

/** What is longer than its frame was put together from several; octets that are no segment are of a layer below (MPLS labels). */
function isWithin(dump: PastedFrame | undefined, { length = Infinity, segment }: PastedFrame): boolean {
  if (segment !== undefined && dump?.segment === undefined) return false;
  return (dump?.length ?? Infinity) <= length;
}

/** By sender and receiver: what a row's numbers lack to the header's. */
type Counts = ReadonlyMap<string, number>;

function countsFrom(pairs: readonly Pair[]): Counts {
  const counts = new Map<string, number>();
  for (const { row, dump } of pairs) {
    const shown = row?.segment;
    const raw = dump?.segment;
    if (shown?.seq === undefined || raw?.seq === undefined || dump === undefined) continue;
    counts.set(wayOf(dump.source, dump.destination), addToSequence(raw.seq, -shown.seq));
    if (shown.ack !== undefined && raw.ack !== undefined)
      counts.set(wayOf(dump.destination, dump.source), addToSequence(raw.ack, -shown.ack));
  }
  return counts;
}

function wayOf(from: PastedEnd, to: PastedEnd): string {
  return `${endKey(from)} ${endKey(to)}`;
}

function merge(row: PastedFrame | undefined, dump: PastedFrame | undefined, counts: Counts): PastedFrame {
  if (dump === undefined || row === undefined) return row ?? shifted(dump, counts);
  const seen = shifted(dump, counts);
  const merged: Mutable<PastedFrame> = { ...seen, line: row.line };
  if (row.number !== undefined) merged.number = row.number;
  if (row.time !== undefined) merged.time = row.time;
  if (row.length !== undefined) merged.length = row.length;
  if (row.protocol !== "") merged.protocol = row.protocol;
  if (row.summary !== "") merged.summary = row.summary;
  if (row.segment === undefined || seen.segment === undefined) return merged;
  const { relativeSeq: _, relativeAck: __, isRaw: ___, ...fields } = seen.segment;
  merged.segment = {
    ...fields,
    ...row.segment,
    options: { ...seen.segment.options, ...row.segment.options },
  };
  return merged;
}

/** Writes the numbers of a dump as the rows write theirs. */
function shifted(dump: PastedFrame | undefined, counts: Counts): PastedFrame {
  if (dump?.segment === undefined) return dump ?? emptyFrame;
  const own = counts.get(wayOf(dump.source, dump.destination));
  const peer = counts.get(wayOf(dump.destination, dump.source));
  const { seq, ack } = dump.segment;
  if (own === undefined && peer === undefined) return dump;
  const segment: Mutable<PastedSegment> = { ...dump.segment, isRaw: false };
  if (seq !== undefined && own !== undefined) segment.seq = addToSequence(seq, -own);
  if (ack !== undefined && peer !== undefined) segment.ack = addToSequence(ack, -peer);
  return { ...dump, segment };
}

const emptyFrame: PastedFrame = {
  line: 1,
  source: { address: "" },
  destination: { address: "" },
  protocol: "",
  summary: "",
};

/** Gives the frame that the octets of a dump are; undefined where they are no packet that is known. */
function dumpedFrame({ line, octets }: HexDump): PastedFrame | undefined {
  const linkType = linkTypeOf(octets);
  if (linkType === undefined) return undefined;
  const packet = dissectFrame(octets, { originalLength: octets.length, linkType });
  const { source, destination } = frameEnds(packet);
  const { protocol, summary } = summarizeFrame(packet, linkType, octets.length);
  const frame: Mutable<PastedFrame> = {
    line,
    source: endOf(source),
    destination: endOf(destination),
    protocol,
    summary,
    length: octets.length,
  };
  const segment = segmentOf(packet);
  if (segment !== undefined) frame.segment = segment;
  return frame;
}

function endOf({
  address,
  port,
}: {
  readonly address: string;
  readonly port: number | undefined;
}): PastedEnd {
  return port === undefined ? { address } : { address, port };
}

function segmentOf(packet: Packet): PastedSegment | undefined {
  const header = packet.tcp[0];
  if (header?.seq === undefined || header.rest === undefined) return undefined;
  const { seq, rest } = header;
  const { octets, start, end, wireEnd } = rest.payload;
  const payload = end > start ? payloadLine(octets.subarray(start, end), end === wireEnd) : undefined;
  return {
    flags: rest.flags,
    seq,
    ...((rest.flags & ACK) === 0 ? {} : { ack: rest.ack }),
    isRaw: true,
    payloadLength: Math.max(0, rest.payloadLength),
    window: rest.window,
    options: rest.options,
    ...(payload === undefined ? {} : { payload }),
  };
}

/** Where the type of what follows stands in the header of a link layer, and where what follows starts. */
const linkLayers = [
  { linkType: 1, typeAt: 12, length: 14 },
  { linkType: 113, typeAt: 14, length: 16 },
  { linkType: 276, typeAt: 0, length: 20 },
] as const;
const KNOWN_TYPES: ReadonlySet<number> = new Set([0x0806, 0x8100, 0x88a8]);

/** Gives the link type by what the octets look like: a dump does not tell; undefined where they look like nothing known. */
function linkTypeOf(octets: Uint8Array): number | undefined {
  const layer = linkLayers.find(({ typeAt, length }) => {
    const type = big16(octets, typeAt);
    return type === 0x0800 || type === 0x86dd ? isPacket(octets, length) : KNOWN_TYPES.has(type);
  });
  if (layer !== undefined) return layer.linkType;
  if (isPacket(octets, 0)) return 101;
  return isPacket(octets, 4) && (octets[0] === 0 || octets[3] === 0) ? 0 : undefined;
}

function isPacket(octets: Uint8Array, at: number): boolean {
  const version = (octets[at] ?? 0) >> 4;
  return (version === 4 && isIpv4(octets, at)) || (version === 6 && isIpv6(octets, at));
}

/** Text may begin like a header, but then its checksum is wrong (RFC 791 §3.1); senders that leave it to the card write 0. */
function isIpv4(octets: Uint8Array, at: number): boolean {
  const length = ((octets[at] ?? 0) & 15) * 4;
  if (length < 20 || octets.length < at + length) return false;
  const isUnfilled = big16(octets, at + 10) === 0;
  let sum = 0;
  for (let next = at; next < at + length; next += 2) sum += big16(octets, next);
  return isUnfilled ? big16(octets, at + 2) >= length : (sum & 0xffff) + (sum >>> 16) === 0xffff;
}

/** What may follow an IPv6 header in what is drawn here: extension headers, TCP, UDP, ICMPv6. */
const NEXT_HEADERS: ReadonlySet<number> = new Set([0, 6, 17, 43, 44, 51, 58, 59, 60]);

function isIpv6(octets: Uint8Array, at: number): boolean {
  return octets.length >= at + 40 && NEXT_HEADERS.has(octets[at + 6] ?? 255);
}

function big16(octets: Uint8Array, at: number): number {
  return (octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0);
}
