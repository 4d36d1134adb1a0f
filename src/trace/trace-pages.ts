import { fingerprint32 } from "../base/fingerprint";
import type { EndpointEvent, Trace, TraceEvent } from "./trace";

/** Share of a page that is filled before a place to end it is looked for. */
const FILLED = 0.7;

/**
 * Gives a trace in pages of at most `limit` messages each; itself where all fit on one.
 *
 * A page ends in the longest silence of its last third, where nothing has times before the event whose id has the
 * lowest fingerprint: either depends on what happened, not on counting, so that an event put in moves few others to
 * another page. What belongs to an arrow is on its page; a timer that runs from one page to the next ends as a word.
 */
export function tracePages(trace: Trace, limit: number): readonly Trace[] {
  const starts = pageStarts(trace.events, limit);
  if (starts.length === 1) return [trace];
  const pages: TraceEvent[][] = starts.map(() => []);
  const pageOf = new Map<string, number>();
  let page = 0;
  for (const [i, event] of trace.events.entries()) {
    if (starts[page + 1] === i) page += 1;
    pageOf.set(event.id, page);
  }
  for (const event of trace.events) {
    const own = homePage(event, pageOf);
    pages[own]?.push(event.kind === "endpoint-event" ? withoutStart(event, own, pageOf) : event);
  }
  return pages.map((events) => ({ ...trace, events }));
}

function homePage(event: TraceEvent, pageOf: ReadonlyMap<string, number>): number {
  const at = event.kind === "endpoint-event" ? event.at?.event : undefined;
  return pageOf.get(at ?? event.id) ?? pageOf.get(event.id) ?? 0;
}

function withoutStart(event: EndpointEvent, own: number, pageOf: ReadonlyMap<string, number>): EndpointEvent {
  if (event.since === undefined || pageOf.get(event.since.event) === own) return event;
  const { since: _, ...rest } = event;
  return rest;
}

/** Gives the positions of the events that pages start with. */
function pageStarts(events: readonly TraceEvent[], limit: number): readonly number[] {
  const arrows = events.flatMap((event, i) => (isArrow(event) ? [i] : []));
  const starts = [0];
  let first = 0;
  while (arrows.length - first > limit) {
    const candidates = arrows.slice(first + Math.max(1, Math.floor(limit * FILLED)), first + limit + 1);
    const start = bestStart(events, candidates);
    starts.push(start);
    first = arrows.indexOf(start);
  }
  return starts;
}

function bestStart(events: readonly TraceEvent[], candidates: readonly number[]): number {
  let best = { at: candidates.at(-1) ?? 0, silence: -1, print: Infinity };
  for (const at of candidates) {
    const [before, event] = [events[at - 1], events[at]];
    if (event === undefined || event.together === true) continue;
    const silence =
      event.time === undefined || before?.time === undefined ? 0 : Math.max(0, event.time - before.time);
    const print = fingerprint32(event.id);
    if (silence > best.silence || (silence === best.silence && print < best.print))
      best = { at, silence, print };
  }
  return best.at;
}

function isArrow({ kind }: TraceEvent): boolean {
  return kind === "segment" || kind === "message";
}
