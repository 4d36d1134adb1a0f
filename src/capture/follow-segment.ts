import { SAW_ACK, SAW_DATA, SAW_FIN, SAW_RST, SAW_SYN, SAW_SYN_ACK } from "../tcp/completeness";
import { ACK, FIN, RST, SYN } from "../tcp/flags";
import { baseByAcknowledgment, baseBySender } from "../tcp/relative-numbers";
import { addToSequence, sequenceDistance } from "../tcp/sequence-number";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import {
  addOctets,
  addPayload,
  BITS,
  CLIENT_IS_SECOND,
  FACT_WORDS,
  FIRST_ROW,
  HAS_BASE,
  HAS_OPEN_FIN,
  LATER_SHIFT,
  noteNaming,
  QUOTED_FIRST,
  type ConversationFacts,
  type RareColumns,
} from "./conversation-facts";
import { FRAMES, LIVE_WORDS } from "./live-conversations";
import type { SegmentFacts } from "./segment-facts";
import { payloadOpening, segmentNamesServer } from "./server-naming";

const BOTH_BASES = HAS_BASE | (HAS_BASE << 1);

/**
 * Gives whether a segment opens a new conversation between ports that had one before (Wireshark's
 * *port numbers reused*). `side` is conversation × 2 + direction of the one before.
 *
 * 4.0 splits at a SYN with another number; 4.4 also at a SYN,ACK, and at an equal number once a FIN or RST was seen.
 */
export function isPortReuse(
  { words, rare }: ConversationFacts,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): boolean {
  if ((segment.flags & SYN) === 0) return false;
  const bits = words[(side >> 1) * FACT_WORDS + BITS] ?? 0;
  if ((bits & (HAS_BASE << (side & 1))) === 0) return false;
  if ((segment.flags & ACK) !== 0 && rules === "4.0") return false;
  if (segment.seq !== ((rare.base[side] ?? 0) | 0)) return true;
  return rules === "4.4" && (bits & (SAW_FIN | SAW_RST)) !== 0;
}

/** Counts a frame of a conversation, whatever can be read of its segment. */
export function countFrame(
  { words, totals, live }: ConversationFacts,
  side: number,
  row: number,
  frameLength: number,
): void {
  const at = (side >> 1) * FACT_WORDS;
  const direction = side & 1;
  if (words[at + FIRST_ROW] === 0) {
    words[at + FIRST_ROW] = row + 1;
    if (direction === 1) words[at + BITS] = (words[at + BITS] ?? 0) | CLIENT_IS_SECOND;
  }
  const frames = (side >> 1) * LIVE_WORDS + FRAMES + direction;
  live.words[frames] = (live.words[frames] ?? 0) + 1;
  addOctets(totals, side, frameLength);
}

/** Writes down what a segment tells about its conversation. `side` is conversation × 2 + direction. */
export function followSegment(
  facts: ConversationFacts,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  const { words } = facts;
  const at = (side >> 1) * FACT_WORDS;
  const { flags } = segment;
  const before = words[at + BITS] ?? 0;
  const isFirst = words[at + FIRST_ROW] === segment.row + 1 && (before & QUOTED_FIRST) === 0;
  const bits = before | toldBits(segment, isFirst);
  if (bits !== before) words[at + BITS] = bits;
  // Wireshark takes the option from any segment, though only a SYN may carry it (RFC 7323 §2.1).
  if (segment.windowShift >= 0) facts.rare.windowShift[side] = segment.windowShift;
  if (!segment.isWhole) {
    learnBaseOfBroken(facts, side, segment, rules);
    return;
  }
  if (segment.payloadLength !== 0 && addPayload(facts.totals, side, segment.payloadLength))
    noteOpening(words, side, segment);
  const isFinOpen = (bits & (HAS_OPEN_FIN << ((side & 1) ^ 1))) !== 0;
  if (isFinOpen || (bits & BOTH_BASES) !== BOTH_BASES || (flags & (SYN | FIN | RST)) !== 0)
    followRare(facts, side, segment, rules);
}

/**
 * Writes down what a header that says it is shorter than a header tells of its conversation in Wireshark: where the
 * numbers begin, and of ports that are used again that a SYN opens it.
 */
