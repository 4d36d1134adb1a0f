import type { Diagnostic } from "../../base/diagnostic";
import { connectionStates, initialStates } from "../../tcp/connection-states";
import type { KnownState, StateChange, TcpState } from "../../tcp/tcp-state";
import type { ConversationSegments } from "../../trace/conversation-segments";
import type { EndpointEvent, EndpointIndex, Trace, TraceEvent } from "../../trace/trace";
import { finding } from "./finding";

/** States by their names without what parts the words, which differs between books and systems. */
const states: ReadonlyMap<string, TcpState> = new Map<string, TcpState>([
  ["CLOSED", "CLOSED"],
  ["LISTEN", "LISTEN"],
  ["SYNSENT", "SYN-SENT"],
  ["SYNRECEIVED", "SYN-RECEIVED"],
  ["SYNRCVD", "SYN-RECEIVED"],
  ["SYNRECV", "SYN-RECEIVED"],
  ["ESTABLISHED", "ESTABLISHED"],
  ["ESTAB", "ESTABLISHED"],
  ["FINWAIT1", "FIN-WAIT-1"],
  ["FINWAIT2", "FIN-WAIT-2"],
  ["CLOSEWAIT", "CLOSE-WAIT"],
  ["CLOSING", "CLOSING"],
  ["LASTACK", "LAST-ACK"],
  ["TIMEWAIT", "TIME-WAIT"],
]);

/**
 * Gives the states that were written by hand where no order of events leads to them (RFC 9293 §3.3.2), as warnings.
 *
 * A state fits where its end was in it before the last arrow above, is in it after, or gets into it by what it sends
 * next: a list may say it on either side of the arrow. Ends with several conversations are not judged.
 */
export function checkStates(
  trace: Trace,
  conversations: readonly ConversationSegments[],
  lines: readonly string[],
): readonly Diagnostic[] {
  if (!trace.events.some(isState)) return [];
  const paths = pathsOf(conversations);
  const positions = new Map(
    conversations.flatMap(({ events, conversation }) => events.map(({ id }, i) => [id, { conversation, i }])),
  );
  const last = new Map<number, number>();
  return trace.events.flatMap((event): Diagnostic[] => {
    const position = positions.get(event.id);
    if (position !== undefined) last.set(position.conversation, position.i);
    const written = isState(event) ? stateNamed(event.text) : undefined;
    const path = isState(event) ? paths.get(event.endpoint) : undefined;
    if (!isState(event) || written === undefined || path === undefined) return [];
    const at = last.get(path.conversation) ?? -1;
    const now = path.after[at + 1];
    if (now === undefined || isPossible(written, path, at)) return [];
    return [warningOf(event, now, lines[(event.line ?? 1) - 1] ?? "")];
  });
}

/** How the states of one end go on. */
interface Path {
  readonly conversation: number;
  /** What it was in before any segment, and after each. */
  readonly after: readonly KnownState[];
  /** What it got into by each segment, also for a moment. */
  readonly by: ReadonlyMap<number, readonly TcpState[]>;
}

/** By endpoint; of those with several conversations undefined. */
function pathsOf(
  conversations: readonly ConversationSegments[],
): ReadonlyMap<EndpointIndex, Path | undefined> {
  const paths = new Map<EndpointIndex, Path | undefined>();
  for (const { conversation, ends, segments } of conversations) {
    const changes = connectionStates(segments);
    const starts = initialStates(segments);
    for (const end of [0, 1] as const) {
      const by = byCause(changes.filter((change) => change.end === end));
      const after: KnownState[] = [starts[end]];
      for (const i of segments.keys()) after.push(by.get(i)?.at(-1) ?? after[i]);
      paths.set(ends[end], paths.has(ends[end]) ? undefined : { conversation, after, by });
    }
  }
  return paths;
}

function byCause(changes: readonly StateChange[]): Path["by"] {
  const by = new Map<number, TcpState[]>();
  for (const { cause, to } of changes) by.set(cause.segment, [...(by.get(cause.segment) ?? []), to]);
  return by;
}

function isPossible(written: TcpState, { after, by }: Path, at: number): boolean {
  const now = after[at + 1];
  // Timers run out, and applications open and close, whenever they like.
  const isFree = (written === "CLOSED" || written === "LISTEN") && (at < 0 || isOver(now));
  return (
    isFree ||
    after[at] === written ||
    now === written ||
    by.get(at)?.includes(written) === true ||
    by.get(at + 1)?.includes(written) === true
  );
}

function isOver(state: KnownState): boolean {
  return state === "TIME-WAIT" || state === "CLOSED" || state === "LAST-ACK";
}

function isState(event: TraceEvent): event is EndpointEvent {
  return event.kind === "endpoint-event" && event.what === "state";
}

/** Gives the RFC's name for `SYN_RCVD`, `Established` and their kin; undefined for words that name no state. */
function stateNamed(text: string): TcpState | undefined {
  return states.get(text.toUpperCase().replace(/[\s_-]/gu, ""));
}

function warningOf(event: EndpointEvent, needed: string, text: string): Diagnostic {
  const start = Math.max(0, text.lastIndexOf(event.text));
  const place = { line: event.line ?? 1, start, end: start + event.text.length };
  return finding("check-state", "warning", place, { found: event.text, needed });
}
