import { ACK, FIN, RST, SYN } from "../../tcp/flags";
import { addToSequence, sequenceDistance } from "../../tcp/sequence-number";
import { endKey } from "./frame-conversations";
import type { PastedEnd, PastedFrame, PastedSegment } from "./pasted-frame";

/** One connection of a list: its segments, and what each end has sent up to the row that is looked at. */
export interface RowConnection {
  readonly ends: readonly [RowEnd, RowEnd];
  /** Octets of all headers of most of its frames; undefined where none tells. */
  readonly headers: number | undefined;
  /** Positions of its segments, in order. */
  readonly segments: readonly number[];
  /** How many of them stand above the row. */
  passed: number;
}

/** One end of a connection. */
export interface RowEnd {
  readonly key: string;
  readonly end: PastedEnd;
  /** The number of the next octet it sends; undefined until it has spoken. */
  next: number | undefined;
  sawFin: boolean;
  /** It has reset the connection. */
  sawReset: boolean;
  /** A row of its own shows its FIN. */
  readonly showsFin: boolean;
}

/** Gives the connections of the segments among the frames, in the order of their first ones. */
export function rowConnections(frames: readonly PastedFrame[]): readonly RowConnection[] {
  const found = new Map<string, { readonly first: PastedFrame; readonly segments: number[] }>();
  for (const [i, frame] of frames.entries()) {
    if (frame.segment === undefined) continue;
    const key = pairKey(frame);
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: frame, segments: [i] });
    else known.segments.push(i);
  }
  return [...found.values()].map(({ first, segments }) => ({
    ends: [newEnd(first.source, frames, segments), newEnd(first.destination, frames, segments)],
    headers: usualHeaders(frames, segments),
    segments,
    passed: 0,
  }));
}

function pairKey({ source, destination }: PastedFrame): string {
  const [from, to] = [endKey(source), endKey(destination)];
  return from < to ? `${from} ${to}` : `${to} ${from}`;
}

function newEnd(end: PastedEnd, frames: readonly PastedFrame[], segments: readonly number[]): RowEnd {
  const key = endKey(end);
  const showsFin = segments.some((i) => {
    const frame = frames[i];
    return frame !== undefined && ((frame.segment?.flags ?? 0) & FIN) !== 0 && endKey(frame.source) === key;
  });
  return { key, end, next: undefined, sawFin: false, sawReset: false, showsFin };
}

/** What most frames are longer than their payload; a SYN and a selective acknowledgment have more options. */
function usualHeaders(frames: readonly PastedFrame[], segments: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const i of segments) {
    const { segment, length } = frames[i] ?? {};
    if (segment?.payloadLength === undefined || length === undefined) continue;
    if ((segment.flags & SYN) !== 0 || segment.options.sack !== undefined) continue;
    const headers = length - segment.payloadLength;
    counts.set(headers, (counts.get(headers) ?? 0) + 1);
  }
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0];
}

/** Takes note of the next segment of a connection. */
export function learnSegment(
  connection: RowConnection,
  { source }: PastedFrame,
  segment: PastedSegment,
): void {
  const isFirst = connection.ends[0].key === endKey(source);
  const own = connection.ends[isFirst ? 0 : 1];
  const peer = connection.ends[isFirst ? 1 : 0];
  const { flags, ack } = segment;
  if ((flags & (SYN | ACK)) === SYN) reopen(connection);
  learnOwn(own, segment);
  if (ack !== undefined && (flags & ACK) !== 0) peer.next = later(peer.next, ack);
}

function learnOwn(own: RowEnd, { flags, seq = own.next, payloadLength = 0 }: PastedSegment): void {
  if ((flags & FIN) !== 0) own.sawFin = true;
  if ((flags & RST) !== 0) own.sawReset = true;
  if (seq === undefined) return;
  own.next = later(own.next, addToSequence(seq, payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1)));
}

/** Ports that are used again start anew. */
function reopen({ ends }: RowConnection): void {
  for (const end of ends) {
    end.next = undefined;
    end.sawFin = false;
    end.sawReset = false;
  }
}

function later(known: number | undefined, number: number): number {
  return known === undefined || sequenceDistance(known, number) > 0 ? number : known;
}

/** A row below that tells how far an end's octets go. */
export interface Border {
  /** Octets beyond those sent so far. */
  readonly octets: number;
  /** Its position. */
  readonly at: number;
}

/** Rows after which an acknowledgment is that of other octets. */
const FARTHEST = 40;
const LARGEST = 1 << 20;

/** Gives the next row that continues, or acknowledges, more octets of an end than it has sent so far. */
export function nextBorder(
  { segments, passed }: RowConnection,
  { key, next }: RowEnd,
  frames: readonly PastedFrame[],
): Border | undefined {
  for (const at of segments.slice(passed, passed + FARTHEST)) {
    const frame = frames[at];
    if (frame?.segment === undefined || next === undefined) continue;
    const number = endKey(frame.source) === key ? frame.segment.seq : frame.segment.ack;
    const octets = number === undefined ? 0 : sequenceDistance(next, number);
    if (octets > 0 && octets <= LARGEST) return { octets, at };
  }
  return undefined;
}
