import { endingOf } from "../conversation-outline";
import type { Confidence, Finding, ResetCause } from "../finding";
import { ACK, FIN, RST, SYN } from "../flags";
import type { ObservedSegment } from "../observed-segment";
import { evidence } from "./evidence";
import { endOfSegment, type Exchange, type Step } from "./exchange";

/** A reply comes within two round trips to the capture point, and never counts as late before 20 ms. */
const REPLY_ROUND_TRIPS = 2;
const REPLY_AT_LEAST = 20e6;
/** Data that came this shortly before a reset is likely unread: a program takes longer to read and decide to abort. */
const UNREAD_WITHIN = 200e6;
/** Repeats and probes without an answer after which an end is taken to have given up. */
const GIVES_UP_AFTER = 3;

/** Gives why each end reset the connection, by its first reset that counts; a refusal is an opening's affair. */
export function resetFindings(exchange: Exchange): readonly Finding[] {
  const { outline, completeness, steps } = exchange;
  if (endingOf(outline, completeness).kind === "refused") return [];
  const explained = new Set<number>();
  const found: Finding[] = [];
  for (const [position, { segment }] of steps.entries()) {
    if ((segment.flags & RST) === 0 || explained.has(segment.from)) continue;
    const ignored = ignoredReset(exchange, position);
    if (ignored !== undefined) {
      found.push(ignored);
      continue;
    }
    explained.add(segment.from);
    // After one end's reset there is no connection left; the other's reset says only that.
    if (explained.size === 1) found.push(explainReset(exchange, position));
  }
  return found;
}

/** A reset with another number than the one expected, after which its receiver goes on (RFC 5961 §3.2). */
function ignoredReset(exchange: Exchange, position: number): Finding | undefined {
  const { steps } = exchange;
  const segment = steps[position]?.segment;
  const expected = segment === undefined ? undefined : expectedFrom(exchange, position);
  if (segment?.seq === undefined || expected === undefined || segment.seq === expected) return undefined;
  const goesOn = nextPosition(steps, position, (step) => goesOnAfter(step.segment, segment));
  if (goesOn === -1) return undefined;
  const next = steps[goesOn]?.segment;
  const isChallenged = next !== undefined && next.payloadLength === 0 && (next.flags & (SYN | FIN)) === 0;
  const frames = evidence(exchange, [position, goesOn]);
  return { kind: "reset-ignored", end: segment.from, confidence: "likely", frames, isChallenged };
}

/** What the receiver expects next: after the last octet its acknowledgments or the sender's segments show. */
function expectedFrom({ steps }: Exchange, position: number): number | undefined {
  const reset = steps[position];
  if (reset === undefined) return undefined;
  const own = lastStep(steps, position, ({ segment }) => segment.from === reset.segment.from);
  return own === undefined ? reset.peerAcked : endOfSegment(own.segment);
}

function goesOnAfter(segment: ObservedSegment, reset: ObservedSegment): boolean {
  return segment.from !== reset.from && (segment.flags & (RST | SYN)) === 0 && (segment.flags & ACK) !== 0;
}

/** A cause, and the segments that show it. */
interface Explanation {
  readonly cause: ResetCause;
  readonly confidence: Confidence;
  readonly positions: readonly number[];
  readonly octets?: number;
  readonly span?: number | undefined;
}

function explainReset(exchange: Exchange, position: number): Finding {
  const history = historyOf(exchange, position);
  const found =
    afterBothFins(history) ??
    afterOwnFin(history) ??
    withoutConnection(history) ??
    gaveUp(history) ??
    unread(history) ??
    aborted(history);
  return {
    kind: "reset",
    end: history.reset.from,
    cause: found.cause,
    confidence: found.confidence,
    frames: evidence(exchange, [...found.positions, position]),
    octets: found.octets ?? 0,
    span: found.span,
  };
}

/** What both ends had done before a reset. */
interface History {
  readonly exchange: Exchange;
  readonly reset: ObservedSegment;
  readonly position: number;
  /** Positions of the other end's latest segment, and of its latest payload. */
  readonly trigger: number;
  readonly payload: number;
  /** Own FIN, −1 for none; and the latest own payload. */
  readonly ownFin: number;
  readonly ownPayload: number;
  readonly hasSent: boolean;
  /** The reset is made of the numbers of the segment before it, and came as its reply (RFC 9293 §3.10.7.1). */
  readonly isReply: boolean;
}

function historyOf(exchange: Exchange, position: number): History {
  const { steps } = exchange;
  const reset = steps[position]?.segment;
  if (reset === undefined) throw new RangeError("no segment at this position");
  const latest = (isMeant: (segment: ObservedSegment) => boolean): number =>
    lastPosition(steps, position, ({ segment }) => isMeant(segment));
  const trigger = latest(({ from }) => from !== reset.from);
  return {
    exchange,
    reset,
    position,
    trigger,
    payload: latest(({ from, payloadLength }) => from !== reset.from && payloadLength > 0),
    ownFin: latest(({ from, flags }) => from === reset.from && (flags & FIN) !== 0),
    ownPayload: latest(({ from, payloadLength }) => from === reset.from && payloadLength > 0),
    hasSent: latest(({ from }) => from === reset.from) !== -1,
    isReply: isReplyTo(exchange, reset, { trigger, position }),
  };
}

function isReplyTo(
  { steps, roundTrip }: Exchange,
  reset: ObservedSegment,
  { trigger, position }: { readonly trigger: number; readonly position: number },
): boolean {
  const before = steps[trigger]?.segment;
  if (
    before === undefined ||
    steps.slice(trigger + 1, position).some(({ segment }) => segment.from === reset.from)
  )
    return false;
  const span = before.time === undefined || reset.time === undefined ? 0 : reset.time - before.time;
  if (span > Math.max(REPLY_AT_LEAST, REPLY_ROUND_TRIPS * (roundTrip ?? 0))) return false;
  if ((reset.flags & ACK) !== 0) return (before.flags & ACK) === 0;
  return reset.seq !== undefined && reset.seq === before.ack;
}

