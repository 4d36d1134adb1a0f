import type { ArrowEnd, EndpointEvent, Message, Segment, Trace, TraceEvent } from "../trace/trace";

/** Gives the events that stand outside the ladder at an end of an arrow, by the arrow's id: those of the outer lifelines. */
export function eventsBeside(trace: Trace, lifelines: number): ReadonlyMap<string, readonly EndpointEvent[]> {
  const arrows = new Map(trace.events.flatMap((event) => (isArrow(event) ? [[event.id, event]] : [])));
  const beside = new Map<string, EndpointEvent[]>();
  for (const event of trace.events) {
    if (event.kind !== "endpoint-event" || event.at === undefined || event.since !== undefined) continue;
    const arrow = arrows.get(event.at.event);
    if (!isOuter(event, lifelines) || arrow === undefined || !touches(arrow, event.at, event.endpoint))
      continue;
    const list = beside.get(arrow.id);
    if (list === undefined) beside.set(arrow.id, [event]);
    else list.push(event);
  }
  return beside;
}

function isArrow(event: TraceEvent): event is Segment | Message {
  return event.kind === "segment" || event.kind === "message";
}

function touches(arrow: Segment | Message, { side }: ArrowEnd, endpoint: number): boolean {
  if (arrow.from === arrow.to) return false;
  return side === /* @__KEY__ */ "departure"
    ? arrow.from === endpoint
    : arrow.to === endpoint && arrow.lostAt === undefined;
}

/** A timer with both its ends. */
export type TimerEvent = EndpointEvent & { readonly since: ArrowEnd; readonly at: ArrowEnd };

/** Gives true for timers whose both ends are known. */
export function isTimer(event: TraceEvent): event is TimerEvent {
  return event.kind === "endpoint-event" && event.since !== undefined && event.at !== undefined;
}

/** Gives true for timers that are drawn as brackets beside the ladder; others are bars on their lifeline. */
export function isBracket(event: TraceEvent, lifelines: number): event is TimerEvent {
  return isTimer(event) && isOuter(event, lifelines);
}

/** Has a zone beside it in which no arrow runs. */
function isOuter({ endpoint }: EndpointEvent, lifelines: number): boolean {
  return lifelines > 1 && (endpoint === 0 || endpoint === lifelines - 1);
}
