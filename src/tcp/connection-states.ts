/**
 * Both ends' states from what is seen on the wire (RFC 9293 §3.3.2, §3.10).
 *
 *   each segment, in order:  what its sender must have received  →  arrivals at the sender
 *                            the segment leaves                   →  a change by sending
 *   at the end:              what is still under way arrives, TIME-WAIT runs out
 *
 * A capture shows when segments pass one point, not when they arrive. What an end had received when
 * it sent is told by its acknowledgment number, so crossing segments need no clock.
 */
import {
  arrivalAt,
  forgetConnection,
  isBareSyn,
  isCounted,
  newEnd,
  rememberArrived,
  rememberSent,
  type EndMemory,
} from "./end-memory";
import { ACK, FIN, RST, SYN } from "./flags";
import { oldSyns } from "./old-syns";
import { hasReceived, proven, type FoundChange } from "./proven-changes";
import { isSequenceBefore } from "./sequence-number";
import { asksForReset, statesAfterArrival, statesAfterSending } from "./state-machine";
import type { Cause, End, KnownState, StateChange, StateSegment, TcpState } from "./tcp-state";
import { WireOutlook } from "./wire-outlook";

/** What waits behind so many segments that have not arrived waits too: long flights stay cheap. */
const LONGEST_WAIT = 128;

/**
 * Gives every change of state at both ends, in the order of its cause.
 *
 * `segments` are those of one pair of ends in the order they were sent; where a connection follows another
 * on the same ports, the states go on. Changes that no segment of the end itself shows are assumed
 * (`provenBy` undefined) and never come before their cause. In the middle of a connection a state is
 * unknown until what both ends still send tells it.
 */
export function connectionStates(segments: readonly StateSegment[]): readonly StateChange[] {
  const walk = new StateWalk(segments);
  segments.forEach((_, position) => {
    walk.send(position);
  });
  walk.finish();
  return proven(walk.changes, segments);
}

/**
 * Gives the state of each end before the first segment: CLOSED where the connection is seen to open,
 * undefined in the middle of one.
 */
export function initialStates(segments: readonly StateSegment[]): readonly [KnownState, KnownState] {
  const initial = (end: End): KnownState => {
    const first = segments.find(({ from }) => from === end);
    return isBareSyn(segments[0]) || (first !== undefined && (first.flags & SYN) !== 0)
      ? "CLOSED"
      : undefined;
  };
  return [initial(0), initial(1)];
}

class StateWalk {
  readonly changes: FoundChange[] = [];
  readonly #segments: readonly StateSegment[];
  readonly #outlook: WireOutlook;
  /** SYNs that left long before: they arrive, but say nothing of their sender. */
  readonly #old: ReadonlySet<number>;
  readonly #ends: readonly [EndMemory, EndMemory];

  constructor(segments: readonly StateSegment[]) {
    this.#segments = segments;
    this.#outlook = new WireOutlook(segments);
    this.#old = oldSyns(segments, this.#outlook);
    this.#ends = [newEnd(), newEnd()];
    this.#open(0);
    this.#open(1);
  }

