import type { Diagnostic } from "../base/diagnostic";
import type { ArrowBase, Segment, Trace, TraceEvent } from "../trace/trace";
import { lineFinding } from "./not-carried";
import { messageWords } from "./message-words";

/** A property of events, in the words of a finding, and how it is told equal. */
type Property<Kind> = readonly [words: string, value: (event: Kind, side: Side) => unknown];

/** One of the two traces; times of a list start at zero, a capture's may lie before its first frame. */
interface Side {
  readonly trace: Trace;
  readonly zero: number;
}

const arrowProperties: readonly Property<ArrowBase>[] = [
  ["sender and receiver", ({ from, to }, { trace }) => [from, to].map((end) => trace.endpoints[end]?.name)],
  ["arrival", ({ arrival }, { zero }) => (arrival === undefined ? undefined : arrival - zero)],
  ["delay", ({ delay }) => delay],
  ["frame number", ({ frame }) => frame],
  ["note", ({ note }) => note],
  ["marks", ({ marks }) => marks],
  ["loss", ({ lostAt }) => lostAt],
  ["color", ({ color, dashed }) => [color, dashed]],
];

const segmentProperties: readonly Property<Segment>[] = [
  ["flags", ({ flags }) => flags],
  ["sequence number", ({ seq }) => seq],
  ["acknowledgment number", ({ ack }) => ack],
  ["relative numbers", ({ relativeSeq, relativeAck }) => [relativeSeq, relativeAck]],
  ["length", ({ payloadLength }) => payloadLength],
  ["window", ({ window, scaledWindow }) => [window, scaledWindow]],
  ["options", ({ options }) => sortedEntries(options)],
  ["payload", ({ payload }) => payload],
  ["label", ({ written }) => written],
];

/**
 * Gives what a trace says that its event list, read again, does not, one finding for each property: how often,
 * and in which line of the list first.
 *
 * `again` has an event for each event of `trace`, in the same order; where it has not, that is the one finding.
 */
export function compareTraces(trace: Trace, again: Trace, firstLine: number): readonly Diagnostic[] {
  if (trace.events.length !== again.events.length)
    return [lineFinding("an event", firstLine, trace.events.length)];
  const lost = new Map<string, { line: number; count: number }>();
  const lose = (words: string, line: number): void => {
    const known = lost.get(words);
    if (known === undefined) lost.set(words, { line, count: 1 });
    else known.count += 1;
  };
  const pair: Pair = { sides: [sideOf(trace), sideOf(again)], conversations: new Map() };
  for (const [i, event] of trace.events.entries()) {
    const other = again.events[i];
    if (other === undefined) continue;
    for (const words of differences(event, other, pair)) lose(words, firstLine + i);
  }
  if (trace.start !== again.start) lose("the date of the clock's zero", firstLine);
  return [...lost].map(([words, { line, count }]) => lineFinding(words, line, count));
}

interface Pair {
  readonly sides: readonly [Side, Side];
  /** What a conversation's number became. */
  readonly conversations: Map<number, number>;
}

function differences(
  event: TraceEvent,
  other: TraceEvent,
  { sides, conversations }: Pair,
): readonly string[] {
  if (event.kind !== other.kind) return ["the kind of event"];
  const found = timeSince(event, sides[0]) === timeSince(other, sides[1]) ? [] : ["time"];
  if (event.kind === "segment" && other.kind === "segment") {
    const became = conversations.get(event.conversation) ?? other.conversation;
    conversations.set(event.conversation, became);
    if (became !== other.conversation) found.push("conversation");
    return [
      ...found,
      ...unequal(arrowProperties, [event, other], sides),
      ...unequal(segmentProperties, [event, other], sides),
    ];
  }
  if (event.kind === "message" && other.kind === "message") {
    const words = messageWords(event) === messageWords(other) ? [] : ["label"];
    return [...found, ...unequal(arrowProperties, [event, other], sides), ...words];
  }
  return textOf(event) === textOf(other) ? found : [...found, "text"];
}

function unequal<Kind>(
  properties: readonly Property<Kind>[],
  events: readonly [Kind, Kind],
  sides: readonly [Side, Side],
): readonly string[] {
  return properties.flatMap(([words, value]) =>
    JSON.stringify(value(events[0], sides[0])) === JSON.stringify(value(events[1], sides[1])) ? [] : [words],
  );
}

function sideOf(trace: Trace): Side {
  return { trace, zero: trace.events.reduce((least, { time }) => Math.min(least, time ?? 0), 0) };
}

function timeSince({ time }: TraceEvent, { zero }: Side): number | undefined {
  return time === undefined ? undefined : time - zero;
}

function sortedEntries(options: object): readonly (readonly [string, unknown])[] {
  return Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1));
}

function textOf(event: TraceEvent): string {
  if (event.kind === "remark") return JSON.stringify([event.where, event.endpoints, event.text]);
  if (event.kind === "endpoint-event") return JSON.stringify([event.endpoint, event.what, event.text]);
  return event.kind === "divider" ? JSON.stringify([event.what, event.text]) : "";
}
