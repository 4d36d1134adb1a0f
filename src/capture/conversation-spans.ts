import { nanoseconds, type Nanoseconds } from "../base/time";
import {
  datagramSide,
  type CaptureIndex,
  type ConversationColumns,
  type FrameColumns,
} from "./capture-index";
import { nanosecondsBetween } from "./frame-columns";

/** By conversation, the rows of its earliest and its latest frame, wherever these stand: between them lies its span, as Wireshark counts it. */
export interface OuterRows {
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
}

type OuterRowsOfBoth = Readonly<Record<"TCP" | "UDP", OuterRows>>;

const known = new WeakMap<CaptureIndex, OuterRowsOfBoth>();

/** Gives the outer rows of the conversations of a capture; its frames are looked at once. */
export function outerRowsOf(index: CaptureIndex): OuterRowsOfBoth {
  const found = known.get(index) ?? (index.isInOrder ? orderedRows(index) : findRows(index));
  known.set(index, found);
  return found;
}

/** Gives when a conversation began, since the capture's first frame, below zero where frames stand out of order; and how long it lasted. */
export function conversationSpan(
  index: CaptureIndex,
  protocol: "TCP" | "UDP",
  number: number,
): { readonly start: Nanoseconds; readonly duration: Nanoseconds } {
  const { earliest, latest } = outerRowsOf(index)[protocol];
  const [first, last] = [earliest[number] ?? 0, latest[number] ?? 0];
  return { start: timeBetween(index, 0, first), duration: timeBetween(index, first, last) };
}

/** Gives the time from one row to another. */
export function timeBetween({ frames }: CaptureIndex, from: number, to: number): Nanoseconds {
  return nanoseconds(nanosecondsBetween(frames, from, to));
}

/** Of frames that stand in order, as nearly always. */
function orderedRows({ conversations, datagrams }: CaptureIndex): OuterRowsOfBoth {
  return { TCP: firstToLast(conversations), UDP: firstToLast(datagrams) };
}

function firstToLast({ firstFrame, lastFrame }: ConversationColumns): OuterRows {
  return { earliest: firstFrame, latest: lastFrame };
}

function findRows({ frames, frameCount, conversations, datagrams }: CaptureIndex): OuterRowsOfBoth {
  const [tcp, udp] = [outerRows(conversations.count), outerRows(datagrams.count)];
  for (let row = 0; row < frameCount; row += 1) {
    const side = frames.conversation[row] ?? -1;
    if (side >= 0) widen(tcp, side >> 1, frames, row);
    else if (side < -1) widen(udp, datagramSide(side) >> 1, frames, row);
  }
  return { TCP: tcp, UDP: udp };
}

function outerRows(count: number): OuterRows {
  return { earliest: new Int32Array(count).fill(-1), latest: new Int32Array(count).fill(-1) };
}

function widen({ earliest, latest }: OuterRows, number: number, frames: FrameColumns, row: number): void {
  const [first, last] = [earliest[number] ?? -1, latest[number] ?? -1];
  if (first < 0 || nanosecondsBetween(frames, first, row) < 0) earliest[number] = row;
  if (last < 0 || nanosecondsBetween(frames, last, row) > 0) latest[number] = row;
}