  /** Lets the segment at `position` leave, after all that its sender must have received before. */
  send(position: number): void {
    const segment = this.#segments[position];
    if (segment === undefined) return;
    const { from, flags } = segment;
    const sender = this.#ends[from];
    if (this.#old.has(position)) {
      if (!segment.isLost) this.#ends[other(from)].inbox.push(position);
      return;
    }
    for (const arrived of this.#arrivedBefore(position, segment, sender)) this.#arrive(from, arrived, true);
    const cause: Cause = { kind: "sent", segment: position };
    if (sender.state === undefined) this.#tellUnknown(from, position);
    else {
      if (isBareSyn(segment)) this.#reopen(from, position);
      if (showsUnseenAnswer(sender, segment)) this.#change(from, "ESTABLISHED", cause);
      for (const next of statesAfterSending(sender.state, { flags, isAnswer: sender.owesReset }))
        this.#change(from, next, cause);
    }
    rememberSent(sender, segment, position);
    if (!segment.isLost) this.#ends[other(from)].inbox.push(position);
  }

  /** Lets everything arrive that is still under way, and TIME-WAIT run out. */
  finish(): void {
    for (const end of [0, 1] as const) {
      for (const position of this.#lastArrivals(this.#ends[end])) this.#arrive(end, position, false);
    }
    for (const end of [0, 1] as const) {
      if (this.#ends[end].state === "TIME-WAIT")
        this.#change(end, "CLOSED", { kind: "timer", segment: this.#segments.length - 1 });
    }
  }

  #open(end: End): void {
    const memory = this.#ends[end];
    memory.state = initialStates(this.#segments)[end];
    const first = this.#segments.find(({ from }, at) => from === end && !this.#old.has(at));
    const hasOld = [...this.#old].some((at) => this.#segments[at]?.from === end);
    const isReset = first !== undefined && (first.flags & RST) !== 0;
    const actsFirst = isBareSyn(first) || (isReset && !hasOld);
    if (memory.state === undefined || actsFirst) return;
    memory.isPassive = true;
    this.#change(end, "LISTEN", { kind: "call", call: "passive open", segment: 0 });
  }

  /** In the middle of a connection: what both ends still send tells which state alone sends this segment. */
  #tellUnknown(end: End, position: number): void {
    const segment = this.#segments[position];
    const cause: Cause = { kind: "sent", segment: position };
    if (segment === undefined || (segment.flags & RST) !== 0) return;
    if ((segment.flags & SYN) === 0) this.#tellSender(end, segment, cause);
    else this.#change(end, isBareSyn(segment) ? "SYN-SENT" : "SYN-RECEIVED", cause);
  }

  #tellSender(end: End, segment: StateSegment, cause: Cause): void {
    const position = cause.segment;
    const sender = this.#ends[end];
    // A FIN that has not arrived here is the peer's first: until then it could still send.
    const isFinUnderWay = sender.inbox.includes(this.#outlook.firstFin(other(end)));
    const peerSends = isFinUnderWay || this.#outlook.isStillSending(other(end), position);
    if ((segment.flags & FIN) !== 0) {
      if (peerSends && !sender.hasSentFin) this.#change(end, "FIN-WAIT-1", cause);
      return;
    }
    if (sender.hasSentFin || !this.#outlook.isStillSending(end, position - 1)) return;
    // Data alone may also come from CLOSE-WAIT: then the state is only assumed.
    if (peerSends || segment.payloadLength > 0) this.#change(end, "ESTABLISHED", cause, peerSends);
  }

  /** A SYN from an end that has a connection: that one is gone. */
  #reopen(end: End, position: number): void {
    const memory = this.#ends[end];
    const { state, initial } = memory;
    if (state === "CLOSED" || state === "LISTEN" || state === "SYN-SENT") return;
    const seq = this.#segments[position]?.seq;
    if (seq === undefined || seq === initial) return;
    const cause: Cause =
      state === "TIME-WAIT"
        ? { kind: "timer", segment: position }
        : { kind: "call", call: "lost record", segment: position };
    this.#change(end, "CLOSED", cause);
    forgetConnection(memory);
  }

  /** A SYN that the receiver is seen to accept, though its last connection left another state than LISTEN. */
  #listenAgain(end: End, position: number): void {
    const memory = this.#ends[end];
    const { state, peerInitial } = memory;
    if (state === "LISTEN" || state === "SYN-SENT" || state === "SYN-RECEIVED") return;
    const isNew = state === "CLOSED" || this.#segments[position]?.seq !== peerInitial;
    if (!isNew || !this.#outlook.isAccepted(end, position)) return;
    if (state === "TIME-WAIT") {
      const before = peerInitial;
      forgetConnection(memory);
      memory.peerInitial = before;
    } else if (state === undefined) {
      forgetConnection(memory);
    } else {
      if (state !== "CLOSED")
        this.#change(end, "CLOSED", { kind: "call", call: "lost record", segment: position });
      forgetConnection(memory);
      this.#change(end, "LISTEN", { kind: "call", call: "passive open", segment: position });
    }
    memory.isPassive = true;
  }

  /** Positions that reached the sender before it sent, told by what it acknowledges; of repetitions the latest. */
  #arrivedBefore(position: number, segment: StateSegment, sender: EndMemory): readonly number[] {
    const arrived: number[] = [];
    let isBlocked = false;
    let missing = 0;
    for (const earlier of sender.inbox) {
      const before = this.#segments[earlier];
      if (before === undefined) continue;
      const isSameMoment = segment.isTogether && earlier === position - 1;
      const has = arrivedInTime(segment, before) ?? (!isSameMoment && mayHave(segment, before, isBlocked));
      if (has) arrived.push(earlier);
      else if ((before.flags & (SYN | FIN)) !== 0) isBlocked = true;
      if (!has && (missing += 1) > LONGEST_WAIT) break;
    }
    const gone = new Set(arrived);
    if (gone.size > 0) sender.inbox = sender.inbox.filter((earlier) => !gone.has(earlier));
    return this.#withoutCopies(this.#inOrderOfArrival(arrived));
  }

  #inOrderOfArrival(positions: readonly number[]): readonly number[] {
    const arrival = (position: number): number | undefined => this.#segments[position]?.arrival;
    if (positions.some((position) => arrival(position) === undefined)) return positions;
    return [...positions].sort((a, b) => (arrival(a) ?? 0) - (arrival(b) ?? 0));
  }

  /** What is still under way at the end; not what was repeated and never answered: nobody got it. */
  #lastArrivals({ inbox }: EndMemory): readonly number[] {
    const single = this.#withoutCopies(inbox);
    if (single.length === inbox.length) return inbox;
    const isSingle = new Set(single);
    const repeated = inbox.filter((position) => !isSingle.has(position));
    const copies = new Set(repeated.map((position) => this.#copyKey(position)));
    return single.filter((position) => !copies.has(this.#copyKey(position)));
  }

  #withoutCopies(positions: readonly number[]): readonly number[] {
    if (!positions.some((at) => ((this.#segments[at]?.flags ?? 0) & (SYN | FIN)) !== 0)) return positions;
    const latest = new Map<string, number>();
    for (const position of positions) latest.set(this.#copyKey(position), position);
    return positions.filter((at) => latest.get(this.#copyKey(at)) === at);
  }

  /** The same for repetitions of one segment, and only for them. */
  #copyKey(position: number): string {
    const segment = this.#segments[position];
    if (segment?.seq === undefined || (segment.flags & (SYN | FIN)) === 0) return `at ${String(position)}`;
    return `${String(segment.flags & (SYN | FIN | ACK))} ${String(segment.seq)}`;
  }

  #arrive(end: End, position: number, isShown: boolean): void {
    const memory = this.#ends[end];
    const segment = this.#segments[position];
    if (segment === undefined) return;
    if (isBareSyn(segment)) this.#listenAgain(end, position);
    const isLastWord = !this.#outlook.speaksAfter(end, position);
    const arrival = arrivalAt(memory, segment, { isShown: isShown && isCounted(segment), isLastWord });
    if (asksForReset(memory.state, arrival)) memory.owesReset = true;
    const cause: Cause = { kind: "arrived", segment: position };
    for (const next of statesAfterArrival(memory.state, arrival)) this.#change(end, next, cause);
    if (memory.state === undefined) this.#tellReceiver(end, position);
    rememberArrived(memory, segment);
  }

  /** A FIN proves its receiver synchronised, and not yet closed where it still sends. */
  #tellReceiver(end: End, position: number): void {
    const hasFin = ((this.#segments[position]?.flags ?? 0) & (FIN | SYN | RST)) === FIN;
    if (hasFin && !this.#ends[end].hasSentFin && this.#outlook.isStillSending(end, position))
      this.#change(end, "CLOSE-WAIT", { kind: "arrived", segment: position });
  }

  #change(end: End, to: TcpState, cause: Cause, isShown = cause.kind === "sent"): void {
    const memory = this.#ends[end];
    const isRestart = memory.state === to && to === "TIME-WAIT";
    if (memory.state === to && !isRestart) return;
    const afterOwn = memory.lastSent;
    this.changes.push({ end, from: memory.state, to, cause, afterOwn, provenBy: undefined, isShown });
    memory.state = to;
  }
}

/** What nobody sends before its handshake is over, where what finished it was not captured. */
function showsUnseenAnswer({ state, expected }: EndMemory, { flags, ack }: StateSegment): boolean {
  if ((flags & (SYN | RST | ACK)) !== ACK) return false;
  if (state === "SYN-SENT") return true;
  const isBeyond = ack !== undefined && expected !== undefined && isSequenceBefore(expected, ack);
  return state === "SYN-RECEIVED" && isBeyond;
}

function other(end: End): End {
  return end === 0 ? 1 : 0;
}

/** Whether a segment had arrived when another left, by the times of both; undefined where they are not known. */
function arrivedInTime({ time }: StateSegment, { arrival }: StateSegment): boolean | undefined {
  return time === undefined || arrival === undefined ? undefined : arrival <= time;
}

/** A bare acknowledgment behind a SYN or FIN that has not arrived has not arrived either. */
function mayHave(segment: StateSegment, before: StateSegment, isBlocked: boolean): boolean {
  return hasReceived(segment, before) && (isCounted(before) || !isBlocked);
}
