import type { ObservedSegment } from "../tcp/observed-segment";
import type { End } from "../tcp/tcp-state";
import type { Conversation, Endpoint, EndpointIndex, Segment, TcpNumber, Trace, TraceEvent } from "./trace";

/** The segments of one conversation as the rules of TCP take them. */
export interface ConversationSegments {
  readonly conversation: number;
  /** The client's endpoint, then the server's: end 0 and end 1 of the segments. */
  readonly ends: readonly [EndpointIndex, EndpointIndex];
  /** In the order they were sent. */
  readonly events: readonly Segment[];
  /** One for each event. */
  readonly segments: readonly ObservedSegment[];
}

/** Stands for offset 0 of a symbol: far from zero, so that `client-1` is no leap around 2^32. */
const SYMBOL_BASE = 1_000_000;

/**
 * Gives the segments of every conversation of a trace, in the order of the conversations' first segments.
 *
 * Conversations whose ends share one lifeline are left out where nothing tells their ends apart. Of symbolic
 * numbers, those that count from the symbol their owner used first become numbers of one space; all
 * others are undefined, as where none was written.
 */
export function conversationSegments(trace: Trace): readonly ConversationSegments[] {
  const found = new Map<number, Segment[]>();
  const together = togetherSegments(trace.events);
  for (const event of trace.events) {
    if (event.kind !== "segment") continue;
    const events = found.get(event.conversation);
    if (events === undefined) found.set(event.conversation, [event]);
    else events.push(event);
  }
  const named = new Map(trace.conversations.map((conversation) => [conversation.number, conversation]));
  return [...found].flatMap(([conversation, listed]) => {
    const events = trace.source.format === "event list" ? inOrderOfTime(listed) : listed;
    const ends = endsOf(trace, named.get(conversation), events);
    if (ends === undefined) return [];
    const senders = events.map((event): End => (isFrom(event, ends) ? 0 : 1));
    return [{ conversation, ends: ends.places, events, segments: observe(events, senders, together) }];
  });
}

/**
 * Gives the segments as their ends saw them: sent and arrived at the times that are assumed from the handshake.
 *
 * For spans of time at one end. What had arrived when is better told by the numbers, not by an assumption.
 */
export function segmentsAtEnds({ events, segments }: ConversationSegments): readonly ObservedSegment[] {
  return segments.map((segment, i) => {
    const way = events[i]?.assumedWay;
    return way === undefined ? segment : { ...segment, time: way.departure, arrival: way.arrival };
  });
}

/** Segments that left at the same moment as the segment before them. */
function togetherSegments(events: readonly TraceEvent[]): ReadonlySet<Segment> {
  if (!events.some(({ together }) => together === true)) return new Set();
  const arrows = events.filter((event) => event.kind === "segment" || event.kind === "message");
  return new Set(
    arrows.filter(
      (event, i): event is Segment =>
        event.kind === "segment" &&
        event.together === true &&
        conversationOf(arrows[i - 1]) === event.conversation,
    ),
  );
}

function conversationOf(event: TraceEvent | undefined): number | undefined {
  return event?.kind === "segment" ? event.conversation : undefined;
}

/** A list may tell what arrived first; what was sent first decides. */
function inOrderOfTime(events: readonly Segment[]): readonly Segment[] {
  if (events.some(({ time }) => time === undefined)) return events;
  return [...events].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
}

/** Both ends of a conversation, and what its client's segments are told by. */
interface ConversationEnds {
  readonly places: readonly [EndpointIndex, EndpointIndex];
  /** Where both ends share a lifeline. */
  readonly client?: string;
}

function isFrom({ from, sender }: Segment, { places, client }: ConversationEnds): boolean {
  return client === undefined ? from === places[0] : sender === client;
}

function endsOf(
  trace: Trace,
  known: Conversation | undefined,
  events: readonly Segment[],
): ConversationEnds | undefined {
  const first = events[0];
  if (first === undefined) return undefined;
  const { from, to } = first;
  if (events.some((event) => event.from === event.to)) {
    const isTold = events.every(
      (event) => event.from === from && event.to === to && event.sender !== undefined,
    );
    const client = known?.client ?? first.sender;
    return isTold && client !== undefined ? { places: [from, to], client } : undefined;
  }
  const isServer = known !== undefined && isAt(known, trace.endpoints[to], trace.endpoints[from]);
  return { places: isServer ? [to, from] : [from, to] };
}

/** Whether the client of a conversation is at an endpoint rather than at the other. */
function isAt(
  { client }: Conversation,
  endpoint: Endpoint | undefined,
  other: Endpoint | undefined,
): boolean {
  if (client === endpoint?.key || client === other?.key) return client === endpoint?.key;
  const { address } = endpoint ?? {};
  return address !== undefined && (client.startsWith(`${address}:`) || client.startsWith(`[${address}]:`));
}

function observe(
  events: readonly Segment[],
  senders: readonly End[],
  together: ReadonlySet<Segment>,
): readonly ObservedSegment[] {
  const spaces: readonly [NumberSpace, NumberSpace] = [new NumberSpace(), new NumberSpace()];
  return events.map((event, i): ObservedSegment => {
    const from: End = senders[i] ?? 0;
    const to: End = from === 0 ? 1 : 0;
    return {
      from,
      flags: event.flags,
      seq: spaces[from].value(event.seq),
      ack: spaces[to].value(event.ack),
      payloadLength: event.payloadLength ?? 0,
      isLost: event.lostAt !== undefined,
      isTogether: together.has(event),
      number: event.frame ?? event.line ?? i + 1,
      time: event.time,
      arrival: arrivalOf(event),
      window: event.scaledWindow ?? event.window,
      timestamp: event.options.timestampValue,
      analysis: event.analysis,
    };
  });
}

function arrivalOf({ arrival, time, delay }: Segment): number | undefined {
  if (arrival !== undefined) return arrival;
  return time === undefined || delay === undefined ? undefined : time + delay;
}

/** The sequence numbers of one end: literals, or offsets from one symbol. */
class NumberSpace {
  /** Empty for literals; undefined until the end, or its peer, has named a number. */
  #symbol: string | undefined;

  /** Gives a number its owner wrote, or its peer acknowledged; undefined where it is of another space. */
  value(number: TcpNumber | undefined): number | undefined {
    if (number === undefined) return undefined;
    const symbol = number.kind === "number" ? "" : number.symbol;
    this.#symbol ??= symbol;
    if (symbol !== this.#symbol) return undefined;
    return number.kind === "number" ? number.value : (SYMBOL_BASE + number.offset) >>> 0;
  }
}
