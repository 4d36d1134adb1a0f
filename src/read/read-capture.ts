import { formatSocketAddress } from "../base/address";
import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { nanoseconds, type Nanoseconds } from "../base/time";
import { datagramSide, type CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import { NO_INTERFACE } from "../capture/frame-record";
import { frameTime } from "../capture/index-capture";
import { conversationEnd, summarizeConversation } from "../capture/list-conversations";
import type { Conversation, EndpointIndex, Message, Segment, Trace } from "../trace/trace";
import { observedConversations } from "../trace/observed-conversations";
import { withMarks } from "../trace/with-marks";
import { withReasons } from "../trace/with-reasons";
import { CaptureEndpoints } from "./capture-endpoints";
import { chooseConversation, type ChosenFrames } from "./choose-conversation";
import { EventIds } from "./event-ids";
import { readFrames, type FrameReading } from "./frame-reading";
import type { BlockOptions } from "./text/block-options";
import { defuse } from "./wire/printable-text";

/** Which frames of a capture are drawn, and between which lifelines: the part of a block's options that says so. */
export type CaptureSelection = Pick<
  BlockOptions,
  "conversation" | "filter" | "endpoints" | "names" | "lifelines" | "marks"
>;

/** What was read of a capture. */
export interface CaptureReading {
  /** Beside the frames that were selected also the rest of their conversations, where a filter left that out. */
  readonly trace: Trace;
  /** The arrows that were selected, by their ids; undefined: all. */
  readonly shown?: ReadonlySet<string>;
}

/**
 * Reads the frames of a capture that a selection means into a trace, in frame order.
 *
 *   index ─ chooseConversation ─ rows ─ readFrames ─ readings ─ endpoints, events ─ Trace
 *
 * Without a conversation or filter, that is the only conversation, else the first with a handshake,
 * else the first, or without TCP the first thousand frames; a filter alone looks at all frames. Segments of a conversation are segments, all
 * other frames messages. The first that was selected is at time 0.
 *
 * Throws `DiagnosticError`: `no-frames` (or what damaged the file), `no-such-conversation`,
 * `nothing-selected`, and what is wrong with the filter.
 */
export async function readCapture(
  source: CaptureSource,
  index: CaptureIndex,
  selection: CaptureSelection,
): Promise<CaptureReading> {
  if (index.frameCount === 0) throw new DiagnosticError(withoutFrames(index));
  const { diagnostics, ...chosen } = chosenFrames(index, selection);
  const rows = selectedRows(index, chosen);
  const found = await readFrames(source, index, rows, selection.filter);
  const first = found.readings[0];
  if (first === undefined) {
    // Blocks that count as frames but hold no packet are nothing that a filter could have let through.
    if (selection.filter === undefined) throw new DiagnosticError(withoutFrames(index));
    throw new DiagnosticError({ code: "nothing-selected", severity: "error", found: index.frameCount });
  }
  const whole = await wholeConversations(source, index, found.readings, selection);
  const all = { ...index, diagnostics: [...index.diagnostics, ...diagnostics, ...found.diagnostics] };
  const draft = draftTrace(source.name, all, whole ?? found.readings, { selection, zero: first.row });
  // What a filter leaves out would be taken for silence.
  const isWhole = selection.filter === undefined || whole !== undefined;
  const observed = isWhole ? observedConversations(draft) : [];
  const marked = withMarks(draft, selection.marks ?? "reasoned", isWhole, observed);
  const trace = isWhole ? withReasons(marked, observed) : marked;
  return whole === undefined ? { trace } : { trace, shown: idsOf(trace, found.readings) };
}

/** More frames than these are not read a second time for what follows from them. */
const MOST_WEIGHED = 20_000;

/**
 * Gives what a filter let through, and the rest of its conversations, in frame order; undefined without a filter,
 * and where that would be too many.
 */
async function wholeConversations(
  source: CaptureSource,
  index: CaptureIndex,
  readings: readonly FrameReading[],
  { filter }: CaptureSelection,
): Promise<readonly FrameReading[] | undefined> {
  if (filter === undefined || readings.length > MOST_WEIGHED) return undefined;
  const rows = new Set(readings.map(({ row }) => row));
  const conversations = new Set(
    readings.flatMap(({ content }) => (content.kind === "segment" ? [content.conversation] : [])),
  );
  for (let row = 0; row < index.frameCount; row += 1)
    if (conversations.has((index.frames.conversation[row] ?? -1) >> 1)) rows.add(row);
  if (rows.size > MOST_WEIGHED) return undefined;
  const ordered = [...rows].sort((left, right) => left - right);
  return (await readFrames(source, index, ordered, undefined)).readings;
}

function idsOf({ events }: Trace, readings: readonly FrameReading[]): ReadonlySet<string> {
  const frames = new Set(readings.map(({ row }) => row + 1));
  return new Set(
    events.flatMap((event) =>
      (event.kind === "segment" || event.kind === "message") && frames.has(event.frame ?? 0)
        ? [event.id]
        : [],
    ),
  );
}

interface DraftRequest {
  readonly selection: CaptureSelection;
  /** The row at time 0. */
  readonly zero: number;
}

function draftTrace(
  name: string,
  index: CaptureIndex,
  readings: readonly FrameReading[],
  { selection, zero }: DraftRequest,
): Trace {
  const endpoints = new CaptureEndpoints(lifelinePorts(selection, readings));
  const keys = endKeys(index, readings, endpoints);
  const ordered = endpoints.ordered(selection, index.names);
  const position = new Map(ordered.map(({ key }, i) => [key, i]));
  const places = keys.map(([from, to]): Places => [position.get(from) ?? 0, position.get(to) ?? 0]);
  return {
    source: { name, format: index.format },
    start: frameTime(index.frames, zero),
    endpoints: ordered,
    conversations: conversationsOf(index, readings),
    events: arrows(index, readings, places, zero),
    diagnostics: index.diagnostics,
  };
}

function withoutFrames(index: CaptureIndex): Diagnostic {
  const damage = index.diagnostics[0];
  return damage === undefined ? { code: "no-frames", severity: "error" } : { ...damage, severity: "error" };
}

function chosenFrames(
  index: CaptureIndex,
  selection: CaptureSelection,
): ReturnType<typeof chooseConversation> {
  const isFilterAlone = selection.filter !== undefined && selection.conversation === undefined;
  return isFilterAlone
    ? { conversation: undefined, diagnostics: [] }
    : chooseConversation(index, selection.conversation);
}

function selectedRows(
  { frames, frameCount }: CaptureIndex,
  { conversation, isDatagrams = false, most = Infinity }: Omit<ChosenFrames, "diagnostics">,
): readonly number[] {
  const rows: number[] = [];
  if (conversation === undefined) {
    for (let row = 0; row < frameCount && rows.length < most; row += 1)
      if (frames.interfaceNumber[row] !== NO_INTERFACE) rows.push(row);
    return rows;
  }
  const { conversation: columns } = frames;
  const sent = isDatagrams ? datagramSide(conversation * 2) : conversation * 2;
  const answered = isDatagrams ? sent - 1 : sent + 1;
  for (let row = 0; row < frameCount; row += 1)
    if (columns[row] === sent || columns[row] === answered) rows.push(row);
  return rows;
}

/** By default an address has one lifeline, unless it talks to itself: then its ports have one each. */
function lifelinePorts(
  selection: CaptureSelection,
  readings: readonly FrameReading[],
): (address: string) => boolean {
  if (selection.lifelines === "port") return () => true;
  if (selection.lifelines === "host") return () => false;
  const own = new Set<string>();
  for (const { ends } of readings)
    if (ends.source.address === ends.destination.address) own.add(ends.source.address);
  return (address) => own.has(address);
}

/** Gives the keys of both endpoints of each arrow; the endpoints are met on the way. */
function endKeys(
  { conversations }: CaptureIndex,
  readings: readonly FrameReading[],
  endpoints: CaptureEndpoints,
): readonly (readonly [from: string, to: string])[] {
  const met = new Set<number>();
  return readings.map(({ ends, content }) => {
    // The client stands on the left, also where the server is seen first.
    if (content.kind === "segment" && !met.has(content.conversation)) {
      met.add(content.conversation);
      const client = content.conversation * 2 + (conversations.clientDirection[content.conversation] ?? 0);
      endpoints.key(conversationEnd(conversations, client));
    }
    return [endpoints.key(ends.source), endpoints.key(ends.destination)];
  });
}

const unmarked = { marks: [] };

type Places = readonly [from: EndpointIndex, to: EndpointIndex];

function arrows(
  index: CaptureIndex,
  readings: readonly FrameReading[],
  places: readonly Places[],
  zero: number,
): readonly (Segment | Message)[] {
  const ids = new EventIds();
  return readings.map(({ row, content, identity }, i): Segment | Message => {
    const [from, to] = places[i] ?? [0, 0];
    const placed = { id: ids.next(identity), time: timeSince(index, zero, row), frame: row + 1, from, to };
    // Written behind a spread, the same properties take three times as long.
    const event = { ...content, ...placed, ...unmarked };
    const comment = index.comments.get(row);
    const note = comment === undefined ? {} : { note: defuse(comment.replaceAll("\n", "; ")) };
    if (comment === undefined && from !== to) return event;
    return { ...event, ...note, ...(from === to ? senderOf(index, row, content) : {}) };
  });
}

/** Where both ends share a lifeline, the conversation tells which one it was. */
function senderOf(
  { frames, conversations }: CaptureIndex,
  row: number,
  { kind }: FrameReading["content"],
): { readonly sender?: string } {
  if (kind !== "segment") return {};
  const { address, port } = conversationEnd(conversations, frames.conversation[row] ?? -1);
  return { sender: formatSocketAddress(address, port) };
}

/** Exact: the difference of the seconds is taken before nanoseconds are added. */
function timeSince({ frames }: CaptureIndex, zero: number, row: number): Nanoseconds {
  const seconds = (frames.seconds[row] ?? 0) - (frames.seconds[zero] ?? 0);
  return nanoseconds(seconds * 1e9 + (frames.nanoseconds[row] ?? 0) - (frames.nanoseconds[zero] ?? 0));
}

function conversationsOf(index: CaptureIndex, readings: readonly FrameReading[]): readonly Conversation[] {
  const numbers = new Set<number>();
  for (const { content } of readings) if (content.kind === "segment") numbers.add(content.conversation);
  return [...numbers]
    .sort((left, right) => left - right)
    .map((number) => {
      const { ends, verdict } = summarizeConversation(index, number);
      return { number, client: ends[0], server: ends[1], verdict };
    });
}
