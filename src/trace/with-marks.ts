import { marksOf } from "../tcp/reasons/reasoned-marks";
import { markWords } from "../tcp/segment-marks";
import { observedConversations, type ObservedConversation } from "./observed-conversations";
import type { Segment, Trace, TraceEvent } from "./trace";

/**
 * Whose word stands on the arrows: Wireshark's, as in its Info column, or ours, which looks at the whole
 * conversation and says what it is.
 */
export type MarkAuthor = "reasoned" | "wireshark";

/**
 * Gives the trace with marks on its segments. Marks that were written by hand stay as they are.
 *
 * Ours need every segment of a conversation; where a filter left some out (`isWhole` false), and where both
 * ends share one lifeline, Wireshark's words stand, which took the others into account. Who has the trace's
 * exchanges already gives them.
 */
export function withMarks(
  trace: Trace,
  author: MarkAuthor,
  isWhole = true,
  observed?: readonly ObservedConversation[],
): Trace {
  const reasoned =
    author === "reasoned" && isWhole
      ? reasonedWords(observed ?? observedConversations(trace))
      : new Map<string, readonly string[]>();
  return { ...trace, events: trace.events.map((event) => marked(event, reasoned)) };
}

function marked(event: TraceEvent, reasoned: ReadonlyMap<string, readonly string[]>): TraceEvent {
  if (event.kind !== "segment" || event.marks.length > 0) return event;
  const marks = reasoned.get(event.id) ?? wordsOf(event);
  return marks.length === 0 ? event : { ...event, marks };
}

function wordsOf({ analysis }: Segment): readonly string[] {
  return analysis === undefined || analysis.isHidden === true
    ? []
    : markWords(analysis.marks, analysis.duplicate).map((words) => `TCP ${words}`);
}

/** By the id of the event. */
function reasonedWords(observed: readonly ObservedConversation[]): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  for (const { events, exchange, segments } of observed) {
    marksOf(exchange, segments).forEach((marks, position) => {
      const event = events[position];
      if (event !== undefined) words.set(event.id, marks);
    });
  }
  return words;
}
