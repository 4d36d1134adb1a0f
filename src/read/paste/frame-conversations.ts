import { formatSocketAddress } from "../../base/address";
import { ACK, FIN, RST, SYN } from "../../tcp/flags";
import { baseByAcknowledgment, baseBySender } from "../../tcp/relative-numbers";
import { addToSequence } from "../../tcp/sequence-number";
import type { WiresharkRules } from "../../tcp/wireshark-rules";
import type { Conversation } from "../../trace/trace";
import type { SegmentDraft } from "../text/analyse-list";
import type { PastedEnd, PastedFrame, PastedSegment } from "./pasted-frame";

/** What one end has shown so far. */
interface Side {
  readonly key: string;
  /** What its relative numbers count from. */
  base: number | undefined;
  next: number | undefined;
  /** Of its last segment: where it is not, nobody knows what is next. */
  isLengthKnown: boolean;
  /** Shift of its windows; undefined where its SYN was not seen, or named none. */
  shift: number | undefined;
}

interface Draft {
  readonly number: number;
  readonly sides: readonly [Side, Side];
  client: 0 | 1;
  sawSyn: boolean;
  sawEnd: boolean;
}

/** Relative numbers of a list that was cut off at its start are below this; raw ones hardly ever. */
const LARGEST_RELATIVE = 0xffffff;

/** Gives the identity of a frame's end: `192.0.2.1:80`, or the port alone where the text names no address. */
export function endKey({ address, port }: PastedEnd): string {
  if (port === undefined) return address;
  return address === "" ? `port ${String(port)}` : formatSocketAddress(address, port);
}

/** The identities of ends, made once for each: the same ends come again and again. */
export class EndKeys {
  readonly #keys = new Map<string, Map<number, string>>();

  /** Gives what `endKey` does. */
  keyOf(end: PastedEnd): string {
    const { address, port = -1 } = end;
    const ports = this.#keys.get(address) ?? new Map<number, string>();
    if (ports.size === 0) this.#keys.set(address, ports);
    const known = ports.get(port);
    if (known !== undefined) return known;
    const key = endKey(end);
    ports.set(port, key);
    return key;
  }
}

/** The TCP conversations of a pasted text, numbered as Wireshark numbers them: by their first segments, from 0. */
export class FrameConversations {
  /** Numbers of those between ports that had one before. */
  readonly reused = new Set<number>();
  readonly #rules: WiresharkRules;
  readonly #drafts: Draft[] = [];
  readonly #open = new Map<string, Map<string, Draft>>();
  readonly #keys = new EndKeys();

  constructor(rules: WiresharkRules) {
    this.#rules = rules;
  }

  /** The conversations so far. */
  get conversations(): readonly Conversation[] {
    return this.#drafts.map(({ number, sides, client }) => ({
      number,
      client: sides[client].key,
      server: sides[client === 0 ? 1 : 0].key,
      verdict: "",
    }));
  }

  /** Gives the key of the end on the left: the client's. */
  clientOf(conversation: number): string {
    const draft = this.#drafts[conversation];
    return draft?.sides[draft.client].key ?? "";
  }

  /**
   * Writes the conversation, numbers, length and windows of the next frame's segment into `event`. Gives whether its
   * sequence number is not written but taken to be the sender's next one.
   */
  place(frame: PastedFrame, segment: PastedSegment, event: SegmentDraft): boolean {
    const from = this.#keys.keyOf(frame.source);
    const draft = this.#draft(from, this.#keys.keyOf(frame.destination), segment);
    const isFirst = draft.sides[0].key === from;
    const own = draft.sides[isFirst ? 0 : 1];
    const peer = draft.sides[isFirst ? 1 : 0];
    learnOpening(draft, isFirst ? 0 : 1, segment);
    const seq = segment.seq ?? (own.isLengthKnown ? own.next : undefined);
    event.conversation = draft.number;
    if (seq !== undefined) writeSequence(event, segment, seq, { own, peer });
    if (segment.ack !== undefined) writeAcknowledgment(event, segment, segment.ack, { own, peer });
    if (segment.payloadLength !== undefined) event.payloadLength = segment.payloadLength;
    writeWindows(event, segment, own, peer);
    learnEnd(draft, own, segment, seq);
    return segment.seq === undefined && seq !== undefined;
  }

  #draft(from: string, to: string, segment: PastedSegment): Draft {
    const known = this.#open.get(from)?.get(to);
    if (known !== undefined && !isReuse(known, from, segment, this.#rules)) return known;
    const draft: Draft = {
      number: this.#drafts.length,
      sides: [newSide(from), newSide(to)],
      client: 0,
      sawSyn: false,
      sawEnd: false,
    };
    if (known !== undefined) this.reused.add(draft.number);
    this.#drafts.push(draft);
    this.#keep(from, to, draft);
    this.#keep(to, from, draft);
    return draft;
  }

  #keep(from: string, to: string, draft: Draft): void {
    const peers = this.#open.get(from) ?? new Map<string, Draft>();
    this.#open.set(from, peers.set(to, draft));
  }
}

