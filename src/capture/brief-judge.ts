import { ACK, FIN, RST, SYN } from "../tcp/flags";
import { baseByAcknowledgment, baseBySender } from "../tcp/relative-numbers";
import { markBit } from "../tcp/reasons/segment-columns";
import { addToSequence, isSequenceBefore } from "../tcp/sequence-number";

/** A segment as it was on the wire; filled again and again. */
export interface WireSegment {
  /** Direction 0 or 1 of its conversation. */
  direction: number;
  flags: number;
  seq: number;
  ack: number;
  payloadLength: number;
  /** The field. */
  window: number;
  hasSack: boolean;
  /** As in `AnalysedSegment`. */
  isHeaderShort: boolean;
  /** Nanoseconds since any fixed moment. */
  time: number;
}

/** What `BriefJudge` gives where only all of Wireshark's rules can tell. */
export const UNSURE = -1;

const DUPLICATE_ACK = markBit("duplicate_ack");
const KEEP_ALIVE = markBit("keep_alive");
const UNKNOWN_WINDOW = 0xffffffff;

/**
 * Wireshark 4.4's judgement as far as reasons depend on it: duplicate acknowledgments, keep-alives and the initial
 * round trip, segment after segment, as `judgeSegment` finds them but many times as fast.
 *
 * It has no memory of what is under way, and so gives `UNSURE` at window probes and at some SYNs sent again.
 */
export class BriefJudge {
  /** Nanoseconds; 0 and below: not known. */
  roundTrip = 0;
  #synTime = 0;
  #epoch = 0;
  #hasSyn = false;
  /** By direction, as in `DirectionAnalysis`. */
  readonly #end = new Uint32Array(2);
  readonly #lastAck = new Uint32Array(2);
  readonly #window = new Uint32Array(2);
  readonly #base = new Uint32Array(2);
  readonly #hasBase = new Uint8Array(2);
  readonly #wasKeepAlive = new Uint8Array(2);

  /** Forgets everything, for the next conversation; `epoch` is the start of 1970 as its segments count their time. */
  begin(epoch: number): void {
    this.#epoch = epoch;
    this.roundTrip = 0;
    this.#hasSyn = false;
    this.#end.fill(0);
    this.#lastAck.fill(0);
    this.#window.fill(UNKNOWN_WINDOW);
    this.#hasBase.fill(0);
    this.#wasKeepAlive.fill(0);
  }

  /** Judges the next segment: gives the bits of its marks, or `UNSURE`. */
  judge(segment: WireSegment): number {
    const { direction, flags } = segment;
    const reverse = direction ^ 1;
    if ((flags & SYN) !== 0 && this.#isSynAgain(segment)) return UNSURE;
    this.#learnBases(segment);
    const isAtEdge = segment.seq === this.#end[direction];
    if (segment.payloadLength === 1 && isAtEdge && this.#window[reverse] === 0) return UNSURE;
    const isPlain = (flags & (SYN | FIN | RST)) === 0;
    let marks = isPlain && segment.payloadLength <= 1 ? this.#keepAliveMark(segment) : 0;
    if (isPlain && isAtEdge && segment.payloadLength === 0) marks |= this.#duplicateMark(segment);
    this.#remember(segment, marks);
    return marks;
  }

  #keepAliveMark({ direction, seq }: WireSegment): number {
    return seq === addToSequence(this.#end[direction] ?? 0, -1) ? KEEP_ALIVE : 0;
  }

  /** Of a bare segment at its sender's edge. */
  #duplicateMark({ direction, ack, window, hasSack }: WireSegment): number {
    if (window === 0 || ack !== this.#lastAck[direction]) return 0;
    if (window !== this.#window[direction]) return hasSack ? DUPLICATE_ACK : 0;
    return this.#wasKeepAlive[direction ^ 1] === 1 ? 0 : DUPLICATE_ACK;
  }

  /** A SYN again: Wireshark goes back to what may be acknowledged; that is known where nothing else was said. */
  #isSynAgain({ direction, flags, seq, payloadLength }: WireSegment): boolean {
    if ((flags & ACK) !== 0 || this.#hasBase[direction] === 0 || this.#base[direction] !== seq) return false;
    const isAlone = this.#window[direction ^ 1] === UNKNOWN_WINDOW;
    return !isAlone || this.#end[direction] !== addToSequence(seq, payloadLength + 1);
  }

  #learnBases({ direction, flags, seq, ack }: WireSegment): void {
    if (this.#hasBase[direction] === 0) {
      this.#base[direction] = baseBySender(flags, seq);
      this.#hasBase[direction] = 1;
    }
    const reverse = direction ^ 1;
    if ((flags & ACK) === 0 || this.#hasBase[reverse] === 1) return;
    this.#base[reverse] = baseByAcknowledgment(ack);
    this.#hasBase[reverse] = 1;
  }

  #remember(segment: WireSegment, marks: number): void {
    const { direction, flags, time } = segment;
    const end = addToSequence(segment.seq, segment.payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
    const before = this.#end[direction] ?? 0;
    if (before === 0 || isSequenceBefore(before, end)) this.#end[direction] = end;
    this.#window[direction] = segment.window;
    this.#lastAck[direction] = segment.ack;
    this.#wasKeepAlive[direction] = (marks & KEEP_ALIVE) === 0 ? 0 : 1;
    if (segment.isHeaderShort) return;
    if ((flags & (SYN | ACK)) === SYN) {
      this.#synTime = time;
      this.#hasSyn = time !== this.#epoch;
    } else if ((flags & (SYN | ACK)) === ACK && this.roundTrip === 0 && this.#hasSyn) {
      // A value of 0 counts as not known yet, and is taken again at the next acknowledgment.
      this.roundTrip = time - this.#synTime;
    }
  }
}
