import type { Diagnostic, OctetPosition } from "../base/diagnostic";
import type { DiagnosticCode } from "../base/words/diagnostic-code";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import { datagramSide, type CaptureIndex } from "./capture-index";
import { addPayload, FACT_WORDS, FIRST_ROW, noteLastFrames, noteNaming } from "./conversation-facts";
import { DatagramNumbers } from "./datagram-numbers";
import { ConversationTable } from "./conversation-table";
import { EventWatch } from "./event-watch";
import { countFrame, followQuote, followSegment, isPortReuse, followShortHeader } from "./follow-segment";
import { FtpAnnouncements, isAtFtp } from "./ftp-announcements";
import type { FrameTale } from "./dissected/dissection-reader";
import { GrowingFrameColumns, HAS_SHORT_HEADER } from "./frame-columns";
import type { FrameRecord } from "./frame-record";
import { FrameWalk, type LayerSink } from "./layers/frame-walk";
import { Reassembly } from "./layers/reassembly";
import { walkFrame } from "./layers/walk-frame";
import { loadBig16 } from "./load-integer";
import { DATAGRAM, emptyTransportPlace, locateTransport, moveTo, SEGMENT } from "./locate-transport";
import { GrowingOtherSides } from "./other-sides";
import { emptySegmentFacts } from "./segment-facts";
import { scanOptions } from "./scan-options";
import { datagramNamesServer, isCapital, payloadOpening } from "./server-naming";
import { noteSteadiness, SteadySegments } from "./steady-segments";

const SHORTEST_HEADER = 20;
/** As much of a TCP header as Wireshark needs to tell its conversation: up to the window. */
const LEAST_CAPTURED = 16;
const UDP_HEADER_LENGTH = 8;
const NONE = -1;

/** Layers whose headers are never shorter: what is, is damage. */
const alwaysWhole: ReadonlySet<string> = new Set(["ip", "ipv6", "tcp"]);

type Columns = Pick<
  CaptureIndex,
  | "frames"
  | "isInOrder"
  | "conversations"
  | "eventful"
  | "sentAgain"
  | "resets"
  | "pauses"
  | "pausedBy"
  | "datagrams"
  | "otherSides"
  | "fragments"
  | "comments"
  | "diagnostics"
>;

/** Turns frames into rows and conversations: what is done for every frame of a capture, so nothing is allocated here. */
export class FrameIndexer implements LayerSink, FrameTale {
  readonly #frames: GrowingFrameColumns;
  readonly #conversations = new ConversationTable("TCP");
  readonly #datagrams = new ConversationTable("UDP");
  readonly #events: EventWatch;
  readonly #steady: SteadySegments;
  readonly #others = new GrowingOtherSides();
  readonly #numbers: DatagramNumbers;
  readonly #announced = new FtpAnnouncements();
  readonly #reassembly = new Reassembly();
  readonly #walk = new FrameWalk(this, this.#reassembly);
  readonly #rules: WiresharkRules;
  readonly #place = emptyTransportPlace();
  readonly #segment = emptySegmentFacts(this.#place);
  /** Of the frame at hand: where it starts, and the side, payload and its opening of the innermost datagram found so far. */
  #frameStart = 0;
  #datagram = NONE;
  #datagramPayload = 0;
  #datagramOpening = 0;
  readonly #comments = new Map<number, string>();
  /** The first finding of each code, counted. */
  readonly #findings = new Map<DiagnosticCode, Diagnostic>();

  constructor(expectedRows: number, rules: WiresharkRules) {
    this.#frames = new GrowingFrameColumns(expectedRows);
    this.#numbers = new DatagramNumbers(this.#datagrams, this.#frames, this.#others);
    this.#rules = rules;
    const { live } = this.#conversations.facts;
    this.#events = new EventWatch(live, rules === "4.4");
    this.#steady = new SteadySegments(live, this.#frames);
  }

  /** How many frames were added. */
  get frameCount(): number {
    return this.#frames.count;
  }

  /** Adds a frame of an interface with the link type given. */
  add(octets: Uint8Array, record: FrameRecord, linkType: number): void {
    const place = this.#place;
    const found = locateTransport(octets, record, linkType, place);
    // What is known of its conversation is asked for first, and comes from memory while the row is written.
    const side = found === SEGMENT ? this.#conversations.find(place) : NONE;
    const row = this.#frames.addRow(record);
    if (record.comment !== undefined) this.#comments.set(row, record.comment);
    this.#frameStart = record.start;
    if (found === SEGMENT) this.#addSegment(row, side);
    else if (found === DATAGRAM) {
      this.#findDatagram();
      this.#countDatagram(row);
    } else this.#walkThrough(octets, record, row, linkType);
  }

