import { addToSequence, isSequenceBefore } from "../tcp/sequence-number";
import { ACK, FIN, SYN } from "../tcp/flags";
import type { Segment, TcpNumber, Trace } from "../trace/trace";
import { conversationOf, isClientEnd } from "./conversation-ends";

/** A segment's numbers as 32 bits. */
export interface ResolvedNumbers {
  readonly seq: number;
  /** 0 where nothing is acknowledged. */
  readonly ack: number;
  /** Counted from the first number of each end. */
  readonly relativeSeq: number;
  readonly relativeAck: number;
  /** The list says nothing of one of them: it is the sender's, or its peer's, next one. */
  readonly isAssumed: boolean;
}

/** What the n-th symbol of a conversation stands for: n times this. */
const SYMBOL_STEP = 1000;

interface Side {
  /** What number 0 of this end is. */
  base: number | undefined;
  next: number | undefined;
}

interface Draft {
  readonly symbols: Map<string, number>;
  readonly sides: readonly [client: Side, server: Side];
}

/**
 * Gives every segment of a trace its numbers, also those that a list leaves out or names by symbols.
 *
 * The first symbol of a conversation is 1000, the second 2000, and so on. A sequence number that is not
 * written is the sender's next one, an acknowledgment the end of what its peer has sent; an end that never
 * names a number starts at 1000 (the client) or 2000 (the server).
 */
export function resolveNumbers(trace: Trace): ReadonlyMap<Segment, ResolvedNumbers> {
  const drafts = new Map<number, Draft>();
  const resolved = new Map<Segment, ResolvedNumbers>();
  for (const event of trace.events) {
    if (event.kind !== "segment") continue;
    const draft = drafts.get(event.conversation) ?? newDraft();
    drafts.set(event.conversation, draft);
    const conversation = conversationOf(trace, event.conversation);
    const isClient = conversation === undefined || isClientEnd(trace, conversation, event, event.from);
    resolved.set(event, resolve(event, draft, isClient ? 0 : 1));
  }
  return resolved;
}

function newDraft(): Draft {
  const side = (): Side => ({ base: undefined, next: undefined });
  return { symbols: new Map(), sides: [side(), side()] };
}

function resolve(segment: Segment, draft: Draft, from: 0 | 1): ResolvedNumbers {
  const own = draft.sides[from];
  const isSyn = (segment.flags & SYN) !== 0;
  const seq = valueOf(segment.seq, draft) ?? nextOf(own, from, isSyn);
  const base = isSyn ? seq : (own.base ?? addToSequence(seq, -1));
  own.base = base;
  const acknowledged = resolveAck(segment, draft, from);
  const end = addToSequence(seq, lengthOf(segment));
  if (own.next === undefined || isSequenceBefore(own.next, end)) own.next = end;
  return {
    seq,
    relativeSeq: addToSequence(seq, -base),
    ...acknowledged,
    isAssumed: segment.seq === undefined || (hasAck(segment) && segment.ack === undefined),
  };
}

function resolveAck(
  segment: Segment,
  draft: Draft,
  from: 0 | 1,
): Pick<ResolvedNumbers, "ack" | "relativeAck"> {
  if (!hasAck(segment)) return { ack: 0, relativeAck: 0 };
  const to = from === 0 ? 1 : 0;
  const peer = draft.sides[to];
  const ack = valueOf(segment.ack, draft) ?? nextOf(peer, to, false);
  const base = peer.base ?? addToSequence(ack, -1);
  peer.base = base;
  return { ack, relativeAck: addToSequence(ack, -base) };
}

function hasAck({ ack, flags }: Segment): boolean {
  return ack !== undefined || (flags & ACK) !== 0;
}

/** In sequence numbers: SYN and FIN count one each (RFC 9293 §3.4). */
function lengthOf({ payloadLength = 0, flags }: Segment): number {
  return payloadLength + ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1);
}

function valueOf(number: TcpNumber | undefined, { symbols }: Draft): number | undefined {
  if (number === undefined) return undefined;
  if (number.kind === "number") return number.value;
  const value = symbols.get(number.symbol) ?? (symbols.size + 1) * SYMBOL_STEP;
  symbols.set(number.symbol, value);
  return addToSequence(value, number.offset);
}

function nextOf({ next, base }: Side, side: 0 | 1, isSyn: boolean): number {
  const first = base ?? (side + 1) * SYMBOL_STEP;
  if (isSyn) return first;
  return next ?? addToSequence(first, 1);
}
