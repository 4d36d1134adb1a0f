import { formatSpan, nanoseconds } from "../base/time";
import { foldRuns, type FoldRule, type Run } from "./fold-runs";
import type { EndpointEvent, EndpointIndex, FoldedRun, Message, Segment, Trace, TraceEvent } from "./trace";

/** Which runs become one row: those that make a page too long, none, all, or those of more segments than a number. */
export type FoldMode = "auto" | "off" | "on" | number;

/** More segments than these in one run are folded without being asked, as event-list.md says. */
const LONG_RUN = 40;

/** The shortest run that is worth a row of its own. */
const SHORTEST_RUN = 4;

/** More messages than these make a drawing that nobody reads and an editor that waits. */
const MOST_MESSAGES = 300;

/** What is folded besides long runs while there are too many messages, the least loss first. */
const HARDER: readonly FoldRule[] = [
  { longest: 20, isMixed: false },
  { longest: 8, isMixed: false },
  { longest: 8, isMixed: true },
  { longest: 3, isMixed: true },
];

/** A trace with rows that stand for runs, and these runs. */
export interface Folding {
  readonly trace: Trace;
  readonly runs: readonly Run[];
}

/**
 * Gives the trace with each run of bulk data as one message that says how much it stands for, and in which frames.
 *
 * Folded are segments that carry nothing but data and acknowledgments in order: no SYN, FIN, RST or URG, no
 * mark, nothing lost, noted or referred to. So what is left is all that a reader looks for. A row's id is
 * that of its first segment: it stays when a later capture has more of the run.
 */
export function foldTrace(trace: Trace, mode: FoldMode): Folding {
  if (mode === "off") return { trace, runs: [] };
  if (mode !== "auto")
    return folded(trace, { longest: mode === "on" ? SHORTEST_RUN - 1 : mode, isMixed: false });
  let result = folded(trace, { longest: LONG_RUN, isMixed: false });
  for (const rule of HARDER) {
    if (messagesIn(result.trace) <= MOST_MESSAGES) break;
    result = folded(trace, rule);
  }
  return result;
}

function messagesIn({ events }: Trace): number {
  return events.filter(({ kind }) => kind === "segment" || kind === "message").length;
}

function folded(trace: Trace, rule: FoldRule): Folding {
  const runs = foldRuns(trace.events, rule);
  if (runs.length === 0) return { trace, runs };
  const rowOf = new Map(runs.map((run) => [run.segments[0]?.id, run]));
  const hidden = new Set(runs.flatMap(({ segments }) => segments.map(({ id }) => id)));
  const events = trace.events.flatMap((event): TraceEvent[] => {
    const run = rowOf.get(event.id);
    if (run !== undefined) return [rowOfRun(run, "fold")];
    return hidden.has(event.id) || isWithin(event, hidden) ? [] : [event];
  });
  return { trace: { ...trace, events }, runs };
}

/** A timer between segments that are folded is folded with them. */
export function isWithin(event: TraceEvent, hidden: ReadonlySet<string>): event is EndpointEvent {
  return event.kind === "endpoint-event" && event.at !== undefined && hidden.has(event.at.event);
}

/** Gives the row that stands for a run, or for a piece of one. */
export function rowOfRun(run: Run, what: "fold" | "piece"): Message {
  const first = run.segments[0];
  const folded = sumOf(run);
  return {
    kind: "message",
    id: `${what} of ${first?.id ?? ""}`,
    ...(first?.time === undefined ? {} : { time: first.time }),
    ...(first?.frame === undefined ? {} : { frame: first.frame }),
    from: run.from,
    to: run.to,
    marks: [],
    summary: wordsOf(run, folded),
    folded,
  };
}

function sumOf({ segments, from, to }: Run): FoldedRun {
  const last = segments.at(-1);
  return {
    conversation: segments[0]?.conversation ?? 0,
    segments: segments.length,
    octets: octetsOf(segments, from),
    octetsBack: octetsOf(segments, to),
    frames: frameRanges(segments),
    ...(last?.time === undefined ? {} : { until: last.time }),
  };
}

function wordsOf({ segments, from }: Run, { octets, octetsBack, until }: FoldedRun): string {
  const since = segments[0]?.time;
  const words = [`${String(segments.length)} segments`];
  words.push(
    octetsBack === 0 ? `${grouped(octets)} B` : `${grouped(octets)} B and ${grouped(octetsBack)} B back`,
  );
  if (isAllAcknowledged(segments, from)) words.push("all acked");
  if (since !== undefined && until !== undefined) words.push(formatSpan(nanoseconds(until - since)));
  return words.join(", ");
}

function octetsOf(segments: readonly Segment[], sender: EndpointIndex): number {
  return segments.reduce(
    (sum, { from, payloadLength }) => sum + (from === sender ? (payloadLength ?? 0) : 0),
    0,
  );
}

/** Whether what was sent was acknowledged before the run ended, by relative numbers. */
function isAllAcknowledged(segments: readonly Segment[], sender: EndpointIndex): boolean {
  const last = segments
    .filter(({ from, payloadLength }) => from === sender && (payloadLength ?? 0) > 0)
    .at(-1);
  if (last?.relativeSeq === undefined) return false;
  const end = last.relativeSeq + (last.payloadLength ?? 0);
  return segments.some(({ from, relativeAck }) => from !== sender && (relativeAck ?? 0) >= end);
}

function frameRanges(segments: readonly Segment[]): readonly (readonly [first: number, last: number])[] {
  const ranges: [number, number][] = [];
  for (const { frame } of segments) {
    if (frame === undefined) continue;
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === frame - 1) range[1] = frame;
    else ranges.push([frame, frame]);
  }
  return ranges;
}

/** Thousands apart, without asking the machine's locale: `33,304`. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ",");
}
