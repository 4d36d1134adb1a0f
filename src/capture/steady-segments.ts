import { SAW_ACK, SAW_DATA } from "../tcp/completeness";
import { ACK, FIN, RST, SYN } from "../tcp/flags";
import { isSequenceBefore } from "../tcp/sequence-number";
import {
  BITS,
  FACT_WORDS,
  HAS_BASE,
  HAS_OPEN_FIN,
  hasPayload,
  LATER_SHIFT,
  settle,
  type ConversationFacts,
} from "./conversation-facts";
import type { EventWatch } from "./event-watch";
import { nanosecondsBetween, type GrowingFrameColumns } from "./frame-columns";
import {
  ACKED,
  ACKNOWLEDGES,
  CARRIES,
  FRAMES,
  HAS_SHORT_KEY,
  IS_STEADY,
  LIVE_WORDS,
  NEWS,
  NEXT,
  OCTETS,
  PAYLOAD,
  STATE,
  type LiveConversations,
} from "./live-conversations";
import type { TransportPlace } from "./locate-transport";
import { TIMESTAMPS_ALONE } from "./scan-options";
import { SILENCE } from "./silences";

const HEADER = 20;
/** Of four octets. */
const WORDS_WITH_TIMESTAMPS = 8;
const FLAGS = SYN | FIN | RST | ACK;
/** What may be counted before it is added to the totals. */
const MOST_COUNTED = 0x3fffffff;

/** Bits of the facts that are looked at, and those that must be set: numbers of both directions have a base, and no FIN waits. */
const BASES = HAS_BASE * 3;
const BASES_AND_FINS = BASES | (HAS_OPEN_FIN * 3);
const TOLD_ACK = SAW_ACK | (SAW_ACK << LATER_SHIFT);
const TOLD_DATA = SAW_DATA | (SAW_DATA << LATER_SHIFT);

/** Notes, once a segment was followed in full, what such a one as `takeSteady` takes would tell nothing new of. */
export function noteSteadiness(facts: ConversationFacts, events: EventWatch, conversation: number): void {
  const { words } = facts.live;
  const at = conversation * LIVE_WORDS + STATE;
  const bits = facts.words[conversation * FACT_WORDS + BITS] ?? 0;
  let state = (words[at] ?? 0) & HAS_SHORT_KEY;
  if ((bits & BASES_AND_FINS) === BASES && events.isCalm(conversation)) {
    state |= IS_STEADY;
    if ((bits & TOLD_ACK) === TOLD_ACK) state |= ACKNOWLEDGES;
    if ((bits & TOLD_DATA) === TOLD_DATA) state |= carryingBits(facts, events, conversation);
  }
  words[at] = state;
  if (countedMuch(words, conversation)) settle(facts, conversation);
}

function countedMuch(words: Int32Array, conversation: number): boolean {
  const at = conversation * LIVE_WORDS;
  const octets = (words[at + OCTETS] ?? 0) | (words[at + OCTETS + 1] ?? 0);
  return (octets | (words[at + PAYLOAD] ?? 0) | (words[at + PAYLOAD + 1] ?? 0)) > MOST_COUNTED >> 1;
}

function carryingBits(facts: ConversationFacts, events: EventWatch, conversation: number): number {
  let bits = 0;
  for (const direction of [0, 1])
    if (hasPayload(facts, 2 * conversation + direction) && events.isBegun(conversation, direction))
      bits |= CARRIES << direction;
  return bits;
}

/**
 * Takes segments that are as most are: they follow on, acknowledge nothing but what was seen, not long after the one
 * before, and come in a conversation that such a one tells nothing new of. All that is done for them is done here; what
 * `followSegment` and `EventWatch` would do comes to the same.
 */
export class SteadySegments {
  readonly #live: LiveConversations;
  readonly #frames: GrowingFrameColumns;
  /** Of the segment at hand. */
  #seq = 0;
  #ack = 0;
  #payloadLength = 0;
  #timestamp = 0;