export function followShortHeader(
  facts: ConversationFacts,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  if (segment.isReuse && (segment.flags & (SYN | ACK)) === SYN)
    writeBits(facts, side, SAW_SYN | (SAW_SYN << LATER_SHIFT), true);
  learnBases(facts, side, segment, rules);
}

function noteOpening(words: Int32Array, side: number, segment: SegmentFacts): void {
  const { place, payload, payloadLength } = segment;
  const opening = payloadOpening(place.octets, payload, { end: place.captured, length: payloadLength });
  if (segmentNamesServer(opening)) noteNaming(words, side);
}

/** Writes down what a segment tells that an ICMP error quotes: in Wireshark its flags count, but not how long it is. */
export function followQuote({ words, rare }: ConversationFacts, side: number, segment: SegmentFacts): void {
  const at = (side >> 1) * FACT_WORDS;
  const before = words[at + BITS] ?? 0;
  const isFirst = words[at + FIRST_ROW] === 0 && (before & QUOTED_FIRST) === 0;
  if (isFirst) rare.quotedFirst.set(side >> 1, segment.row);
  words[at + BITS] = before | toldBits(segment, isFirst) | (isFirst ? QUOTED_FIRST : 0);
}

/** What few segments tell. */
function followRare(
  facts: ConversationFacts,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  const { flags } = segment;
  learnBases(facts, side, segment, rules);
  if ((flags & SYN) !== 0) learnSyn(facts, side, segment);
  if ((flags & (FIN | RST)) !== 0) learnEnd(facts, side, segment);
  if ((flags & ACK) !== 0) learnFinAck(facts, side, segment);
}

function bitsOf({ words }: ConversationFacts, side: number): number {
  return words[(side >> 1) * FACT_WORDS + BITS] ?? 0;
}

/** Sets some bits of a side's conversation where `isSet`, else takes them away. */
function writeBits(facts: ConversationFacts, side: number, bits: number, isSet: boolean): void {
  const before = bitsOf(facts, side);
  facts.words[(side >> 1) * FACT_WORDS + BITS] = isSet ? before | bits : before & ~bits;
}

/** Takes from a segment which numbers its conversation counts from. */
function learnBases(
  facts: ConversationFacts,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  const { flags, seq, ack } = segment;
  const { base } = facts.rare;
  const own = HAS_BASE << (side & 1);
  if ((bitsOf(facts, side) & own) === 0) {
    base[side] = baseBySender(flags, seq);
    writeBits(facts, side, own, true);
    // It counts from itself, whatever a broken one before it said.
    const isSynAck = (flags & (SYN | ACK)) === (SYN | ACK);
    if (isSynAck && facts.rare.rebases.some((each) => each.side === side))
      facts.rare.rebases.push({ row: segment.row, side, base: seq >>> 0 });
  } else {
    rebaseAtSynAck(facts.rare, side, segment, rules);
  }
  const reverse = side ^ 1;
  const other = HAS_BASE << (reverse & 1);
  if ((flags & ACK) !== 0 && (bitsOf(facts, side) & other) === 0) {
    base[reverse] = baseByAcknowledgment(ack);
    writeBits(facts, side, other, true);
  }
}

/** Of a segment whose length cannot be told 4.0 takes the number of a SYN,ACK all the same. */
function learnBaseOfBroken(
  facts: ConversationFacts,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  if (rules !== "4.0" || (segment.flags & (SYN | ACK)) !== (SYN | ACK)) return;
  const own = HAS_BASE << (side & 1);
  if ((bitsOf(facts, side) & own) !== 0) rebaseAtSynAck(facts.rare, side, segment, rules);
  // The next segment tells again where the numbers begin, but those from here on are not counted from there.
  else facts.rare.rebases.push({ row: segment.row, side, base: segment.seq >>> 0 });
}

