import { ACK, PSH, SYN } from "../../tcp/flags";
import { newConversationAnalysis, type ConversationAnalysis } from "../../tcp/conversation-analysis";
import { judgeSegment } from "../../tcp/judge-segment";
import type { AnalysedSegment, SegmentAnalysis } from "../../tcp/judged-segment";
import type { Direction } from "../../tcp/relative-numbers";
import type { WiresharkRules } from "../../tcp/wireshark-rules";
import type { Segment, TraceEvent } from "../../trace/trace";

/** A window that was never written: none is known to be smaller. */
const FULL_WINDOW = 0xffff;

/** An event of a list while it is built. */
export type EventDraft = Exclude<TraceEvent, Segment> | SegmentDraft;

/** A segment of a list while it is built. */
export type SegmentDraft = { -readonly [Name in keyof Segment]: Segment[Name] };

/**
 * Writes the analysis of their segments into the events of a list, by the rules of Wireshark.
 *
 * `reused` are the conversations between ports that had one before. Only conversations that say enough are judged:
 * every segment has literal numbers, and a length where it pushes data. A window that is not written is the one
 * before. Without times, order alone decides.
 */
export function analyseList(
  events: readonly EventDraft[],
  rules: WiresharkRules = "4.4",
  reused: ReadonlySet<number> = new Set(),
): void {
  const untold = untoldConversations(events);
  const conversations = new Map<number, ListAnalysis>();
  let arrows = 0;
  for (const event of events) {
    if (event.kind === "segment" || event.kind === "message") arrows += 1;
    if (event.kind !== "segment" || untold.has(event.conversation)) continue;
    const known = conversations.get(event.conversation);
    const conversation = known ?? new ListAnalysis(senderOf(event), rules);
    conversations.set(event.conversation, conversation);
    const isReuse = known === undefined && reused.has(event.conversation);
    if (event.frame === undefined) event.ordinal = arrows;
    event.analysis = conversation.next(event, event.frame ?? arrows, isReuse);
  }
}

function untoldConversations(events: readonly EventDraft[]): ReadonlySet<number> {
  const untold = new Set<number>();
  for (const event of events) if (event.kind === "segment" && !isTold(event)) untold.add(event.conversation);
  return untold;
}

function isTold(segment: Segment): boolean {
  const { flags, seq, ack } = segment;
  const hasNumbers = seq?.kind === "number" && ((flags & ACK) === 0 || ack?.kind === "number");
  return hasNumbers && !isLengthUnknown(segment);
}

/** Tells whether a segment carries data, but how much is not written: pushed data, or `<DATA>` as RFC 9293 writes it. */
export function isLengthUnknown({ flags, payloadLength, written }: Segment): boolean {
  if (payloadLength !== undefined) return false;
  return (flags & PSH) !== 0 || (written?.includes("<DATA>") ?? false);
}

/** One conversation of a list while it is judged. */
class ListAnalysis {
  readonly #firstSender: number | string;
  readonly #rules: WiresharkRules;
  readonly #memory: ConversationAnalysis = newConversationAnalysis();
  readonly #windows: [number, number] = [FULL_WINDOW, FULL_WINDOW];
  readonly #shifts: [number, number] = [0, 0];

  constructor(firstSender: number | string, rules: WiresharkRules) {
    this.#firstSender = firstSender;
    this.#rules = rules;
  }

  next(event: Segment, frame: number, isReuse: boolean): SegmentAnalysis {
    const direction: Direction = senderOf(event) === this.#firstSender ? 0 : 1;
    const { windowScale, sack } = event.options;
    if ((event.flags & SYN) !== 0) this.#shifts[direction] = windowScale ?? 0;
    const segment: AnalysedSegment = {
      frame,
      time: event.time,
      direction,
      flags: event.flags,
      seq: literal(event.seq),
      ack: literal(event.ack),
      payloadLength: event.payloadLength ?? 0,
      window: this.#window(direction, event),
      windowShift: windowScale,
      sack,
      isReuse,
    };
    return judgeSegment(this.#memory, segment, this.#rules);
  }

  /** The header's field; a window that was written after scaling is scaled back. */
  #window(direction: Direction, { window, scaledWindow }: Segment): number {
    const scaledBack = scaledWindow === undefined ? undefined : scaledWindow / 2 ** this.#shifts[direction];
    return (this.#windows[direction] = window ?? scaledBack ?? this.#windows[direction]);
  }
}

/** A lifeline that both ends share does not tell them apart. */
function senderOf({ from, sender }: Segment): number | string {
  return sender ?? from;
}

function literal(number: Segment["seq"]): number {
  return number?.kind === "number" ? number.value : 0;
}
