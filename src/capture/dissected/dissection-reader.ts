import type { Diagnostic } from "../../base/diagnostic";
import type { CaptureInterface } from "../capture-index";
import { emptyFrameRecord, NO_INTERFACE, type FrameSink } from "../frame-record";
import { commentText, MOST_COMMENTS } from "../pcapng-options";
import type { RecordReader } from "../record-reader";
import { numberOf, timeOf } from "./dissected-value";
import { dissectedLayers, LONGEST_TEXT, type DissectionFormat } from "./dissection";
import { packetValue, type DissectedLayer } from "./packet-layers";
import { JsonScanner, PdmlScanner, type TextScanner } from "./packet-texts";
import { rebuildFrame, type RebuiltFrame } from "./rebuild-frame";

/** Frames that a filter may have left out before those that are there, all together. */
const MOST_LEFT_OUT = 1_000_000;
const MOST_INTERFACES = 1000;

/** What is told about a frame beside its octets. */
export interface FrameTale {
  /** Before it: by which numbers Wireshark knows its conversations; −1 for none. */
  expect(tcp: number, udp: number): void;
  /** After it: how many octets were captured, whatever could be made again. */
  captured(length: number): void;
}

/**
 * Reads what tshark says about packets: `-T json`, `-T ek` and `-T pdml`, one packet's text at a time.
 *
 * Each becomes the frame it tells of, made again where the text does not hold its octets. A frame's offset is that of
 * its text. Frames that a display filter left out count, so that numbers are those of the text.
 */
export class DissectionReader implements RecordReader {
  readonly interfaces: CaptureInterface[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly format: DissectionFormat;
  readonly #sink: FrameSink;
  readonly #tale: FrameTale;
  readonly #scanner: TextScanner;
  readonly #record = emptyFrameRecord();
  #frames = 0;
  #leftOut = 0;
  /** Whether the packet at hand is too long and was passed on without its end. */
  #isPassed = false;

  constructor(format: DissectionFormat, sink: FrameSink, tale: FrameTale) {
    this.format = format;
    this.#sink = sink;
    this.#tale = tale;
    this.#scanner = format === "json" ? new JsonScanner() : new PdmlScanner();
    // What came before the first frame is none's.
    this.interfaces.push({ linkType: 1, number: undefined });
  }

  read(octets: Uint8Array, position: number, offset: number): number {
    const scanner = this.#scanner;
    let at = Math.max(position, scanner.seen - offset);
    for (;;) {
      const end = scanner.scan(octets, at, offset);
      const start = scanner.start - offset;
      if (end < 0) return this.#rest(octets, start, offset);
      if (!this.#isPassed) this.#pass(octets.subarray(start, end), offset + start);
      this.#isPassed = false;
      scanner.taken();
      at = end;
    }
  }

  needed(octets: Uint8Array, position: number): number {
    return octets.length - position + 1;
  }

  #rest(octets: Uint8Array, start: number, offset: number): number {
    const seen = Math.min(this.#scanner.seen - offset, octets.length);
    if (this.#scanner.start < 0 || this.#isPassed) return seen;
    if (octets.length - start <= LONGEST_TEXT) return start;
    this.#pass(octets.subarray(start, start + LONGEST_TEXT), offset + start);
    this.#isPassed = true;
    return seen;
  }

  #pass(text: Uint8Array, offset: number): void {
    const layers = dissectedLayers(text, this.format);
    if (layers === undefined) return;
    const record = this.#record;
    const number = numberOf(packetValue(layers, "frame_number")) ?? 0;
    record.offset = offset;
    this.#leaveOut(number - 1 - this.#frames);
    const frame = rebuildFrame(layers);
    const { seconds, nanoseconds } = timeOf(
      packetValue(layers, "frame_time_epoch") ?? packetValue(layers, "frame_time_utc"),
    );
    record.seconds = seconds;
    record.nanoseconds = nanoseconds;
    record.start = 0;
    record.end = frame.octets.length;
    record.originalLength = frame.originalLength;
    record.interfaceNumber = this.#interface(layers, frame);
    record.comment = comments(layers);
    this.#frames += 1;
    const stream = (name: string): number => numberOf(packetValue(layers, name)) ?? -1;
    this.#tale.expect(stream("tcp_stream"), stream("udp_stream"));
    this.#sink(frame.octets, record);
    this.#tale.captured(frame.capturedLength);
  }

  /** Counts frames that are not there. */
  #leaveOut(count: number): void {
    if (count <= 0 || this.#leftOut + count > MOST_LEFT_OUT) return;
    this.#leftOut += count;
    const record = this.#record;
    record.start = 0;
    record.end = 0;
    record.originalLength = 0;
    record.seconds = 0;
    record.nanoseconds = 0;
    record.interfaceNumber = NO_INTERFACE;
    record.comment = undefined;
    for (let i = 0; i < count; i += 1) this.#sink(new Uint8Array(0), record);
    this.#frames += count;
  }

  #interface(layers: readonly DissectedLayer[], { linkType }: RebuiltFrame): number {
    const number = numberOf(packetValue(layers, "frame_interface_id"));
    const known = this.interfaces.findIndex((each) => each.linkType === linkType && each.number === number);
    if (known >= 0) return known;
    if (this.interfaces.length >= MOST_INTERFACES) return 0;
    return this.interfaces.push({ linkType, number }) - 1;
  }
}

/** Gives the comments on a packet, each on a line; most have none. */
function comments(layers: readonly DissectedLayer[]): string | undefined {
  const found = layers.flatMap(({ values }) => values.get("frame_comment") ?? []).slice(0, MOST_COMMENTS);
  const lines = found.flatMap((text) => commentText(new TextEncoder().encode(text)) ?? []);
  return lines.length === 0 ? undefined : lines.join("\n");
}