  constructor(live: LiveConversations, frames: GrowingFrameColumns) {
    this.#live = live;
    this.#frames = frames;
  }

  /** Takes the segment at a place, of a side (conversation × 2 + direction); false, and nothing is changed, where it is another. */
  take(place: TransportPlace, side: number, row: number): boolean {
    const { view, header } = place;
    if (header + HEADER > place.captured) return false;
    const lengthAndFlags = view.getUint16(header + 12);
    const window = view.getUint16(header + 14);
    if ((lengthAndFlags & FLAGS) !== ACK || window === 0) return false;
    if (!this.#read(place, lengthAndFlags >> 12) || !this.#follows(side) || !this.#count(side, row))
      return false;
    const frames = this.#frames;
    frames.conversation[row] = side;
    frames.sequence[row] = this.#seq;
    frames.acknowledgment[row] = this.#ack;
    frames.flags[row] = lengthAndFlags & 0xfff;
    frames.window[row] = window;
    if (this.#payloadLength !== 0) frames.payloadLength[row] = this.#payloadLength;
    if (this.#timestamp !== 0) frames.timestamp[row] = this.#timestamp;
    return true;
  }

  /** Gives whether a header of so many words has no options but timestamps, and a payload. */
  #read({ view, header, captured, end }: TransportPlace, words: number): boolean {
    this.#timestamp = 0;
    if (words === WORDS_WITH_TIMESTAMPS) {
      if (header + 4 * WORDS_WITH_TIMESTAMPS > captured) return false;
      if (view.getInt32(header + HEADER) !== TIMESTAMPS_ALONE) return false;
      this.#timestamp = view.getInt32(header + HEADER + 4);
    } else if (4 * words !== HEADER) return false;
    this.#seq = view.getInt32(header + 4);
    this.#ack = view.getInt32(header + 8);
    this.#payloadLength = end - header - 4 * words;
    return true;
  }

  #follows(side: number): boolean {
    const { words } = this.#live;
    const at = (side >> 1) * LIVE_WORDS;
    const direction = side & 1;
    const length = this.#payloadLength;
    const needed = IS_STEADY | (length === 0 ? ACKNOWLEDGES : CARRIES << direction);
    if (((words[at + STATE] ?? 0) & needed) !== needed || length < 0) return false;
    const isUnseen = isSequenceBefore(words[at + NEXT + (direction ^ 1)] ?? 0, this.#ack);
    return this.#seq === words[at + NEXT + direction] && !isUnseen;
  }

  /** Adds the segment to what is known of its side; false where it came late, or one can count no further. */
  #count(side: number, row: number): boolean {
    const { words, moments } = this.#live;
    const at = (side >> 1) * LIVE_WORDS + (side & 1);
    const news = (side >> 1) * (LIVE_WORDS / 2) + NEWS;
    const now = nanosecondsBetween(this.#frames, 0, row);
    const span = now - (moments[news] ?? 0);
    const octets = (words[at + OCTETS] ?? 0) + (this.#frames.originalLength[row] ?? 0);
    const payload = (words[at + PAYLOAD] ?? 0) + this.#payloadLength;
    if (!(span >= 0 && span < SILENCE) || Math.max(octets, payload) > MOST_COUNTED) return false;
    words[at + OCTETS] = octets;
    words[at + PAYLOAD] = payload;
    countOne(words, at + FRAMES);
    words[at + NEXT] = this.#seq + this.#payloadLength;
    const isAdvance = isSequenceBefore(words[at + ACKED] ?? 0, this.#ack);
    if (isAdvance) words[at + ACKED] = this.#ack;
    if (isAdvance || this.#payloadLength !== 0) moments[news] = now;
    return true;
  }
}

function countOne(words: Int32Array, at: number): void {
  words[at] = (words[at] ?? 0) + 1;
}
