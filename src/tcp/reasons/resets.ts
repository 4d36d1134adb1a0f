import { endingOf, otherEnd } from "../conversation-outline";
import type { Confidence, Finding, ResetCause } from "../finding";
import { ACK, FIN, RST, SYN } from "../flags";
import type { End } from "../tcp-state";
import { evidence } from "./evidence";
import { ackedBefore, newPayload, unseenEnd, type Exchange } from "./exchange";
import { endOfSegment } from "./octets-seen";
import { KNOWS_ACK, KNOWS_SEQ, KNOWS_WINDOW, type SegmentColumns } from "./segment-columns";

/** A reply comes within two round trips to the capture point, and never counts as late before 20 ms. */
const REPLY_ROUND_TRIPS = 2;
const REPLY_AT_LEAST = 20e6;
/** Data that came this shortly before a reset is likely unread: a program takes longer to read and decide to abort. */
export const UNREAD_WITHIN = 200e6;
/** Repeats and probes without an answer after which an end is taken to have given up. */
const GIVES_UP_AFTER = 3;

/** Gives why each end reset the connection, by its first reset that counts; a refusal is an opening's affair. */
export function resetFindings(exchange: Exchange): readonly Finding[] {
  const { outline, completeness, columns } = exchange;
  if (outline.every(({ rstFrame }) => rstFrame === -1)) return [];
  if (endingOf(outline, completeness).kind === "refused") return [];
  const explained = new Set<number>();
  const found: Finding[] = [];
  for (let position = 0; position < columns.count; position += 1) {
    const end = columns.from[position] ?? 0;
    if (!columns.hasFlag(position, RST) || explained.has(end)) continue;
    const ignored = ignoredReset(exchange, position);
    if (ignored !== undefined) {
      found.push(ignored);
      continue;
    }
    explained.add(end);
    // After one end's reset there is no connection left; the other's reset says only that.
    if (explained.size === 1) found.push(explainReset(exchange, position));
  }
  return found;
}

/** A reset with another number than the one expected, after which its receiver goes on (RFC 5961 §3.2). */
function ignoredReset(exchange: Exchange, position: number): Finding | undefined {
  const { columns } = exchange;
  const expected = expectedFrom(exchange, position);
  const fits = !columns.knows(position, KNOWS_SEQ) || columns.seq[position] === expected;
  if (expected === undefined || fits) return undefined;
  const end = columns.senderOf(position);
  const goesOn = goesOnAfter(columns, position);
  if (goesOn === -1) return undefined;
  const isChallenged = columns.payloadLength[goesOn] === 0 && !columns.hasFlag(goesOn, SYN | FIN);
  const frames = evidence(exchange, [position, goesOn]);
  return { kind: "reset-ignored", end, confidence: "likely", frames, isChallenged };
}

/** What the receiver expects next: after the last octet its acknowledgments or the sender's segments show. */
function expectedFrom(exchange: Exchange, position: number): number | undefined {
  const { columns } = exchange;
  const end = columns.senderOf(position);
  const own = lastPosition(columns, position, (at) => columns.from[at] === end);
  if (own === -1) return ackedBefore(exchange, otherEnd(end), position);
  return columns.knows(own, KNOWS_SEQ) ? endOfSegment(columns, own) : undefined;
}

function goesOnAfter(columns: SegmentColumns, reset: number): number {
  const end = columns.from[reset];
  for (let at = reset + 1; at < columns.count; at += 1)
    if (columns.from[at] !== end && (columns.flagsOf(at) & (RST | SYN | ACK)) === ACK) return at;
  return -1;
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
    end: history.end,
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
  /** Who reset, and where. */
  readonly end: End;
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
  const { columns } = exchange;
  const end = columns.senderOf(position);
  const isOwn = (at: number): boolean => columns.from[at] === end;
  const hasPayload = (at: number): boolean => columns.lengthOf(at) > 0;
  const latest = (isMeant: (at: number) => boolean): number => lastPosition(columns, position, isMeant);
  const trigger = latest((at) => !isOwn(at));
  const ownLatest = latest(isOwn);
  return {
    exchange,
    end,
    position,
    trigger,
    payload: latest((at) => !isOwn(at) && hasPayload(at)),
    ownFin: latest((at) => isOwn(at) && columns.hasFlag(at, FIN)),
    ownPayload: latest((at) => isOwn(at) && hasPayload(at)),
    hasSent: ownLatest !== -1,
    isReply: trigger > ownLatest && isReplyTo(exchange, trigger, position),
  };
}

