import { ACK, FIN, RST, SYN } from "./flags";
import { addToSequence, isSequenceBefore } from "./sequence-number";
import type { Arrival } from "./state-machine";
import type { KnownState, StateSegment } from "./tcp-state";

/** What is remembered of one end while a connection is followed; numbers undefined where they are not known. */
export interface EndMemory {
  state: KnownState;
  /** Opened passively: a reset in SYN-RECEIVED leads back to LISTEN. */
  isPassive: boolean;
  /** Segments of the other end that have not arrived here, by position. */
  inbox: number[];
  /** Number of the SYN this end sent. */
  initial: number | undefined;
  /** After everything it sent, and after its FIN. */
  sentEnd: number | undefined;
  finEnd: number | undefined;
  hasSentFin: boolean;
  /** Number of the other end's SYN, as far as it arrived. */
  peerInitial: number | undefined;
  /** Next number expected from the other end. */
  expected: number | undefined;
  /** What arrived asks for a reset that changes nothing. */
  owesReset: boolean;
  lastSent: number;
}

/** Gives an end of which nothing is known. */
export function newEnd(): EndMemory {
  return {
    state: undefined,
    isPassive: false,
    inbox: [],
    initial: undefined,
    sentEnd: undefined,
    finEnd: undefined,
    hasSentFin: false,
    peerInitial: undefined,
    expected: undefined,
    owesReset: false,
    lastSent: -1,
  };
}

/** Forgets the numbers of a connection that is gone; what is under way stays. */
export function forgetConnection(end: EndMemory): void {
  const { state, inbox, lastSent } = end;
  Object.assign(end, { ...newEnd(), state, inbox, lastSent });
}

/** Notes what an end has sent. */
export function rememberSent(end: EndMemory, segment: StateSegment, position: number): void {
  const { flags, seq, ack } = segment;
  const after = endOf(segment);
  end.lastSent = position;
  end.owesReset = false;
  if ((flags & RST) !== 0) return;
  if ((flags & SYN) !== 0) end.initial = seq === undefined ? undefined : latest(end.initial, seq);
  if (after !== undefined) end.sentEnd = latest(end.sentEnd, after);
  if ((flags & FIN) !== 0) {
    end.hasSentFin = true;
    end.finEnd = after;
  }
  // Its own acknowledgment says best what an end expects.
  if ((flags & ACK) !== 0 && ack !== undefined) end.expected = latest(end.expected, ack);
}

/** Notes what has arrived at an end. */
export function rememberArrived(end: EndMemory, segment: StateSegment): void {
  if ((segment.flags & RST) !== 0) return;
  if ((segment.flags & SYN) !== 0) end.peerInitial = segment.seq;
  const after = endOf(segment);
  if (after === undefined || segment.seq === undefined) return;
  const isNext = end.expected === undefined || !isSequenceBefore(end.expected, segment.seq);
  if (isNext) end.expected = latest(end.expected, after);
}

/** Gives what an arriving segment means to an end; `isShown`: the end acknowledges it, so nothing is missing before it. */
export function arrivalAt(
  end: EndMemory,
  segment: StateSegment,
  how: { readonly isShown: boolean; readonly isLastWord: boolean },
): Arrival {
  const { flags, seq } = segment;
  const hasSyn = (flags & SYN) !== 0;
  return {
    flags,
    acksSyn: (flags & ACK) !== 0 && acknowledgesSyn(end, segment.ack),
    acksFin: (flags & ACK) !== 0 && end.hasSentFin && covers(segment.ack, end.finEnd),
    isExpected: isExpected(end, seq, how.isLastWord),
    isInOrder:
      how.isShown || seq === undefined || end.expected === undefined || !isSequenceBefore(end.expected, seq),
    isNewSyn: hasSyn && seq !== undefined && seq !== end.peerInitial,
    isPassive: end.isPassive,
  };
}

/** An end that never speaks again raised no challenge: then a reset ahead of what was seen counts. */
function isExpected(end: EndMemory, seq: number | undefined, isLastWord: boolean): boolean {
  if (seq === undefined || end.expected === undefined || seq === end.expected) return true;
  return isLastWord && isSequenceBefore(end.expected, seq);
}

/** After ISS, and not after what was sent (RFC 9293 §3.10.7.3). */
function acknowledgesSyn(end: EndMemory, ack: number | undefined): boolean {
  if (ack === undefined || end.initial === undefined || end.sentEnd === undefined) return true;
  return isLater(ack, end.initial) && !isLater(ack, end.sentEnd);
}

function covers(ack: number | undefined, number: number | undefined): boolean {
  return ack === undefined || number === undefined || !isSequenceBefore(ack, number);
}

function latest(known: number | undefined, number: number): number {
  return known === undefined || isLater(number, known) ? number : known;
}

function isLater(number: number, than: number): boolean {
  return isSequenceBefore(than, number);
}

/** Gives the number after the payload, and SYN or FIN; undefined where the segment's number is not known. */
export function endOf(segment: StateSegment): number | undefined {
  if (segment.seq === undefined) return undefined;
  return addToSequence(segment.seq, segment.payloadLength + ((segment.flags & (SYN | FIN)) === 0 ? 0 : 1));
}

/** Gives true for what takes room among the sequence numbers: SYN, FIN, data. */
export function isCounted({ flags, payloadLength }: StateSegment): boolean {
  return payloadLength > 0 || (flags & (SYN | FIN)) !== 0;
}

/** Gives true for a SYN without ACK. */
export function isBareSyn(segment: StateSegment | undefined): boolean {
  return segment !== undefined && (segment.flags & (SYN | ACK)) === SYN;
}
