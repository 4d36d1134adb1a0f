import type { Diagnostic } from "../base/diagnostic";
import type { DiagnosticCode } from "../base/words/diagnostic-code";
import type { CaptureInterface } from "./capture-index";
import { emptyFrameRecord, LONGEST_FRAME, NO_INTERFACE, type FrameSink } from "./frame-record";
import { loadUint32, viewOf, type ByteOrder } from "./load-integer";
import { pcapngInterface, type PcapngInterface } from "./pcapng-interface";
import { commentText, MOST_COMMENTS, OPT_COMMENT, pcapngOptions, SHORTEST_OPTION } from "./pcapng-options";
import { readResolvedNames } from "./resolved-names";
import { STOP, type RecordReader } from "./record-reader";

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const NAME_RESOLUTION = 4;
const ENHANCED_PACKET = 6;
/** A vendor's own, which Wireshark counts as frames: one that copies keep, and one that they drop. */
const customBlocks: ReadonlySet<number> = new Set([0x0bad, 0x40000bad]);
const readBlocks: ReadonlySet<number> = new Set([
  INTERFACE_DESCRIPTION,
  OBSOLETE_PACKET,
  SIMPLE_PACKET,
  ENHANCED_PACKET,
  NAME_RESOLUTION,
  ...customBlocks,
]);

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Type, length, and the length again at the end. */
const BLOCK_FRAME_LENGTH = 12;
const PACKET_HEADER_LENGTH = 28;
const SIMPLE_HEADER_LENGTH = 12;
const INTERFACE_HEADER_LENGTH = 16;
/** Frame and generous options; a longer block that must be read whole is damage. */
export const LONGEST_BLOCK = LONGEST_FRAME + 131_072;
/** As many as a frame's row can tell apart. */
const MOST_INTERFACES = NO_INTERFACE;

/** Gives whether a file that starts so is a pcapng, in any byte order. */
export function isPcapng(head: Uint8Array): boolean {
  return (
    head.length >= BLOCK_FRAME_LENGTH &&
    loadUint32(head, 0, "big") === SECTION_HEADER &&
    orderAt(head, 0) !== undefined
  );
}

function orderAt(octets: Uint8Array, block: number): ByteOrder | undefined {
  if (loadUint32(octets, block + 8, "little") === BYTE_ORDER_MAGIC) return "little";
  return loadUint32(octets, block + 8, "big") === BYTE_ORDER_MAGIC ? "big" : undefined;
}

/**
 * Reads pcapng files (draft-ietf-opsawg-pcapng): sections in any byte order, interfaces with their
 * clocks, enhanced, simple and obsolete packet blocks, comments and host names. Custom blocks are frames without
 * octets, as Wireshark counts them; other blocks are skipped by their length.
 *
 * Stops with `bad-block-length` or `bad-section-header` where the next block cannot be found.
 */
