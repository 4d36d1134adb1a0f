import { newConversationAnalysis } from "../tcp/conversation-analysis";
import type { SequenceRange } from "../tcp/conversation-analysis";
import type { Finding } from "../tcp/finding";
import { ACK, SYN } from "../tcp/flags";
import { judgeSegment } from "../tcp/judge-segment";
import { observeExchange } from "../tcp/reasons/exchange";
import { reasonsOf } from "../tcp/reasons/find-reasons";
import {
  IS_JUDGED,
  KNOWS_ACK,
  KNOWS_CLOCK,
  KNOWS_SEQ,
  KNOWS_TIME,
  KNOWS_WINDOW,
  markBits,
  SegmentColumns,
} from "../tcp/reasons/segment-columns";
import { BriefJudge, UNSURE, type WireSegment } from "./brief-judge";
import type { CaptureIndex } from "./capture-index";
import { HAS_SHORT_HEADER } from "./frame-columns";
import {
  gatherSegments,
  HAS_SACK,
  IS_REVERSE,
  SEGMENT_WORDS,
  WINDOW_SHIFT,
  type GatheredSegments,
} from "./gathered-segments";

/** Gives 1 for each conversation in which something happened that the reasons may have to explain. */
export function whereAnythingHappened({ eventful, resets }: CaptureIndex): Uint8Array {
  const wanted = eventful.slice();
  for (let number = 0; number < wanted.length; number += 1) if (resets[number] !== -1) wanted[number] = 1;
  return wanted;
}

/** Gives whether nobody answered the only SYN of a conversation. */
export function isUnanswered({ conversations }: CaptureIndex, number: number): boolean {
  const { frames, synFrame, clientDirection } = conversations;
  const client = number * 2 + (clientDirection[number] ?? 0);
  const isAlone = (frames[client] ?? 0) + (frames[client ^ 1] ?? 0) === 1;
  return isAlone && synFrame[client] !== -1;
}

/** Gives what the reasons find in a conversation in which nothing happened; of its silences the longest, without its frames. */
export function calmFindings(index: CaptureIndex, number: number): readonly Finding[] {
  const span = index.pauses[number] ?? 0;
  if (span > 0) return [pauseOf(index, number, span)];
  if (!isUnanswered(index, number)) return [];
  return [{ kind: "no-answer", end: 1, confidence: "certain", frames: [], attempts: 1 }];
}

function pauseOf({ conversations, pausedBy }: CaptureIndex, number: number, span: number): Finding {
  const end = pausedBy[number] === conversations.clientDirection[number] ? 0 : 1;
  return { kind: "pause", cause: "application", end, confidence: "likely", frames: [], span, count: 0 };
}

/**
 * Tells what the reasons find in the conversations of a capture that are wanted (1 in `wanted`), from its columns alone,
 * by rising numbers. Wireshark's own words for repeats, and pauses that only held an acknowledgment back, are left out.
 */
export function findInConversations(
  index: CaptureIndex,
  wanted: Uint8Array,
  tell: (conversation: number, findings: readonly Finding[]) => void,
): void {
  const observer = new ConversationObserver(index);
  for (const gathered of gatherSegments(index, wanted)) {
    for (const [at, conversation] of gathered.conversations.entries())
      tell(conversation, observer.findingsOf(gathered, at));
  }
}

const ALWAYS_KNOWN = KNOWS_SEQ | KNOWS_WINDOW | KNOWS_TIME;
const FLAGS = 0xfff;
/** In nanoseconds: shorter ones are delayed acknowledgments at most, of which a list says nothing. */
const SHORTEST_PAUSE = 200e6;
/** Which octets SACK names makes no difference to what is found. */
const SOME_SACK: readonly SequenceRange[] = [[0, 0]];

interface GatheredSegment extends WireSegment {
  /** Of the timestamps option (RFC 7323 §3), 0 without one. */
  timestamp: number;
}

