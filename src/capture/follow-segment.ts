import { SAW_ACK, SAW_DATA, SAW_FIN, SAW_RST, SAW_SYN, SAW_SYN_ACK } from "../tcp/completeness";
import { ACK, FIN, RST, SYN } from "../tcp/flags";
import { baseByAcknowledgment, baseBySender } from "../tcp/relative-numbers";
import { addToSequence, sequenceDistance } from "../tcp/sequence-number";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import type { ConversationColumns } from "./capture-index";

/** The segment at hand; filled again and again. */
export interface SegmentFacts {
  /** Row of its frame. */
  row: number;
  flags: number;
  seq: number;
  ack: number;
  /** As on the wire. */
  window: number;
  /** Octets of payload by the headers. */
  payloadLength: number;
  /** Whether the header fits in its packet; else Wireshark learns nothing of its numbers. */
  isWhole: boolean;
  /** Octets of the frame on the wire. */
  frameLength: number;
  /** Shift of its window scale option; −1 without one. */
  windowShift: number;
  /** Value of its timestamps option, 0 without one; and 1 where it carries SACK. */
  timestamp: number;
  hasSack: number;
  /** Its options are cut or damaged so that Wireshark stops reading there. */
  areOptionsBroken: boolean;
  /** Opens a conversation between ports that had one before. */
  isReuse: boolean;
}

/** Gives facts to be filled. */
export function emptySegmentFacts(): SegmentFacts {
  return {
    row: 0,
    flags: 0,
    seq: 0,
    ack: 0,
    window: 0,
    payloadLength: 0,
    isWhole: true,
    frameLength: 0,
    windowShift: -1,
    timestamp: 0,
    hasSack: 0,
    areOptionsBroken: false,
    isReuse: false,
  };
}

/**
 * Gives whether a segment opens a new conversation between ports that had one before (Wireshark's
 * *port numbers reused*). `side` is conversation × 2 + direction of the one before.
 *
 * 4.0 splits at a SYN with another number; 4.4 also at a SYN,ACK, and at an equal number once a FIN or RST was seen.
 */
export function isPortReuse(
  columns: ConversationColumns,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): boolean {
  if ((segment.flags & SYN) === 0 || columns.hasBase[side] === 0) return false;
  if ((segment.flags & ACK) !== 0 && rules === "4.0") return false;
  if (segment.seq !== columns.base[side]) return true;
  return rules === "4.4" && ((columns.completeness[side >> 1] ?? 0) & (SAW_FIN | SAW_RST)) !== 0;
}

/** Writes down what a segment tells about its conversation. `side` is conversation × 2 + direction. */
export function followSegment(
  columns: ConversationColumns,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  const { flags } = segment;
  learnCompleteness(columns, side >> 1, segment);
  // Wireshark takes the option from any segment, though only a SYN may carry it (RFC 7323 §2.1).
  if (segment.windowShift >= 0) columns.windowShift[side] = segment.windowShift;
  if (!segment.isWhole) {
    learnBaseOfBroken(columns, side, segment, rules);
    return;
  }
  learnBases(columns, side, segment, rules);
  if ((flags & SYN) !== 0) learnSyn(columns, side, segment);
  if ((flags & (FIN | RST)) !== 0) learnEnd(columns, side, segment);
  if ((flags & ACK) !== 0) learnFinAck(columns, side, segment);
  columns.payloadOctets[side] = (columns.payloadOctets[side] ?? 0) + segment.payloadLength;
}

/** Counts a frame of a conversation, whatever can be read of its segment. */
export function countFrame(columns: ConversationColumns, side: number, segment: SegmentFacts): void {
  const conversation = side >> 1;
  if (columns.firstFrame[conversation] === -1) {
    columns.firstFrame[conversation] = segment.row;
    columns.clientDirection[conversation] = side & 1;
  }
  columns.lastFrame[conversation] = segment.row;
  columns.frames[side] = (columns.frames[side] ?? 0) + 1;
  columns.octets[side] = (columns.octets[side] ?? 0) + segment.frameLength;
}

/** Takes from a segment which numbers its conversation counts from. */
export function learnBases(
  columns: ConversationColumns,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  const { flags, seq, ack } = segment;
  if (columns.hasBase[side] === 0) {
    columns.base[side] = baseBySender(flags, seq);
    columns.hasBase[side] = 1;
  } else {
    rebaseAtSynAck(columns, side, segment, rules);
  }
  const reverse = side ^ 1;
  if ((flags & ACK) !== 0 && columns.hasBase[reverse] === 0) {
    columns.base[reverse] = baseByAcknowledgment(ack);
    columns.hasBase[reverse] = 1;
  }
}

