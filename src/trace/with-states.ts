import { connectionStates, initialStates } from "../tcp/connection-states";
import type { End, StateChange, TcpState } from "../tcp/tcp-state";
import { conversationSegments, type ConversationSegments } from "./conversation-segments";
import { EndSuffixes } from "./end-suffixes";
import type { ArrowEnd, EndpointEvent, Segment, Trace, TraceEvent } from "./trace";
import { placeWrittenStates, statePoint } from "./written-states";

/** Whose states are drawn: those inferred and those written, those written only, or none. */
export type StateMode = "auto" | "written" | "off";

/**
 * Gives the trace with the states of both ends of its TCP conversations (RFC 9293 §3.3.2) among its events.
 *
 * Only changes are given, each at the end of the arrow where it happens and never before its cause:
 * those at the top are where an end started, those at the bottom end by a timer. What no segment of the
 * end itself shows is `assumed`. A state written in a list stands in place of what is inferred there.
 */
export function withStates(trace: Trace, mode: StateMode): Trace {
  if (mode === "off") return { ...trace, events: trace.events.filter((event) => !isState(event)) };
  const written = placeWrittenStates(trace.events);
  const events =
    mode === "written" ? written.events : withInferred({ ...trace, events: written.events }, written.points);
  return { ...trace, events };
}

function isState(event: TraceEvent): event is EndpointEvent {
  return event.kind === "endpoint-event" && event.what === "state";
}

/** States to be put among the events. */
interface Inferred {
  /** Before, and after, the event with an id. */
  readonly before: Map<string, EndpointEvent[]>;
  readonly after: Map<string, EndpointEvent[]>;
  readonly last: EndpointEvent[];
}

function withInferred(trace: Trace, written: ReadonlySet<string>): readonly TraceEvent[] {
  const conversations = conversationSegments(trace);
  const suffixes = new EndSuffixes(trace, conversations);
  const inferred: Inferred = { before: new Map(), after: new Map(), last: [] };
  const expiries = writtenExpiries(trace.events);
  for (const conversation of conversations) {
    const words = new StateWords(conversation, suffixes);
    inferStates(conversation, words, { inferred, written, expiries });
  }
  const all = trace.events.flatMap((event) => [
    ...(inferred.before.get(event.id) ?? []),
    event,
    ...(inferred.after.get(event.id) ?? []),
  ]);
  return withoutRepeats([...all, ...inferred.last]);
}

/** Leaves out inferred states that already stand there. */
function withoutRepeats(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const shown = new Map<number, string>();
  return events.filter((event) => {
    if (!isState(event)) return true;
    const isRepeat = event.assumed !== undefined && shown.get(event.endpoint) === event.text;
    shown.set(event.endpoint, event.text);
    return !isRepeat;
  });
}

interface InferencePlace {
  readonly inferred: Inferred;
  readonly written: ReadonlySet<string>;
  /** Where a list says that TIME-WAIT is over, by endpoint. */
  readonly expiries: ReadonlyMap<number, string>;
}

function writtenExpiries(events: readonly TraceEvent[]): ReadonlyMap<number, string> {
  const isExpiry = (text: string): boolean => /^expire\s+(?:time[-_ ]?wait|2\s*msl)\b/iu.test(text);
  return new Map(
    events.flatMap((event) =>
      event.kind === "endpoint-event" && event.what === "timer" && isExpiry(event.text)
        ? [[event.endpoint, event.id]]
        : [],
    ),
  );
}

