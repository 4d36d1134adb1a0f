import { formatSocketAddress } from "../base/address";
import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { nanoseconds } from "../base/time";
import { datagramSide, type CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import { nanosecondsBetween } from "../capture/frame-columns";
import { NO_INTERFACE } from "../capture/frame-record";
import { frameTime } from "../capture/index-capture";
import { conversationEnd, endName, summarizeConversation } from "../capture/list-conversations";
import type { Conversation, EndpointIndex, Message, Segment, Trace } from "../trace/trace";
import { observedConversations } from "../trace/observed-conversations";
import { withMarks } from "../trace/with-marks";
import { withReasons } from "../trace/with-reasons";
import { CaptureEndpoints } from "./capture-endpoints";
import { chooseConversation, type ChosenFrames } from "./choose-conversation";
import { EventIds } from "./event-ids";
import type { FrameEnds } from "./frame-ends";
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
  const trace = withVerdicts(isWhole ? withReasons(marked, observed) : marked, index);
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
    readings.flatMap(({ event }) => (event.kind === "segment" ? [event.conversation] : [])),
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
  const places: Places = new Map();
  for (const [ends, [from, to]] of keys) places.set(ends, [position.get(from) ?? 0, position.get(to) ?? 0]);
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
  index: CaptureIndex,
  { conversation, isDatagrams = false, most = Infinity }: Omit<ChosenFrames, "diagnostics">,
): readonly number[] {
  const { frames, frameCount, conversations, datagrams } = index;
  const rows: number[] = [];
  if (conversation === undefined) {
    for (let row = 0; row < frameCount && rows.length < most; row += 1)
      if (frames.interfaceNumber[row] !== NO_INTERFACE) rows.push(row);
    return rows;
  }
  const { firstFrame, lastFrame } = isDatagrams ? datagrams : conversations;
  const sides = [conversation * 2, conversation * 2 + 1].map((side) =>
    isDatagrams ? datagramSide(side) : side,
  );
  // All of a large capture is looked through here: by the engine's own search.
  const column = frames.conversation.subarray(0, (lastFrame[conversation] ?? -1) + 1);
  for (const side of sides)
    for (
      let row = column.indexOf(side, firstFrame[conversation]);
      row >= 0;
      row = column.indexOf(side, row + 1)
    )
      rows.push(row);
  return rows.sort((left, right) => left - right);
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

/** Gives the keys of both endpoints between which arrows go; the endpoints are met on the way. */
function endKeys(
  { conversations }: CaptureIndex,
  readings: readonly FrameReading[],
  endpoints: CaptureEndpoints,
): ReadonlyMap<FrameEnds, readonly [from: string, to: string]> {
  const met = new Set<number>();
  const keys = new Map<FrameEnds, readonly [from: string, to: string]>();
  for (const { ends, event } of readings) {
    // The client stands on the left, also where the server is seen first.
    if (event.kind === "segment" && !met.has(event.conversation)) {
      met.add(event.conversation);
      const client = event.conversation * 2 + (conversations.clientDirection[event.conversation] ?? 0);
      endpoints.key(conversationEnd(conversations, client));
    }
    if (!keys.has(ends)) keys.set(ends, [endpoints.key(ends.source), endpoints.key(ends.destination)]);
  }
  return keys;
}

type Places = Map<FrameEnds, readonly [from: EndpointIndex, to: EndpointIndex]>;

function arrows(
  index: CaptureIndex,
  readings: readonly FrameReading[],
  places: Places,
  zero: number,
): readonly (Segment | Message)[] {
  const ids = new EventIds();
  return readings.map(({ row, ends, event, identity, path }): Segment | Message => {
    const place = places.get(ends);
    const from = place?.[0] ?? 0;
    const to = place?.[1] ?? 0;
    event.id = ids.next(identity, path);
    event.time = nanoseconds(nanosecondsBetween(index.frames, zero, row));
    event.from = from;
    event.to = to;
    const comment = index.comments.get(row);
    if (comment === undefined && from !== to) return event;
    const note = comment === undefined ? {} : { note: defuse(comment.replaceAll("\n", "; ")) };
    return { ...event, ...note, ...(from === to ? senderOf(index, row, event) : {}) };
  });
}

/** Where both ends share a lifeline, the conversation tells which one it was. */
function senderOf(
  { frames, conversations }: CaptureIndex,
  row: number,
  { kind }: FrameReading["event"],
): { readonly sender?: string } {
  if (kind !== "segment") return {};
  const { address, port } = conversationEnd(conversations, frames.conversation[row] ?? -1);
  return { sender: formatSocketAddress(address, port) };
}

/** What became of them is told once all is read. */
function conversationsOf(index: CaptureIndex, readings: readonly FrameReading[]): readonly Conversation[] {
  const { conversations } = index;
  const numbers = new Set<number>();
  for (const { event } of readings) if (event.kind === "segment") numbers.add(event.conversation);
  return [...numbers]
    .sort((left, right) => left - right)
    .map((number) => {
      const client = number * 2 + (conversations.clientDirection[number] ?? 0);
      const [first, second] = [endName(conversations, client), endName(conversations, client ^ 1)];
      return { number, client: first, server: second, verdict: "" };
    });
}

/** Of conversations whose segments do not tell, the columns do. */
function withVerdicts(trace: Trace, index: CaptureIndex): Trace {
  const conversations = trace.conversations.map((conversation) =>
    conversation.findings === undefined
      ? { ...conversation, verdict: summarizeConversation(index, conversation.number).verdict }
      : conversation,
  );
  return { ...trace, conversations };
}
