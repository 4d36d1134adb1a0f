import type { Diagnostic } from "../../base/diagnostic";
import { epochNanoseconds, type EpochNanoseconds, type Nanoseconds } from "../../base/time";
import type { Message, Segment, Trace, TraceEvent } from "../../trace/trace";
import { CaptureEndpoints } from "../capture-endpoints";
import { EventIds } from "../event-ids";
import { analyseList } from "../text/analyse-list";
import type { BlockOptions } from "../text/block-options";
import { finding } from "../text/finding";
import { endKey, FrameConversations } from "./frame-conversations";
import type { PastedFrame } from "./pasted-frame";
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
): Trace {
  const conversations = new FrameConversations();
  const endpoints = new CaptureEndpoints(lifelinePorts(options, frames));
  const ids = new EventIds();
  const times = spansSinceFirst(frames.map(({ time }) => time));
  const inferred: PastedFrame[] = [];
  const drafts = frames.map((frame, i): ArrowDraft => {
    const content = contentOf(frame, conversations, inferred);
    if (content.kind === "segment")
      endpoints.key(clientEnd(frame, conversations.clientOf(content.conversation)));
    const from = endpoints.key(endOf(frame.source));
    const to = endpoints.key(endOf(frame.destination));
    return {
      from,
      to,
      event: { ...content, ...shared(frame, times[i]), id: ids.next(identityOf(frame, content)) },
    };
  });
  reportInferred(inferred, report);
  const ordered = endpoints.ordered(options);
  const position = new Map(ordered.map(({ key }, i) => [key, i]));
  const events = drafts.map(({ from, to, event }) => ({
    ...event,
    from: position.get(from) ?? 0,
    to: position.get(to) ?? 0,
  }));
  return {
    source: { name, format: "event list" },
    start: startOf(frames),
    endpoints: ordered,
    conversations: conversations.conversations,
    events: withWrittenMarks(analyseList(events), frames),
    diagnostics: [],
  };
}

/** Only seconds since 1970 name a moment: a clock or date of a text has no time zone. */
const FIRST_EPOCH = 100_000_000;

function startOf(frames: readonly PastedFrame[]): EpochNanoseconds | undefined {
  const first = frames.find(({ time }) => time !== undefined)?.time;
  if (first?.form !== "plain" || first.seconds < FIRST_EPOCH) return undefined;
  return epochNanoseconds(BigInt(first.seconds) * 1_000_000_000n + BigInt(first.nanoseconds));
}

type ArrowContent =
  | Omit<Segment, "id" | "from" | "to" | "marks">
  | Omit<Message, "id" | "from" | "to" | "marks">;

/** An event whose endpoints are still keys: their order is known once all are met. */
interface ArrowDraft {
  readonly from: string;
  readonly to: string;
  readonly event: Segment | Message;
}

function contentOf(
  frame: PastedFrame,
  conversations: FrameConversations,
  inferred: PastedFrame[],
): ArrowContent {
  const { segment, summary, protocol, length } = frame;
  if (segment === undefined) {
    return {
      kind: "message",
      summary,
      ...(protocol === "" ? {} : { protocol }),
      ...(length === undefined ? {} : { length }),
    };
  }
  const { isSeqInferred, ...numbers } = conversations.place(frame, segment);
  if (isSeqInferred) inferred.push(frame);
  return { kind: "segment", flags: segment.flags, ...numbers, options: segment.options };
}

function shared(
  frame: PastedFrame,
  time: Nanoseconds | undefined,
): Pick<Segment, "line" | "frame" | "time" | "from" | "to" | "marks"> {
  return {
    line: frame.line,
    ...(frame.number === undefined ? {} : { frame: frame.number }),
    ...(time === undefined ? {} : { time }),
    from: 0,
    to: 0,
    marks: [],
  };
}

/** By what the segment is, never by its line or number: rows may be pasted above it. */
function identityOf(frame: PastedFrame, content: ArrowContent): string {
  const ends = [frame.source, frame.destination].map(({ address, port }) => `${address} ${String(port)}`);
  const what =
    content.kind === "message"
      ? content.summary
      : [content.flags, content.relativeSeq, content.relativeAck, content.payloadLength].join(" ");
  return [content.kind, ...ends, what].join("|");
}

function endOf({ address, port }: PastedFrame["source"]): { address: string; port: number | undefined } {
  return {
    address: address === "" ? `port ${String(port)}` : address,
    port: address === "" ? undefined : port,
  };
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
function withWrittenMarks(
  events: readonly TraceEvent[],
  frames: readonly PastedFrame[],
): readonly TraceEvent[] {
  return events.map((event, i) => {
    const marks = frames[i]?.segment?.marks ?? [];
    return event.kind === "segment" && event.analysis === undefined && marks.length > 0
      ? { ...event, marks }
      : event;
  });
}
