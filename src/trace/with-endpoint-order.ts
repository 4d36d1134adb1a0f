import type { EndpointIndex, Trace, TraceEvent } from "./trace";

/** Every order of so many lifelines is tried; of more, neighbours change places as long as that helps; of still more, none. */
const ALL_ORDERS = 8;
const MOST_LIFELINES = 40;

/** Another order than that of appearance has to save so much of the way: people look for ends where they left them. */
const WORTHWHILE = 0.8;

/** How many arrows run between two ends, the lower one first. */
interface Traffic {
  readonly low: EndpointIndex;
  readonly high: EndpointIndex;
  readonly arrows: number;
}

/**
 * Gives a trace with its endpoints in an order that keeps arrows short: passing few lifelines that they do not
 * concern. The first stays leftmost. The trace itself where no order is clearly shorter than that of appearance.
 */
export function withEndpointOrder(trace: Trace): Trace {
  const count = trace.endpoints.length;
  if (count < 3 || count > MOST_LIFELINES) return trace;
  const traffic = trafficOf(trace);
  const asNamed = trace.endpoints.map((_, i) => i);
  const order = count <= ALL_ORDERS ? shortestOrder(asNamed, traffic) : improvedOrder(asNamed, traffic);
  if (lengthOf(order, traffic) > WORTHWHILE * lengthOf(asNamed, traffic)) return trace;
  const places = placesOf(order);
  const moved = (end: EndpointIndex): EndpointIndex => places[end] ?? end;
  const endpoints = order.flatMap((end) => trace.endpoints[end] ?? []);
  return { ...trace, endpoints, events: trace.events.map((event) => movedEvent(event, moved)) };
}

function trafficOf({ events, endpoints }: Trace): readonly Traffic[] {
  const counts = new Map<number, number>();
  for (const event of events) {
    if (!("from" in event) || event.from === event.to) continue;
    const pair = Math.min(event.from, event.to) * endpoints.length + Math.max(event.from, event.to);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts].map(([pair, arrows]) => ({
    low: Math.floor(pair / endpoints.length),
    high: pair % endpoints.length,
    arrows,
  }));
}

/** Gives the sum of the columns that all arrows pass. */
function lengthOf(order: readonly EndpointIndex[], traffic: readonly Traffic[]): number {
  const places = placesOf(order);
  return traffic.reduce(
    (sum, { low, high, arrows }) => sum + arrows * Math.abs((places[low] ?? 0) - (places[high] ?? 0)),
    0,
  );
}

function placesOf(order: readonly EndpointIndex[]): readonly number[] {
  const places: number[] = [];
  for (const [place, end] of order.entries()) places[end] = place;
  return places;
}

/** Gives the shortest of all orders; of equal ones, that which is nearest to the order of appearance. */
function shortestOrder(
  asNamed: readonly EndpointIndex[],
  traffic: readonly Traffic[],
): readonly EndpointIndex[] {
  let best = asNamed;
  let least = lengthOf(asNamed, traffic);
  for (const order of ordersOf(asNamed.slice(0, 1), asNamed.slice(1))) {
    const length = lengthOf(order, traffic);
    if (length >= least) continue;
    best = order;
    least = length;
  }
  return best;
}

function* ordersOf(
  chosen: readonly EndpointIndex[],
  others: readonly EndpointIndex[],
): Iterable<readonly EndpointIndex[]> {
  if (others.length === 0) yield chosen;
  for (const end of others)
    yield* ordersOf(
      [...chosen, end],
      others.filter((other) => other !== end),
    );
}

/** Lets neighbours change places as long as one such change makes arrows shorter. */
function improvedOrder(
  asNamed: readonly EndpointIndex[],
  traffic: readonly Traffic[],
): readonly EndpointIndex[] {
  let order = asNamed;
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (let at = 1; at + 1 < order.length; at += 1) {
      const changed = [...order.slice(0, at), order[at + 1] ?? 0, order[at] ?? 0, ...order.slice(at + 2)];
      if (lengthOf(changed, traffic) >= lengthOf(order, traffic)) continue;
      order = changed;
      isBetter = true;
    }
  }
  return order;
}

function movedEvent(event: TraceEvent, moved: (end: EndpointIndex) => EndpointIndex): TraceEvent {
  switch (event.kind) {
    case "segment":
    case "message":
      return { ...event, from: moved(event.from), to: moved(event.to) };
    case "remark":
      return { ...event, endpoints: event.endpoints.map(moved) };
    case "endpoint-event":
      return { ...event, endpoint: moved(event.endpoint) };
    case "divider":
      return event;
  }
}
