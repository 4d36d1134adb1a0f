import type { Diagnostic } from "../base/diagnostic";
import type { CaptureInterface } from "./capture-index";
import { emptyFrameRecord, LONGEST_FRAME, type FrameSink } from "./frame-record";
import { loadBig32 } from "./load-integer";
import { STOP, type RecordReader } from "./record-reader";

const FILE_HEADER_LENGTH = 16;
const RECORD_HEADER_LENGTH = 24;
const LONGEST_PADDING = 4096;

/** LINKTYPE_ numbers by those of snoop files (RFC 1761 §3): IEEE 802.3, token ring, Ethernet, HDLC, FDDI, IPoIB, IP. */
const linkTypes: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 6],
  [4, 1],
  [5, 104],
  [8, 10],
  [16, 104],
  [26, 242],
  [31, 226],
]);

/** Gives whether a file that starts so is a capture of Solaris' snoop. */
export function isSnoop(head: Uint8Array): boolean {
  return loadBig32(head, 0) === 0x736e6f6f && loadBig32(head, 4) === 0x70000000;
}

/** Reads snoop files (RFC 1761). Stops with `frame-too-long` at a record that no frame can be. */
export class SnoopReader implements RecordReader {
  readonly format = "snoop";
  readonly interfaces: CaptureInterface[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #sink: FrameSink;
  readonly #record = emptyFrameRecord();
  #frames = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  read(octets: Uint8Array, position: number, offset: number): number {
    let at = position;
    if (this.interfaces.length === 0) {
      if (octets.length - at < FILE_HEADER_LENGTH) return at;
      this.interfaces.push({ linkType: linkTypes.get(loadBig32(octets, at + 12)) ?? -1, number: undefined });
      at += FILE_HEADER_LENGTH;
    }
    while (octets.length - at >= RECORD_HEADER_LENGTH) {
      const length = loadBig32(octets, at + 8);
      const found = length - RECORD_HEADER_LENGTH;
      if (found < loadBig32(octets, at + 4) || found > LONGEST_FRAME + LONGEST_PADDING)
        return this.#stop(found, offset + at);
      if (octets.length - at < length) return at;
      this.#pass(octets, at, offset);
      at += length;
    }
    return at;
  }

  needed(octets: Uint8Array, position: number): number {
    if (this.interfaces.length === 0) return FILE_HEADER_LENGTH;
    if (octets.length - position < RECORD_HEADER_LENGTH) return RECORD_HEADER_LENGTH;
    return loadBig32(octets, position + 8);
  }

  #pass(octets: Uint8Array, at: number, offset: number): void {
    const record = this.#record;
    record.originalLength = loadBig32(octets, at);
    record.start = at + RECORD_HEADER_LENGTH;
    record.end = record.start + Math.min(loadBig32(octets, at + 4), LONGEST_FRAME);
    record.offset = offset + record.start;
    const micros = loadBig32(octets, at + 20);
    record.seconds = loadBig32(octets, at + 16) + Math.floor(micros / 1e6);
    record.nanoseconds = (micros % 1e6) * 1000;
    this.#frames += 1;
    this.#sink(octets, record);
  }

  #stop(found: number, offset: number): number {
    const at = { kind: "octets", offset, frame: this.#frames + 1, layer: "snoop" } as const;
    this.diagnostics.push({ code: "frame-too-long", severity: "error", at, found, needed: LONGEST_FRAME });
    return STOP;
  }
}
