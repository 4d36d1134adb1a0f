import { RelativeNumbers, type Direction } from "../../tcp/relative-numbers";
import { addToSequence } from "../../tcp/sequence-number";
import { ACK, FIN, RST, SYN } from "../../tcp/flags";
import type { Conversation, TcpNumber } from "../../trace/trace";
import type { WrittenSegment } from "./statement";
import { writeTcpNumber } from "./tcp-number";

/** Numbers of a segment once its conversation is known. */
export interface PlacedSegment {
  readonly conversation: number;
  readonly seq?: TcpNumber;
  readonly ack?: TcpNumber;
  readonly relativeSeq?: number;
  readonly relativeAck?: number;
  /** The second SEQ was read as the acknowledgment (then 1), or the first (then 0). */
  readonly acknowledgedBy?: 0 | 1;
}

/** What one end has numbered so far. */
interface Side {
  readonly symbols: Set<string>;
  next: number | undefined;
  /** The number of its SYN, as it is written; undefined before. */
  syn: string | undefined;
  sawFin: boolean;
}

interface Draft {
  readonly number: number;
  readonly ends: readonly [string, string];
  client: string;
  server: string;
  sawSyn: boolean;
  sawReset: boolean;
  readonly sides: readonly [Side, Side];
  readonly relative: RelativeNumbers;
}

/**
 * The TCP conversations of a list, from 0: one for each pair of names between which segments are written, and
 * one more wherever such a pair opens again after its end.
 */
export class ListConversations {
  readonly #drafts: Draft[] = [];
  /** The last conversation of each pair, by both names. */
  readonly #open = new Map<string, Map<string, Draft>>();

  /** The conversations so far, in the order of their numbers. */
  get conversations(): readonly Conversation[] {
    return this.#drafts.map(({ number, client, server }) => ({ number, client, server, verdict: "" }));
  }

  /** Gives the next segment its conversation and numbers; `from` and `to` are endpoint keys. */
  place(from: string, to: string, segment: WrittenSegment): PlacedSegment {
    const draft = this.#draft(from, to, segment);
    learnOpening(draft, from, to, segment.flags);
    const direction: Direction = draft.ends[0] === from ? 0 : 1;
    const numbers = chooseNumbers(segment, draft.sides[direction], draft.sides[direction === 0 ? 1 : 0]);
    const relative = relativeNumbers(draft.relative, direction, segment.flags, numbers);
    learn(draft.sides[direction], segment, numbers.seq);
    const placed: { -readonly [Name in keyof PlacedSegment]: PlacedSegment[Name] } = {
      conversation: draft.number,
    };
    if (numbers.seq !== undefined) placed.seq = numbers.seq;
    if (numbers.ack !== undefined) placed.ack = numbers.ack;
    if (numbers.acknowledgedBy !== undefined) placed.acknowledgedBy = numbers.acknowledgedBy;
    if (relative.relativeSeq !== undefined) placed.relativeSeq = relative.relativeSeq;
    if (relative.relativeAck !== undefined) placed.relativeAck = relative.relativeAck;
    return placed;
  }

  #draft(from: string, to: string, segment: WrittenSegment): Draft {
    const known = this.#open.get(from)?.get(to);
    if (known !== undefined && !opensAgain(known, from, segment)) return known;
    const draft: Draft = {
      number: this.#drafts.length,
      ends: [from, to],
      client: from,
      server: to,
      sawSyn: false,
      sawReset: false,
      sides: [newSide(), newSide()],
      relative: new RelativeNumbers(),
    };
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

/** The end that sends the first SYN is the client, whoever spoke before. */
function learnOpening(draft: Draft, from: string, to: string, flags: number): void {
  if ((flags & RST) !== 0) draft.sawReset = true;
  if (draft.sawSyn || (flags & SYN) === 0) return;
  draft.sawSyn = true;
  const isOpener = (flags & ACK) === 0;
  draft.client = isOpener ? from : to;
  draft.server = isOpener ? to : from;
}

function newSide(): Side {
  return { symbols: new Set(), next: undefined, syn: undefined, sawFin: false };
}

/** A SYN after both ends' FIN, or another SYN than the one before after a reset, opens a new connection. */
function opensAgain(
  { ends, sides, sawReset }: Draft,
  from: string,
  { flags, seqs }: WrittenSegment,
): boolean {
  if ((flags & (SYN | ACK)) !== SYN) return false;
  if (sides[0].sawFin && sides[1].sawFin) return true;
  const { syn } = sides[ends[0] === from ? 0 : 1];
  return sawReset && syn !== undefined && syn !== writtenNumber(seqs[0]?.number);
}

function writtenNumber(number: TcpNumber | undefined): string {
  return number === undefined ? "" : writeTcpNumber(number);
}

type ChosenNumbers = Pick<PlacedSegment, "seq" | "ack" | "acknowledgedBy">;

/** Of two SEQ in a segment with ACK, the one that continues the peer's numbers acknowledges them; in doubt the second. */
function chooseNumbers(segment: WrittenSegment, own: Side, peer: Side): ChosenNumbers {
  const [first, second] = segment.seqs.map(({ number }) => number);
  const ack = segment.ack === undefined ? {} : { ack: segment.ack };
  if (first === undefined) return ack;
  if (second === undefined || segment.ack !== undefined || (segment.flags & ACK) === 0)
    return { seq: first, ...ack };
  const isSwapped = continues(first, peer) && !continues(second, peer);
  const isOwnSecond = continues(second, own) && !continues(first, own) && !continues(second, peer);
  return isSwapped || isOwnSecond
    ? { seq: second, ack: first, acknowledgedBy: 0 }
    : { seq: first, ack: second, acknowledgedBy: 1 };
}

function continues(number: TcpNumber, side: Side): boolean {
  return number.kind === "symbol" ? side.symbols.has(number.symbol) : number.value === side.next;
}

function learn(side: Side, segment: WrittenSegment, seq: TcpNumber | undefined): void {
  if ((segment.flags & SYN) !== 0) side.syn ??= writtenNumber(seq);
  if ((segment.flags & FIN) !== 0) side.sawFin = true;
  if (seq === undefined) return;
  if (seq.kind === "symbol") {
    side.symbols.add(seq.symbol);
    return;
  }
  const control = (segment.flags & SYN) === 0 ? 0 : 1;
  const closing = (segment.flags & FIN) === 0 ? 0 : 1;
  side.next = addToSequence(seq.value, (segment.length ?? 0) + control + closing);
}

/** Wireshark's relative numbers; symbols have none, and teach none. */
function relativeNumbers(
  numbers: RelativeNumbers,
  direction: Direction,
  flags: number,
  { seq, ack }: ChosenNumbers,
): Pick<PlacedSegment, "relativeSeq" | "relativeAck"> {
  if (seq?.kind !== "number") return {};
  const hasAck = ack?.kind === "number";
  const relative = numbers.next(direction, {
    flags: hasAck ? flags : flags & ~ACK,
    seq: seq.value,
    ack: hasAck ? ack.value : 0,
  });
  return { relativeSeq: relative.seq, ...(hasAck ? { relativeAck: relative.ack } : {}) };
}
