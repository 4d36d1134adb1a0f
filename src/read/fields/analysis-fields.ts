import type { SegmentAnalysis } from "../../tcp/judged-segment";
import { segmentMarks, type SegmentMark } from "../../tcp/segment-marks";
import { plain, time, type Field, type FieldTable, type FieldValue, type FrameFacts } from "./field";
import { rowTime } from "./frame-fields";
import { initialRoundTrip } from "./initial-round-trip";

/** Fields `tcp.analysis.…`, as two passes of tshark print them. */
export const analysisFields: FieldTable = {
  "tcp.analysis": present((analysis) => isShown(analysis)),
  "tcp.analysis.flags": present(({ marks }) => marks.size > 0),
  ...Object.fromEntries(segmentMarks.map((mark) => [`tcp.analysis.${mark}`, markField(mark)])),
  "tcp.analysis.acks_frame": number(({ acksFrame }) => acksFrame),
  "tcp.analysis.ack_rtt": time((facts) => sinceFrame(facts, shownAnalysis(facts)?.acksFrame)),
  "tcp.analysis.initial_rtt": time(({ index, row, analysis }) =>
    analysis !== undefined && isShown(analysis) ? initialRoundTrip(index, row) : undefined,
  ),
  "tcp.analysis.bytes_in_flight": number(({ bytesInFlight }) => bytesInFlight),
  "tcp.analysis.push_bytes_sent": number(({ bytesInFlight, pushedBytes }) =>
    bytesInFlight === undefined ? undefined : pushedBytes,
  ),
  "tcp.analysis.duplicate_ack_num": number(({ duplicate }) => duplicate?.count),
  "tcp.analysis.duplicate_ack_frame": number(({ duplicate }) => duplicate?.anchorFrame),
  "tcp.analysis.rto": time((facts) => sinceFrame(facts, timeoutFrame(facts))),
  "tcp.analysis.rto_frame": plain((facts) =>
    sinceFrame(facts, timeoutFrame(facts)) === undefined ? undefined : timeoutFrame(facts),
  ),
};

/** Whether there is anything to say: only then Wireshark adds its analysis to a frame. */
export function isShown({
  marks,
  isShownUnmarked,
  isHidden,
  acksFrame,
  pushedBytes,
}: SegmentAnalysis): boolean {
  if (isHidden === true) return false;
  return marks.size > 0 || isShownUnmarked === true || acksFrame !== undefined || pushedBytes !== undefined;
}

function present(test: (analysis: SegmentAnalysis) => boolean, printed: readonly string[] = ["1"]): Field {
  const holds = (facts: FrameFacts): boolean => {
    const analysis = shownAnalysis(facts);
    return analysis !== undefined && test(analysis);
  };
  return {
    values: (facts): readonly FieldValue[] => (holds(facts) ? [true] : []),
    cells: (facts) => (holds(facts) ? printed : []),
  };
}

function markField(mark: SegmentMark): Field {
  // A duplicate acknowledgment is a field and a remark of one name.
  return present(({ marks }) => marks.has(mark), mark === "duplicate_ack" ? ["1", "1"] : ["1"]);
}

function number(find: (analysis: SegmentAnalysis) => number | undefined): Field {
  return plain((facts) => {
    const analysis = shownAnalysis(facts);
    return analysis === undefined ? undefined : find(analysis);
  });
}

function shownAnalysis({ analysis }: FrameFacts): SegmentAnalysis | undefined {
  return analysis?.isHidden === true ? undefined : analysis;
}

/** The frame from which a plain retransmission counts its timer: of fast and spurious ones no timer ran out. */
function timeoutFrame(facts: FrameFacts): number | undefined {
  const analysis = shownAnalysis(facts);
  if (analysis === undefined || !analysis.marks.has("retransmission")) return undefined;
  const { marks, timeoutFrame: frame } = analysis;
  return marks.has("fast_retransmission") || marks.has("spurious_retransmission") ? undefined : frame;
}

/** Nanoseconds since another frame, exact over any span; as in Wireshark, no time at all counts as not known. */
function sinceFrame({ index, row }: FrameFacts, frame: number | undefined): bigint | undefined {
  if (frame === undefined) return undefined;
  const span = rowTime(index.frames, row) - rowTime(index.frames, frame - 1);
  return span === 0n ? undefined : span;
}