function newSide(key: string): Side {
  return { key, base: undefined, next: undefined, isLengthKnown: true, shift: undefined };
}

/**
 * A SYN with another number opens a new conversation between the same ports; for 4.4 a SYN,ACK does, too, and an equal
 * number after the end. Relative numbers begin at 0 each time: of those only the end tells, and what the text says.
 */
function isReuse(draft: Draft, from: string, segment: PastedSegment, rules: WiresharkRules): boolean {
  const hasAck = (segment.flags & ACK) !== 0;
  if (hasAck && rules === "4.0") return false;
  if (segment.isReuse === true) return true;
  if ((segment.flags & SYN) === 0) return false;
  const { base } = draft.sides[draft.sides[0].key === from ? 0 : 1];
  if (base === undefined || (hasAck && segment.seq === undefined)) return false;
  return segment.seq !== base || (draft.sawEnd && isNewAfterEnd(base, segment, rules));
}

/** Of a SYN with the number of the one before, after the end. */
function isNewAfterEnd(base: number, { isReuse: isSaid }: PastedSegment, rules: WiresharkRules): boolean {
  return rules === "4.4" || (base === 0 && isSaid !== false);
}

function learnOpening(draft: Draft, from: 0 | 1, segment: PastedSegment): void {
  if ((segment.flags & SYN) === 0) return;
  const isOpener = (segment.flags & ACK) === 0;
  if (!draft.sawSyn) draft.client = isOpener === (from === 0) ? 0 : 1;
  draft.sawSyn = true;
  draft.sides[from].shift = segment.options.windowScale;
}

interface Sides {
  readonly own: Side;
  readonly peer: Side;
}

function writeSequence(event: SegmentDraft, segment: PastedSegment, seq: number, { own, peer }: Sides): void {
  own.base ??= isRelative(segment, seq, peer) ? 0 : baseBySender(segment.flags, seq);
  event.seq = { kind: "number", value: seq };
  event.relativeSeq = segment.relativeSeq ?? addToSequence(seq, -own.base);
}

function writeAcknowledgment(
  event: SegmentDraft,
  segment: PastedSegment,
  ack: number,
  { own, peer }: Sides,
): void {
  peer.base ??= isRelative(segment, ack, own) ? 0 : baseByAcknowledgment(ack);
  event.ack = { kind: "number", value: ack };
  event.relativeAck = segment.relativeAck ?? addToSequence(ack, -peer.base);
}

/** Whether a first number is a relative one already: a list may begin in the middle. */
function isRelative({ flags, isRaw }: PastedSegment, number: number, other: Side): boolean {
  const isHeader = isRaw === true || (flags & SYN) !== 0 || isRawSide(other);
  return !isHeader && number <= LARGEST_RELATIVE;
}

/** A number counted from anything but zero is the header's, and so are the other end's. */
function isRawSide({ base }: Side): boolean {
  return base !== undefined && base !== 0;
}

function learnEnd(draft: Draft, own: Side, segment: PastedSegment, seq: number | undefined): void {
  const { flags, payloadLength = 0 } = segment;
  if ((flags & (FIN | RST)) !== 0) draft.sawEnd = true;
  if (seq === undefined) return;
  own.isLengthKnown = segment.payloadLength !== undefined || (flags & SYN) !== 0;
  const end = addToSequence(seq, payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
  // A repeated segment, or a keep-alive, does not take back what was sent before.
  if (own.next === undefined || ((end - own.next) | 0) > 0) own.next = end;
}

/** Windows of a SYN are never scaled; both ends must have offered it (RFC 7323 §2.2). */
function writeWindows(event: SegmentDraft, segment: PastedSegment, own: Side, peer: Side): void {
  const { window, scaledWindow, flags } = segment;
  const isScaled = (flags & SYN) === 0 && own.shift !== undefined && peer.shift !== undefined;
  const factor = isScaled ? 2 ** (own.shift ?? 0) : 1;
  const whole = scaledWindow ?? (window === undefined ? undefined : window * factor);
  const field = window ?? (scaledWindow === undefined ? undefined : Math.floor(scaledWindow / factor));
  if (field !== undefined && field <= 0xffff) event.window = field;
  if (whole !== undefined) event.scaledWindow = whole;
}
