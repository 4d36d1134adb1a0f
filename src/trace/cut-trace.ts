import type { ArrowEnd, EndpointEvent, EndpointIndex, Trace, TraceEvent } from "./trace";

/**
 * Gives the trace with only some of its arrows (by their ids), and what belongs to these.
 *
 * What was inferred from the others stays true: a state that was reached at an arrow that is left out stands before
 * the next one that is shown. Lifelines without an arrow go, with all that is written about them; phases, steps and
 * notes stay. Conversations keep what is known of all their segments.
 */
export function cutTrace(trace: Trace, shown: ReadonlySet<string>): Trace {
  const kept = new Shown(shown);
  const events = kept.eventsOf(trace.events);
  const touched = new Set(events.flatMap((event) => (isArrow(event) ? [event.from, event.to] : [])));
  const endpoints = trace.endpoints.filter((_, i) => touched.has(i));
  const position = new Map([...touched].sort((a, b) => a - b).map((index, i) => [index, i]));
  const numbers = new Set(events.flatMap((event) => (event.kind === "segment" ? [event.conversation] : [])));
  return {
    ...trace,
    endpoints,
    conversations: trace.conversations.filter(({ number }) => numbers.has(number)),
    events: events.flatMap((event) => moved(event, position)),
  };
}

type Arrow = Extract<TraceEvent, { kind: "segment" | "message" }>;

function isArrow(event: TraceEvent): event is Arrow {
  return event.kind === "segment" || event.kind === "message";
}

/** The events that stay, while they are gone through. */
class Shown {
  readonly #shown: ReadonlySet<string>;
  /** States of arrows that are left out, one for each end of each conversation: the next arrow shows them. */
  readonly #pending = new Map<string, EndpointEvent>();
  #isGap = false;
  readonly #events: TraceEvent[] = [];

  constructor(shown: ReadonlySet<string>) {
    this.#shown = shown;
  }

  eventsOf(events: readonly TraceEvent[]): readonly TraceEvent[] {
    for (const event of events) {
      if (isArrow(event)) this.#arrow(event);
      else if (event.kind === "endpoint-event") this.#endpointEvent(event);
      else this.#events.push(event);
    }
    if (!this.#isGap) this.#events.push(...this.#pending.values());
    const ids = new Set(this.#events.map(({ id }) => id));
    return this.#events.filter((event) => !isTimer(event) || hasEnds(event, ids));
  }

  #arrow(event: Arrow): void {
    const wasGap = this.#isGap;
    this.#isGap = !this.#shown.has(event.id);
    if (this.#isGap) return;
    this.#events.push(...this.#pending.values());
    this.#pending.clear();
    const { together, ...alone } = event;
    this.#events.push(together === true && wasGap ? alone : event);
  }

  #endpointEvent(event: EndpointEvent): void {
    if (event.what === "timer") this.#events.push(event);
    else if (event.what === "state") this.#state(event);
    else this.#events.push(this.#isHidden(event.at) ? withoutPlace(event) : event);
  }

  #state(event: EndpointEvent): void {
    const key = `${String(event.endpoint)} ${/ \(.*$/u.exec(event.text)?.[0] ?? ""}`;
    // Also one without a place: what it follows may be left out.
    if (event.at === undefined || this.#isHidden(event.at)) this.#pending.set(key, withoutPlace(event));
    else {
      this.#pending.delete(key);
      this.#events.push(event);
    }
  }

  #isHidden(at: ArrowEnd | undefined): boolean {
    return at !== undefined && !this.#shown.has(at.event);
  }
}

function isTimer(event: TraceEvent): event is EndpointEvent {
  return event.kind === "endpoint-event" && event.what === "timer" && event.since !== undefined;
}

function hasEnds({ since, at }: EndpointEvent, ids: ReadonlySet<string>): boolean {
  return [since, at].every((end) => end === undefined || ids.has(end.event));
}

function withoutPlace(event: EndpointEvent): EndpointEvent {
  const { at, time: _gone, ...rest } = event;
  return at === undefined ? event : rest;
}

/** Gives an event with the new positions of its endpoints; none where its lifeline is gone. */
function moved(
  event: TraceEvent,
  position: ReadonlyMap<EndpointIndex, EndpointIndex>,
): readonly TraceEvent[] {
  if (isArrow(event))
    return [{ ...event, from: position.get(event.from) ?? 0, to: position.get(event.to) ?? 0 }];
  if (event.kind === "divider") return [event];
  if (event.kind === "endpoint-event") {
    const endpoint = position.get(event.endpoint);
    return endpoint === undefined ? [] : [{ ...event, endpoint }];
  }
  const endpoints = event.endpoints.flatMap((endpoint) => position.get(endpoint) ?? []);
  return endpoints.length === 0 && event.endpoints.length > 0 ? [] : [{ ...event, endpoints }];
}
