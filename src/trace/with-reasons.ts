import { nanoseconds, type Nanoseconds } from "../base/time";
import { explainConversation } from "../tcp/explain-conversation";
import type { Exchange } from "../tcp/reasons/exchange";
import { reasonsOf } from "../tcp/reasons/find-reasons";
import type { End } from "../tcp/tcp-state";
import { verdict, type EndFacts } from "../tcp/verdict";
import { conversationNaming } from "./conversation-naming";
import { observedConversations } from "./observed-conversations";
import type { Conversation, Trace } from "./trace";

/**
 * Gives the trace with the findings of its conversations, and verdicts made of them.
 *
 * The trace holds every segment of each conversation, in order: what is missing would be taken for silence.
 * A conversation whose ends share one lifeline keeps what it has. Of lists, only conversations that are
 * told from their opening to their end get a verdict; others are excerpts. Who has the trace's exchanges
 * already gives them.
 */
export function withReasons(trace: Trace, observed = observedConversations(trace)): Trace {
  const exchanges = new Map(observed.map(({ conversation, exchange }) => [conversation, exchange]));
  const conversations = trace.conversations.map((conversation): Conversation => {
    const exchange = exchanges.get(conversation.number);
    if (exchange === undefined) return conversation;
    const findings = reasonsOf(exchange);
    const reasoned = { ...conversation, findings };
    const isExcerpt = trace.source.format === "event list" && !isWholeStory(reasoned);
    return isExcerpt ? reasoned : { ...reasoned, verdict: verdictOf(trace, reasoned, exchange) };
  });
  return { ...trace, conversations };
}

/** What happened in one conversation, for a person. */
export interface Explanation {
  readonly conversation: number;
  /** Empty for an excerpt. */
  readonly verdict: string;
  /** Plain English; each ends in its frame numbers. Names of endpoints stand in them as they are. */
  readonly sentences: readonly string[];
}

/**
 * Gives what happened in the conversations of a trace; those without findings are left out.
 *
 * `firstLine` is the line that line 1 of a list counts as, in the note it stands in.
 */
export function explainTrace(trace: Trace, firstLine = 1): readonly Explanation[] {
  const isNumbered = trace.events.some((event) => event.kind === "segment" && event.frame !== undefined);
  return trace.conversations.flatMap((conversation): Explanation[] => {
    const { number, findings } = conversation;
    if (findings === undefined || findings.length === 0) return [];
    const numbering = isNumbered
      ? ({ unit: "frame", first: 1 } as const)
      : ({ unit: "line", first: firstLine } as const);
    const sentences = explainConversation(findings, conversationNaming(trace, conversation), numbering);
    return [{ conversation: number, verdict: conversation.verdict, sentences }];
  });
}

function isWholeStory({ findings = [] }: Conversation): boolean {
  const has = (...kinds: readonly string[]): boolean => findings.some(({ kind }) => kinds.includes(kind));
  return has("refused") || (has("opened", "opened-by-both") && has("closed", "closed-by-both", "reset"));
}

function verdictOf(trace: Trace, conversation: Conversation, exchange: Exchange): string {
  const { names, ports } = conversationNaming(trace, conversation);
  const facts = (end: End): EndFacts => ({
    ...exchange.outline[end],
    name: names[end],
    payloadOctets: exchange.payloadOctets[end],
  });
  return verdict({
    client: facts(0),
    server: facts(1),
    duration: durationOf(exchange),
    completeness: exchange.completeness,
    serverPort: ports[1],
    findings: conversation.findings ?? [],
  });
}

/** From the earliest segment to the latest: a clock may go back, and interfaces may stand out of order. */
function durationOf({ columns }: Exchange): Nanoseconds | undefined {
  if (columns.span(0, columns.count - 1) === undefined) return undefined;
  let [earliest, latest] = [0, 0];
  for (let at = 1; at < columns.count; at += 1) {
    if ((columns.span(earliest, at) ?? 0) < 0) earliest = at;
    if ((columns.span(latest, at) ?? 0) > 0) latest = at;
  }
  return nanoseconds(columns.span(earliest, latest) ?? 0);
}
