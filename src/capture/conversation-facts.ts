import { CONVERSATION_KEY_WORDS, datagramSide, type ConversationColumns } from "./capture-index";
import { grown } from "./growing-column";
import { FRAMES, LIVE_WORDS, LiveConversations, OCTETS, PAYLOAD } from "./live-conversations";

/** Words of a conversation in `ConversationFacts.words`. */
export const FACT_WORDS = 3;
/** The hash of its key. */
export const HASH = 0;
/** The bits below. */
export const BITS = 1;
/** The row of the first frame, counted from 1; 0 for none. */
export const FIRST_ROW = 2;
/** Numbers of a conversation in `ConversationFacts.totals`. */
const TOTALS = 4;
/** Octets on the wire, by direction, and of payload. */
const ALL_OCTETS = 0;
const PAYLOAD_OCTETS = 2;

const COMPLETENESS = 0x3f;
/** Above the bits of completeness stand those that later segments told. */
export const LATER_SHIFT = 8;
/** The client is direction 1. */
export const CLIENT_IS_SECOND = 0x10000;
/** The numbers of a direction (by which it is shifted) have a base. */
export const HAS_BASE = 0x20000;
/** The FIN of a direction (shifted) was not acknowledged yet. */
export const HAS_OPEN_FIN = 0x80000;

/** An ICMP error quoted it before any frame of its own. */
export const QUOTED_FIRST = 0x800000;

/** The number is the one that Wireshark gave when SNMP was first spoken. */
export const HAS_SNMP_NUMBER = 0x1000000;

/** The first payload of a direction (shifted) may name a server. */
const MAY_NAME_SERVER = 0x200000;

/** What a few segments of a conversation tell. */
export type RareColumns = Pick<
  ConversationColumns,
  | "base"
  | "windowShift"
  | "synFrame"
  | "synAckFrame"
  | "finFrame"
  | "rstFrame"
  | "finEnd"
  | "finAckFrame"
  | "rebases"
  | "quotedFirst"
  | "announced"
>;

/**
 * Conversations while a capture is indexed. What most frames change lies next to each other in `live`: in columns of its own each
 * frame would touch a dozen places of memory, and wait for them. What few of them change stands in columns.
 */
export interface ConversationFacts {
  readonly live: LiveConversations;
  /** `CONVERSATION_KEY_WORDS` of each. */
  keys: Int32Array;
  words: Int32Array;
  totals: Float64Array;
  rare: RareColumns;
}

/** Gives room for a number of conversations; those of datagrams have no rare columns. */
export function emptyFacts(capacity: number, areDatagrams: boolean): ConversationFacts {
  const both = areDatagrams ? 0 : capacity * 2;
  return {
    live: new LiveConversations(capacity),
    keys: new Int32Array(capacity * CONVERSATION_KEY_WORDS),
    words: new Int32Array(capacity * FACT_WORDS),
    totals: new Float64Array(capacity * TOTALS),
    rare: {
      base: new Uint32Array(both),
      windowShift: new Int8Array(both),
      synFrame: new Int32Array(both),
      synAckFrame: new Int32Array(both),
      finFrame: new Int32Array(both),
      rstFrame: new Int32Array(both),
      finEnd: new Uint32Array(both),
      finAckFrame: new Int32Array(both),
      rebases: [],
      quotedFirst: new Map(),
      announced: new Set(),
    },
  };
}

/** Gives a copy with room for more conversations. */
export function grownFacts(
  { live, keys, words, totals, rare }: ConversationFacts,
  capacity: number,
): ConversationFacts {
  live.grow(capacity);
  return {
    live,
    keys: grown(Int32Array, keys, capacity * CONVERSATION_KEY_WORDS),
    words: grown(Int32Array, words, capacity * FACT_WORDS),
    totals: grown(Float64Array, totals, capacity * TOTALS),
    rare: resizedRare(rare, capacity),
  };
}

/** Notes that of a new conversation nothing rare was seen. */
export function beginRare(
  { windowShift, synFrame, synAckFrame, finFrame, rstFrame, finAckFrame }: RareColumns,
  conversation: number,
): void {
  for (let side = 2 * conversation; side < 2 * conversation + 2 && side < synFrame.length; side += 1) {
    windowShift[side] = -1;
    synFrame[side] = -1;
    synAckFrame[side] = -1;
    finFrame[side] = -1;
    rstFrame[side] = -1;
    finAckFrame[side] = -1;
  }
}

function resizedRare(rare: RareColumns, count: number): RareColumns {
  const length = rare.base.length === 0 ? 0 : 2 * count;
  return {
    base: grown(Uint32Array, rare.base, length),
    windowShift: grown(Int8Array, rare.windowShift, length),
    synFrame: grown(Int32Array, rare.synFrame, length),
    synAckFrame: grown(Int32Array, rare.synAckFrame, length),
    finFrame: grown(Int32Array, rare.finFrame, length),
    rstFrame: grown(Int32Array, rare.rstFrame, length),
    finEnd: grown(Uint32Array, rare.finEnd, length),
    finAckFrame: grown(Int32Array, rare.finAckFrame, length),
    rebases: rare.rebases,
    quotedFirst: rare.quotedFirst,
    announced: rare.announced,
  };
}

