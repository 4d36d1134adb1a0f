import { formatSpan, nanoseconds } from "../base/time";
import { connectionStates } from "../tcp/connection-states";
import { connectionTimers, type TimerKind, type TimerPoint, type TimerSpan } from "../tcp/connection-timers";
import { conversationSegments, segmentsAtEnds, type ConversationSegments } from "./conversation-segments";
import { EndSuffixes } from "./end-suffixes";
import type { ArrowEnd, EndpointEvent, EndpointIndex, Trace, TraceEvent } from "./trace";

/** Beside one another, that many brackets for what is only assumed are readable. */
const MOST_TIME_WAITS = 3;

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
  const hasTimeWaits = conversations.length <= MOST_TIME_WAITS;
  const surroundings = {
    ...surroundingsOf(trace),
    suffixes: new EndSuffixes(trace, conversations),
    hasTimeWaits,
  };
  const after = new Map<string, EndpointEvent[]>();
  for (const conversation of conversations) {
    for (const event of timerEvents(conversation, surroundings)) {
      const key = event.at?.event ?? "";
      const there = after.get(key);
      if (there === undefined) after.set(key, [event]);
      else there.push(event);
    }
  }
  return { ...trace, events: trace.events.flatMap((event) => [event, ...(after.get(event.id) ?? [])]) };
}

function isTimer(event: TraceEvent): event is EndpointEvent {
  return event.kind === "endpoint-event" && event.what === "timer";
}

/** What timers are fitted in with. */
interface Surroundings {
  readonly suffixes: EndSuffixes;
  readonly hasTimeWaits: boolean;
  /** Lifelines whose timers a person wrote. */
  readonly written: ReadonlySet<EndpointIndex>;
  /** The last state at each lifeline, by its place and suffix. */
  readonly lastStates: ReadonlyMap<string, EndpointEvent>;
}

function surroundingsOf({ events }: Trace): Pick<Surroundings, "written" | "lastStates"> {
  const written = new Set<EndpointIndex>();
  const lastStates = new Map<string, EndpointEvent>();
  for (const event of events) {
    if (event.kind !== "endpoint-event") continue;
    if (event.what === "timer") written.add(event.endpoint);
    else if (event.what === "state")
      lastStates.set(stateKey(event.endpoint, / \(.*$/u.exec(event.text)?.[0] ?? ""), event);
  }
  return { written, lastStates };
}

function stateKey(endpoint: EndpointIndex, suffix: string): string {
  return `${String(endpoint)}${suffix}`;
}

function timerEvents(
  conversation: ConversationSegments,
  { suffixes, hasTimeWaits, written, lastStates }: Surroundings,
): readonly EndpointEvent[] {
  const { segments, events, ends } = conversation;
  const found = new Map<string, number>();
  const observed = segmentsAtEnds(conversation);
  return connectionTimers(observed, connectionStates(segments)).flatMap((timer): EndpointEvent[] => {
    const endpoint = ends[timer.owner];
    const count = (found.get(timer.kind) ?? 0) + 1;
    found.set(timer.kind, count);
    const isShown = timer.kind !== "time-wait" || hasTimeWaits;
    if (!isShown || count > MOST_OF_A_KIND || written.has(endpoint)) return [];
    const suffix = suffixes.of(conversation, timer.owner);
    const since = arrowEnd(timer.start, events);
    const at =
      timer.end === undefined
        ? afterState(lastStates.get(stateKey(endpoint, suffix)))
        : arrowEnd(timer.end, events);
    if (since === undefined || at === undefined) return [];
    const id = `${timer.kind} ${since.event} ${at.event} ${String(timer.owner)}`;
    const text = `${wordsOf(timer)}${suffix}`;
    const assumed = timer.kind === "time-wait";
    return [{ kind: "endpoint-event", id, endpoint, what: "timer", text, since, at, assumed }];
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
function afterState(last: EndpointEvent | undefined): ArrowEnd | undefined {
  if (last === undefined || last.at !== undefined || last.assumed !== true) return undefined;
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
