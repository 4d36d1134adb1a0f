import { cutTrace } from "./cut-trace";
import type { Trace, TraceEvent } from "./trace";

/** More lifelines than these are wider than any screen shows in letters that can be read. */
const MOST_LIFELINES = 12;

/** Lifelines of a page where there are more. */
const PER_PAGE = 10;

/**
 * Gives the trace of a capture in parts of few lifelines, each with whole conversations; itself where there are not many.
 *
 * What passes between two ends stands on one page, in the order in which pairs first talk, and an end that talks to many
 * is on the page of each. A list is drawn as its author wrote it, however wide.
 */
export function lifelinePages(trace: Trace): readonly Trace[] {
  if (trace.endpoints.length <= MOST_LIFELINES || trace.source.format === "event list") return [trace];
  const pageOf = new Map<string, number>();
  const pages: Set<string>[] = [];
  let ends = new Set<number>();
  for (const event of trace.events) {
    if (!isArrow(event)) continue;
    const pair = pairOf(event);
    const page = pageOf.get(pair);
    if (page !== undefined) {
      pages[page]?.add(event.id);
      continue;
    }
    const both = new Set([...ends, event.from, event.to]);
    const isFull = pages.length === 0 || both.size > PER_PAGE;
    ends = isFull ? new Set([event.from, event.to]) : both;
    if (isFull) pages.push(new Set());
    pageOf.set(pair, pages.length - 1);
    pages.at(-1)?.add(event.id);
  }
  return pages.length < 2 ? [trace] : pages.map((shown) => cutTrace(trace, shown));
}

type Arrow = Extract<TraceEvent, { kind: "segment" | "message" }>;

function isArrow(event: TraceEvent): event is Arrow {
  return event.kind === "segment" || event.kind === "message";
}

function pairOf({ from, to }: Arrow): string {
  return `${String(Math.min(from, to))} ${String(Math.max(from, to))}`;
}
