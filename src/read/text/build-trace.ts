import type { Diagnostic } from "../../base/diagnostic";
import type { ArrowBase, EndpointIndex, Segment, Trace, TraceEvent } from "../../trace/trace";
import { EventIds } from "../event-ids";
import { analyseList, type SegmentDraft } from "./analyse-list";
import type { BlockOptions } from "./block-options";
import { resolveEscapes } from "./character";
import { EndpointTable } from "./endpoint-table";
import { EventClock, type EventTime } from "./event-clock";
import { finding } from "./finding";
import { judgedTrace, type BuiltTrace } from "./judged-trace";
import { ListConversations, type PlacedSegment } from "./list-conversations";
import { parseAddress } from "./parse-address";
import { readAttributes } from "./read-attributes";
import { scaleWindows } from "./scale-windows";
import type {
  EndpointStatement,
  EventStatement,
  MessageStatement,
  NoteStatement,
  Word,
  WrittenSegment,
} from "./statement";

type Report = (diagnostic: Diagnostic) => void;

/**
 * Turns the understood lines of a list into a trace; lines whose endpoint is not known are reported and left out.
 *
 * `trace.diagnostics` stays empty: what was found is in the list's lines, and goes to `report`.
 */
export function buildTrace(
  name: string,
  options: BlockOptions,
  statements: readonly EventStatement[],
  report: Report,
): BuiltTrace {
  const builder: Builder = {
    table: new EndpointTable(options),
    clock: new EventClock(statements, report),
    ids: new EventIds(),
    conversations: new ListConversations(),
    report,
    isLabelMade: options.labels === "fields",
  };
  const written: TraceEvent[] = [];
  for (const statement of statements) {
    const event = buildEvent(builder, statement);
    if (event !== undefined) written.push(event);
  }
  const events = options.labels === "fields" ? scaleWindows(written) : written;
  analyseList(events, options.wireshark);
  const trace: Trace = {
    source: { name, format: "event list" },
    start: undefined,
    endpoints: builder.table.endpoints,
    conversations: builder.conversations.conversations,
    events,
    diagnostics: [],
  };
  return judgedTrace(trace, options);
}

interface Builder {
  readonly table: EndpointTable;
  readonly clock: EventClock;
  readonly ids: EventIds;
  readonly conversations: ListConversations;
  readonly report: Report;
  /** Segments have no label of their own: it is made from their fields. */
  readonly isLabelMade: boolean;
}

function buildEvent(builder: Builder, statement: EventStatement): TraceEvent | undefined {
  const time = builder.clock.next(statement);
  if (statement.kind === "message") return buildMessage(builder, statement, time);
  if (statement.kind === "endpoint-event") return buildEndpointEvent(builder, statement, time);
  if (statement.kind === "note") return buildNote(builder, statement, time);
  const { line, what, text } = statement;
  return { kind: "divider", id: nextId(builder, ["divider", what, text]), line, ...time, what, text };
}

function buildEndpointEvent(
  builder: Builder,
  statement: EndpointStatement,
  time: EventTime,
): TraceEvent | undefined {
  const endpoint = resolve(builder, statement.line, statement.endpoint);
  if (endpoint === undefined) return undefined;
  const { line, what, text } = statement;
  const id = nextId(builder, [what, keyOf(builder, endpoint), text]);
  return { kind: "endpoint-event", id, line, ...withoutArrival(time), endpoint, what, text };
}

function buildNote(builder: Builder, statement: NoteStatement, time: EventTime): TraceEvent | undefined {
  const endpoints: EndpointIndex[] = [];
  for (const name of statement.endpoints) {
    const endpoint = resolve(builder, statement.line, name);
    if (endpoint === undefined) return undefined;
    if (!endpoints.includes(endpoint)) endpoints.push(endpoint);
  }
  const { line, where, text } = statement;
  const id = nextId(builder, ["note", where, ...endpoints.map((endpoint) => keyOf(builder, endpoint)), text]);
  return { kind: "remark", id, line, ...withoutArrival(time), where, endpoints, text };
}

function withoutArrival({ time, together }: EventTime): EventTime {
  return { ...(time === undefined ? {} : { time }), ...(together === undefined ? {} : { together }) };
}

