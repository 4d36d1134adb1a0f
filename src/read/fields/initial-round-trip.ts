import type { CaptureIndex, FrameColumns } from "../../capture/capture-index";
import { HAS_SHORT_HEADER, isAtEpoch } from "../../capture/frame-columns";
import { ACK, SYN } from "../../tcp/flags";
import { rowTime } from "./frame-fields";

/** A round trip in nanoseconds, and the first row that tells it. */
interface RoundTrip {
  readonly span: bigint;
  readonly from: number;
}

const found = new WeakMap<CaptureIndex, ReadonlyMap<number, RoundTrip>>();

/**
 * Gives Wireshark's iRTT of a conversation as a row tells it, in nanoseconds: from the latest SYN to the first ACK
 * without SYN, or where that is no time at all, to the next one; undefined where it is not known.
 *
 * Unlike `SegmentAnalysis.initialRoundTrip` it is told in frames before that ACK, too, as by tshark's second pass.
 */
export function initialRoundTrip(index: CaptureIndex, row: number): bigint | undefined {
  const known = found.get(index) ?? initialRoundTrips(index);
  found.set(index, known);
  const roundTrip = known.get((index.frames.conversation[row] ?? -1) >> 1);
  return roundTrip === undefined || row < roundTrip.from ? undefined : roundTrip.span;
}

function initialRoundTrips({ frames, frameCount }: CaptureIndex): ReadonlyMap<number, RoundTrip> {
  const synRows = new Map<number, number>();
  const roundTrips = new Map<number, RoundTrip>();
  // As tshark reads twice, a first ACK without a SYN before it counts from the SYN that the first reading met last.
  for (let turn = 0; turn < 2 * frameCount; turn += 1) {
    const row = turn % frameCount;
    const conversation = (frames.conversation[row] ?? -1) >> 1;
    const flags = handshakeFlags(frames.flags[row] ?? 0);
    if (conversation < 0 || flags === 0) continue;
    if (flags === SYN) synRows.set(conversation, row);
    const synRow = flags === ACK && !roundTrips.has(conversation) ? synRows.get(conversation) : undefined;
    const span = spanBetween(frames, synRow, row);
    if (span !== 0n) roundTrips.set(conversation, { span, from: turn < frameCount ? 0 : row });
  }
  return roundTrips;
}

/** A header that says it is shorter than a header tells no time. */
function handshakeFlags(flags: number): number {
  return (flags & HAS_SHORT_HEADER) === 0 ? flags & (SYN | ACK) : 0;
}

/** A SYN at the very start of 1970 counts as one without a time. */
function spanBetween(frames: FrameColumns, synRow: number | undefined, row: number): bigint {
  return synRow === undefined || isAtEpoch(frames, synRow)
    ? 0n
    : rowTime(frames, row) - rowTime(frames, synRow);
}
