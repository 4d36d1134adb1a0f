import type { Confidence, Finding, PauseCause, RepeatKind } from "../finding";
import { endingOf, otherEnd } from "../conversation-outline";
import { FIN, RST, SYN } from "../flags";
import type { End } from "../tcp-state";
import { evidence } from "./evidence";
import type { Exchange } from "./exchange";
import { CLIENT_CLOSED, KNOWS_TIME, markBit, type SegmentColumns } from "./segment-columns";

/** What a person notices: 200 ms; also Linux's smallest retransmission timeout, so shorter waits have no timer behind them. */
const LONG_PAUSE = 200e6;
/** Waits of a few round trips are the way's, not the ends'. */
export const PAUSE_ROUND_TRIPS = 4;
/** A bare acknowledgment later than this beyond the round trip was held back: stacks answer at once, or after 40 ms and more. */
const DELAYED_ACK = 20e6;
/** No acknowledgment may be held back longer (RFC 1122 §4.2.3.2). */
const LONGEST_DELAYED_ACK = 500e6;

const KEEP_ALIVE = markBit("keep_alive");

/** Two pieces of news with nothing new between them, by position. */
interface Quiet {
  readonly exchange: Exchange;
  readonly before: number;
  readonly after: number;
  readonly span: number;
  /** Of the two, the later is the end of the capture and no news. */
  readonly isOpenEnded: boolean;
}

/** A cause, the end it lies with, and the segments that show it. */
interface Cause {
  readonly cause: PauseCause;
  readonly end: End;
  readonly confidence: Confidence;
  readonly shownBy: readonly number[];
}

/** Gives every time nothing new came for long (`shortest` nanoseconds, or more), and why; those that a late close explains are left to it. */
export function pauseFindings(exchange: Exchange, shortest: number): readonly Finding[] {
  return quietSpans(exchange, Math.max(shortest, DELAYED_ACK)).flatMap((quiet) => {
    const found = causeOf(quiet);
    if (found === undefined) return [];
    const { cause, end, confidence, shownBy } = found;
    const frames = evidence(exchange, [quiet.before, ...shownBy, quiet.after]);
    return [{ kind: "pause", cause, end, confidence, frames, span: quiet.span, count: shownBy.length }];
  });
}

/** Those that may be long enough for one of the causes. */
function quietSpans(exchange: Exchange, shortest: number): readonly Quiet[] {
  const { columns } = exchange;
  const end = endPosition(exchange);
  const last = columns.count - 1;
  const spans: Quiet[] = [];
  const add = (before: number, after: number, isOpenEnded: boolean): void => {
    const span = before === -1 ? 0 : (columns.time[after] ?? 0) - (columns.time[before] ?? 0);
    if (span >= shortest) spans.push({ exchange, before, after, span, isOpenEnded });
  };
  let news = -1;
  for (let at = 0; at <= end; at += 1) {
    if (!columns.isNews(at) || !columns.knows(at, KNOWS_TIME)) continue;
    add(news, at, false);
    news = at;
  }
  if (last <= end && news !== last && columns.knows(last, KNOWS_TIME)) add(news, last, true);
  return spans;
}

/** Where the connection ended: what comes later waits for nobody. */
function endPosition({ outline, completeness, columns }: Exchange): number {
  const ending = endingOf(outline, completeness);
  if (ending.kind === "reset") return outline[ending.by].rstFrame;
  if (ending.kind === "closed-then-reset") return outline[ending.resetBy].rstFrame;
  const isClosed = outline.every(({ finAckFrame }) => finAckFrame !== -1);
  return isClosed ? Math.max(outline[0].finAckFrame, outline[1].finAckFrame) : columns.count - 1;
}

function causeOf(quiet: Quiet): Cause | undefined {
  const { exchange, span } = quiet;
  const isLong = span >= Math.max(LONG_PAUSE, PAUSE_ROUND_TRIPS * (exchange.roundTrip ?? 0));
  if (!isLong) return delayedAcknowledgment(quiet);
  return (
    zeroWindow(quiet) ??
    sentAgain(quiet) ??
    keptAlive(quiet) ??
    delayedAcknowledgment(quiet) ??
    applicationOf(quiet)
  );
}

