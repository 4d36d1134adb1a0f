import type { CaptureIndex } from "../capture/capture-index";
import { emptyFrameRecord } from "../capture/frame-record";
import { Reassembly } from "../capture/layers/reassembly";
import { emptyTransportPlace, locateTransport, SEGMENT } from "../capture/locate-transport";
import { addTold } from "./dissected-frame";
import type { FrameOctets } from "./frame-octets";
import { dissectFrame } from "./wire/dissect-frame";
import { EarlierDatagrams } from "./wire/earlier-datagrams";
import type { Packet, SegmentLayers } from "./wire/packet";
import { parseTcp } from "./wire/tcp";
import { TcpStreams } from "./wire/tcp-streams";

/**
 * Takes the frames of a capture apart, in file order, each in the light of those before it: fragments
 * are put together, and so are messages that span segments.
 *
 * Frames may be left out, but for those of the conversations that are of interest and for `fragmentsOf` them.
 */
export class FrameDissector {
  readonly #index: CaptureIndex;
  readonly #earlier = { reassembly: new Reassembly(), datagrams: new EarlierDatagrams() };
  readonly #streams = new TcpStreams();
  readonly #record = emptyFrameRecord();
  readonly #place = emptyTransportPlace();

  constructor(index: CaptureIndex) {
    this.#index = index;
  }

  /**
   * Gives what of the next frame a segment's arrow is made of, where it is what most frames are: a segment of a
   * conversation, in no tunnel, in one piece. A shortcut through `next` that finds the same.
   */
  plainSegment({ row, octets, told }: FrameOctets): SegmentLayers | undefined {
    const { frames } = this.#index;
    const side = frames.conversation[row] ?? -1;
    if (side < 0 || told !== undefined) return undefined;
    const record = this.#record;
    record.end = octets.length;
    record.originalLength = frames.originalLength[row] ?? 0;
    const place = this.#place;
    if (locateTransport(octets, record, linkTypeOf(this.#index, row), place) !== SEGMENT) return undefined;
    const header = parseTcp({ octets, start: place.header, end: place.captured, wireEnd: place.end });
    return header && { tcp: [header], messages: this.#streams.take(side, header) ?? [] };
  }

  /** Gives the next frame, taken apart. */
  next({ row, octets, told }: FrameOctets): Packet {
    const { frames } = this.#index;
    const origin = {
      originalLength: frames.originalLength[row] ?? 0,
      linkType: linkTypeOf(this.#index, row),
      row,
    };
    const packet = dissectFrame(octets, origin, this.#earlier);
    const side = frames.conversation[row] ?? -1;
    if (side >= 0) this.#streams.next(side, packet);
    if (told !== undefined) addTold(packet, told);
    return packet;
  }
}

/** Gives the link type of a frame's interface. */
export function linkTypeOf(index: CaptureIndex, row: number): number {
  return index.interfaces[index.frames.interfaceNumber[row] ?? 0]?.linkType ?? -1;
}

/** Gives rows and those of the fragments their datagrams were made of, rising. */
export function withFragments(index: CaptureIndex, rows: readonly number[]): readonly number[] {
  if (index.fragments.size === 0) return rows;
  const all = new Set(rows);
  for (const row of rows) for (const part of index.fragments.get(row) ?? []) all.add(part);
  return all.size === rows.length ? rows : [...all].sort((left, right) => left - right);
}
