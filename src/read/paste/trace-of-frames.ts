import type { Diagnostic } from "../../base/diagnostic";
import { epochNanoseconds, type EpochNanoseconds, type Nanoseconds } from "../../base/time";
import type { Endpoint, Message, Segment, Trace } from "../../trace/trace";
import { CaptureEndpoints } from "../capture-endpoints";
import { EventIds } from "../event-ids";
import { analyseList, type SegmentDraft } from "../text/analyse-list";
import type { BlockOptions } from "../text/block-options";
import { finding } from "../text/finding";
import { judgedTrace, type BuiltTrace } from "../text/judged-trace";
import { portOfName } from "../text/parse-address";
import { endKey, FrameConversations } from "./frame-conversations";
import type { PastedFrame, PastedSegment } from "./pasted-frame";
import { spansSinceFirst } from "./pasted-time";

/**
 * Turns the frames of a pasted text into a trace, as `readCapture` turns those of a capture.
 *
 * The client stands on the left; an address has one lifeline, unless it talks to itself. Sequence
 * numbers that the text leaves out (tcpdump's bare acknowledgments) are the sender's next ones,
 * with one remark.
 */
export function traceOfFrames(
  name: string,
  frames: readonly PastedFrame[],
  options: BlockOptions,
  report: (diagnostic: Diagnostic) => void,
): BuiltTrace {
  const builder: Builder = {
    conversations: new FrameConversations(options.wireshark ?? "4.4"),
    endpoints: new CaptureEndpoints(lifelinePorts(options, frames)),
    ids: new EventIds(),
    inferred: [],
    keys: [],
    clients: new Set(),
  };
  const times = spansSinceFirst(frames.map(({ time }) => time));
  const drafts = frames.map((frame, i) => draftEvent(builder, frame, times[i]));
  reportInferred(builder.inferred, report);
  const ordered = builder.endpoints.ordered(options).map(withPortAlone);
  placeEnds(drafts, frames, new Map(ordered.map(({ key }, i) => [key, i])), builder.keys);
  analyseList(drafts, options.wireshark, builder.conversations.reused);
  addWrittenMarks(drafts, frames);
  const trace: Trace = {
    source: { name, format: "event list" },
    start: startOf(frames),
    endpoints: ordered,
    conversations: builder.conversations.conversations,
    events: drafts,
    diagnostics: [],
  };
  return judgedTrace(trace, options);
}

/** Writes the lifelines of both ends into the events; and who sent it, where both share one. */
function placeEnds(
  drafts: readonly (SegmentDraft | MessageDraft)[],
  frames: readonly PastedFrame[],
  position: ReadonlyMap<string, number>,
  keys: Builder["keys"],
): void {
  for (let i = 0; i < drafts.length; i += 1) {
    const draft = drafts[i];
    const [from, to] = keys[i] ?? ["", ""];
    if (draft === undefined) continue;
    draft.from = position.get(from) ?? 0;
    draft.to = position.get(to) ?? 0;
    const frame = frames[i];
    if (draft.kind === "segment" && draft.from === draft.to && frame !== undefined)
      draft.sender = endKey(frame.source);
  }
}

interface Builder {
  readonly conversations: FrameConversations;
  readonly endpoints: CaptureEndpoints;
  readonly ids: EventIds;
  /** Frames whose sequence number is not written. */
  readonly inferred: PastedFrame[];
  /** Lifelines of each event's sender and receiver: their order is known once all are met. */
  readonly keys: (readonly [from: string, to: string])[];
  /** Conversations whose client has its lifeline. */
  readonly clients: Set<number>;
}

type MessageDraft = { -readonly [Name in keyof Message]: Message[Name] };

function draftEvent(
  builder: Builder,
  frame: PastedFrame,
  time: Nanoseconds | undefined,
): SegmentDraft | MessageDraft {
  const { endpoints } = builder;
  const event =
    frame.segment === undefined ? draftMessage(frame) : draftSegment(builder, frame, frame.segment);
  if (frame.number !== undefined) event.frame = frame.number;
  if (time !== undefined) event.time = time;
  builder.keys.push([endpoints.key(endOf(frame.source)), endpoints.key(endOf(frame.destination))]);
  event.id = builder.ids.next(identityOf(frame, event));
  return event;
}

