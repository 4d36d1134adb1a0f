import type { End } from "../tcp/tcp-state";
import type { ConversationSegments } from "./conversation-segments";
import type { Trace } from "./trace";

/**
 * What tells whose state or timer stands at a lifeline that several ends of conversations share: ` (port 50000)`,
 * ` (with Server)`; empty where it has one.
 *
 * By the peer's name where that tells them apart, else by the client's port; by its own port where both ends of a
 * conversation share the lifeline.
 */
export class EndSuffixes {
  readonly #trace: Trace;
  /** How many conversations have an end at a lifeline, and between two of them. */
  readonly #counts = new Map<string, number>();
  readonly #clients: ReadonlyMap<number, readonly [client: string, server: string]>;

  constructor(trace: Trace, all: readonly ConversationSegments[]) {
    this.#trace = trace;
    this.#clients = new Map(
      trace.conversations.map(({ number, client, server }) => [number, [client, server]]),
    );
    for (const { ends } of all)
      for (const key of new Set([String(ends[0]), String(ends[1]), pairOf(ends)]))
        this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Gives the words for one end of a conversation. */
  of({ ends, conversation }: ConversationSegments, end: End): string {
    const names = this.#clients.get(conversation);
    const isLoop = ends[0] === ends[1];
    if (!isLoop && !this.#isShared(String(ends[end]))) return "";
    const port = portOf(names?.[isLoop ? end : 0]);
    const isSamePeer = isLoop || this.#isShared(pairOf(ends));
    if (isSamePeer) return port === undefined ? ` (${String(conversation)})` : ` (port ${port})`;
    return ` (with ${this.#trace.endpoints[ends[end === 0 ? 1 : 0]]?.name ?? ""})`;
  }

  #isShared(key: string): boolean {
    return (this.#counts.get(key) ?? 0) > 1;
  }
}

function pairOf([one, other]: ConversationSegments["ends"]): string {
  return `${String(Math.min(one, other))}-${String(Math.max(one, other))}`;
}

function portOf(end = ""): string | undefined {
  return /:(\d+)$/u.exec(end)?.[1];
}
