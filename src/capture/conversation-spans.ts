import { nanoseconds, type Nanoseconds } from "../base/time";
import { datagramSide, type CaptureIndex, type FrameColumns } from "./capture-index";
import { nanosecondsBetween } from "./frame-columns";

/** When a conversation began and how long it lasted. */
export interface ConversationSpan {
  /** Since the capture's first frame; below zero where frames stand out of order. */
  readonly start: Nanoseconds;
  readonly duration: Nanoseconds;
}

/** By conversation, the rows of its earliest and its latest frame. */
interface OuterRows {
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
}

interface Disorder {
  readonly tcp: OuterRows;
  readonly udp: OuterRows;
}

const known = new WeakMap<CaptureIndex, Disorder | undefined>();

/** Gives the span of a conversation as Wireshark counts it: from its earliest frame to its latest, wherever they stand. */
export function conversationSpan(
  index: CaptureIndex,
  protocol: "tcp" | "udp",
  number: number,
): ConversationSpan {
  const { frames } = index;
  const columns = protocol === "tcp" ? index.conversations : index.datagrams;
  const rows = disorderOf(index)?.[protocol];
  const earliest = (rows?.earliest ?? columns.firstFrame)[number] ?? 0;
  const latest = (rows?.latest ?? columns.lastFrame)[number] ?? 0;
  return {
    start: nanoseconds(nanosecondsBetween(frames, 0, earliest)),
    duration: nanoseconds(nanosecondsBetween(frames, earliest, latest)),
  };
}

/** Undefined where the frames stand in order, as nearly always. */
function disorderOf(index: CaptureIndex): Disorder | undefined {
  if (!known.has(index)) known.set(index, isInOrder(index) ? undefined : findDisorder(index));
  return known.get(index);
}

function isInOrder({ frames, frameCount }: CaptureIndex): boolean {
  const { seconds, nanoseconds: fractions } = frames;
  for (let row = 1; row < frameCount; row += 1) {
    const step = (seconds[row] ?? 0) - (seconds[row - 1] ?? 0);
    if (step < 0 || (step === 0 && (fractions[row] ?? 0) < (fractions[row - 1] ?? 0))) return false;
  }
  return true;
}

function findDisorder({ frames, frameCount, conversations, datagrams }: CaptureIndex): Disorder {
  const [tcp, udp] = [outerRows(conversations.count), outerRows(datagrams.count)];
  for (let row = 0; row < frameCount; row += 1) {
    const side = frames.conversation[row] ?? -1;
    if (side >= 0) widen(tcp, side >> 1, frames, row);
    else if (side < -1) widen(udp, datagramSide(side) >> 1, frames, row);
  }
  return { tcp, udp };
}

function outerRows(count: number): OuterRows {
  return { earliest: new Int32Array(count).fill(-1), latest: new Int32Array(count).fill(-1) };
}

function widen({ earliest, latest }: OuterRows, number: number, frames: FrameColumns, row: number): void {
  const [first, last] = [earliest[number] ?? -1, latest[number] ?? -1];
  if (first < 0 || nanosecondsBetween(frames, first, row) < 0) earliest[number] = row;
  if (last < 0 || nanosecondsBetween(frames, last, row) > 0) latest[number] = row;
}
