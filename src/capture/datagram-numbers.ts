import { datagramSide } from "./capture-index";
import { addPayload, BITS, FACT_WORDS, FIRST_ROW, HAS_SNMP_NUMBER, takeFrame } from "./conversation-facts";
import type { ConversationTable } from "./conversation-table";
import { countFrame } from "./follow-segment";
import type { GrowingFrameColumns } from "./frame-columns";
import { loadBig16, loadUint8 } from "./load-integer";
import type { TransportPlace } from "./locate-transport";
import { MediaAnnouncements, type AnnouncedMedia } from "./media-announcements";
import type { GrowingOtherSides } from "./other-sides";
import { endOf } from "./sip-message";

const UDP_HEADER_LENGTH = 8;
const SNMP = 161;
/** The class and number of a tag of ASN.1; what is left out says whether more tags stand in it (X.690 §8.1.2). */
const TAG = 0xdf;
const INTEGER = 2;
const SEQUENCE = 16;

/** The first message of SNMP between two ends, until the next datagram between them. */
interface FirstMessage {
  readonly row: number;
  /** Conversation × 2 + direction. */
  readonly side: number;
  /** Where it stands among other sides, if an ICMP error quotes it. */
  readonly entry: number;
}

/**
 * Numbers of conversations of UDP as Wireshark has them after two passes. Where SNMP is spoken, the first message opens
 * another conversation between the same ends, which takes in this message and all behind it. Its number is the one that is
 * next when the next datagram between them comes; where none comes, one behind all others. Where SIP announces media, all that
 * an end sends is one conversation.
 */
export class DatagramNumbers {
  readonly #table: ConversationTable;
  readonly #frames: GrowingFrameColumns;
  readonly #others: GrowingOtherSides;
  #areTold = false;
  /** By conversation, in the order of their rows. */
  readonly #waiting = new Map<number, FirstMessage>();
  readonly #media = new MediaAnnouncements();

  constructor(table: ConversationTable, frames: GrowingFrameColumns, others: GrowingOtherSides) {
    this.#table = table;
    this.#frames = frames;
    this.#others = others;
  }

  /** Says that whoever dissected the frames gives their numbers. */
  keep(): void {
    this.#areTold = true;
  }

  /** Gives conversation × 2 + direction of the datagram at a place, in the latest row. */
  find(place: TransportPlace): number {
    const { count } = this.#table;
    const side = this.#table.find(place);
    if (this.#areTold) return side;
    const media = this.#table.count > count ? this.#media.find(place) : undefined;
    if (media !== undefined) return this.#gather(media, side, place);
    return isAtSnmp(place) ? this.#follow(side, place) : side;
  }

  /** Reads what begins as a message of SIP does: payload from one position to another, in the latest row. */
  hear(place: TransportPlace, payload: readonly [start: number, end: number]): void {
    if (!this.#areTold) this.#media.hear(place, payload, this.#frames.count - 1);
  }

  /** Gives the side of announced media, in place of a conversation that was just made between its owner and another. */
  #gather(media: AnnouncedMedia, side: number, place: TransportPlace): number {
    const isSent = endOf(place, 0) === media.owner;
    const isFirst = media.number < 0;
    this.#table.withdraw(isFirst);
    if (isFirst) {
      media.number = side >> 1;
      media.way = isSent ? side & 1 : ~side & 1;
    }
    return media.number * 2 + (isSent ? media.way : media.way ^ 1);
  }

  #follow(side: number, place: TransportPlace): number {
    const first = this.#waiting.get(side >> 1);
    if (first !== undefined) return this.#open(first) * 2 + (side & 1);
    const { words } = this.#table.facts;
    const at = (side >> 1) * FACT_WORDS;
    if (((words[at + BITS] ?? 0) & HAS_SNMP_NUMBER) === 0 && isMessage(place)) {
      const row = this.#frames.count - 1;
      this.#waiting.set(side >> 1, { row, side, entry: this.#others.count });
    }
    return side;
  }

  /** Gives numbers to those that are still without. */
  finish(): void {
    for (const first of this.#waiting.values()) this.#open(first);
  }

  /** Gives the number of the new conversation; the first message belongs to it from now on. */
  #open({ row, side, entry }: FirstMessage): number {
    const old = side >> 1;
    const added = this.#table.split(old);
    this.#waiting.delete(old);
    const { facts } = this.#table;
    facts.words[added * FACT_WORDS + BITS] = HAS_SNMP_NUMBER;
    const addedSide = added * 2 + (side & 1);
    const frames = this.#frames;
    if (frames.conversation[row] === datagramSide(side)) {
      const length = frames.originalLength[row] ?? 0;
      const payload = frames.payloadLength[row] ?? 0;
      takeFrame(facts, side, length, payload);
      const firstRow = old * FACT_WORDS + FIRST_ROW;
      if (facts.words[firstRow] === row + 1) facts.words[firstRow] = 0;
      countFrame(facts, addedSide, row, length);
      addPayload(facts.totals, addedSide, payload);
      frames.conversation[row] = datagramSide(addedSide);
    } else this.#others.replace(entry, datagramSide(side), datagramSide(addedSide));
    return added;
  }
}

/** Gives whether a datagram is at a port of SNMP: 161, or 162 of its traps. */
function isAtSnmp({ octets, header }: TransportPlace): boolean {
  const low = Math.min(loadBig16(octets, header), loadBig16(octets, header + 2));
  return low === SNMP || low === SNMP + 1;
}

/** A sequence that is no longer than its datagram, and begins with an integer. */
function isMessage({ octets, header, captured, end }: TransportPlace): boolean {
  const start = header + UDP_HEADER_LENGTH;
  const claimed = header + loadBig16(octets, header + 4);
  const payloadEnd = claimed < start ? end : Math.min(end, claimed);
  if (captured < start + 3 || (loadUint8(octets, start) & TAG) !== SEQUENCE) return false;
  let length = loadUint8(octets, start + 1);
  let at = start + 2;
  // With the top bit set, it says how many octets of length follow (X.690 §8.1.3.5).
  if (length > 0x80) {
    const behind = at + (length & 0x7f);
    if (behind >= captured) return false;
    for (length = 0; at < behind; at += 1) length = length * 256 + loadUint8(octets, at);
  } else if (length === 0x80) length = 0;
  return at < captured && at + length <= payloadEnd && (loadUint8(octets, at) & TAG) === INTEGER;
}