/** 4.0 keeps the conversation at a SYN,ACK with another number, but counts from that, as from each one before. */
function rebaseAtSynAck(
  { rebases, base, synAckFrame }: RareColumns,
  side: number,
  { flags, seq, row }: SegmentFacts,
  rules: WiresharkRules,
): void {
  const isSynAck = (flags & SYN) !== 0 && (flags & ACK) !== 0;
  if (rules !== "4.0" || !isSynAck || ((base[side] ?? 0) | 0) === seq) return;
  const before = synAckFrame[side] ?? -1;
  if (before >= 0 && !rebases.some((each) => each.side === side)) {
    rebases.push({ row: before, side, base: base[side] ?? 0 });
  }
  rebases.push({ row, side, base: seq >>> 0 });
  base[side] = seq;
}

/** Gives the bits of completeness that a segment tells, those of later segments beside them. */
function toldBits(segment: SegmentFacts, isFirst: boolean): number {
  const told = toldCompleteness(segment, isFirst);
  const isOpening = (segment.flags & (SYN | ACK)) === SYN;
  const later = !isFirst || segment.isReuse ? told : isOpening ? told & (SAW_SYN | SAW_DATA) : 0;
  return told | (later << LATER_SHIFT);
}

/** Without a branch that does something other than choose: what is first done late makes V8 compile anew. */
function toldCompleteness({ flags, payloadLength, isReuse }: SegmentFacts, isFirst: boolean): number {
  const kind = flags & (SYN | ACK);
  const hasPayload = payloadLength > 0;
  const answer = kind === (SYN | ACK) ? SAW_SYN_ACK : 0;
  const plain = kind === ACK ? (hasPayload ? SAW_DATA : SAW_ACK) : 0;
  const isOpening = kind === SYN && isFirst;
  const opening = isOpening ? (hasPayload && !isReuse ? SAW_SYN | SAW_DATA : SAW_SYN) : 0;
  const end = (flags & (FIN | ACK)) === (FIN | ACK) ? SAW_FIN : 0;
  const reset = (flags & RST) === 0 ? 0 : SAW_RST;
  return answer | plain | opening | end | reset;
}

function learnSyn(facts: ConversationFacts, side: number, segment: SegmentFacts): void {
  const { rare } = facts;
  const reverse = side ^ 1;
  const isSynAck = (segment.flags & ACK) !== 0;
  const first = isSynAck ? rare.synAckFrame : rare.synFrame;
  if (first[side] === -1) first[side] = segment.row;
  // A SYN,ACK without its SYN answers the other end; a SYN decides, unless the other end's came first.
  const isFirst = facts.words[(side >> 1) * FACT_WORDS + FIRST_ROW] === segment.row + 1;
  if (isSynAck && isFirst) writeBits(facts, side, CLIENT_IS_SECOND, (reverse & 1) === 1);
  if (!isSynAck && rare.synFrame[reverse] === -1) writeBits(facts, side, CLIENT_IS_SECOND, (side & 1) === 1);
  // Where its options were not read to their end, Wireshark does not compare them with the other end's.
  if (segment.areOptionsBroken) return;
  if (rare.windowShift[side] === -1) {
    // Both ends must offer scaling; but what was agreed before is not taken back.
    rare.windowShift[side] = -2;
    rare.windowShift[reverse] = -2;
  } else if (isSynAck && rare.windowShift[reverse] === -2) {
    rare.windowShift[side] = -2;
  }
}

function learnEnd(facts: ConversationFacts, side: number, segment: SegmentFacts): void {
  const { rstFrame, finFrame, finEnd } = facts.rare;
  if ((segment.flags & RST) !== 0 && rstFrame[side] === -1) rstFrame[side] = segment.row;
  if ((segment.flags & FIN) !== 0 && finFrame[side] === -1) {
    finFrame[side] = segment.row;
    finEnd[side] = addToSequence(segment.seq, segment.payloadLength + 1);
    writeBits(facts, side, HAS_OPEN_FIN << (side & 1), true);
  }
}

function learnFinAck(facts: ConversationFacts, side: number, { ack, row }: SegmentFacts): void {
  const reverse = side ^ 1;
  const isOpen = HAS_OPEN_FIN << (reverse & 1);
  if ((bitsOf(facts, side) & isOpen) === 0) return;
  if (sequenceDistance(facts.rare.finEnd[reverse] ?? 0, ack) < 0) return;
  facts.rare.finAckFrame[reverse] = row;
  writeBits(facts, side, isOpen, false);
}
