import type { Message, Segment, Trace, TraceEvent } from "../../trace/trace";
import { eventListLines } from "../event-list-lines";
import { messageWords } from "../message-words";
import { writtenNames } from "../written-names";
import { isFreeText } from "./message-frame";

/** An event that becomes a frame. */
type Arrow = Segment | Message;

/**
 * Gives the comments of each frame, by its event: its own note and words, that it was lost, and in the words of
 * an event list what happens beside it. What happens at an endpoint stands with the frame before it, notes and
 * phases with the one they precede.
 */
export function packetComments(trace: Trace): ReadonlyMap<Arrow, readonly string[]> {
  const comments = new Map<Arrow, string[]>();
  const lines = besideLines(trace);
  let waiting: string[] = [];
  let last: Arrow | undefined;
  for (const event of trace.events) {
    if (event.kind === "segment" || event.kind === "message") {
      comments.set(event, [...ownComments(event), ...waiting]);
      waiting = [];
      last = event;
    } else {
      const line = lines.get(event) ?? "";
      const own = last === undefined ? undefined : comments.get(last);
      if (event.kind === "endpoint-event" && own !== undefined) own.push(line);
      else waiting.push(line);
    }
  }
  const own = last === undefined ? undefined : comments.get(last);
  for (const line of waiting) own?.push(line);
  return comments;
}

function besideLines(trace: Trace): ReadonlyMap<TraceEvent, string> {
  const beside = trace.events.filter((event) => event.kind !== "segment" && event.kind !== "message");
  // Times stand on the frames.
  const untimed = beside.map(({ time: _, together: __, ...event }) => event);
  const lines = eventListLines({ ...trace, events: untimed }, writtenNames(trace), true);
  return new Map(beside.map((event, i) => [event, lines[i] ?? ""]));
}

function ownComments(event: Arrow): readonly string[] {
  return [
    ...(event.note === undefined ? [] : [event.note]),
    ...(event.kind === "message" && isFreeText(event) ? [messageWords(event)] : []),
    ...(event.lostAt === undefined ? [] : ["lost on the way"]),
  ].filter((comment) => comment !== "");
}
