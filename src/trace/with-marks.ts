import { observeExchange } from "../tcp/reasons/exchange";
import { marksOf } from "../tcp/reasons/reasoned-marks";
import { markWords } from "../tcp/segment-marks";
import { conversationSegments } from "./conversation-segments";
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
 * ends share one lifeline, Wireshark's words stand, which took the others into account.
 */
export function withMarks(trace: Trace, author: MarkAuthor, isWhole = true): Trace {
  const reasoned =
    author === "reasoned" && isWhole ? reasonedWords(trace) : new Map<string, readonly string[]>();
  return { ...trace, events: trace.events.map((event) => marked(event, reasoned)) };
}

function marked(event: TraceEvent, reasoned: ReadonlyMap<string, readonly string[]>): TraceEvent {
  if (event.kind !== "segment" || event.marks.length > 0) return event;
  const marks = reasoned.get(event.id) ?? wordsOf(event);
  return marks.length === 0 ? event : { ...event, marks };
}

function wordsOf({ analysis }: Segment): readonly string[] {
  return analysis === undefined
    ? []
    : markWords(analysis.marks, analysis.duplicate).map((words) => `TCP ${words}`);
}

/** By the id of the event. */
function reasonedWords(trace: Trace): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  for (const { events, segments } of conversationSegments(trace)) {
    for (const [position, marks] of marksOf(observeExchange(segments)).entries()) {
      const event = events[position];
      if (event !== undefined) words.set(event.id, marks);
    }
  }
  return words;
}
