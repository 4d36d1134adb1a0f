import { otherEnd, type EndOutline } from "../conversation-outline";
import { ACK, FIN, RST, SYN } from "../flags";
import { isSequenceBefore } from "../sequence-number";
import type { End } from "../tcp-state";
import { endOfSegment } from "./octets-seen";
import { IS_TOGETHER, KNOWS_ACK, KNOWS_SEQ, type SegmentColumns } from "./segment-columns";

type GrowingOutline = { -readonly [K in keyof EndOutline]: EndOutline[K] };

/** Gives what client and server did first, by position. */
export function outlineEnds(columns: SegmentColumns): readonly [EndOutline, EndOutline] {
  const ends: readonly [GrowingOutline, GrowingOutline] = [noOutline(), noOutline()];
  for (let at = 0; at < columns.count; at += 1) {
    const end = ends[columns.senderOf(at)];
    end.segments += 1;
    // Most segments have none of the flags that are looked for.
    if (columns.hasFlag(at, SYN | FIN | RST)) noteFlags(end, columns.flagsOf(at), at);
  }
  for (const from of [0, 1] as const)
    ends[from].finAckFrame = acknowledgedAt(columns, ends[from].finFrame, from);
  return ends;
}

function noOutline(): GrowingOutline {
  return { segments: 0, synFrame: -1, synAckFrame: -1, finFrame: -1, finAckFrame: -1, rstFrame: -1 };
}

function noteFlags(end: GrowingOutline, flags: number, at: number): void {
  const opening = flags & (SYN | ACK);
  if (opening === SYN && end.synFrame === -1) end.synFrame = at;
  if (opening === (SYN | ACK) && end.synAckFrame === -1) end.synAckFrame = at;
  if ((flags & FIN) !== 0 && end.finFrame === -1) end.finFrame = at;
  if ((flags & RST) !== 0 && end.rstFrame === -1) end.rstFrame = at;
}

/** Where a segment was first acknowledged; without numbers, where the other end first sent ACK after it. */
function acknowledgedAt(columns: SegmentColumns, position: number, from: End): number {
  if (position === -1) return -1;
  const hasEnd = columns.knows(position, KNOWS_SEQ);
  const end = endOfSegment(columns, position);
  const peer = otherEnd(from);
  for (let at = position + 1; at < columns.count; at += 1) {
    if (columns.from[at] !== peer || !columns.hasFlag(at, ACK)) continue;
    const isMeant =
      hasEnd && columns.knows(at, KNOWS_ACK)
        ? !isSequenceBefore(columns.ackOf(at), end)
        : !(columns.knows(at, IS_TOGETHER) && at === position + 1);
    if (isMeant) return at;
  }
  return -1;
}