function buildMessage(
  builder: Builder,
  statement: MessageStatement,
  time: EventTime,
): TraceEvent | undefined {
  const from = resolve(builder, statement.line, statement.from);
  const to = from === undefined ? undefined : resolve(builder, statement.line, statement.to);
  if (from === undefined || to === undefined) return undefined;
  const { text, arrow } = readAttributes(statement, builder.report);
  const label = text ?? statement.label.text;
  const segment = text === undefined ? statement.segment : undefined;
  const kind = segment === undefined ? "message" : "segment";
  const content =
    arrow.identity === undefined
      ? [kind, keyOf(builder, from), keyOf(builder, to), label]
      : ["id", arrow.identity];
  const id = nextId(builder, content);
  const base: ArrowDraft = { id, line: statement.line, ...time, from, to, ...arrow };
  if (segment !== undefined) return placeSegment(builder, statement, segment, { base, label });
  if (label !== "") base.written = label;
  return { kind: "message", ...base, summary: label };
}

type ArrowDraft = { -readonly [Name in keyof ArrowBase]: ArrowBase[Name] };

function placeSegment(
  builder: Builder,
  statement: MessageStatement,
  segment: WrittenSegment,
  { base, label }: { readonly base: ArrowDraft; readonly label: string },
): Segment {
  const from = socketOf(statement.from) ?? keyOf(builder, base.from);
  const to = socketOf(statement.to) ?? keyOf(builder, base.to);
  const placed = builder.conversations.place(from, to, segment);
  reportSecondSeq(statement, placed, builder.report);
  if (!builder.isLabelMade) base.written = label;
  const built = buildSegment(base, segment, placed);
  if (builder.isLabelMade && built.payload !== undefined) built.payload = resolveEscapes(built.payload);
  if (base.from === base.to && from !== to) built.sender = from;
  return built;
}

/** Ports tell the conversations of two hosts apart, also where both have one lifeline each. */
function socketOf({ text }: Word): string | undefined {
  return parseAddress(text)?.port === undefined ? undefined : text;
}

function buildSegment(base: ArrowDraft, written: WrittenSegment, placed: PlacedSegment): SegmentDraft {
  const { flags, length, window, options, payload } = written;
  const { conversation, seq, ack, relativeSeq, relativeAck } = placed;
  const segment: SegmentDraft = { kind: "segment", ...base, flags, conversation, options };
  if (seq !== undefined) segment.seq = seq;
  if (ack !== undefined) segment.ack = ack;
  if (relativeSeq !== undefined) segment.relativeSeq = relativeSeq;
  if (relativeAck !== undefined) segment.relativeAck = relativeAck;
  if (length !== undefined) segment.payloadLength = length;
  // The header's field has 16 bits: what is larger was scaled before it was written down.
  if (window !== undefined) segment[window > 0xffff ? /* @__KEY__ */ "scaledWindow" : "window"] = window;
  if (payload !== undefined) segment.payload = payload;
  return segment;
}

function reportSecondSeq(statement: MessageStatement, placed: PlacedSegment, report: Report): void {
  const at =
    placed.acknowledgedBy === undefined ? undefined : statement.segment?.seqs[placed.acknowledgedBy]?.at;
  if (at === undefined) return;
  report(
    finding(
      "second-seq",
      "remark",
      { line: statement.line, ...at },
      { found: at.text, suggestion: `ack=${at.text}` },
    ),
  );
}

// Lengths keep "a", "bc" apart from "ab", "c".
function nextId(builder: Builder, content: readonly string[]): string {
  let identity = "";
  for (const part of content) identity += `${String(part.length)}:${part}`;
  return builder.ids.next(identity);
}

function keyOf(builder: Builder, endpoint: EndpointIndex): string {
  return builder.table.endpoints[endpoint]?.key ?? "";
}

function resolve(builder: Builder, line: number, name: Word): EndpointIndex | undefined {
  const resolved = builder.table.resolve(name.text);
  const place = { line, start: name.start, end: name.end };
  if (resolved.kind === "known") return resolved.index;
  if (resolved.kind === "new") {
    const { like } = resolved;
    if (like !== undefined)
      builder.report(finding("similar-name", "remark", place, { found: name.text, suggestion: like }));
    return resolved.index;
  }
  if (resolved.kind === "unquoted") {
    builder.report(
      finding("unquoted-name", "error", place, { found: name.text, suggestion: JSON.stringify(name.text) }),
    );
  } else
    builder.report(
      finding("unknown-endpoint", "error", place, { found: name.text, suggestion: resolved.suggestion }),
    );
  return undefined;
}
