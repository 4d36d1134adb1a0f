import { formatSpan, nanoseconds } from "../base/time";
import type { EndpointEvent, Segment, Trace, TraceEvent } from "./trace";

/**
 * Gives the trace with a span for each round trip: from the segment that left to the acknowledgment that came.
 *
 * Only of segments that are in the trace; by the end's own time where arrivals are known or assumed, else by the
 * time at the point of capture.
 */
export function withRoundTrips(trace: Trace): Trace {
  const sent = new Map<string, Segment>();
  const events = trace.events.flatMap((event): TraceEvent[] => {
    if (event.kind !== "segment") return [event];
    const number = event.frame ?? event.ordinal;
    if (number !== undefined) sent.set(keyOf(event.conversation, number), event);
    const acked = sent.get(keyOf(event.conversation, event.analysis?.acksFrame ?? 0));
    const span = acked === undefined ? 0 : roundTrip(acked, event);
    return acked === undefined || span <= 0 ? [event] : [event, spanOf(acked, event, span)];
  });
  return { ...trace, events };
}

function roundTrip(acked: Segment, answer: Segment): number {
  const arrival = answer.arrival ?? answer.assumedWay?.arrival;
  const departure = answer.arrival === undefined ? acked.assumedWay?.departure : acked.time;
  return departure === undefined || arrival === undefined
    ? (answer.analysis?.roundTrip ?? 0)
    : arrival - departure;
}

/** Frames are numbered through a whole capture, in every conversation of it. */
function keyOf(conversation: number, frame: number): string {
  return `${String(conversation)} ${String(frame)}`;
}

function spanOf(acked: Segment, answer: Segment, span: number): EndpointEvent {
  return {
    kind: "endpoint-event",
    id: `round trip ${acked.id} ${answer.id}`,
    endpoint: acked.from,
    what: "timer",
    text: `RTT ${formatSpan(nanoseconds(span))}`,
    since: { event: acked.id, side: "departure" },
    at: { event: answer.id, side: "arrival" },
  };
}
