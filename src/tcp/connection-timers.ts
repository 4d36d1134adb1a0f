/**
 * The timers of both ends of a connection, as far as the wire shows them: when each was started, and what it
 * did when it ran out.
 *
 *   retransmission   a segment sent again (RFC 6298)
 *   delayed ACK      data, and its acknowledgment on its own (RFC 1122 §4.2.3.2)
 *   persist          a closed window, and the probe into it (RFC 9293 §3.8.6.1)
 *   keep-alive       silence, and the probe into it (RFC 9293 §3.8.4)
 *   TIME-WAIT        twice the maximum segment lifetime (RFC 9293 §3.3.2)
 */
import { ACK, FIN, RST, SYN } from "./flags";
import type { ObservedSegment } from "./observed-segment";
import { addToSequence, isSequenceBefore } from "./sequence-number";
import type { End, StateChange } from "./tcp-state";

/** A timer of a connection. */
export type TimerKind = "retransmission" | "delayed-ack" | "persist" | "keep-alive" | "time-wait";

/** Where at its owner's end a timer starts or ends: a segment of the owner leaves, or one of the peer arrives. */
export interface TimerPoint {
  readonly segment: number;
  readonly side: "departure" | "arrival";
}

/** A timer from its start to what it did. */
export interface TimerSpan {
  readonly kind: TimerKind;
  /** The end whose timer it is. */
  readonly owner: End;
  readonly start: TimerPoint;
  /** Undefined where nothing on the wire shows the end (TIME-WAIT). */
  readonly end: TimerPoint | undefined;
  /** Nanoseconds at the owner, without the time on the way; undefined without a clock. */
  readonly span: number | undefined;
  /** How many times as long as the try before it; undefined for the first. */
  readonly growth: number | undefined;
}

/** Linux waits at least 200 ms before it repeats (RFC 6298 asks for 1 s): what comes sooner was no timer. */
const LEAST_TIMEOUT = 195e6;

/** Sooner is no delay worth a word, later is none that RFC 1122 allows (500 ms), with some room. */
const DELAYED_ACK = { least: 20e6, most: 600e6 } as const;

/** A probe after less silence is no keep-alive. */
const LEAST_IDLE = 500e6;

/** Gives the timers seen in the segments of one conversation, in the order of their ends; `changes` are its states. */
export function connectionTimers(
  segments: readonly ObservedSegment[],
  changes: readonly StateChange[],
): readonly TimerSpan[] {
  const walk = new TimerWalk(segments);
  segments.forEach((segment, position) => {
    walk.take(segment, position);
  });
  return [...walk.timers, ...timeWaits(changes, segments.length)];
}

/** A transmission that may be repeated. */
interface Transmission {
  readonly position: number;
  /** Of the timer that made it a repetition. */
  readonly timeout: TimerSpan | undefined;
}

interface OwnerMemory {
  /** The latest transmission of everything sent, by number and kind. */
  readonly sent: Map<string, Transmission>;
  /** Position of the latest segment that a timeout sent. */
  lastTimeout: number;
  /** After all that was sent. */
  end: number | undefined;
  /** The peer's first data that this end has not acknowledged. */
  unacknowledged: number | undefined;
  /** Segment of this end that closed its window, while it is closed. */
  closedBy: number | undefined;
  /** The probe before, while the peer's window stays closed. */
  probe: TimerSpan | undefined;
  /** From a segment leaving towards this end until its answer passes, as the handshake shows. */
  wayAndBack: number | undefined;
}

class TimerWalk {
  readonly timers: TimerSpan[] = [];
  readonly #segments: readonly ObservedSegment[];
  readonly #ends: readonly [OwnerMemory, OwnerMemory] = [newOwner(), newOwner()];

  constructor(segments: readonly ObservedSegment[]) {
    this.#segments = segments;
  }

  take(segment: ObservedSegment, position: number): void {
    const own = this.#ends[segment.from];
    const peer = this.#ends[segment.from === 0 ? 1 : 0];
    const isProbe = this.#probe(segment, position);
    if (!isProbe && isCounted(segment)) this.#transmission(segment, position);
    this.#acknowledgment(segment, position);
    this.#handshake(segment, position);
    const end = endOf(segment);
    const isInOrder = isAcknowledgeable(segment, own.end);
    // What has come before is answered at once (RFC 5681 §4.2): no timer holds that answer back.
    const isAgain = peer.unacknowledged !== undefined && isRepeated(segment, own.end);
    if (!isProbe && end !== undefined && (own.end === undefined || isSequenceBefore(own.end, end)))
      own.end = end;
    if (isInOrder) peer.unacknowledged = isAgain ? undefined : (peer.unacknowledged ?? position);
    this.#window(segment, position);
  }

