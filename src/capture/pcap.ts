import type { Diagnostic } from "../base/diagnostic";
import type { CaptureInterface } from "./capture-index";
import { emptyFrameRecord, LONGEST_FRAME, type FrameSink } from "./frame-record";
import { loadUint16, loadUint32, viewOf, type ByteOrder } from "./load-integer";
import { recordHeaderLength } from "./pcap-variant";
import { STOP, type RecordReader } from "./record-reader";

const FILE_HEADER_LENGTH = 24;
const RECORD_HEADER_LENGTH = 16;
interface PcapVariant {
  readonly nanosecondsPerTick: number;
  /**
   * Octets of a record's header, the usual length first. Kuznetzov's variant adds interface, protocol and packet
   * type (24; in an older form 28, and once behind the usual magic); Nokia's adds four octets.
   */
  readonly recordHeaderLengths: readonly number[];
}

const standard: PcapVariant = {
  nanosecondsPerTick: 1000,
  recordHeaderLengths: [RECORD_HEADER_LENGTH, 24, 20],
};
const variants: ReadonlyMap<number, PcapVariant> = new Map([
  [0xa1b2c3d4, standard],
  [0xa1b23c4d, { nanosecondsPerTick: 1, recordHeaderLengths: [RECORD_HEADER_LENGTH] }],
  [0xa1b2cd34, { nanosecondsPerTick: 1000, recordHeaderLengths: [24, 28] }],
]);

/** Gives whether a file that starts so is a pcap, in any byte order and variant. */
export function isPcap(head: Uint8Array): boolean {
  return (
    head.length >= 4 &&
    (variants.has(loadUint32(head, 0, "little")) || variants.has(loadUint32(head, 0, "big")))
  );
}

/**
 * Reads pcap files (draft-ietf-opsawg-pcap): both byte orders, microseconds and nanoseconds, and the variants of Kuznetzov and Nokia.
 *
 * Lax about version and snap length, and about more octets captured than there were. Stops with
 * `frame-too-long` at a record longer than any frame: its length is damage, and so what follows.
 */
export class PcapReader implements RecordReader {
  readonly format = "pcap";
  readonly interfaces: CaptureInterface[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #sink: FrameSink;
  readonly #record = emptyFrameRecord();
  #order: ByteOrder = "little";
  #variant = standard;
  #headerLength = RECORD_HEADER_LENGTH;
  /** Where a record's header holds the captured and the original length. */
  #capturedAt = 8;
  #originalAt = 12;
  #frames = 0;
  #isOpen = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  read(octets: Uint8Array, position: number, offset: number): number {
    let at = position;
    if (!this.#isOpen) {
      if (octets.length - at < FILE_HEADER_LENGTH) return at;
      this.#readFileHeader(octets, at);
      at += FILE_HEADER_LENGTH;
    }
    return this.#readRecords(octets, at, offset);
  }

  needed(octets: Uint8Array, position: number): number {
    if (!this.#isOpen) return FILE_HEADER_LENGTH;
    const headerLength = this.#headerLength;
    if (octets.length - position < headerLength) return headerLength;
    return headerLength + loadUint32(octets, position + this.#capturedAt, this.#order);
  }

  #readFileHeader(octets: Uint8Array, at: number): void {
    this.#order = variants.has(loadUint32(octets, at, "little")) ? "little" : "big";
    this.#variant = variants.get(loadUint32(octets, at, this.#order)) ?? this.#variant;
    if (loadUint16(octets, at + 4, this.#order) === 2 && loadUint16(octets, at + 6, this.#order) < 3) {
      // Before version 2.3 the two lengths stood the other way round.
      this.#capturedAt = 12;
      this.#originalAt = 8;
    }
    // The upper half holds the length of a frame check sequence, which lies behind what is read here.
    const linkType = loadUint32(octets, at + 20, this.#order) & 0xffff;
    this.interfaces.push({ linkType, number: undefined });
    this.#headerLength = recordHeaderLength(
      {
        octets,
        start: at + FILE_HEADER_LENGTH,
        order: this.#order,
        capturedAt: this.#capturedAt,
        originalAt: this.#originalAt,
        ticks: 1e9 / this.#variant.nanosecondsPerTick,
      },
      this.#variant.recordHeaderLengths,
    );
    this.#isOpen = true;
  }

  #readRecords(octets: Uint8Array, position: number, offset: number): number {
    const { nanosecondsPerTick } = this.#variant;
    const headerLength = this.#headerLength;
    const isLittle = this.#order === "little";
    const view = viewOf(octets);
    const capturedAt = this.#capturedAt;
    const originalAt = this.#originalAt;
    const record = this.#record;
    let at = position;
    while (octets.length - at >= headerLength) {
      const length = view.getUint32(at + capturedAt, isLittle);
      if (length > LONGEST_FRAME) return this.#stop(length, offset + at);
      const start = at + headerLength;
      if (octets.length - start < length) return at;
      const ticks = view.getUint32(at + 4, isLittle) * nanosecondsPerTick;
      // Fractions of a second that are whole seconds and more: damage, but readable.
      const carried = ticks < 1e9 ? 0 : Math.floor(ticks / 1e9);
      record.start = start;
      record.end = start + length;
      record.offset = offset + start;
      record.seconds = view.getUint32(at, isLittle) + carried;
      record.nanoseconds = ticks - carried * 1e9;
      record.originalLength = view.getUint32(at + originalAt, isLittle);
      this.#frames += 1;
      this.#sink(octets, record);
      at = record.end;
    }
    return at;
  }

  #stop(found: number, offset: number): number {
    const at = { kind: "octets", offset, frame: this.#frames + 1, layer: "pcap" } as const;
    this.diagnostics.push({ code: "frame-too-long", severity: "error", at, found, needed: LONGEST_FRAME });
    return STOP;
  }
}