/** Nothing was left to reset: a segment that was late on its way met an end without the connection. */
function afterBothFins({ exchange, position, trigger }: History): Explanation | undefined {
  const isOver = exchange.outline.every(({ finAckFrame }) => finAckFrame !== -1 && finAckFrame < position);
  return isOver ? { cause: "after-close", confidence: "certain", positions: [trigger] } : undefined;
}

/** The application had closed both directions, so that nobody could read what still came (RFC 9293 §3.6, RFC 1122 §4.2.2.13). */
function afterOwnFin(history: History): Explanation | undefined {
  const { ownFin, payload, isReply } = history;
  if (ownFin === -1 || payload < ownFin) return undefined;
  const octets = payloadAfter(history, ownFin);
  return {
    cause: "data-after-close",
    confidence: isReply ? "certain" : "likely",
    positions: [ownFin, payload],
    octets,
  };
}

/** The number of the reply is all that an end without a record of the connection knows (RFC 9293 §3.5.1). */
function withoutConnection({ hasSent, isReply, reset, trigger }: History): Explanation | undefined {
  if (!isReply || (reset.flags & ACK) !== 0) return undefined;
  return { cause: "no-connection", confidence: hasSent ? "possible" : "likely", positions: [trigger] };
}

/** Sent again and again without any answer. */
function gaveUp({ exchange, reset, trigger, position }: History): Explanation | undefined {
  const { steps } = exchange;
  const tries = steps.flatMap(({ segment, isNews }, at) =>
    at > trigger && at < position && segment.from === reset.from && !isNews ? [at] : [],
  );
  if (tries.length < GIVES_UP_AFTER) return undefined;
  const since = steps[tries[0] ?? 0]?.segment.time;
  const span = since === undefined || reset.time === undefined ? undefined : reset.time - since;
  return { cause: "gave-up", confidence: "likely", positions: tries, span };
}

/**
 * Data had come that the application did not read before it closed (RFC 9293 §3.6.1, RFC 2525 §2.17).
 *
 * What is unread takes room: a window that never opened again shows it. Else data that came just before,
 * and was not answered, is the likely cause.
 */
function unread(history: History): Explanation | undefined {
  const { payload, ownPayload, ownFin } = history;
  const octets = payloadAfter(history, ownPayload);
  const { before, after } = windowsAround(history);
  if (payload === -1 || ownFin !== -1 || (octets === 0 && after !== 0)) return undefined;
  const positions = [...payloadPositions(history, ownPayload).slice(0, 1), payload];
  if (after === 0) return { cause: "unread-data", confidence: "certain", positions, octets };
  const isShrunk = before !== undefined && after !== undefined && after < before;
  const confidence = isShrunk || isRecent(history) ? "likely" : "possible";
  return { cause: "unread-data", confidence, positions, octets };
}

/** Whether the latest data came shortly before the reset; without a clock, nothing speaks against it. */
function isRecent({ exchange, reset, payload }: History): boolean {
  const received = exchange.steps[payload]?.segment.time;
  return received === undefined || reset.time === undefined || reset.time - received <= UNREAD_WITHIN;
}

/** What the resetter advertised last before the unanswered data, and last of all; a reset's own window means nothing. */
function windowsAround(history: History): {
  readonly before: number | undefined;
  readonly after: number | undefined;
} {
  const { reset, position, ownPayload, payload } = history;
  const { steps } = history.exchange;
  const first = payloadPositions(history, ownPayload)[0] ?? payload;
  const own = ({ segment }: Step): boolean =>
    segment.from === reset.from && (segment.flags & (RST | SYN)) === 0;
  return {
    before: lastStep(steps, first, own)?.segment.window,
    after: lastStep(steps, position, own)?.segment.window,
  };
}

/** Nothing was unread, and nothing had come that did not fit: the program did it (linger 0, a crash, a kill). */
function aborted({ trigger, payload }: History): Explanation {
  return { cause: "abort", confidence: payload === -1 ? "certain" : "likely", positions: [trigger] };
}

/** New payload of the other end after a position and before the reset. */
function payloadPositions({ exchange, reset, position }: History, after: number): readonly number[] {
  return exchange.steps.flatMap(({ segment, isNews }, at) => {
    const isMeant = at > after && at < position && segment.from !== reset.from;
    return isMeant && segment.payloadLength > 0 && isNews ? [at] : [];
  });
}

function payloadAfter(history: History, after: number): number {
  return payloadPositions(history, after).reduce(
    (sum, at) => sum + (history.exchange.steps[at]?.segment.payloadLength ?? 0),
    0,
  );
}

function nextPosition(steps: readonly Step[], after: number, isMeant: (step: Step) => boolean): number {
  for (let at = after + 1; at < steps.length; at += 1) {
    const step = steps[at];
    if (step !== undefined && isMeant(step)) return at;
  }
  return -1;
}

function lastPosition(steps: readonly Step[], before: number, isMeant: (step: Step) => boolean): number {
  for (let at = before - 1; at >= 0; at -= 1) {
    const step = steps[at];
    if (step !== undefined && isMeant(step)) return at;
  }
  return -1;
}

function lastStep(
  steps: readonly Step[],
  before: number,
  isMeant: (step: Step) => boolean,
): Step | undefined {
  return steps[lastPosition(steps, before, isMeant)];
}