  #window({ from, window, flags }: ObservedSegment, position: number): void {
    if (window === undefined || (flags & (SYN | RST)) !== 0) return;
    const own = this.#ends[from];
    own.closedBy = window === 0 ? (own.closedBy ?? position) : undefined;
    if (window > 0) this.#ends[from === 0 ? 1 : 0].probe = undefined;
  }

  /** A probe carries what was acknowledged before, or one octet: into a closed window, or into silence. */
  #probe(segment: ObservedSegment, position: number): boolean {
    const { from, seq, flags, payloadLength } = segment;
    const end = this.#ends[from].end;
    if (seq === undefined || end === undefined || payloadLength > 1 || !isPlain(flags)) return false;
    const isBehind = seq === addToSequence(end, -1);
    const closedBy = this.#ends[from === 0 ? 1 : 0].closedBy;
    if (closedBy === undefined) return isBehind && this.#keepAlive(from, position);
    return (isBehind || (payloadLength === 1 && seq === end)) && this.#persist(from, position, closedBy);
  }

  #persist(from: End, position: number, closedBy: number): true {
    const own = this.#ends[from];
    const start: TimerPoint = own.probe?.end ?? { segment: closedBy, side: "arrival" };
    own.probe = this.#add("persist", start, position, own.probe);
    return true;
  }

  #keepAlive(from: End, position: number): boolean {
    const previous = this.#segments[position - 1];
    if (previous === undefined) return false;
    const side = previous.from === from ? /* @__KEY__ */ "departure" : "arrival";
    const start: TimerPoint = { segment: position - 1, side };
    if ((this.#between(start, position) ?? 0) < LEAST_IDLE) return false;
    this.#add("keep-alive", start, position, undefined);
    return true;
  }

  #transmission(segment: ObservedSegment, position: number): void {
    const own = this.#ends[segment.from];
    const key = identity(segment);
    const before = own.sent.get(key);
    const timeout = before === undefined ? undefined : this.#timeout(segment, position, before);
    if (timeout !== undefined) own.lastTimeout = position;
    own.sent.set(key, { position, timeout });
  }

  #timeout(segment: ObservedSegment, position: number, before: Transmission): TimerSpan | undefined {
    const { from, analysis } = segment;
    // What follows a repeated segment goes out again without a timer of its own.
    if (this.#ends[from].lastTimeout > before.position) return undefined;
    if (analysis?.marks.has("fast_retransmission") === true || analysis?.marks.has("out_of_order") === true)
      return undefined;
    const start: TimerPoint = { segment: before.position, side: /* @__KEY__ */ "departure" };
    const span = this.#between(start, position);
    const isLong = span === undefined ? this.#segments[before.position]?.isLost : span >= LEAST_TIMEOUT;
    return isLong === true ? this.#add("retransmission", start, position, before.timeout) : undefined;
  }

  #acknowledgment(segment: ObservedSegment, position: number): void {
    const own = this.#ends[segment.from];
    const data = own.unacknowledged;
    const first = data === undefined ? undefined : this.#segments[data];
    if (data === undefined || first === undefined || !acknowledges(segment, first)) return;
    own.unacknowledged = undefined;
    const way = first.arrival === undefined ? own.wayAndBack : 0;
    const start: TimerPoint = { segment: data, side: "arrival" };
    const span = (this.#between(start, position) ?? Number.NaN) - (way ?? Number.NaN);
    const isDelayed = span >= DELAYED_ACK.least && span <= DELAYED_ACK.most;
    if (!isDelayed || segment.payloadLength > 0 || !isPlain(segment.flags)) return;
    const end: TimerPoint = { segment: position, side: /* @__KEY__ */ "departure" };
    this.timers.push({ kind: "delayed-ack", owner: segment.from, start, end, span, growth: undefined });
  }

  /** The point of capture lies somewhere on the way: a SYN and its answer tell how far each end is. */
  #handshake(segment: ObservedSegment, position: number): void {
    const own = this.#ends[segment.from];
    const previous = this.#segments[position - 1];
    if (previous === undefined || previous.from === segment.from || own.wayAndBack !== undefined) return;
    if ((previous.flags & SYN) === 0 || (segment.flags & ACK) === 0) return;
    if (previous.time !== undefined && segment.time !== undefined)
      own.wayAndBack = segment.time - previous.time;
  }

  /** Adds the timer that sent the segment at `position`; `before` is the try before it. */
  #add(kind: TimerKind, start: TimerPoint, position: number, before: TimerSpan | undefined): TimerSpan {
    const span = this.#between(start, position);
    const last = before?.span;
    const growth = span === undefined || last === undefined || last <= 0 ? undefined : span / last;
    const end: TimerPoint = { segment: position, side: /* @__KEY__ */ "departure" };
    const owner = this.#segments[position]?.from ?? 0;
    const timer = { kind, owner, start, end, span, growth };
    this.timers.push(timer);
    return timer;
  }

  /** Time at the owner from a point to the departure of a segment. */
  #between({ segment, side }: TimerPoint, position: number): number | undefined {
    const first = this.#segments[segment];
    const start = side === "arrival" ? (first?.arrival ?? first?.time) : first?.time;
    const end = this.#segments[position]?.time;
    return start === undefined || end === undefined ? undefined : Math.max(0, end - start);
  }
}

