import { formatOctets } from "../../base/octets";
import type { RepeatKind } from "../finding";
import { RST, SYN } from "../flags";
import type { ObservedSegment } from "../observed-segment";
import { sequenceDistance } from "../sequence-number";
import { spanWords } from "../finding-words";
import { observeExchange, type Exchange, type Step } from "./exchange";
import { resetFindings } from "./resets";

/** Segments of a simultaneous open acknowledge the same numbers twice, as they must: two SYNs, two SYN,ACKs, ACKs, first data. */
const SIMULTANEOUS_OPEN = 7;

/**
 * Gives, position by position, what each segment is in a few words for its arrow: the second opinion beside
 * Wireshark's marks. Empty where there is nothing to say.
 *
 * Segments are those of one conversation, all of them, in capture order.
 */
export function reasonedMarks(segments: readonly ObservedSegment[]): readonly (readonly string[])[] {
  return marksOf(observeExchange(segments));
}

/** Gives the same of a conversation that was observed before. */
export function marksOf(exchange: Exchange): readonly (readonly string[])[] {
  const ignored = new Set(
    resetFindings(exchange).flatMap(({ kind, frames }) => (kind === "reset-ignored" ? frames : [])),
  );
  return exchange.steps.map((step, position) => [
    ...repeatMark(step),
    ...gapMark(step),
    ...windowMarks(step),
    ...acknowledgmentMarks(exchange, position, ignored),
  ]);
}

const repeatWords: Readonly<Record<RepeatKind, string>> = {
  timeout: "retransmission",
  fast: "fast retransmission",
  "tail-probe": "tail loss probe",
  retransmission: "retransmission",
  needless: "needless retransmission",
  "syn-answered-again": "answers another SYN",
  "filled-late": "retransmission",
  reordered: "out of order",
  duplicated: "copy of the same segment",
  "simultaneous-open": "simultaneous open",
  "window-probe": "window probe",
  "same-ports": "new connection, same ports",
};

/** Kinds whose time says how they are known. */
const timed: ReadonlySet<RepeatKind> = new Set([
  "timeout",
  "tail-probe",
  "retransmission",
  "needless",
  "filled-late",
  "reordered",
]);

function repeatMark({ repeat }: Step): readonly string[] {
  if (repeat === undefined) return [];
  const words = repeatWords[repeat.what];
  return [
    timed.has(repeat.what) && repeat.since !== undefined
      ? `${words} after ${spanWords(repeat.since)}`
      : words,
  ];
}

function gapMark({ hole }: Step): readonly string[] {
  return hole === undefined
    ? []
    : [`${formatOctets(sequenceDistance(hole.left, hole.right))} before it not seen yet`];
}

function windowMarks({ segment: { analysis }, repeat, segment }: Step): readonly string[] {
  const marks = analysis?.marks;
  if (marks === undefined || (segment.flags & (SYN | RST)) !== 0) return [];
  const words: string[] = [];
  if (marks.has("zero_window_probe") && repeat === undefined) words.push("window probe");
  if (marks.has("zero_window")) words.push("zero window");
  if (marks.has("window_full")) words.push("fills the window");
  if (marks.has("keep_alive") && repeat === undefined) words.push("keep-alive");
  if (marks.has("keep_alive_ack")) words.push("answers keep-alive");
  return words;
}

function acknowledgmentMarks(
  { steps, outline }: Exchange,
  position: number,
  ignored: ReadonlySet<number>,
): readonly string[] {
  const step = steps[position];
  if (step === undefined) return [];
  const { segment } = step;
  if (ignored.has(segment.number)) return [(segment.flags & RST) === 0 ? "challenge ACK" : "not accepted"];
  const isOpening = position <= SIMULTANEOUS_OPEN && outline[0].synFrame >= 0 && outline[1].synFrame >= 0;
  return isOpening ? [] : plainAcknowledgmentMarks(step);
}

function plainAcknowledgmentMarks({ segment, isNews, peerEnd }: Step): readonly string[] {
  const { analysis, ack } = segment;
  if (analysis === undefined) return [];
  if (analysis.marks.has("duplicate_ack") && !isNews)
    return [`duplicate ACK ${String(analysis.duplicate?.count ?? "")}`.trim()];
  if (analysis.marks.has("ack_lost_segment") && ack !== undefined) return unseenMark(ack, peerEnd);
  return analysis.marks.has("window_update") && isNews ? ["window opens"] : [];
}

function unseenMark(ack: number, sent: number | undefined): readonly string[] {
  if (sent === undefined) return [];
  const octets = sequenceDistance(sent, ack);
  return octets > 0 ? [`acknowledges ${formatOctets(octets)} not captured`] : [];
}
