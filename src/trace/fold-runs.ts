import type { ArrowEnd, EndpointEvent, EndpointIndex, Segment, TraceEvent } from "./trace";

/** SYN, FIN, RST and URG: what a reader looks for. */
const NOTEWORTHY = 0x27;

/** Which runs are folded. */
export interface FoldRule {
  /** The longest run that is still drawn segment by segment. */
  readonly longest: number;
  /** Runs in which both ends send data, and payloads that are summarised, are folded, too. */
  readonly isMixed: boolean;
}

/** Segments of one conversation, one after the other, that may be told in one row. */
export interface Run {
  /** The end that sends the data, or most of it; and its peer. */
  readonly from: EndpointIndex;
  readonly to: EndpointIndex;
  readonly segments: readonly Segment[];
}

/** A timer with both its ends. */
type Timer = EndpointEvent & { readonly since: ArrowEnd; readonly at: ArrowEnd };

/**
 * Gives the runs of a list of events that a rule folds, in the order of their first segments.
 *
 * What stands at a segment (a state, one end of a timer) keeps that segment out of every run; a timer whose
 * both ends lie in one run is part of it.
 */
export function foldRuns(events: readonly TraceEvent[], rule: FoldRule): readonly Run[] {
  const kept = new Set(events.flatMap((event) => (isTimer(event) ? [] : anchorsOf(event))));
  const timers = events.filter(isTimer);
  const runs = new RunFinder(rule, kept).find(events);
  const runOf = new Map(runs.flatMap((run) => run.segments.map(({ id }) => [id, run])));
  const cut = timers.filter(({ since, at }) => runOf.get(since.event) !== runOf.get(at.event));
  if (cut.length === 0) return runs;
  for (const { since, at } of cut) for (const { event } of [since, at]) kept.add(event);
  return new RunFinder(rule, kept).find(events);
}

function isTimer(event: TraceEvent): event is Timer {
  return event.kind === "endpoint-event" && event.since !== undefined && event.at !== undefined;
}

function anchorsOf(event: TraceEvent): readonly string[] {
  if (event.kind !== "endpoint-event") return [];
  return [event.at, event.since].flatMap((end) => (end === undefined ? [] : [end.event]));
}

interface OpenRun {
  readonly segments: Segment[];
  /** The end that sent the first data. */
  sender: EndpointIndex | undefined;
}

/** Goes through the events and collects a run for each conversation until something ends it. */
class RunFinder {
  readonly #rule: FoldRule;
  readonly #kept: ReadonlySet<string>;
  readonly #open = new Map<number, OpenRun>();
  readonly #runs: Run[] = [];

  constructor(rule: FoldRule, kept: ReadonlySet<string>) {
    this.#rule = rule;
    this.#kept = kept;
  }

  find(events: readonly TraceEvent[]): readonly Run[] {
    for (const event of events) {
      if (event.kind === "segment") this.#segment(event);
      else if (!(event.kind === "endpoint-event" && event.at !== undefined)) this.#closeAll();
    }
    this.#closeAll();
    const places = new Map(events.map(({ id }, i) => [id, i]));
    const place = ({ segments }: Run): number => places.get(segments[0]?.id ?? "") ?? 0;
    return this.#runs.sort((a, b) => place(a) - place(b));
  }

  #segment(segment: Segment): void {
    if (!this.#isPlain(segment)) {
      this.#close(segment.conversation);
      return;
    }
    const hasData = (segment.payloadLength ?? 0) > 0;
    const open = this.#open.get(segment.conversation);
    const turns = hasData && open?.sender !== undefined && open.sender !== segment.from;
    if (turns && !this.#rule.isMixed) this.#close(segment.conversation);
    const run = this.#open.get(segment.conversation) ?? { segments: [], sender: undefined };
    run.segments.push(segment);
    if (hasData) run.sender ??= segment.from;
    this.#open.set(segment.conversation, run);
  }

  #isPlain(segment: Segment): boolean {
    const { flags, marks, lostAt, note, color, from, to, payload, id } = segment;
    if ((flags & NOTEWORTHY) !== 0 || marks.length > 0 || from === to || this.#kept.has(id)) return false;
    if (payload !== undefined && payload !== "" && !this.#rule.isMixed) return false;
    return lostAt === undefined && note === undefined && color === undefined;
  }

  #closeAll(): void {
    for (const conversation of [...this.#open.keys()]) this.#close(conversation);
  }

  #close(conversation: number): void {
    const run = this.#open.get(conversation);
    const first = run?.segments[0];
    if (run === undefined || first === undefined) return;
    this.#open.delete(conversation);
    if (run.sender === undefined || run.segments.length <= this.#rule.longest) return;
    const to = first.from === run.sender ? first.to : first.from;
    this.#runs.push({ from: run.sender, to, segments: run.segments });
  }
}