function zeroWindow({ exchange: { columns }, before, after }: Quiet): Cause | undefined {
  for (const end of [0, 1] as const) {
    if (((columns.traits[after] ?? 0) & (CLIENT_CLOSED << end)) === 0) continue;
    const inner = positionsBetween(before, after);
    const probes = inner.filter((at) => columns.from[at] === otherEnd(end));
    return { cause: "zero-window", end, confidence: "certain", shownBy: probes };
  }
  return undefined;
}

const lossRepeats: ReadonlySet<RepeatKind> = new Set([
  "timeout",
  "tail-probe",
  "retransmission",
  "fast",
  "filled-late",
]);

function sentAgain({ exchange: { columns, repeats }, before, after }: Quiet): Cause | undefined {
  const again = [...positionsBetween(before, after), after].filter((at) => {
    const what = repeats.get(at)?.what;
    return what !== undefined && lossRepeats.has(what);
  });
  const [first] = again;
  if (first === undefined) return undefined;
  const isTimeout = again.some((at) => repeats.get(at)?.what === "timeout");
  return {
    cause: isTimeout ? "retransmission-timeout" : "lost-segment",
    end: columns.senderOf(first),
    confidence: "likely",
    shownBy: again.filter((at) => at !== after),
  };
}

/** Neither end had anything to say, and one asked whether the other is still there (RFC 9293 §3.8.4). */
function keptAlive({ exchange: { columns }, before, after, isOpenEnded }: Quiet): Cause | undefined {
  const inner = isOpenEnded ? [...positionsBetween(before, after), after] : positionsBetween(before, after);
  const asks = inner.filter((at) => columns.hasMark(at, KEEP_ALIVE));
  const [first] = asks;
  if (first === undefined) return undefined;
  return { cause: "idle-kept-alive", end: columns.senderOf(first), confidence: "certain", shownBy: asks };
}

function delayedAcknowledgment({ exchange, before, after, span, isOpenEnded }: Quiet): Cause | undefined {
  const { columns, roundTrip } = exchange;
  if (isOpenEnded || after !== before + 1) return undefined;
  // Without a round trip to compare with, the way itself may be as long.
  if (roundTrip === undefined) return undefined;
  const end = columns.senderOf(after);
  if (columns.from[before] === end || !isBare(columns, after) || isBare(columns, before)) return undefined;
  if (columns.hasFlag(before, SYN) || span < Math.max(roundTrip * 2, roundTrip + DELAYED_ACK))
    return undefined;
  if (span > LONGEST_DELAYED_ACK + roundTrip) return undefined;
  return { cause: "delayed-ack", end, confidence: "likely", shownBy: [] };
}

/** The end that spoke first again was waited for; a FIN or RST that waited for nothing else is told as a late close. */
function applicationOf({ exchange, after, isOpenEnded }: Quiet): Cause | undefined {
  const { columns, outline } = exchange;
  if (isOpenEnded) return undefined;
  const end = columns.senderOf(after);
  const peerFin = outline[otherEnd(end)].finFrame;
  const isLateClose = columns.hasFlag(after, FIN | RST) && peerFin !== -1 && peerFin < after;
  const speaks = columns.lengthOf(after) > 0 || columns.hasFlag(after, FIN | RST);
  if (isLateClose || !speaks) return undefined;
  return { cause: "application", end, confidence: "likely", shownBy: [] };
}

function isBare(columns: SegmentColumns, at: number): boolean {
  return columns.payloadLength[at] === 0 && !columns.hasFlag(at, SYN | FIN | RST);
}

function positionsBetween(before: number, after: number): readonly number[] {
  return Array.from({ length: Math.max(0, after - before - 1) }, (_, i) => before + 1 + i);
}