function draftMessage({ line, summary, protocol, length }: PastedFrame): MessageDraft {
  const event: MessageDraft = { kind: "message", id: "", line, from: 0, to: 0, marks: [], summary };
  if (protocol !== "") event.protocol = protocol;
  if (length !== undefined) event.length = length;
  return event;
}

function draftSegment(builder: Builder, frame: PastedFrame, segment: PastedSegment): SegmentDraft {
  const { line } = frame;
  const { flags, options } = segment;
  const event: SegmentDraft = {
    kind: "segment",
    id: "",
    line,
    from: 0,
    to: 0,
    marks: [],
    conversation: 0,
    flags,
    options,
  };
  if (frame.length !== undefined) event.length = frame.length;
  if (segment.payload !== undefined) event.payload = segment.payload;
  if (builder.conversations.place(frame, segment, event)) builder.inferred.push(frame);
  // The client stands on the left, also where the server is seen first.
  if (!builder.clients.has(event.conversation)) {
    builder.clients.add(event.conversation);
    builder.endpoints.key(clientEnd(frame, builder.conversations.clientOf(event.conversation)));
  }
  return event;
}

/** Only seconds since 1970 name a moment: a clock or date of a text has no time zone. */
const FIRST_EPOCH = 100_000_000;

function startOf(frames: readonly PastedFrame[]): EpochNanoseconds | undefined {
  const first = frames.find(({ time }) => time !== undefined)?.time;
  if (first?.form !== "plain" || first.seconds < FIRST_EPOCH) return undefined;
  return epochNanoseconds(BigInt(first.seconds) * 1_000_000_000n + BigInt(first.nanoseconds));
}

/** By what the segment is, never by its line or number: rows may be pasted above it. */
function identityOf({ source, destination }: PastedFrame, event: Segment | Message): string {
  const what =
    event.kind === "message"
      ? event.summary
      : `${String(event.flags)} ${written(event.relativeSeq)} ${written(event.relativeAck)} ${written(event.payloadLength)}`;
  return `${event.kind}|${source.address} ${String(source.port)}|${destination.address} ${String(destination.port)}|${what}`;
}

function written(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}

function endOf({ address, port }: PastedFrame["source"]): { address: string; port: number | undefined } {
  return {
    address: address === "" ? `port ${String(port)}` : address,
    port: address === "" ? undefined : port,
  };
}

/** Of rows without addresses only the port is known. */
function withPortAlone(endpoint: Endpoint): Endpoint {
  const port = portOfName(endpoint.key);
  return port === undefined ? endpoint : { key: endpoint.key, name: endpoint.name, port };
}

function clientEnd(frame: PastedFrame, client: string): ReturnType<typeof endOf> {
  return endOf(endKey(frame.source) === client ? frame.source : frame.destination);
}

function reportInferred(inferred: readonly PastedFrame[], report: (diagnostic: Diagnostic) => void): void {
  const first = inferred[0];
  if (first === undefined) return;
  const place = { line: first.line, start: 0, end: 1 };
  report({ ...finding("inferred-seq", "remark", place), count: inferred.length });
}

/** By default an address has one lifeline, unless it talks to itself: then its ports have one each. */
function lifelinePorts(
  { lifelines }: BlockOptions,
  frames: readonly PastedFrame[],
): (address: string) => boolean {
  if (lifelines === "port") return () => true;
  if (lifelines === "host") return () => false;
  const own = new Set<string>();
  for (const { source, destination } of frames)
    if (source.address === destination.address) own.add(source.address);
  return (address) => own.has(address);
}

/** What Wireshark remarked stands on an arrow only where our own analysis could not judge it. */
function addWrittenMarks(
  events: readonly (SegmentDraft | MessageDraft)[],
  frames: readonly PastedFrame[],
): void {
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i];
    const marks = frames[i]?.segment?.marks;
    if (marks === undefined || marks.length === 0) continue;
    if (event?.kind === "segment" && event.analysis === undefined) event.marks = marks;
  }
}