  /** Says which numbers the conversations of the next frame have where they are new; −1 for none. */
  expect(conversation: number, datagram: number): void {
    this.#conversations.expect(conversation);
    this.#datagrams.expect(datagram);
    this.#numbers.keep();
  }

  /** Says how many octets were captured of the last frame, where not all of them are known. */
  captured(length: number): void {
    this.#frames.capturedLength[this.frameCount - 1] = length;
  }

  /** Gives the finished columns. */
  finish(): Columns {
    this.#numbers.finish();
    const frames = this.#frames.finish();
    const conversations = this.#conversations.finish();
    const datagrams = this.#datagrams.finish();
    noteLastFrames(frames.conversation, conversations.lastFrame, datagrams.lastFrame);
    return {
      frames,
      isInOrder: this.#frames.isInOrder,
      conversations,
      ...this.#events.finish(frames, conversations.count),
      datagrams,
      otherSides: this.#others.finish(),
      fragments: this.#reassembly.parts,
      comments: this.#comments,
      diagnostics: [...this.#findings.values()],
    };
  }

  #walkThrough(octets: Uint8Array, record: FrameRecord, row: number, linkType: number): void {
    this.#walk.start(octets, record.start, record.end, record.originalLength);
    this.#walk.row = row;
    this.#datagram = NONE;
    walkFrame(this.#walk, linkType);
    if (this.#datagram === NONE) return;
    if (this.#frames.conversation[row] === NONE) this.#countDatagram(row);
    else this.#others.add(row, datagramSide(this.#datagram));
  }

  enter(name: string, walk: FrameWalk): void {
    if (name === "tcp") {
      this.#takePlace(walk);
      if (walk.captured < LEAST_CAPTURED) return;
      // A row holds one segment: of an aggregate the first.
      if (walk.isQuoted) this.#others.add(walk.row, this.#findQuoted(walk.row));
      else if (this.#frames.conversation[walk.row] !== NONE)
        this.#others.add(walk.row, this.#conversations.find(this.#place));
      else this.#addSegment(walk.row, this.#conversations.find(this.#place), walk.isPart);
    } else if (walk.captured >= UDP_HEADER_LENGTH && isDatagram(name, walk)) {
      this.#takePlace(walk);
      if (walk.isQuoted) this.#others.add(walk.row, datagramSide(this.#numbers.find(this.#place)));
      else {
        if (this.#datagram !== NONE) this.#others.add(walk.row, datagramSide(this.#datagram));
        this.#findDatagram();
      }
    }
  }

  /** Gives conversation × 2 + direction of a segment that an ICMP error quotes. */
  #findQuoted(row: number): number {
    const segment = this.#segment;
    const { view, header } = this.#place;
    segment.row = row;
    segment.seq = view.getInt32(header + 4);
    segment.flags = view.getUint16(header + 12) & 0xfff;
    segment.payloadLength = 0;
    const side = this.#splitReuse(this.#conversations.find(this.#place));
    followQuote(this.#conversations.facts, side, segment);
    return side;
  }

  cut(name: string, needed: number, walk: FrameWalk): void {
    const wasOnWire = walk.wireEnd - walk.at >= needed || alwaysWhole.has(name);
    if (wasOnWire && !walk.isQuoted) this.#count("truncated-header", name, walk.at, [walk.captured, needed]);
  }

  #takePlace(walk: FrameWalk): void {
    const place = this.#place;
    moveTo(place, walk.octets, walk.addressOctets);
    place.header = walk.at;
    place.captured = walk.end;
    place.end = walk.wireEnd;
    place.version = walk.version;
    place.addresses = walk.addresses;
  }

  #findDatagram(): void {
    const { octets, header, captured } = this.#place;
    this.#datagram = this.#numbers.find(this.#place);
    const length = Math.max(0, loadBig16(octets, header + 4) - UDP_HEADER_LENGTH);
    this.#datagramPayload = length;
    const start = header + UDP_HEADER_LENGTH;
    this.#datagramOpening = payloadOpening(octets, start, { end: captured, length });
    if (isCapital(this.#datagramOpening)) this.#numbers.hear(this.#place, [start, start + length]);
  }

  #countDatagram(row: number): void {
    const side = this.#datagram;
    const { facts } = this.#datagrams;
    countFrame(facts, side, row, this.#frames.originalLength[row] ?? 0);
    const isFirst = addPayload(facts.totals, side, this.#datagramPayload);
    if (isFirst && datagramNamesServer(this.#datagramOpening)) noteNaming(facts.words, side);
    this.#frames.conversation[row] = datagramSide(side);
    this.#frames.payloadLength[row] = this.#datagramPayload;
  }

  #addSegment(row: number, side: number, isPart = false): void {
    if (isPart || !this.#steady.take(this.#place, side, row)) this.#addUnsteady(row, side, isPart);
  }

  #addUnsteady(row: number, known: number, isPart: boolean): void {
    const { view, header, end } = this.#place;
    const lengthAndFlags = view.getUint16(header + 12);
    const headerLength = (lengthAndFlags >> 12) << 2;
    const segment = this.#segment;
    segment.row = row;
    segment.seq = view.getInt32(header + 4);
    segment.ack = view.getInt32(header + 8);
    segment.flags = lengthAndFlags & 0xfff;
    segment.window = view.getUint16(header + 14);
    segment.isWhole = end - header >= headerLength && !isPart;
    segment.payloadLength = segment.isWhole ? end - header - headerLength : 0;
    segment.payload = header + headerLength;
    if (headerLength < SHORTEST_HEADER || end - header < headerLength) {
      const possible = `${String(SHORTEST_HEADER)} to ${String(end - header)}`;
      this.#count("bad-data-offset", "tcp", header, [headerLength, possible]);
    }
    scanOptions(this.#place, header + SHORTEST_HEADER, header + headerLength, segment);
    const isSound = headerLength >= SHORTEST_HEADER;
    const side = this.#splitReuse(known);
    this.#follow(side, isSound);
    this.#write(row, side, isSound);
    if (!isAtFtp(this.#place)) noteSteadiness(this.#conversations.facts, this.#events, side >> 1);
    else if (segment.payloadLength !== 0) this.#announced.hear(segment);
  }

  /** Of the segment at hand: gives conversation × 2 + direction, of a new conversation where it opens one. */
  #splitReuse(side: number): number {
    const table = this.#conversations;
    this.#segment.isReuse = isPortReuse(table.facts, side, this.#segment, this.#rules);
    return this.#segment.isReuse ? table.split(side >> 1) * 2 + (side & 1) : side;
  }

  #follow(side: number, isSound: boolean): void {
    const { facts } = this.#conversations;
    const { row, isReuse } = this.#segment;
    const isNew = facts.words[(side >> 1) * FACT_WORDS + FIRST_ROW] === 0 && !isReuse;
    if (isNew && this.#announced.comes(this.#place)) facts.rare.announced.add(side >> 1);
    countFrame(facts, side, row, this.#frames.originalLength[row] ?? 0);
    if (isSound) {
      followSegment(facts, side, this.#segment, this.#rules);
      this.#events.see(this.#frames, side, this.#segment);
    } else {
      followShortHeader(facts, side, this.#segment, this.#rules);
      this.#events.miss(side);
    }
  }

  #write(row: number, side: number, isSound: boolean): void {
    const frames = this.#frames;
    const segment = this.#segment;
    frames.conversation[row] = side;
    frames.sequence[row] = segment.seq;
    frames.acknowledgment[row] = segment.ack;
    frames.flags[row] = segment.flags | (isSound ? 0 : HAS_SHORT_HEADER);
    frames.window[row] = segment.window;
    if (segment.payloadLength !== 0) frames.payloadLength[row] = segment.payloadLength;
    if (segment.timestamp !== 0) frames.timestamp[row] = segment.timestamp;
    if (segment.hasSack !== 0) frames.hasSack[row] = segment.hasSack;
  }

  #count(code: DiagnosticCode, layer: string, header: number, [found, needed]: FoundAndNeeded): void {
    const known = this.#findings.get(code);
    if (known !== undefined) {
      this.#findings.set(code, { ...known, count: (known.count ?? 1) + 1 });
      return;
    }
    const offset = Math.max(0, header - this.#frameStart);
    const at: OctetPosition = { kind: "octets", offset, frame: this.#frames.count, layer };
    this.#findings.set(code, { code, severity: "warning", at, found, needed });
  }
}

/** A datagram of UDP that says it is shorter than its header belongs to no conversation; UDP-Lite says another thing there. */
function isDatagram(name: string, { octets, at, version }: FrameWalk): boolean {
  const length = loadBig16(octets, at + 4);
  return (
    name === "udplite" || (name === "udp" && (length >= UDP_HEADER_LENGTH || (length === 0 && version === 6)))
  );
}

type FoundAndNeeded = readonly [found: number, needed: number | string];