function newOwner(): OwnerMemory {
  return {
    sent: new Map(),
    lastTimeout: -1,
    end: undefined,
    unacknowledged: undefined,
    closedBy: undefined,
    probe: undefined,
    wayAndBack: undefined,
  };
}

/** What makes two transmissions the same segment; a SYN,ACK is none of the SYN it follows in a simultaneous open. */
function identity({ flags, seq }: ObservedSegment): string {
  const kind = (flags & SYN) === 0 ? flags & FIN : flags & (SYN | ACK);
  return `${String(kind)} ${String(seq)}`;
}

function acknowledges({ flags, ack }: ObservedSegment, data: ObservedSegment): boolean {
  const end = endOf(data);
  return (flags & ACK) !== 0 && (end === undefined || ack === undefined || !isSequenceBefore(ack, end));
}

function isCounted({ flags, payloadLength }: ObservedSegment): boolean {
  return payloadLength > 0 || (flags & (SYN | FIN)) !== 0;
}

/** Data that its receiver can acknowledge as soon as it likes: behind a gap it cannot. `end`: of what was sent before. */
function isAcknowledgeable(
  { payloadLength, isLost, seq }: ObservedSegment,
  end: number | undefined,
): boolean {
  const isBehindGap = end !== undefined && seq !== undefined && isSequenceBefore(end, seq);
  return payloadLength > 0 && !isLost && !isBehindGap;
}

function isRepeated({ seq }: ObservedSegment, end: number | undefined): boolean {
  return seq !== undefined && end !== undefined && isSequenceBefore(seq, end);
}

function isPlain(flags: number): boolean {
  return (flags & (SYN | FIN | RST | ACK)) === ACK;
}

function endOf(segment: ObservedSegment): number | undefined {
  if (segment.seq === undefined) return undefined;
  return addToSequence(segment.seq, segment.payloadLength + ((segment.flags & (SYN | FIN)) === 0 ? 0 : 1));
}

/** The last TIME-WAIT of each end that ran out at the end of everything; a new connection cut others short. */
function timeWaits(changes: readonly StateChange[], length: number): readonly TimerSpan[] {
  return ([0, 1] as const).flatMap((owner): readonly TimerSpan[] => {
    const own = changes.filter(({ end }) => end === owner);
    const [wait, closed] = own.slice(-2);
    if (wait?.to !== "TIME-WAIT" || closed?.cause.kind !== "timer") return [];
    if (closed.cause.segment !== length - 1) return [];
    const side =
      wait.cause.kind === "arrived" && wait.afterOwn < wait.cause.segment
        ? "arrival"
        : /* @__KEY__ */ "departure";
    const segment = side === "arrival" ? wait.cause.segment : wait.afterOwn;
    return [
      {
        kind: "time-wait",
        owner,
        start: { segment, side },
        end: undefined,
        span: undefined,
        growth: undefined,
      },
    ];
  });
}
