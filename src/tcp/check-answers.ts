import type { Violation } from "./check-exchange";
import { ACK, FIN, RST, SYN } from "./flags";
import { addToSequence, sequenceDistance } from "./sequence-number";
import type { StateSegment } from "./tcp-state";

/** What one end has sent so far. */
interface EndMemory {
  /** Its SYN was sent; the number of it. */
  sawSyn: boolean;
  syn: number | undefined;
  /** It has sent something behind its SYN. */
  hasGoneOn: boolean;
  /** The number of its FIN, once one has arrived. */
  fin: number | undefined;
  /** The highest number it has acknowledged. */
  acknowledged: number | undefined;
  /** Position of a FIN of its own that leaves the peer's out; −1 for none. */
  open: number;
}

/** A segment with the window its end advertises, as far as it is known. */
type AnsweringSegment = StateSegment & { readonly window?: number | undefined };

type Found = Omit<Violation, "segment">;

/**
 * Gives what the answers in a list written by hand do against RFC 9293, beyond what `checkExchange` finds: numbers that
 * fit, but stand in the wrong place. An end acknowledges before the other has sent its SYN (§3.5), goes on at its own
 * SYN's number or opens again in an open connection (§3.4, §3.10.7.4), ends twice (§3.6), takes an acknowledgment back,
 * or leaves the peer's FIN or data out of one (§3.4).
 *
 * In the order sent. Of segments with times nothing is said: they may cross.
 */
export function checkAnswers(segments: readonly AnsweringSegment[]): readonly Violation[] {
  if (segments.some(({ time }) => time !== undefined)) return [];
  const ends: readonly [EndMemory, EndMemory] = [newEnd(), newEnd()];
  const opens = segments[0] !== undefined && (segments[0].flags & (SYN | ACK)) === SYN;
  const answers =
    opens && segments.some(({ from, flags }) => from !== segments[0]?.from && (flags & SYN) !== 0);
  const violations: Violation[] = [];
  let isReset = false;
  segments.forEach((segment, position) => {
    const own = ends[segment.from];
    const peer = ends[segment.from === 0 ? 1 : 0];
    isReset ||= (segment.flags & RST) !== 0;
    const found = isReset
      ? undefined
      : (violationOf(segment, own, peer, answers) ?? dataLeftOut(segment, segments[position - 1]));
    if (found !== undefined) violations.push({ segment: position, ...found });
    remember(segment, own, peer, position);
  });
  for (const { open } of ends) if (open !== -1) violations.push({ segment: open, ...finLeftOut });
  return violations.sort((left, right) => left.segment - right.segment);
}

const finLeftOut: Found = { rule: "ack-fin", number: "ack", lacks: 1 };

function newEnd(): EndMemory {
  return {
    sawSyn: false,
    syn: undefined,
    hasGoneOn: false,
    fin: undefined,
    acknowledged: undefined,
    open: -1,
  };
}

function violationOf(
  segment: StateSegment,
  own: EndMemory,
  peer: EndMemory,
  answers: boolean,
): Found | undefined {
  const { flags, seq } = segment;
  if ((flags & SYN) !== 0) return openedAgain(segment, own, peer);
  if (answers && own.sawSyn && !peer.sawSyn) return { rule: "before-answer" };
  if (seq !== undefined && seq === own.syn && !own.hasGoneOn)
    return { rule: "seq-syn", number: "seq", lacks: 1 };
  return endsAgain(segment, own) ? { rule: "after-fin" } : answerViolation(segment, own, peer);
}

/** Another FIN, behind the first one. */
function endsAgain({ flags, seq, payloadLength }: StateSegment, { fin }: EndMemory): boolean {
  if ((flags & FIN) === 0 || seq === undefined || fin === undefined) return false;
  return sequenceDistance(fin, addToSequence(seq, payloadLength)) > 0;
}

/** A SYN with another number, while both ends are open. */
function openedAgain({ seq }: StateSegment, own: EndMemory, peer: EndMemory): Found | undefined {
  const isOpen = own.sawSyn && peer.sawSyn && (own.fin === undefined || peer.fin === undefined);
  if (!isOpen || seq === undefined || own.syn === undefined || seq === own.syn) return undefined;
  return { rule: "syn-again", number: "seq", lacks: sequenceDistance(seq, own.syn) };
}

/** Segments with data may have been sent before, and carry what they did then. */
function answerViolation(
  { flags, ack, payloadLength, isTogether }: StateSegment,
  own: EndMemory,
  peer: EndMemory,
): Found | undefined {
  const isBare = (flags & (ACK | FIN)) === ACK && payloadLength === 0 && !isTogether;
  if (!isBare || ack === undefined) return undefined;
  if (ack === peer.fin) return finLeftOut;
  const lacks = own.acknowledged === undefined ? 0 : sequenceDistance(ack, own.acknowledged);
  return lacks > 0 ? { rule: "ack-back", number: "ack", lacks } : undefined;
}

/** The answer to data counts it; a closed window takes none (RFC 9293 §3.8.6.1). */
function dataLeftOut(answer: AnsweringSegment, data: AnsweringSegment | undefined): Found | undefined {
  const { flags, ack, payloadLength, isTogether, window } = answer;
  const isBare = (flags & (SYN | ACK | FIN)) === ACK && payloadLength === 0 && !isTogether;
  if (!isBare || window === 0 || data === undefined || data.from === answer.from || data.isLost)
    return undefined;
  const isLeftOut = ack !== undefined && ack === data.seq && data.payloadLength > 0;
  return isLeftOut ? { rule: "ack-length", number: "ack", lacks: data.payloadLength } : undefined;
}

function remember(segment: StateSegment, own: EndMemory, peer: EndMemory, position: number): void {
  const { flags, seq, payloadLength, isLost } = segment;
  if ((flags & SYN) !== 0) startAgain(own, seq);
  else own.hasGoneOn = true;
  if ((flags & FIN) !== 0 && seq !== undefined && !isLost) own.fin ??= addToSequence(seq, payloadLength);
  if ((flags & ACK) !== 0 && segment.ack !== undefined)
    acknowledge({ own, peer }, segment.ack, (flags & FIN) !== 0 ? position : -1);
}

function startAgain(own: EndMemory, seq: number | undefined): void {
  if (own.sawSyn && seq !== own.syn) Object.assign(own, newEnd());
  own.sawSyn = true;
  own.syn = seq;
}

/** `finAt` is the position of a FIN that acknowledges; −1 for other segments. */
function acknowledge(
  { own, peer }: { readonly own: EndMemory; readonly peer: EndMemory },
  ack: number,
  finAt: number,
): void {
  if (own.acknowledged === undefined || sequenceDistance(own.acknowledged, ack) > 0) own.acknowledged = ack;
  if (finAt !== -1 && ack === peer.fin) own.open = finAt;
  else if (peer.fin !== undefined && sequenceDistance(peer.fin, ack) > 0) own.open = -1;
}
