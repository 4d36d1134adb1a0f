import type { ArrowEnd, EndpointEvent, EndpointIndex, TraceEvent } from "./trace";

/** What a person wrote about states, by where it stands among the arrows. */
export interface WrittenStates {
  /** The events of the trace, written states at the ends of the arrows they follow. */
  readonly events: readonly TraceEvent[];
  /** Points of lifelines at which a state is written: nothing is inferred there. */
  readonly points: ReadonlySet<string>;
}

/** Names a point of a lifeline: after an arrow that touches it, or (undefined) before the first one. */
export function statePoint(endpoint: EndpointIndex, arrow: string | undefined): string {
  return `${String(endpoint)} ${arrow ?? ""}`;
}

/** What stands last on a lifeline. */
interface LastTouch {
  readonly end: ArrowEnd;
  readonly departure: number | undefined;
  readonly arrival: number | undefined;
  /** Something else stands below the arrow: a state written now belongs below that. */
  isCovered: boolean;
}

/** Gives the events with every written state at the end of the arrow it follows, where nothing stands between. */
export function placeWrittenStates(events: readonly TraceEvent[]): WrittenStates {
  const last = new Map<EndpointIndex, LastTouch>();
  const points = new Set<string>();
  const placed = events.map((event): TraceEvent => {
    if (event.kind === "segment" || event.kind === "message") {
      touch(last, event);
    } else if (event.kind === "divider" && event.what !== "step") {
      for (const each of last.values()) each.isCovered = true;
    } else if (event.kind === "endpoint-event") {
      const before = last.get(event.endpoint);
      if (event.what !== "state") {
        if (before !== undefined) before.isCovered = true;
        return event;
      }
      points.add(statePoint(event.endpoint, before?.end.event));
      return before === undefined || !belongsTo(event, before) ? event : { ...event, at: before.end };
    }
    return event;
  });
  return { events: placed, points };
}

function touch(
  last: Map<EndpointIndex, LastTouch>,
  event: Extract<TraceEvent, { kind: "segment" | "message" }>,
): void {
  const { id, from, to, time, lostAt } = event;
  const arrival = event.arrival ?? time;
  const isCovered = from === to;
  last.set(from, {
    end: { event: id, side: /* @__KEY__ */ "departure" },
    departure: time,
    arrival: time,
    isCovered,
  });
  if (from !== to && lostAt === undefined)
    last.set(to, { end: { event: id, side: "arrival" }, departure: time, arrival, isCovered: false });
}

/** A state with a time of its own stands at that time. */
function belongsTo({ time }: EndpointEvent, { departure, arrival, isCovered }: LastTouch): boolean {
  return !isCovered && (time === undefined || time === departure || time === arrival);
}
