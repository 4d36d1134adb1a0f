import { newConversationAnalysis } from "../../src/tcp/conversation-analysis";
import { ACK, FIN, SYN } from "../../src/tcp/flags";
import { judgeSegment } from "../../src/tcp/judge-segment";
import type { AnalysedSegment, SegmentAnalysis } from "../../src/tcp/judged-segment";
import type { WiresharkRules } from "../../src/tcp/wireshark-rules";

/** A segment as a test writes it; what is left out is what an ordinary ACK has. */
export type WrittenSegment = Partial<AnalysedSegment>;

/** From end 0 or end 1; milliseconds, numbers from 1001 and 5001. */
export function client(time: number, seq: number, ack: number, more: WrittenSegment = {}): WrittenSegment {
  return { direction: 0, time: time * 1e6, seq: 1000 + seq, ack: 5000 + ack, ...more };
}

/** The other direction. */
export function server(time: number, seq: number, ack: number, more: WrittenSegment = {}): WrittenSegment {
  return { direction: 1, time: time * 1e6, seq: 5000 + seq, ack: 1000 + ack, ...more };
}

/** Three segments with an initial round trip of 20 ms. */
export const handshake: readonly WrittenSegment[] = [
  client(0, 0, -5000, { flags: SYN, windowShift: 7 }),
  server(18, 0, 1, { flags: SYN | ACK, windowShift: 7 }),
  client(20, 1, 1),
];

/** A FIN that acknowledges. */
export const closing: WrittenSegment = { flags: FIN | ACK };

/** Gives a length. */
export function octets(payloadLength: number): WrittenSegment {
  return { payloadLength };
}

/** Gives the analysis of each segment; frames are counted from 1. */
export function judge(
  segments: readonly WrittenSegment[],
  rules: WiresharkRules = "4.4",
): readonly SegmentAnalysis[] {
  const memory = newConversationAnalysis();
  return segments.map((segment, i) => {
    const whole = { time: i * 1e6, direction: 0, flags: ACK, seq: 1, ack: 1, payloadLength: 0 } as const;
    return judgeSegment(memory, { ...whole, frame: i + 1, window: 500, isReuse: false, ...segment }, rules);
  });
}

/** Gives the marks of the last segment behind a handshake. */
export function lastMarks(
  segments: readonly WrittenSegment[],
  rules: WiresharkRules = "4.4",
): readonly string[] {
  return [...(judge([...handshake, ...segments], rules).at(-1)?.marks ?? [])];
}
