import type { Message, Segment, Trace } from "../trace/trace";

/**
 * Gives the words that tell the connections between two lifelines apart, by the connection's number, in the order
 * in which they appear: the client's port, or `#` and the number where ports are not known. Empty where
 * there is only one.
 */
export function connectionTags(trace: Trace): ReadonlyMap<number, string> {
  const between = new Map<string, Set<number>>();
  for (const event of trace.events) {
    const conversation = conversationOf(event);
    if (conversation === undefined || !("from" in event)) continue;
    const ends = `${String(Math.min(event.from, event.to))} ${String(Math.max(event.from, event.to))}`;
    const others = between.get(ends);
    if (others === undefined) between.set(ends, new Set([conversation]));
    else others.add(conversation);
  }
  const shared = [...between.values()].filter(({ size }) => size > 1).flatMap((each) => [...each]);
  const ports = new Map(
    trace.conversations.map(({ number, client }) => [number, /:(\d+)$/u.exec(client)?.[1]]),
  );
  // A port that was used again tells nothing apart.
  const isTold = new Set(shared.map((number) => ports.get(number))).size === shared.length;
  return new Map(
    shared.map((number) => [number, (isTold ? ports.get(number) : undefined) ?? `#${String(number)}`]),
  );
}

/**
 * Gives the place of each tagged connection among those that share lifelines, from 0: the same on every page of a
 * ladder, whichever of them a page shows.
 */
export function connectionPlaces(
  { conversations }: Trace,
  tags: ReadonlyMap<number, string>,
): ReadonlyMap<number, number> {
  const pairs = conversations.map(({ client, server }) => [client, server].map(hostOf).sort().join(" "));
  const shared = conversations.filter(
    (_, i) => pairs.indexOf(pairs[i] ?? "") !== pairs.lastIndexOf(pairs[i] ?? ""),
  );
  const numbers = new Set([...shared.map(({ number }) => number), ...tags.keys()]);
  return new Map([...numbers].flatMap((number, place) => (tags.has(number) ? [[number, place]] : [])));
}

function hostOf(end: string): string {
  return end.replace(/:\d+$/u, "");
}

/** Gives the connection of a segment, or of a row that stands for a run of them. */
export function conversationOf(event: Trace["events"][number]): number | undefined {
  if (event.kind === "segment") return event.conversation;
  return event.kind === "message" ? event.folded?.conversation : undefined;
}

/** Gives an arrow's words with those of its connection before them: ends that share a lifeline are told apart by nothing else. */
export function tagged(label: string, event: Segment | Message, tags: ReadonlyMap<number, string>): string {
  const conversation = conversationOf(event);
  const tag = conversation === undefined ? undefined : tags.get(conversation);
  return tag === undefined ? label : `${tag}: ${label}`;
}
