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
import { SILENCE, type EventWatch } from "./event-watch";
import { millisecondsAt, type GrowingFrameColumns } from "./frame-columns";
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

const HEADER = 20;
const HEADER_WITH_TIMESTAMPS = 32;
/** What may be counted before it is added to the totals. */
const MOST_COUNTED = 0x3fffffff;

/** Bits of the facts that are looked at, and those that must be set: numbers of both directions have a base, and no FIN waits. */
const BASES = HAS_BASE * 3;
const BASES_AND_FINS = BASES | (HAS_OPEN_FIN * 3);
const TOLD_ACK = SAW_ACK | (SAW_ACK << LATER_SHIFT);
const TOLD_DATA = SAW_DATA | (SAW_DATA << LATER_SHIFT);

/** Notes, once a segment was followed in full, what such a one as `takeSteady` takes would tell nothing new of. */
export function noteSteadiness(facts: ConversationFacts, events: EventWatch, conversation: number): void {
  settle(facts, conversation);
  const { words } = facts.live;
  const at = conversation * LIVE_WORDS + STATE;
  const bits = facts.words[conversation * FACT_WORDS + BITS] ?? 0;
  let state = (words[at] ?? 0) & HAS_SHORT_KEY;
  if ((bits & BASES_AND_FINS) === BASES && events.isCalm(conversation)) {
    state |= IS_STEADY;
    if ((bits & TOLD_ACK) === TOLD_ACK) state |= ACKNOWLEDGES;
    if ((bits & TOLD_DATA) === TOLD_DATA)
      for (const direction of [0, 1])
        if (hasPayload(facts, 2 * conversation + direction) && events.isBegun(conversation, direction))
          state |= CARRIES << direction;
  }
  words[at] = state;
}

/**
 * Takes a segment that is as most are: it follows on, acknowledges nothing but what was seen, not long after the one
 * before, and comes in a conversation that such a one tells nothing new of. All that is done for it is done here; what
 * `followSegment` and `EventWatch` would do comes to the same.
 *
 * Gives false, and nothing is changed, where it is another.
 */
export function takeSteady(
  live: LiveConversations,
  frames: GrowingFrameColumns,
  place: TransportPlace,
  side: number,
  row: number,
): boolean {
  const { view, header } = place;
  if (header + HEADER > place.captured) return false;
  const lengthAndFlags = view.getUint16(header + 12);
  const window = view.getUint16(header + 14);
  if ((lengthAndFlags & (SYN | FIN | RST | ACK)) !== ACK || window === 0) return false;
  const headerLength = (lengthAndFlags >> 12) << 2;
  if (headerLength !== HEADER && !hasTimestampsAlone(place, headerLength)) return false;
  const seq = view.getInt32(header + 4);
  const ack = view.getInt32(header + 8);
  const payloadLength = place.end - header - headerLength;
  if (!count(live, frames, { side, row, seq, ack, payloadLength })) return false;
  frames.conversation[row] = side;
  frames.sequence[row] = seq;
  frames.acknowledgment[row] = ack;
  frames.flags[row] = lengthAndFlags & 0xfff;
  frames.window[row] = window;
  if (payloadLength !== 0) frames.payloadLength[row] = payloadLength;
  if (headerLength !== HEADER) frames.timestamp[row] = view.getInt32(header + HEADER + 4);
  return true;
}

function hasTimestampsAlone({ view, header, captured }: TransportPlace, headerLength: number): boolean {
  if (headerLength !== HEADER_WITH_TIMESTAMPS || header + headerLength > captured) return false;
  return view.getInt32(header + HEADER) === TIMESTAMPS_ALONE;
}

interface Numbers {
  side: number;
  row: number;
  seq: number;
  ack: number;
  payloadLength: number;
}

function count(
  live: LiveConversations,
  frames: GrowingFrameColumns,
  { side, row, seq, ack, payloadLength }: Numbers,
): boolean {
  const { words, moments } = live;
  const at = (side >> 1) * LIVE_WORDS;
  const direction = side & 1;
  const own = at + direction;
  const needed = IS_STEADY | (payloadLength === 0 ? ACKNOWLEDGES : CARRIES << direction);
  if (((words[at + STATE] ?? 0) & needed) !== needed || payloadLength < 0) return false;
  if (seq !== words[own + NEXT] || isSequenceBefore(words[at + NEXT + (direction ^ 1)] ?? 0, ack))
    return false;
  const now = millisecondsAt(frames, row);
  const news = at / 2 + NEWS;
  const span = now - (moments[news] ?? 0);
  const octets = (words[own + OCTETS] ?? 0) + (frames.originalLength[row] ?? 0);
  const payload = (words[own + PAYLOAD] ?? 0) + payloadLength;
  if (!(span >= 0 && span < SILENCE) || octets > MOST_COUNTED || payload > MOST_COUNTED) return false;
  const isAdvance = isSequenceBefore(words[own + ACKED] ?? 0, ack);
  if (isAdvance) words[own + ACKED] = ack;
  if (isAdvance || payloadLength !== 0) moments[news] = now;
  words[own + NEXT] = seq + payloadLength;
  words[own + OCTETS] = octets;
  words[own + PAYLOAD] = payload;
  words[own + FRAMES] = (words[own + FRAMES] ?? 0) + 1;
  return true;
}