/** Whether a reset is the reply to the other end's latest segment, its own end having sent nothing since. */
function isReplyTo({ columns, roundTrip }: Exchange, trigger: number, reset: number): boolean {
  const span = columns.span(trigger, reset) ?? 0;
  if (span > Math.max(REPLY_AT_LEAST, REPLY_ROUND_TRIPS * (roundTrip ?? 0))) return false;
  if (columns.hasFlag(reset, ACK)) return !columns.hasFlag(trigger, ACK);
  const isKnown = columns.knows(reset, KNOWS_SEQ) && columns.knows(trigger, KNOWS_ACK);
  return isKnown && columns.seq[reset] === columns.ack[trigger];
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
function withoutConnection({
  exchange: { columns },
  hasSent,
  isReply,
  position,
  trigger,
}: History): Explanation | undefined {
  if (!isReply || columns.hasFlag(position, ACK)) return undefined;
  return { cause: "no-connection", confidence: hasSent ? "possible" : "likely", positions: [trigger] };
}

/** Sent again and again without any answer. */
function gaveUp({ exchange: { columns }, end, trigger, position }: History): Explanation | undefined {
  const tries: number[] = [];
  for (let at = trigger + 1; at < position; at += 1)
    if (columns.from[at] === end && !columns.isNews(at)) tries.push(at);
  if (tries.length < GIVES_UP_AFTER) return undefined;
  const span = columns.span(tries[0] ?? 0, position);
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
function isRecent({ exchange: { columns }, payload, position }: History): boolean {
  const span = columns.span(payload, position);
  return span === undefined || span <= UNREAD_WITHIN;
}

/** What the resetter advertised last before the unanswered data, and last of all; a reset's own window means nothing. */
function windowsAround(history: History): {
  readonly before: number | undefined;
  readonly after: number | undefined;
} {
  const { exchange, end, position, ownPayload, payload } = history;
  const { columns } = exchange;
  const first = payloadPositions(history, ownPayload)[0] ?? payload;
  const windowBefore = (before: number): number | undefined => {
    const at = lastPosition(
      columns,
      before,
      (own) => columns.from[own] === end && !columns.hasFlag(own, RST | SYN),
    );
    return columns.knows(at, KNOWS_WINDOW) ? columns.window[at] : undefined;
  };
  return { before: windowBefore(first), after: windowBefore(position) };
}

/** Nothing was unread, and nothing had come that did not fit: the program did it (linger 0, a crash, a kill). */
function aborted({ exchange, trigger, payload }: History): Explanation {
  const isBeginSeen = exchange.outline.some(
    ({ synFrame, synAckFrame }) => synFrame !== -1 || synAckFrame !== -1,
  );
  const isWhole = isBeginSeen && unseenEnd(exchange) === undefined;
  const confidence = !isWhole ? "possible" : payload === -1 ? "certain" : "likely";
  return { cause: "abort", confidence, positions: [trigger] };
}

/** New payload of the other end after a position and before the reset. */
function payloadPositions({ exchange, end, position }: History, after: number): readonly number[] {
  return newPayload(exchange, otherEnd(end), after + 1, position);
}

function payloadAfter(history: History, after: number): number {
  const { payloadLength } = history.exchange.columns;
  return payloadPositions(history, after).reduce((sum, at) => sum + (payloadLength[at] ?? 0), 0);
}

function lastPosition(columns: SegmentColumns, before: number, isMeant: (at: number) => boolean): number {
  for (let at = Math.min(before, columns.count) - 1; at >= 0; at -= 1) if (isMeant(at)) return at;
  return -1;
}
