/** What Wireshark's TCP analysis can say of a segment, by the names of its fields `tcp.analysis.…`. */
export const segmentMarks = [
  "retransmission",
  "fast_retransmission",
  "spurious_retransmission",
  "out_of_order",
  "duplicate_ack",
  "lost_segment",
  "ack_lost_segment",
  "keep_alive",
  "keep_alive_ack",
  "zero_window",
  "window_full",
  "window_update",
  "zero_window_probe",
  "zero_window_probe_ack",
  "reused_ports",
] as const;

/** One of the fifteen. */
export type SegmentMark = (typeof segmentMarks)[number];

const words: Readonly<Record<SegmentMark, string>> = {
  retransmission: "Retransmission",
  fast_retransmission: "Fast Retransmission",
  spurious_retransmission: "Spurious Retransmission",
  out_of_order: "Out-Of-Order",
  duplicate_ack: "Dup ACK",
  lost_segment: "Previous segment not captured",
  ack_lost_segment: "ACKed unseen segment",
  keep_alive: "Keep-Alive",
  keep_alive_ack: "Keep-Alive ACK",
  zero_window: "ZeroWindow",
  window_full: "Window Full",
  window_update: "Window Update",
  zero_window_probe: "ZeroWindowProbe",
  zero_window_probe_ack: "ZeroWindowProbeAck",
  reused_ports: "Port numbers reused",
};

/** From the front of Wireshark's Info column backwards: each mark is put before those that were printed. */
const infoOrder: readonly SegmentMark[] = [
  "zero_window_probe_ack",
  "zero_window",
  "zero_window_probe",
  "duplicate_ack",
  "keep_alive_ack",
  "keep_alive",
  "window_full",
  "window_update",
  "ack_lost_segment",
  "lost_segment",
  "out_of_order",
  "spurious_retransmission",
  "fast_retransmission",
  "retransmission",
  "reused_ports",
];

/**
 * Gives the marks as Wireshark words them, in the order in which its Info column stacks them: `Dup ACK 5#2`.
 * There each is put in brackets behind `TCP`.
 *
 * A fast or spurious retransmission is named once, by its own word; a duplicate ACK names its anchor frame
 * and count where they are given.
 */
export function markWords(
  marks: ReadonlySet<SegmentMark>,
  duplicate?: { readonly anchorFrame: number; readonly count: number },
): readonly string[] {
  if (marks.size === 0) return [];
  const isNamed = marks.has("fast_retransmission") || marks.has("spurious_retransmission");
  return infoOrder
    .filter((mark) => marks.has(mark) && !(mark === "retransmission" && isNamed))
    .map((mark) =>
      mark === "duplicate_ack" && duplicate !== undefined
        ? `${words[mark]} ${String(duplicate.anchorFrame)}#${String(duplicate.count)}`
        : words[mark],
    );
}
