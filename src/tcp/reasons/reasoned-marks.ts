import { formatOctets } from "../../base/octets";
import type { RepeatKind } from "../finding";
import { RST, SYN } from "../flags";
import type { ObservedSegment } from "../observed-segment";
import { sequenceDistance } from "../sequence-number";
import { spanWords } from "../finding-words";
import { observeExchange, type Exchange } from "./exchange";
import type { Repeat } from "./name-repeat";
import type { Hole } from "./octets-seen";
import { resetFindings } from "./resets";
import { CLIENT_CLOSED, KNOWS_PEER_END, segmentColumns, type SegmentColumns } from "./segment-columns";

/** Segments of a simultaneous open acknowledge the same numbers twice, as they must: two SYNs, two SYN,ACKs, ACKs, first data. */
const SIMULTANEOUS_OPEN = 7;

/**
 * Gives, position by position, what each segment is in a few words for its arrow: the second opinion beside
 * Wireshark's marks. Empty where there is nothing to say.
 *
 * Segments are those of one conversation, all of them, in capture order.
 */
export function reasonedMarks(segments: readonly ObservedSegment[]): readonly (readonly string[])[] {
  return marksOf(observeExchange(segmentColumns(segments)), segments);
}

/** Gives the same of a conversation that was observed before. */
export function marksOf(
  exchange: Exchange,
  segments: readonly ObservedSegment[],
): readonly (readonly string[])[] {
  const ignored = new Set(
    resetFindings(exchange).flatMap(({ kind, frames }) => (kind === "reset-ignored" ? frames : [])),
  );
  return segments.map((segment, position) => {
    const repeat = exchange.repeats.get(position);
    const gap = exchange.gaps.get(position);
    const rest = windowMarks(segment, repeat);
    const acknowledged = acknowledgmentMarks(exchange, segment, position, ignored);
    // Most segments have none: nothing is made for these.
    if (repeat === undefined && gap === undefined && rest.length === 0) return acknowledged;
    return [...repeatMark(repeat), ...gapMark(gap), ...rest, ...acknowledged];
  });
}

const nothing: readonly string[] = [];

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

function repeatMark(repeat: Repeat | undefined): readonly string[] {
  if (repeat === undefined) return [];
  const words = repeatWords[repeat.what];
  return [
    timed.has(repeat.what) && repeat.since !== undefined
      ? `${words} after ${spanWords(repeat.since)}`
      : words,
  ];
}

function gapMark(hole: Hole | undefined): readonly string[] {
  return hole === undefined
    ? []
    : [`${formatOctets(sequenceDistance(hole.left, hole.right))} before it not seen yet`];
}

function windowMarks({ analysis, flags }: ObservedSegment, repeat: Repeat | undefined): readonly string[] {
  const marks = analysis?.marks;
  if (marks === undefined || marks.size === 0 || (flags & (SYN | RST)) !== 0) return nothing;
  const words: string[] = [];
  if (marks.has("zero_window_probe") && repeat === undefined) words.push("window probe");
  if (marks.has("zero_window")) words.push("zero window");
  if (marks.has("window_full")) words.push("fills the window");
  if (marks.has("keep_alive") && repeat === undefined) words.push("keep-alive");
  if (marks.has("keep_alive_ack")) words.push("answers keep-alive");
  return words;
}

function acknowledgmentMarks(
  exchange: Exchange,
  segment: ObservedSegment,
  position: number,
  ignored: ReadonlySet<number>,
): readonly string[] {
  const { outline } = exchange;
  if (ignored.has(segment.number)) return [(segment.flags & RST) === 0 ? "challenge ACK" : "not accepted"];
  const isOpening = position <= SIMULTANEOUS_OPEN && outline[0].synFrame >= 0 && outline[1].synFrame >= 0;
  return isOpening ? nothing : plainAcknowledgmentMarks(exchange, segment, position);
}

function plainAcknowledgmentMarks(
  { columns }: Exchange,
  { analysis, ack }: ObservedSegment,
  position: number,
): readonly string[] {
  if (analysis === undefined) return nothing;
  const isNews = columns.isNews(position);
  if (analysis.marks.has("duplicate_ack") && !isNews)
    return [`duplicate ACK ${String(analysis.duplicate?.count ?? "")}`.trim()];
  // By 4.0 an acknowledgment of the probe's octet is no window update.
  const opens = (analysis.marks.has("window_update") && isNews) || opensWindow(columns, position);
  const unseen =
    analysis.marks.has("ack_lost_segment") && ack !== undefined ? unseenMark(columns, position) : nothing;
  return unseen.length === 0 && opens ? ["window opens"] : unseen;
}

function opensWindow(columns: SegmentColumns, position: number): boolean {
  const closed = CLIENT_CLOSED << columns.senderOf(position);
  const wasClosed = ((columns.traits[position] ?? 0) & closed) !== 0;
  return wasClosed && columns.lengthOf(position) === 0 && columns.windowOf(position) > 0;
}

function unseenMark(columns: SegmentColumns, position: number): readonly string[] {
  if (((columns.traits[position] ?? 0) & KNOWS_PEER_END) === 0) return [];
  const octets = sequenceDistance(columns.peerEnd[position] ?? 0, columns.ackOf(position));
  return octets > 0 ? [`acknowledges ${formatOctets(octets)} not captured`] : [];
}
