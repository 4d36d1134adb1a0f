import type { Confidence, Finding, PauseCause, RepeatKind } from "../finding";
import { endingOf, otherEnd } from "../conversation-outline";
import { FIN, RST, SYN } from "../flags";
import type { End } from "../tcp-state";
import { evidence } from "./evidence";
import type { Exchange, Step } from "./exchange";

/** What a person notices: 200 ms; also Linux's smallest retransmission timeout, so shorter waits have no timer behind them. */
const LONG_PAUSE = 200e6;
/** Waits of a few round trips are the way's, not the ends'. */
const PAUSE_ROUND_TRIPS = 4;
/** A bare acknowledgment later than this beyond the round trip was held back: stacks answer at once, or after 40 ms and more. */
const DELAYED_ACK = 20e6;
/** No acknowledgment may be held back longer (RFC 1122 §4.2.3.2). */
const LONGEST_DELAYED_ACK = 500e6;

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

/** Gives every time nothing new came for long, and why; those that a late close explains are left to it. */
export function pauseFindings(exchange: Exchange): readonly Finding[] {
  return quietSpans(exchange).flatMap((quiet) => {
    const found = causeOf(quiet);
    if (found === undefined) return [];
    const { cause, end, confidence, shownBy } = found;
    const frames = evidence(exchange, [quiet.before, ...shownBy, quiet.after]);
    return [{ kind: "pause", cause, end, confidence, frames, span: quiet.span, count: shownBy.length }];
  });
}

function quietSpans(exchange: Exchange): readonly Quiet[] {
  const { steps } = exchange;
  const end = endPosition(exchange);
  const news = steps.flatMap(({ isNews, segment }, position) =>
    isNews && segment.time !== undefined && position <= end ? [position] : [],
  );
  const last = steps.length - 1;
  const isOpenEnded = last <= end && news.at(-1) !== last && steps[last]?.segment.time !== undefined;
  const marks = isOpenEnded ? [...news, last] : news;
  return marks.slice(1).map((after, at) => {
    const before = marks[at] ?? 0;
    const span = (steps[after]?.segment.time ?? 0) - (steps[before]?.segment.time ?? 0);
    return { exchange, before, after, span, isOpenEnded: isOpenEnded && after === last };
  });
}

/** Where the connection ended: what comes later waits for nobody. */
function endPosition({ outline, completeness, steps }: Exchange): number {
  const ending = endingOf(outline, completeness);
  if (ending.kind === "reset") return outline[ending.by].rstFrame;
  if (ending.kind === "closed-then-reset") return outline[ending.resetBy].rstFrame;
  const isClosed = outline.every(({ finAckFrame }) => finAckFrame !== -1);
  return isClosed ? Math.max(outline[0].finAckFrame, outline[1].finAckFrame) : steps.length - 1;
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

function zeroWindow({ exchange: { steps }, before, after }: Quiet): Cause | undefined {
  for (const end of [0, 1] as const) {
    if (steps[after]?.windows[end] !== 0) continue;
    const inner = positionsBetween(before, after);
    const probes = inner.filter((at) => steps[at]?.segment.from === otherEnd(end));
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

function sentAgain({ exchange: { steps }, before, after }: Quiet): Cause | undefined {
  const repeats = [...positionsBetween(before, after), after].filter((at) => {
    const what = steps[at]?.repeat?.what;
    return what !== undefined && lossRepeats.has(what);
  });
  const first = steps[repeats[0] ?? -1];
  if (first === undefined) return undefined;
  const isTimeout = repeats.some((at) => steps[at]?.repeat?.what === "timeout");
  return {
    cause: isTimeout ? "retransmission-timeout" : "lost-segment",
    end: first.segment.from,
    confidence: "likely",
    shownBy: repeats.filter((at) => at !== after),
  };
}

/** Neither end had anything to say, and one asked whether the other is still there (RFC 9293 §3.8.4). */
function keptAlive({ exchange: { steps }, before, after, isOpenEnded }: Quiet): Cause | undefined {
  const inner = isOpenEnded ? [...positionsBetween(before, after), after] : positionsBetween(before, after);
  const asks = inner.filter((at) => steps[at]?.segment.analysis?.marks.has("keep_alive") === true);
  const first = steps[asks[0] ?? -1];
  if (first === undefined) return undefined;
  return { cause: "idle-kept-alive", end: first.segment.from, confidence: "certain", shownBy: asks };
}

function delayedAcknowledgment({ exchange, before, after, span, isOpenEnded }: Quiet): Cause | undefined {
  const { steps, roundTrip } = exchange;
  const [data, answer] = [steps[before], steps[after]];
  if (data === undefined || answer === undefined || isOpenEnded || after !== before + 1) return undefined;
  // Without a round trip to compare with, the way itself may be as long.
  if (roundTrip === undefined) return undefined;
  if (data.segment.from === answer.segment.from || !isBare(answer) || isBare(data)) return undefined;
  if ((data.segment.flags & SYN) !== 0 || span < Math.max(roundTrip * 2, roundTrip + DELAYED_ACK))
    return undefined;
  if (span > LONGEST_DELAYED_ACK + roundTrip) return undefined;
  return { cause: "delayed-ack", end: answer.segment.from, confidence: "likely", shownBy: [] };
}

/** The end that spoke first again was waited for; a FIN that waited for nothing else is told as a late close. */
function applicationOf({ exchange, after, isOpenEnded }: Quiet): Cause | undefined {
  const { steps, outline } = exchange;
  const next = steps[after]?.segment;
  if (next === undefined || isOpenEnded) return undefined;
  const peerFin = outline[otherEnd(next.from)].finFrame;
  const isLateClose = (next.flags & FIN) !== 0 && peerFin !== -1 && peerFin < after;
  const speaks = next.payloadLength > 0 || (next.flags & (FIN | RST)) !== 0;
  if (isLateClose || !speaks) return undefined;
  return { cause: "application", end: next.from, confidence: "likely", shownBy: [] };
}

function isBare({ segment }: Step): boolean {
  return segment.payloadLength === 0 && (segment.flags & (SYN | FIN | RST)) === 0;
}

function positionsBetween(before: number, after: number): readonly number[] {
  return Array.from({ length: Math.max(0, after - before - 1) }, (_, i) => before + 1 + i);
}
