import { ACK } from "../../src/tcp/flags";
import { newConversationAnalysis } from "../../src/tcp/conversation-analysis";
import { judgeSegment } from "../../src/tcp/judge-segment";
import type { ObservedSegment } from "../../src/tcp/observed-segment";

/** A segment of a test, at a time in milliseconds; what is left out follows from what came before. */
export interface SegmentLine {
  readonly at?: number;
  readonly from: 0 | 1;
  readonly flags: number;
  readonly seq: number;
  readonly ack?: number;
  readonly length?: number;
  readonly window?: number;
  readonly timestamp?: number;
}

/** Gives segments as a capture of them would be read: numbered from 1, and judged as Wireshark 4.4 does. */
export function observed(lines: readonly SegmentLine[]): readonly ObservedSegment[] {
  const memory = newConversationAnalysis();
  return lines.map((line, i): ObservedSegment => {
    const { at, from, seq, length = 0, window = 60_000, timestamp } = line;
    const flags = line.flags | (line.ack === undefined ? 0 : ACK);
    const time = at === undefined ? undefined : at * 1e6;
    const raw = { seq, ack: line.ack ?? 0, payloadLength: length, window, flags, time };
    const analysis = judgeSegment(memory, { ...raw, frame: i + 1, direction: from, isReuse: false }, "4.4");
    return {
      ...{ number: i + 1, from, flags, seq, ack: line.ack, payloadLength: length, time, window, timestamp },
      ...{ isLost: false, isTogether: false, analysis },
    };
  });
}
