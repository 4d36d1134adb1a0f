import { formatSpan, nanoseconds } from "../base/time";
import { FIN, SYN } from "../tcp/flags";
import { addToSequence } from "../tcp/sequence-number";
import type { EndpointEvent, Segment, Trace, TraceEvent } from "./trace";

/**
 * Gives the trace with a span for each round trip: from the segment that left to the acknowledgment that came.
 *
 * Only of segments that are in the trace; by the end's own time where arrivals are known or assumed, else by the
 * time at the point of capture. What was sent again gives none, as nobody knows which one is acknowledged (Karn's
 * algorithm, RFC 6298 §3), unless a list says which were lost.
 */
export function withRoundTrips(trace: Trace): Trace {
  const sent = new Map<string, Segment>();
  const copies = new Map<string, Segment[]>();
  const events = trace.events.flatMap((event): TraceEvent[] => {
    if (event.kind !== "segment") return [event];
    const number = event.frame ?? event.ordinal;
    if (number !== undefined) sent.set(keyOf(event.conversation, number), event);
    const same = copies.get(endOf(event));
    if (same === undefined) copies.set(endOf(event), [event]);
    else same.push(event);
    const named = sent.get(keyOf(event.conversation, event.analysis?.acksFrame ?? 0));
    const span = named === undefined ? undefined : roundTrip(named, copies.get(endOf(named)) ?? [], event);
    return span === undefined ? [event] : [event, span];
  });
  return { ...trace, events };
}

/** Undefined where several arrived, or none. */
function roundTrip(named: Segment, copies: readonly Segment[], answer: Segment): EndpointEvent | undefined {
  const [acked, ...others] = copies.filter(isArrived);
  if (acked === undefined || others.length > 0) return undefined;
  const span = timeBetween(acked, answer, acked === named);
  return span > 0 ? spanOf(acked, answer, span) : undefined;
}

function isArrived({ lostAt }: Segment): boolean {
  return lostAt === undefined;
}

/** What a segment and its repetitions share, however they are cut: what acknowledges all of it. Empty: it sends nothing. */
function endOf({ conversation, from, sender, relativeSeq, payloadLength = 0, flags }: Segment): string {
  const length = payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
  if (relativeSeq === undefined || length === 0) return "";
  return JSON.stringify([conversation, from, sender, addToSequence(relativeSeq, length)]);
}

/** By the analysis where nothing is known of the ends' own times, and it has seen the same segment acknowledged. */
function timeBetween(acked: Segment, answer: Segment, isAnalysed: boolean): number {
  const arrival = answer.arrival ?? answer.assumedWay?.arrival;
  const departure = answer.arrival === undefined ? acked.assumedWay?.departure : acked.time;
  if (departure !== undefined && arrival !== undefined) return arrival - departure;
  if (isAnalysed) return answer.analysis?.roundTrip ?? 0;
  return acked.time === undefined || answer.time === undefined ? 0 : answer.time - acked.time;
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
    since: { event: acked.id, side: /* @__KEY__ */ "departure" },
    at: { event: answer.id, side: "arrival" },
  };
}