/** Gives the columns of the first so many conversations; `lastFrame` is to be filled. */
export function conversationColumns(facts: ConversationFacts, count: number): ConversationColumns {
  const columns = emptyColumns(facts, count);
  writeBits(columns, facts.words);
  writeSides(columns, facts.words);
  writeTotals(columns, facts.totals, facts.live.words);
  return columns;
}

/** One array after the other and no more at once than there are registers: a loop over all of them takes ten times as long. */
function writeBits(columns: ConversationColumns, words: Int32Array): void {
  const { count, completeness, laterCompleteness, clientDirection, firstFrame } = columns;
  for (let number = 0; number < count; number += 1) {
    const at = number * FACT_WORDS;
    const bits = words[at + BITS] ?? 0;
    completeness[number] = bits & COMPLETENESS;
    laterCompleteness[number] = (bits >> LATER_SHIFT) & COMPLETENESS;
    clientDirection[number] = (bits & CLIENT_IS_SECOND) === 0 ? 0 : 1;
    firstFrame[number] = (words[at + FIRST_ROW] ?? 0) - 1;
  }
}

function writeSides({ count, mayNameServer, hasBase }: ConversationColumns, words: Int32Array): void {
  for (let side = 0; side < 2 * count; side += 1) {
    const bits = (words[(side >> 1) * FACT_WORDS + BITS] ?? 0) >> (side & 1);
    mayNameServer[side] = (bits & MAY_NAME_SERVER) === 0 ? 0 : 1;
    hasBase[side] = (bits & HAS_BASE) === 0 ? 0 : 1;
  }
}

/** With what `live` counted since. */
function writeTotals(columns: ConversationColumns, totals: Float64Array, live: Int32Array): void {
  const { count, frames, octets, payloadOctets } = columns;
  for (let side = 0; side < 2 * count; side += 1) {
    const at = (side >> 1) * TOTALS + (side & 1);
    const from = (side >> 1) * LIVE_WORDS + (side & 1);
    frames[side] = live[from + FRAMES] ?? 0;
    octets[side] = (totals[at + ALL_OCTETS] ?? 0) + (live[from + OCTETS] ?? 0);
    payloadOctets[side] = (totals[at + PAYLOAD_OCTETS] ?? 0) + (live[from + PAYLOAD] ?? 0);
  }
}

function emptyColumns({ keys, rare }: ConversationFacts, count: number): ConversationColumns {
  return {
    count,
    key: new Uint32Array(grown(Int32Array, keys, count * CONVERSATION_KEY_WORDS).buffer),
    completeness: new Uint8Array(count),
    laterCompleteness: new Uint8Array(count),
    clientDirection: new Uint8Array(count),
    firstFrame: new Int32Array(count),
    lastFrame: new Int32Array(count).fill(-1),
    frames: new Uint32Array(count * 2),
    octets: new Float64Array(count * 2),
    payloadOctets: new Float64Array(count * 2),
    mayNameServer: new Uint8Array(count * 2),
    hasBase: new Uint8Array(count * 2),
    ...resizedRare(rare, count),
  };
}

/** Adds to the totals of a conversation what `live` counted since. */
export function settle({ totals, live: { words } }: ConversationFacts, number: number): void {
  const [at, from] = [number * TOTALS, number * LIVE_WORDS + OCTETS];
  for (let i = 0; i < TOTALS; i += 1) {
    totals[at + i] = (totals[at + i] ?? 0) + (words[from + i] ?? 0);
    words[from + i] = 0;
  }
}

/** Adds octets on the wire of a side (conversation × 2 + direction). */
export function addOctets(totals: Float64Array, side: number, count: number): void {
  const at = (side >> 1) * TOTALS + ALL_OCTETS + (side & 1);
  totals[at] = (totals[at] ?? 0) + count;
}

/** Takes a frame away from what a side counts. */
export function takeFrame(
  { totals, live }: ConversationFacts,
  side: number,
  length: number,
  payload: number,
): void {
  const frames = (side >> 1) * LIVE_WORDS + FRAMES + (side & 1);
  live.words[frames] = (live.words[frames] ?? 0) - 1;
  addOctets(totals, side, -length);
  addPayload(totals, side, -payload);
}

/** Adds payload of a side; gives whether none came before. */
export function addPayload(totals: Float64Array, side: number, count: number): boolean {
  const at = (side >> 1) * TOTALS + PAYLOAD_OCTETS + (side & 1);
  const before = totals[at] ?? 0;
  totals[at] = before + count;
  return before === 0;
}

/** Gives whether payload of a side (conversation × 2 + direction) was added. */
export function hasPayload({ totals }: ConversationFacts, side: number): boolean {
  return (totals[(side >> 1) * TOTALS + PAYLOAD_OCTETS + (side & 1)] ?? 0) > 0;
}

/** Notes that the first payload of a side begins as what names a server. */
export function noteNaming(words: Int32Array, side: number): void {
  const at = (side >> 1) * FACT_WORDS + BITS;
  words[at] = (words[at] ?? 0) | (MAY_NAME_SERVER << (side & 1));
}

/** Writes the row of the latest frame of each conversation; `sides` is the column of the frames. */
export function noteLastFrames(sides: Int32Array, conversations: Int32Array, datagrams: Int32Array): void {
  for (let row = 0; row < sides.length; row += 1) {
    const side = sides[row] ?? -1;
    if (side >= 0) conversations[side >> 1] = row;
    else if (side !== -1) datagrams[datagramSide(side) >> 1] = row;
  }
}
