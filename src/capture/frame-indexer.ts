import type { Diagnostic, OctetPosition } from "../base/diagnostic";
import type { DiagnosticCode } from "../base/words/diagnostic-code";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import type { ConversationColumns, FrameColumns } from "./capture-index";
import { ConversationTable } from "./conversation-table";
import { countFrame, emptySegmentFacts, followSegment, isPortReuse } from "./follow-segment";
import { GrowingFrameColumns } from "./frame-columns";
import type { FrameRecord } from "./frame-record";
import { loadBig16, loadBig32, loadUint8 } from "./load-integer";
import { CUT_HEADER, emptySegmentPlace, locateSegment, SEGMENT } from "./locate-segment";
import { windowShiftOption } from "./window-shift-option";

const SHORTEST_HEADER = 20;

/** Turns frames into rows and conversations: what is done for every frame of a capture, so nothing is allocated here. */
export class FrameIndexer {
  readonly #frames: GrowingFrameColumns;
  readonly #conversations = new ConversationTable();
  readonly #rules: WiresharkRules;
  readonly #place = emptySegmentPlace();
  readonly #segment = emptySegmentFacts();
  /** The first finding of each code, counted. */
  readonly #findings = new Map<DiagnosticCode, Diagnostic>();

  constructor(expectedRows: number, rules: WiresharkRules) {
    this.#frames = new GrowingFrameColumns(expectedRows);
    this.#rules = rules;
  }

  /** How many frames were added. */
  get frameCount(): number {
    return this.#frames.count;
  }

  /** Adds a frame of an interface with the link type given. */
  add(octets: Uint8Array, record: FrameRecord, linkType: number): void {
    const frames = this.#frames;
    const row = frames.addRow();
    frames.offset[row] = record.offset;
    frames.seconds[row] = record.seconds;
    frames.nanoseconds[row] = record.nanoseconds;
    frames.capturedLength[row] = record.end - record.start;
    frames.originalLength[row] = record.originalLength;
    frames.interfaceNumber[row] = record.interfaceNumber;
    const found = locateSegment(octets, record, linkType, this.#place);
    if (found === SEGMENT) this.#addSegment(octets, row, record);
    else if (found === CUT_HEADER) {
      const { header, needed, captured } = this.#place;
      this.#count("truncated-header", record, captured - header, needed);
    }
  }

  /** Gives the finished columns. */
  finish(): {
    readonly frames: FrameColumns;
    readonly conversations: ConversationColumns;
    readonly diagnostics: readonly Diagnostic[];
  } {
    return {
      frames: this.#frames.finish(),
      conversations: this.#conversations.finish(),
      diagnostics: [...this.#findings.values()],
    };
  }

  #addSegment(octets: Uint8Array, row: number, record: FrameRecord): void {
    const { header, end, captured } = this.#place;
    const headerLength = (loadUint8(octets, header + 12) >> 4) << 2;
    const segment = this.#segment;
    segment.row = row;
    segment.frameLength = record.originalLength;
    segment.seq = loadBig32(octets, header + 4);
    segment.ack = loadBig32(octets, header + 8);
    segment.flags = loadBig16(octets, header + 12) & 0xfff;
    segment.isWhole = end - header >= headerLength;
    segment.payloadLength = segment.isWhole ? end - header - headerLength : 0;
    if (headerLength < SHORTEST_HEADER || !segment.isWhole) {
      this.#count(
        "bad-data-offset",
        record,
        headerLength,
        `${String(SHORTEST_HEADER)} to ${String(end - header)}`,
      );
    }
    segment.windowShift = windowShiftOption(octets, header + 20, Math.min(header + headerLength, captured));
    this.#write(row, this.#follow(octets, headerLength >= SHORTEST_HEADER), loadBig16(octets, header + 14));
  }

  /** Gives conversation × 2 + direction. */
  #follow(octets: Uint8Array, isSound: boolean): number {
    const table = this.#conversations;
    let side = table.find(octets, this.#place);
    this.#segment.isReuse = isSound && isPortReuse(table.columns, side, this.#segment, this.#rules);
    if (this.#segment.isReuse) side = table.split(side >> 1) * 2 + (side & 1);
    countFrame(table.columns, side, this.#segment);
    // As in Wireshark, a header shorter than a header belongs to the conversation but tells nothing about it.
    if (isSound) followSegment(table.columns, side, this.#segment, this.#rules);
    return side;
  }

  #write(row: number, side: number, window: number): void {
    const frames = this.#frames;
    const segment = this.#segment;
    frames.conversation[row] = side;
    frames.sequence[row] = segment.seq;
    frames.acknowledgment[row] = segment.ack;
    frames.flags[row] = segment.flags;
    frames.window[row] = window;
    frames.payloadLength[row] = segment.payloadLength;
  }

  #count(code: DiagnosticCode, record: FrameRecord, found: number, needed: number | string): void {
    const known = this.#findings.get(code);
    if (known !== undefined) {
      this.#findings.set(code, { ...known, count: (known.count ?? 1) + 1 });
      return;
    }
    const { header, layer } = this.#place;
    const at: OctetPosition = {
      kind: "octets",
      offset: header - record.start,
      frame: this.#frames.count,
      layer,
    };
    this.#findings.set(code, { code, severity: "warning", at, found, needed });
  }
}