export class PcapngReader implements RecordReader {
  readonly format = "pcapng";
  readonly interfaces: CaptureInterface[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly names = new Map<string, string>();
  readonly #sink: FrameSink;
  readonly #record = emptyFrameRecord();
  /** Filled again and again. */
  readonly #block = { type: 0, at: 0, next: 0, offset: 0, view: viewOf(new Uint8Array(0)) };
  /** Those of the section at hand. */
  #sectionInterfaces: PcapngInterface[] = [];
  #order: ByteOrder = "little";
  #isLittle = true;
  #frames = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  read(octets: Uint8Array, position: number, offset: number): number {
    let at = position;
    const block = this.#block;
    block.view = viewOf(octets);
    while (octets.length - at >= BLOCK_FRAME_LENGTH) {
      const type = block.view.getUint32(at, this.#isLittle);
      if (type === SECTION_HEADER && !this.#openSection(octets, at))
        return this.#stop("bad-section-header", offset + at, 0);
      const length = block.view.getUint32(at + 4, this.#isLittle);
      const next = at + length + padding(length);
      const mustBeWhole = isRead(type, length);
      if (length < BLOCK_FRAME_LENGTH || (mustBeWhole && length > LONGEST_BLOCK)) {
        return this.#stop("bad-block-length", offset + at, length);
      }
      if (mustBeWhole) {
        if (next > octets.length) return at;
        block.type = type;
        block.at = at;
        block.next = next;
        block.offset = offset;
        this.#readBlock(octets, block);
      }
      at = next;
    }
    return at;
  }

  needed(octets: Uint8Array, position: number): number {
    if (octets.length - position < BLOCK_FRAME_LENGTH) return BLOCK_FRAME_LENGTH;
    return loadUint32(octets, position + 4, this.#order);
  }

  #openSection(octets: Uint8Array, at: number): boolean {
    const order = orderAt(octets, at);
    if (order === undefined) return false;
    this.#order = order;
    this.#isLittle = order === "little";
    this.#sectionInterfaces = [];
    return true;
  }

  #readBlock(octets: Uint8Array, block: Block): void {
    const length = block.view.getUint32(block.at + 4, this.#isLittle);
    if (block.view.getUint32(block.next - 4, this.#isLittle) !== length) {
      this.#count("block-length-mismatch", "remark", block);
    }
    // Most blocks are of this type.
    if (block.type === ENHANCED_PACKET) this.#readPacket(octets, block);
    else if (customBlocks.has(block.type)) this.#countCustom(octets, block, length);
    else if (block.type === INTERFACE_DESCRIPTION) this.#addInterface(octets, block);
    else if (block.type === NAME_RESOLUTION)
      readResolvedNames(octets, { from: block.at + 8, to: block.next - 4, order: this.#order }, this.names);
    else if (block.type === SIMPLE_PACKET) this.#readSimplePacket(octets, block);
    else this.#readPacket(octets, block);
  }

  #addInterface(octets: Uint8Array, block: Block): void {
    const ordinal = this.interfaces.length;
    if (ordinal >= MOST_INTERFACES || block.next - block.at < INTERFACE_HEADER_LENGTH + 4) return;
    const described = pcapngInterface(octets, block.at, block.next - 4, this.#order);
    this.interfaces.push({ linkType: described.linkType, number: this.#sectionInterfaces.length });
    this.#sectionInterfaces.push({ ...described, ordinal });
  }

  #readPacket(octets: Uint8Array, block: Block): void {
    const { at, view } = block;
    const end = block.next - 4;
    const start = at + PACKET_HEADER_LENGTH;
    if (end < start) {
      this.#count("bad-packet-block", "error", block);
      return;
    }
    const isLittle = this.#isLittle;
    const number =
      block.type === OBSOLETE_PACKET ? view.getUint16(at + 8, isLittle) : view.getUint32(at + 8, isLittle);
    const described = this.#sectionInterfaces[number];
    if (described === undefined) {
      this.#count("unknown-interface", "error", block, number);
      return;
    }
    const captured = view.getUint32(at + 20, isLittle);
    if (captured > end - start) this.#count("frame-over-block", "warning", block, captured);
    const record = this.#record;
    described.clock.tell(view.getUint32(at + 12, isLittle), view.getUint32(at + 16, isLittle), record);
    record.start = start;
    record.end = Math.min(start + captured, end);
    record.originalLength = view.getUint32(at + 24, isLittle);
    const options = start + captured + padding(captured);
    record.comment = end - options < SHORTEST_OPTION ? undefined : this.#comments(octets, options, end);
    this.#pass(octets, block.offset, described.ordinal);
  }

  /** Gives the comments among the options between two positions, each on a line; most packets have none. */
  #comments(octets: Uint8Array, from: number, to: number): string | undefined {
    const options = pcapngOptions(octets, from, to, this.#order).filter(({ code }) => code === OPT_COMMENT);
    const texts = options
      .slice(0, MOST_COMMENTS)
      .flatMap(({ start, end }) => commentText(octets.subarray(start, end)) ?? []);
    return texts.length === 0 ? undefined : texts.join("\n");
  }

  #countCustom(octets: Uint8Array, { at, offset }: Block, length: number): void {
    const record = this.#record;
    record.start = record.end = at;
    record.offset = offset + at;
    record.seconds = record.nanoseconds = 0;
    // What Wireshark takes for the frame: all but type, lengths and the vendor's number.
    record.originalLength = Math.max(0, length - BLOCK_FRAME_LENGTH - 4);
    record.interfaceNumber = NO_INTERFACE;
    record.comment = undefined;
    this.#frames += 1;
    this.#sink(octets, record);
  }

  #readSimplePacket(octets: Uint8Array, block: Block): void {
    const described = this.#sectionInterfaces[0];
    if (described === undefined) {
      this.#count("unknown-interface", "error", block, 0);
      return;
    }
    const record = this.#record;
    record.originalLength = loadUint32(octets, block.at + 8, this.#order);
    record.start = block.at + SIMPLE_HEADER_LENGTH;
    const room = Math.max(0, block.next - 4 - record.start);
    record.end = record.start + Math.min(record.originalLength, described.snapLength, room);
    // A simple packet block holds no time.
    record.seconds = 0;
    record.nanoseconds = 0;
    record.comment = undefined;
    this.#pass(octets, block.offset, described.ordinal);
  }

  #pass(octets: Uint8Array, offset: number, ordinal: number): void {
    const record = this.#record;
    record.end = Math.min(record.end, record.start + LONGEST_FRAME);
    record.offset = offset + record.start;
    record.interfaceNumber = ordinal;
    this.#frames += 1;
    this.#sink(octets, record);
  }

  #stop(code: DiagnosticCode, offset: number, found: number): number {
    const at = { kind: "octets", offset, frame: this.#frames + 1, layer: "pcapng" } as const;
    const needed = found > LONGEST_BLOCK ? LONGEST_BLOCK : BLOCK_FRAME_LENGTH;
    this.diagnostics.push({ code, severity: "error", at, found, needed });
    return STOP;
  }

  #count(code: DiagnosticCode, severity: Diagnostic["severity"], block: Block, found = 0): void {
    const known = this.diagnostics.findIndex((each) => each.code === code);
    const before = this.diagnostics[known];
    if (before !== undefined) {
      this.diagnostics[known] = { ...before, count: (before.count ?? 1) + 1 };
      return;
    }
    const at = {
      kind: "octets",
      offset: block.offset + block.at,
      frame: this.#frames + 1,
      layer: "pcapng",
    } as const;
    this.diagnostics.push({ code, severity, at, found, needed: block.next - block.at });
  }
}

/** Gives how many octets fill a length up to a multiple of four. */
function padding(length: number): number {
  return -length & 3;
}

/** Names and custom blocks are worth less than the frames behind them: one too long to be read is skipped. */
function isRead(type: number, length: number): boolean {
  if (type === ENHANCED_PACKET) return true;
  const isOptional = type === NAME_RESOLUTION || customBlocks.has(type);
  return readBlocks.has(type) && !(isOptional && length > LONGEST_BLOCK);
}

/** A whole block in the array at hand; `offset` is the file offset of the array's first octet. */
interface Block {
  readonly view: DataView;
  readonly type: number;
  readonly at: number;
  readonly next: number;
  readonly offset: number;
}
