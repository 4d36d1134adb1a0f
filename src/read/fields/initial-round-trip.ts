import type { CaptureIndex } from "../../capture/capture-index";
import { ACK, SYN } from "../../tcp/flags";
import { rowTime } from "./frame-fields";

const found = new WeakMap<CaptureIndex, ReadonlyMap<number, bigint>>();

/**
 * Gives Wireshark's iRTT of a conversation in nanoseconds: from the latest SYN to the first ACK without SYN,
 * or where that is no time at all, to the next one; undefined where it is never known.
 *
 * Unlike `SegmentAnalysis.initialRoundTrip` it is told in frames before that ACK, too, as by tshark's second pass.
 */
export function initialRoundTrip(index: CaptureIndex, conversation: number): bigint | undefined {
  const known = found.get(index) ?? initialRoundTrips(index);
  found.set(index, known);
  return known.get(conversation);
}

function initialRoundTrips({ frames, frameCount }: CaptureIndex): ReadonlyMap<number, bigint> {
  const synRows = new Map<number, number>();
  const spans = new Map<number, bigint>();
  for (let row = 0; row < frameCount; row += 1) {
    const conversation = (frames.conversation[row] ?? -1) >> 1;
    const flags = (frames.flags[row] ?? 0) & (SYN | ACK);
    if (conversation < 0 || flags === 0) continue;
    if (flags === SYN) synRows.set(conversation, row);
    const synRow = flags === ACK && !spans.has(conversation) ? synRows.get(conversation) : undefined;
    const span = synRow === undefined ? 0n : rowTime(frames, row) - rowTime(frames, synRow);
    if (span !== 0n) spans.set(conversation, span);
  }
  return spans;
}