function inferStates(conversation: ConversationSegments, words: StateWords, place: InferencePlace): void {
  const { inferred, written } = place;
  const { ends, events, segments } = conversation;
  const first = events[0];
  if (first === undefined) return;
  const changes = connectionStates(segments);
  const started = initialStates(segments);
  for (const end of [0, 1] as const) {
    const own = changes.filter((change) => change.end === end);
    const opening = own.find(isOpening);
    const initial = written.has(statePoint(ends[end], undefined)) ? undefined : (opening?.to ?? started[end]);
    if (initial !== undefined)
      add(inferred.before, first.id, { ...words.event(end, initial), ...atTop(first, end) });
    for (const change of own.filter((each) => each !== opening)) {
      const at = placeOf(change, conversation);
      if (written.has(statePoint(ends[end], (at ?? lastTouch(conversation))?.event))) continue;
      const state = { ...words.event(end, change.to, change.from), assumed: change.provenBy === undefined };
      if (at === undefined) addLast(place, { ...state, id: `${first.id} after ${String(end)}` });
      else add(inferred.after, at.event, { ...state, id: `${at.event} ${change.to} ${String(end)}`, at });
    }
  }
}

/** What a timer ends stands where the list lets the timer end, else below everything. */
function addLast({ inferred, expiries }: InferencePlace, state: EndpointEvent): void {
  const expiry = expiries.get(state.endpoint);
  if (expiry === undefined) inferred.last.push(state);
  else add(inferred.after, expiry, state);
}

function atTop(first: Segment, end: End): Pick<EndpointEvent, "id" | "time" | "assumed"> {
  const id = first.id;
  const time = first.assumedWay?.departure ?? first.time;
  return { id: `${id} before ${String(end)}`, ...(time === undefined ? {} : { time }), assumed: true };
}

function add(lists: Map<string, EndpointEvent[]>, key: string, event: EndpointEvent): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [event]);
  else list.push(event);
}

/** The application opened before anything was sent. */
function isOpening({ cause, from }: StateChange): boolean {
  return cause.kind === "call" && from === "CLOSED" && cause.segment === 0;
}

function lastTouch({ events }: ConversationSegments): ArrowEnd | undefined {
  const last = events.at(-1);
  return last === undefined ? undefined : { event: last.id, side: /* @__KEY__ */ "departure" };
}

/** Gives the end of the arrow where a change is drawn; undefined for the end of everything. */
function placeOf(change: StateChange, conversation: ConversationSegments): ArrowEnd | undefined {
  const { events, segments } = conversation;
  const { cause, afterOwn, end } = change;
  const event = events[cause.segment];
  if (event === undefined) return undefined;
  if (cause.kind === "sent") return { event: event.id, side: /* @__KEY__ */ "departure" };
  if (cause.kind !== "arrived") {
    if (cause.kind === "timer" && cause.segment === segments.length - 1) return undefined;
    return {
      event: event.id,
      side: segments[cause.segment]?.from === end ? /* @__KEY__ */ "departure" : "arrival",
    };
  }
  const own = events[afterOwn];
  return own === undefined || arrivesBelow(change, conversation)
    ? { event: event.id, side: "arrival" }
    : { event: own.id, side: /* @__KEY__ */ "departure" };
}

/** Whether the arrow of a cause is drawn to arrive below what this end had sent before it knew of it. */
function arrivesBelow({ cause, afterOwn }: StateChange, { events, segments }: ConversationSegments): boolean {
  const isTimed = (segments[cause.segment]?.arrival ?? events[cause.segment]?.assumedWay) !== undefined;
  if (afterOwn < cause.segment || isTimed) return true;
  return segments.slice(cause.segment + 1, afterOwn + 1).every(({ isTogether }) => isTogether);
}

/** Makes the events of one conversation's states; where a lifeline has several conversations, each says which. */
class StateWords {
  readonly #ends: ConversationSegments["ends"];
  readonly #suffixes: readonly [string, string];

  constructor(own: ConversationSegments, suffixes: EndSuffixes) {
    this.#ends = own.ends;
    this.#suffixes = [suffixes.of(own, 0), suffixes.of(own, 1)];
  }

  /** Gives the event of a state; its id is the caller's. */
  event(end: End, state: TcpState, from?: TcpState): EndpointEvent {
    const again = from === state ? ", restarted" : "";
    const text = `${state}${again}${this.#suffixes[end]}`;
    return { kind: "endpoint-event", id: "", endpoint: this.#ends[end], what: "state", text };
  }
}
