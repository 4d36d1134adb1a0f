import { ACK, FIN, RST, SYN } from "./flags";
import { addToSequence, sequenceDistance } from "./sequence-number";
import type { StateSegment } from "./tcp-state";

/** A rule of RFC 9293 that a segment of a written exchange breaks. */
export type CheckRule =
  | "ack-unsent"
  | "ack-between"
  | "ack-syn"
  | "seq-gap"
  | "after-fin"
  | "after-reset"
  | "without-ack"
  | "syn-with-fin"
  | "before-syn"
  | "before-answer"
  | "seq-syn"
  | "syn-again"
  | "ack-back"
  | "ack-fin"
  | "ack-length";

/** One rule broken by one segment. */
export interface Violation {
  /** Position of the segment in the list. */
  readonly segment: number;
  readonly rule: CheckRule;
  /** Which number is wrong, and what it lacks to the one expected. */
  readonly number?: "seq" | "ack";
  readonly lacks?: number;
}

/** Tells whether the segment at a position carries data, but how much is not written. */
export type IsLengthUnknown = (position: number) => boolean;

/** What one end has sent so far. */
interface EndMemory {
  /** Numbers at which its segments begin or end; empty until the first is known. */
  readonly borders: Set<number>;
  first: number | undefined;
  next: number | undefined;
  sawSyn: boolean;
  finEnd: number | undefined;
  sawFin: boolean;
  sawReset: boolean;
  /** Data of unknown length was sent: what it acknowledges or continues cannot be judged. */
  isUncertain: boolean;
}

/**
 * Gives what the segments of one conversation do against RFC 9293 as if both ends were real: numbers
 * acknowledged that were never sent (§3.10.7.4), gaps between an end's own numbers (§3.4), data after
 * its FIN (§3.6), segments after its reset (§3.5.2), flags that its state does not send (§3.10.7).
 *
 * In the order sent; one violation a number. Numbers that are not written fit. Nothing is said about
 * an end whose SYN is not in the list, nor after data of unknown length.
 */
export function checkExchange(
  segments: readonly StateSegment[],
  isLengthUnknown: IsLengthUnknown,
): readonly Violation[] {
  const ends: readonly [EndMemory, EndMemory] = [newEnd(), newEnd()];
  const opens = segments[0] !== undefined && (segments[0].flags & (SYN | ACK)) === SYN;
  const violations: Violation[] = [];
  segments.forEach((segment, position) => {
    const own = ends[segment.from];
    const peer = ends[segment.from === 0 ? 1 : 0];
    for (const found of [
      flagViolation(segment, own, opens),
      seqViolation(segment, own),
      ackViolation(segment, peer),
    ])
      if (found !== undefined) violations.push({ segment: position, ...found });
    if (isLengthUnknown(position)) own.isUncertain = true;
    remember(own, segment);
  });
  return violations;
}

type Found = Omit<Violation, "segment">;

function newEnd(): EndMemory {
  return {
    borders: new Set(),
    first: undefined,
    next: undefined,
    sawSyn: false,
    finEnd: undefined,
    sawFin: false,
    sawReset: false,
    isUncertain: false,
  };
}

function flagViolation(segment: StateSegment, own: EndMemory, opens: boolean): Found | undefined {
  const { flags } = segment;
  if ((flags & (SYN | FIN)) === (SYN | FIN)) return { rule: "syn-with-fin" };
  if ((flags & (SYN | RST)) !== 0) return undefined;
  if (own.sawReset) return { rule: "after-reset" };
  if (opens && !own.sawSyn) return { rule: "before-syn" };
  if (isDataAfterFin(segment, own)) return { rule: "after-fin" };
  return own.sawSyn && (flags & ACK) === 0 ? { rule: "without-ack" } : undefined;
}

/** Data below the FIN's number is sent again, which may happen. */
function isDataAfterFin({ seq, payloadLength }: StateSegment, own: EndMemory): boolean {
  if (!own.sawFin || payloadLength === 0) return false;
  return seq === undefined || own.finEnd === undefined || sequenceDistance(own.finEnd, seq) >= 0;
}

function seqViolation({ seq, flags }: StateSegment, own: EndMemory): Found | undefined {
  const isJudged = seq !== undefined && own.next !== undefined && own.sawSyn && !own.isUncertain;
  if (!isJudged || (flags & (SYN | RST)) !== 0) return undefined;
  const lacks = sequenceDistance(seq, own.next ?? seq);
  // What was sent before may be sent again; keep-alives lie one octet before the next number.
  if (lacks >= 0 && (own.borders.has(seq) || lacks === 1)) return undefined;
  return { rule: "seq-gap", number: "seq", lacks };
}

function ackViolation({ ack, flags }: StateSegment, peer: EndMemory): Found | undefined {
  const isJudged = ack !== undefined && peer.next !== undefined && peer.sawSyn && !peer.isUncertain;
  if (!isJudged || (flags & ACK) === 0) return undefined;
  const lacks = sequenceDistance(ack, peer.next ?? ack);
  if (lacks < 0) return { rule: "ack-unsent", number: "ack", lacks };
  if (ack === peer.first) return { rule: "ack-syn", number: "ack", lacks };
  return peer.borders.has(ack) ? undefined : { rule: "ack-between", number: "ack", lacks };
}

function remember(own: EndMemory, segment: StateSegment): void {
  const { flags, payloadLength, seq = own.next } = segment;
  if ((flags & RST) !== 0) own.sawReset = true;
  if ((flags & SYN) !== 0) startAgain(own, seq);
  if ((flags & FIN) !== 0) own.sawFin = true;
  if (seq === undefined) return;
  const end = addToSequence(seq, payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
  if ((flags & FIN) !== 0) own.finEnd = end;
  own.borders.add(seq).add(end);
  if (own.next === undefined || sequenceDistance(own.next, end) > 0) own.next = end;
}

/** A SYN with another number opens the ports again. */
function startAgain(own: EndMemory, seq: number | undefined): void {
  if (own.sawSyn && own.first !== seq) {
    own.borders.clear();
    Object.assign(own, newEnd(), { borders: own.borders });
  }
  own.sawSyn = true;
  own.sawReset = false;
  own.first = seq;
}
