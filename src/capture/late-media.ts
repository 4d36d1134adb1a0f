import { datagramSide } from "./capture-index";
import {
  addPayload,
  BITS,
  CLIENT_IS_SECOND,
  FACT_WORDS,
  FIRST_ROW,
  takeFrame,
  type ConversationFacts,
} from "./conversation-facts";
import type { ConversationTable } from "./conversation-table";
import { countFrame } from "./follow-segment";
import type { GrowingFrameColumns } from "./frame-columns";
import type { AnnouncedMedia } from "./media-announcements";

/** Rows that are looked back over, all together. */
const MOST_ROWS = 50_000_000;
const NONE = -1;

/** Moves datagrams to media that were told after them, but hold since before: as Wireshark's second pass does. `gathered` has media by their numbers. */
export function moveToLate(
  late: readonly AnnouncedMedia[],
  gathered: Map<number, AnnouncedMedia>,
  table: ConversationTable,
  frames: GrowingFrameColumns,
): void {
  const touched = new Set<number>();
  let rest = MOST_ROWS;
  for (const media of [...late].sort((left, right) => left.since - right.since))
    for (let row = media.since; row < media.told && rest > 0; row += 1, rest -= 1) {
      const side = datagramSide(frames.conversation[row] ?? NONE);
      const used = gathered.get(side >> 1);
      if (used === undefined || !isTaken(media, used, side)) continue;
      const isSent = sender(used, side) === media.owner;
      if (media.number < 0) {
        media.number = table.repeat(side >> 1);
        media.way = isSent ? side & 1 : ~side & 1;
        media.peer = used.owner === media.owner ? used.peer : used.owner;
        gathered.set(media.number, media);
      }
      moveDatagram(table.facts, frames, row, [side, sideOf(media, isSent)]);
      touched.add(side >> 1).add(media.number);
    }
  if (touched.size > 0) findFirstRows(touched, table.facts, frames);
}

/** Gives whether media take over a side of others: of older ones of the same owner, or what their owner sent to another's. */
function isTaken({ owner, since }: AnnouncedMedia, used: AnnouncedMedia, side: number): boolean {
  return used.owner === owner ? used.since <= since : sender(used, side) === owner;
}

function sender({ way, owner, peer }: AnnouncedMedia, side: number): string {
  return (side & 1) === way ? owner : peer;
}

/** Gives the side of a datagram that the owner of media sent or got. */
export function sideOf({ number, way }: AnnouncedMedia, isSent: boolean): number {
  return number * 2 + (isSent ? way : way ^ 1);
}

function findFirstRows(
  numbers: ReadonlySet<number>,
  { words }: ConversationFacts,
  frames: GrowingFrameColumns,
): void {
  for (const number of numbers) {
    words[number * FACT_WORDS + FIRST_ROW] = 0;
    words[number * FACT_WORDS + BITS] = (words[number * FACT_WORDS + BITS] ?? 0) & ~CLIENT_IS_SECOND;
  }
  for (let row = 0; row < frames.count; row += 1) {
    const side = datagramSide(frames.conversation[row] ?? NONE);
    const at = (side >> 1) * FACT_WORDS;
    if (words[at + FIRST_ROW] !== 0 || !numbers.has(side >> 1)) continue;
    words[at + FIRST_ROW] = row + 1;
    words[at + BITS] = (words[at + BITS] ?? 0) | (CLIENT_IS_SECOND * (side & 1));
  }
}

/** Moves the datagram of a row from one side to another. */
export function moveDatagram(
  facts: ConversationFacts,
  frames: GrowingFrameColumns,
  row: number,
  [from, to]: readonly [from: number, to: number],
): void {
  const length = frames.originalLength[row] ?? 0;
  const payload = frames.payloadLength[row] ?? 0;
  takeFrame(facts, from, length, payload);
  const firstRow = (from >> 1) * FACT_WORDS + FIRST_ROW;
  if (facts.words[firstRow] === row + 1) facts.words[firstRow] = 0;
  countFrame(facts, to, row, length);
  addPayload(facts.totals, to, payload);
  frames.conversation[row] = datagramSide(to);
}