/** Of a segment whose length cannot be told 4.0 takes the number of a SYN,ACK all the same. */
function learnBaseOfBroken(
  columns: ConversationColumns,
  side: number,
  segment: SegmentFacts,
  rules: WiresharkRules,
): void {
  if (rules !== "4.0" || (segment.flags & (SYN | ACK)) !== (SYN | ACK)) return;
  if (columns.hasBase[side] === 1) rebaseAtSynAck(columns, side, segment, rules);
  else {
    columns.base[side] = segment.seq;
    columns.hasBase[side] = 1;
  }
}

/** 4.0 keeps the conversation at a SYN,ACK with another number, but counts from that, as from each one before. */
function rebaseAtSynAck(
  columns: ConversationColumns,
  side: number,
  { flags, seq, row }: SegmentFacts,
  rules: WiresharkRules,
): void {
  const isSynAck = (flags & SYN) !== 0 && (flags & ACK) !== 0;
  if (rules !== "4.0" || !isSynAck || columns.base[side] === seq) return;
  const { rebases } = columns;
  const before = columns.synAckFrame[side] ?? -1;
  if (before >= 0 && !rebases.some((each) => each.side === side)) {
    rebases.push({ row: before, side, base: columns.base[side] ?? 0 });
  }
  rebases.push({ row, side, base: seq });
  columns.base[side] = seq;
}

function learnCompleteness(columns: ConversationColumns, conversation: number, segment: SegmentFacts): void {
  const isFirst = columns.firstFrame[conversation] === segment.row;
  const told = toldCompleteness(segment, isFirst);
  columns.completeness[conversation] = (columns.completeness[conversation] ?? 0) | told;
  const isOpening = (segment.flags & (SYN | ACK)) === SYN;
  const later = !isFirst || segment.isReuse ? told : isOpening ? told & (SAW_SYN | SAW_DATA) : 0;
  columns.laterCompleteness[conversation] = (columns.laterCompleteness[conversation] ?? 0) | later;
}

function toldCompleteness({ flags, payloadLength, isReuse }: SegmentFacts, isFirst: boolean): number {
  let told = 0;
  const kind = flags & (SYN | ACK);
  if (kind === (SYN | ACK)) told |= SAW_SYN_ACK;
  else if (kind === ACK) told |= payloadLength > 0 ? SAW_DATA : SAW_ACK;
  else if (kind === SYN && isFirst) told |= SAW_SYN | (payloadLength > 0 && !isReuse ? SAW_DATA : 0);
  if ((flags & (FIN | ACK)) === (FIN | ACK)) told |= SAW_FIN;
  if ((flags & RST) !== 0) told |= SAW_RST;
  return told;
}

function learnSyn(columns: ConversationColumns, side: number, segment: SegmentFacts): void {
  const reverse = side ^ 1;
  const conversation = side >> 1;
  const isSynAck = (segment.flags & ACK) !== 0;
  const first = isSynAck ? columns.synAckFrame : columns.synFrame;
  if (first[side] === -1) first[side] = segment.row;
  // A SYN,ACK without its SYN answers the other end; a SYN decides, unless the other end's came first.
  if (isSynAck && columns.firstFrame[conversation] === segment.row)
    columns.clientDirection[conversation] = reverse & 1;
  if (!isSynAck && columns.synFrame[reverse] === -1) columns.clientDirection[conversation] = side & 1;
  // Where its options were not read to their end, Wireshark does not compare them with the other end's.
  if (segment.areOptionsBroken) return;
  if (columns.windowShift[side] === -1) {
    // Both ends must offer scaling; but what was agreed before is not taken back.
    columns.windowShift[side] = -2;
    columns.windowShift[reverse] = -2;
  } else if (isSynAck && columns.windowShift[reverse] === -2) {
    columns.windowShift[side] = -2;
  }
}

function learnEnd(columns: ConversationColumns, side: number, segment: SegmentFacts): void {
  if ((segment.flags & RST) !== 0 && columns.rstFrame[side] === -1) columns.rstFrame[side] = segment.row;
  if ((segment.flags & FIN) !== 0 && columns.finFrame[side] === -1) {
    columns.finFrame[side] = segment.row;
    columns.finEnd[side] = addToSequence(segment.seq, segment.payloadLength + 1);
  }
}

function learnFinAck(columns: ConversationColumns, side: number, segment: SegmentFacts): void {
  const reverse = side ^ 1;
  if (columns.finFrame[reverse] === -1 || columns.finAckFrame[reverse] !== -1) return;
  if (sequenceDistance(columns.finEnd[reverse] ?? 0, segment.ack) >= 0)
    columns.finAckFrame[reverse] = segment.row;
}