/** Observes one conversation after the other, in columns that are filled again and again. */
class ConversationObserver {
  readonly #index: CaptureIndex;
  readonly #columns = new SegmentColumns();
  readonly #judge = new BriefJudge();
  readonly #segment: GatheredSegment = {
    ...{
      direction: 0,
      flags: 0,
      seq: 0,
      ack: 0,
      payloadLength: 0,
      window: 0,
      hasSack: false,
      isHeaderShort: false,
      time: 0,
      timestamp: 0,
    },
  };

  constructor(index: CaptureIndex) {
    this.#index = index;
  }

  /** Gives the findings of a conversation, by its position among those that were gathered. */
  findingsOf(gathered: GatheredSegments, position: number): readonly Finding[] {
    const columns = this.#columns;
    const conversation = gathered.conversations[position] ?? 0;
    const start = gathered.starts[position] ?? 0;
    columns.clear((gathered.starts[position + 1] ?? 0) - start);
    const isSure = this.#load(gathered, start, conversation);
    if (!isSure || this.#index.rules !== "4.4") this.#judgeInFull(gathered, start, conversation);
    return reasonsOf(observeExchange(columns), SHORTEST_PAUSE);
  }

  /** Fills the columns; gives whether their marks are sure. */
  #load(gathered: GatheredSegments, start: number, conversation: number): boolean {
    const columns = this.#columns;
    const { words } = gathered;
    let isSure = true;
    this.#judge.begin(this.#epochOf(conversation));
    for (let at = 0; at < columns.count; at += 1) {
      this.#take(gathered, start + at);
      this.#fillRow(at, conversation);
      columns.number[at] = (words[(start + at) * SEGMENT_WORDS] ?? 0) + 1;
      const marks = this.#judge.judge(this.#segment);
      if (marks === UNSURE) isSure = false;
      columns.marks[at] = marks;
    }
    columns.roundTrip = this.#judge.roundTrip;
    return isSure;
  }

  /** Takes a gathered segment up. */
  #take({ words, times }: GatheredSegments, place: number): void {
    const at = place * SEGMENT_WORDS;
    const bits = words[at + 3] ?? 0;
    const segment = this.#segment;
    segment.direction = (bits & IS_REVERSE) === 0 ? 0 : 1;
    segment.flags = bits & FLAGS;
    segment.seq = words[at + 1] ?? 0;
    segment.ack = words[at + 2] ?? 0;
    segment.payloadLength = words[at + 4] ?? 0;
    segment.isHeaderShort = (bits & HAS_SHORT_HEADER) !== 0;
    segment.window = bits >>> WINDOW_SHIFT;
    segment.hasSack = (bits & HAS_SACK) !== 0;
    segment.timestamp = words[at + 5] ?? 0;
    segment.time = times[place] ?? 0;
  }

  #fillRow(at: number, conversation: number): void {
    const columns = this.#columns;
    const { conversations } = this.#index;
    const { direction, flags, ack, window, timestamp, isHeaderShort } = this.#segment;
    const shift = conversations.windowShift[2 * conversation + direction] ?? -1;
    const hasAck = (flags & ACK) !== 0;
    columns.from[at] = direction === conversations.clientDirection[conversation] ? 0 : 1;
    columns.flags[at] = flags;
    columns.seq[at] = this.#segment.seq;
    columns.ack[at] = hasAck ? ack : 0;
    columns.payloadLength[at] = this.#segment.payloadLength;
    columns.window[at] = (flags & SYN) !== 0 || shift < 0 ? window : window << shift;
    columns.time[at] = this.#segment.time;
    columns.clock[at] = timestamp;
    columns.known[at] =
      ALWAYS_KNOWN |
      (isHeaderShort ? 0 : IS_JUDGED) |
      (hasAck ? KNOWS_ACK : 0) |
      (timestamp === 0 ? 0 : KNOWS_CLOCK);
  }

  #judgeInFull(gathered: GatheredSegments, start: number, conversation: number): void {
    const columns = this.#columns;
    const memory = newConversationAnalysis();
    const epoch = this.#epochOf(conversation);
    for (let at = 0; at < columns.count; at += 1) {
      this.#take(gathered, start + at);
      const { direction, hasSack, ...segment } = this.#segment;
      const { marks } = judgeSegment(
        memory,
        {
          ...segment,
          frame: columns.number[at] ?? 0,
          direction: direction === 0 ? 0 : 1,
          windowShift: this.#offeredShift(2 * conversation + direction),
          sack: hasSack ? SOME_SACK : undefined,
          isAtEpoch: segment.time === epoch,
          isReuse: false,
        },
        this.#index.rules,
      );
      columns.marks[at] = markBits(marks);
    }
    columns.roundTrip = memory.initialRoundTrip;
  }

  /** The start of 1970, in nanoseconds since the conversation's first frame; exact near it. */
  #epochOf(conversation: number): number {
    const { conversations, frames } = this.#index;
    const first = conversations.firstFrame[conversation] ?? 0;
    return -((frames.seconds[first] ?? 0) * 1e9 + (frames.nanoseconds[first] ?? 0));
  }

  #offeredShift(side: number): number | undefined {
    const shift = this.#index.conversations.windowShift[side] ?? -1;
    return (this.#segment.flags & SYN) === 0 || shift < 0 ? undefined : shift;
  }
}
