import type { Message, Segment, Trace } from "../trace/trace";

/**
 * Gives the words that tell the connections between two lifelines apart, by the connection's number: the
 * client's port and a colon, or `#` and the number where ports are not known. Empty where there is only one.
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
  return new Map(shared.map((number) => [number, `${ports.get(number) ?? `#${String(number)}`}: `]));
}

/** Gives the connection of a segment, or of a row that stands for a run of them. */
function conversationOf(event: Trace["events"][number]): number | undefined {
  if (event.kind === "segment") return event.conversation;
  return event.kind === "message" ? event.folded?.conversation : undefined;
}

/** Gives an arrow's words with those of its connection before them; what a person wrote stays as it is. */
export function tagged(label: string, event: Segment | Message, tags: ReadonlyMap<number, string>): string {
  const conversation = conversationOf(event);
  const tag = conversation === undefined || event.written !== undefined ? "" : (tags.get(conversation) ?? "");
  return `${tag}${label}`;
}
