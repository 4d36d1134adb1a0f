import { readEventList, type EventListReading } from "../../../src/read/text/read-event-list";
import { writeTcpNumber } from "../../../src/read/text/tcp-number";
import { flagNames } from "../../../src/tcp/flags";
import type { Message, Segment, TraceEvent } from "../../../src/trace/trace";

/** Reads lines as a list called "list". */
export function read(...lines: readonly string[]): EventListReading {
  return readEventList(lines.join("\n"), "list");
}

/** Gives the findings as `code:line:column`. */
export function codes(reading: EventListReading): readonly string[] {
  return reading.diagnostics.map(({ code, at }) =>
    at?.kind === "text" ? `${code}:${String(at.line)}:${String(at.column)}` : code,
  );
}

export function isArrow(event: TraceEvent): event is Segment | Message {
  return event.kind === "segment" || event.kind === "message";
}

/** Gives the only segment of a list with one message, `A -> B: LABEL`. */
export function segmentOf(label: string): Segment | undefined {
  const event = read(`A -> B: ${label}`).trace.events[0];
  return event?.kind === "segment" ? event : undefined;
}

/** Gives what a label says in one line: `SYN, ACK seq=server ack=client+1 len=5`; "text" for free text. */
export function understood(segment: Segment | undefined): string {
  if (segment === undefined) return "text";
  const { seq, ack, payloadLength } = segment;
  const parts = [flagNames(segment.flags).join(", ")];
  if (seq !== undefined) parts.push(`seq=${writeTcpNumber(seq)}`);
  if (ack !== undefined) parts.push(`ack=${writeTcpNumber(ack)}`);
  if (payloadLength !== undefined) parts.push(`len=${String(payloadLength)}`);
  return parts.filter((part) => part !== "").join(" ");
}

/** Gives the arrows as `from>to label`. */
export function arrows(reading: EventListReading): readonly string[] {
  const name = (index: number): string => reading.trace.endpoints[index]?.name ?? "?";
  return reading.trace.events
    .filter(isArrow)
    .map(({ from, to, written }) => `${name(from)}>${name(to)} ${written ?? ""}`.trim());
}
