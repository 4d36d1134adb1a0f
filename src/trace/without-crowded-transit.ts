import type { Trace, TraceEvent } from "./trace";

/** Of more arrows under way at once, each would have to fall past all others: no page shows that. */
const MOST_UNDER_WAY = 8;

/**
 * Gives a trace without the assumed times of sending and arrival where so many segments are under way at once that
 * arrows drawn by them would be steeper than long; the trace itself anywhere else.
 */
export function withoutCrowdedTransit(trace: Trace): Trace {
  if (mostUnderWay(trace.events) <= MOST_UNDER_WAY) return trace;
  return {
    ...trace,
    conversations: trace.conversations.map(({ transit: _, ...conversation }) => conversation),
    events: trace.events.map((event) => {
      if (event.kind !== "segment" || event.assumedWay === undefined) return event;
      const { assumedWay: _, ...rest } = event;
      return rest;
    }),
  };
}

function mostUnderWay(events: readonly TraceEvent[]): number {
  const ways = events.flatMap((event) => (event.kind === "segment" ? (event.assumedWay ?? []) : []));
  const departures = ways.map(({ departure }) => departure).sort((a, b) => a - b);
  const arrivals = ways.map(({ arrival }) => arrival).sort((a, b) => a - b);
  let most = 0;
  let arrived = 0;
  for (const [sent, departure] of departures.entries()) {
    while ((arrivals[arrived] ?? Infinity) <= departure) arrived += 1;
    most = Math.max(most, sent + 1 - arrived);
  }
  return most;
}
