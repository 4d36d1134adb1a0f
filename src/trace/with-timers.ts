import { formatSpan, nanoseconds } from "../base/time";
import { connectionStates } from "../tcp/connection-states";
import { connectionTimers, type TimerKind, type TimerPoint, type TimerSpan } from "../tcp/connection-timers";
import { conversationSegments, segmentsAtEnds, type ConversationSegments } from "./conversation-segments";
import type { ArrowEnd, EndpointEvent, Trace, TraceEvent } from "./trace";

/** More conversations than these have no timers: nobody could tell whose they are. */
const MOST_CONVERSATIONS = 3;

/** More of one kind say nothing new: a picture has the first ones. */
const MOST_OF_A_KIND = 12;

/** The MSL of RFC 9293 is 2 minutes; what most people look at is Linux, which waits 60 s in all. */
const TIME_WAIT_WORDS = "2MSL, assumed 60 s";

/**
 * Gives the trace with the timers of both ends of its TCP conversations among its events, each from the arrow
 * that started it (`since`) to the arrow it caused, or to the state it ended in (`at`).
 *
 * Without them where they are not wanted, those written in a list included.
 */
export function withTimers(trace: Trace, isWanted: boolean): Trace {
  if (!isWanted) return { ...trace, events: trace.events.filter((event) => !isTimer(event)) };
  const conversations = conversationSegments(trace);
  if (conversations.length > MOST_CONVERSATIONS) return trace;
  const after = new Map<string, EndpointEvent[]>();
  for (const conversation of conversations) {
    for (const event of timerEvents(trace, conversation)) {
      const key = event.at?.event ?? "";
      after.set(key, [...(after.get(key) ?? []), event]);
    }
  }
  return { ...trace, events: trace.events.flatMap((event) => [event, ...(after.get(event.id) ?? [])]) };
}

function isTimer(event: TraceEvent): event is EndpointEvent {
  return event.kind === "endpoint-event" && event.what === "timer";
}

function timerEvents(trace: Trace, conversation: ConversationSegments): readonly EndpointEvent[] {
  const { segments, events, ends } = conversation;
  const written = new Set(trace.events.flatMap((event) => (isTimer(event) ? [event.endpoint] : [])));
  const found = new Map<TimerKind, number>();
  const observed = segmentsAtEnds(conversation);
  return connectionTimers(observed, connectionStates(segments)).flatMap((timer): EndpointEvent[] => {
    const endpoint = ends[timer.owner];
    const count = (found.get(timer.kind) ?? 0) + 1;
    found.set(timer.kind, count);
    if (count > MOST_OF_A_KIND || written.has(endpoint)) return [];
    const since = arrowEnd(timer.start, events);
    const at = timer.end === undefined ? lastState(trace, endpoint) : arrowEnd(timer.end, events);
    if (since === undefined || at === undefined) return [];
    const id = `${timer.kind} ${since.event} ${at.event} ${String(timer.owner)}`;
    const assumed = timer.kind === "time-wait";
    return [
      { kind: "endpoint-event", id, endpoint, what: "timer", text: wordsOf(timer), since, at, assumed },
    ];
  });
}

function arrowEnd(
  { segment, side }: TimerPoint,
  events: ConversationSegments["events"],
): ArrowEnd | undefined {
  const event = events[segment];
  return event === undefined ? undefined : { event: event.id, side };
}

/** The state a timer left behind: drawn at the end, below all arrows. */
function lastState(trace: Trace, endpoint: number): ArrowEnd | undefined {
  const last = trace.events
    .filter(
      (event) => event.kind === "endpoint-event" && event.what === "state" && event.endpoint === endpoint,
    )
    .at(-1);
  if (last?.kind !== "endpoint-event" || last.at !== undefined || last.assumed !== true) return undefined;
  return { event: last.id, side: "arrival" };
}

const names: Readonly<Record<Exclude<TimerKind, "time-wait">, string>> = {
  retransmission: "RTO",
  "delayed-ack": "delayed ACK",
  persist: "persist",
  "keep-alive": "keep-alive",
};

function wordsOf({ kind, span, growth }: TimerSpan): string {
  if (kind === "time-wait") return TIME_WAIT_WORDS;
  const factor = growth === undefined ? 1 : Math.round(growth);
  return [
    names[kind],
    ...(span === undefined ? [] : [formatSpan(nanoseconds(span))]),
    ...(factor > 1 && factor <= 8 ? [`×${String(factor)}`] : []),
  ].join(" ");
}
