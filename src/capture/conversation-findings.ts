import { newConversationAnalysis } from "../tcp/conversation-analysis";
import type { Finding } from "../tcp/finding";
import { ACK, SYN } from "../tcp/flags";
import { judgeSegment } from "../tcp/judge-segment";
import type { SequenceRange } from "../tcp/conversation-analysis";
import type { AnalysedSegment } from "../tcp/judged-segment";
import type { ObservedSegment } from "../tcp/observed-segment";
import { findReasons } from "../tcp/reasons/find-reasons";
import type { CaptureIndex } from "./capture-index";
import { surveyConversations } from "./eventful-conversations";
import { nanosecondsBetween } from "./frame-columns";

/**
 * Gives what the reasons find in each conversation of a capture, from its columns alone; nothing for those in which
 * nothing happened that a list would tell.
 */
export function conversationFindings(index: CaptureIndex): ReadonlyMap<number, readonly Finding[]> {
  const { eventful, waits } = surveyConversations(index);
  const findings = new Map<number, readonly Finding[]>();
  for (const [conversation, wait] of waits) findings.set(conversation, [wait]);
  for (const [conversation, rows] of rowsOfConversations(index, eventful))
    findings.set(conversation, findReasons(observeRows(index, conversation, rows)));
  return findings;
}

/** Gives the rows of the conversations that are wanted, in file order. */
function rowsOfConversations(
  { frames, frameCount, conversations }: CaptureIndex,
  wanted: Uint8Array,
): ReadonlyMap<number, Uint32Array> {
  const rows = new Map<number, Uint32Array>();
  const filled = new Uint32Array(conversations.count);
  for (let number = 0; number < conversations.count; number += 1) {
    const count = (conversations.frames[2 * number] ?? 0) + (conversations.frames[2 * number + 1] ?? 0);
    if (wanted[number] === 1) rows.set(number, new Uint32Array(count));
  }
  for (let row = 0; row < frameCount; row += 1) {
    const number = (frames.conversation[row] ?? -1) >> 1;
    if (number < 0 || wanted[number] === 0) continue;
    const at = filled[number] ?? 0;
    const own = rows.get(number);
    if (own !== undefined) own[at] = row;
    filled[number] = at + 1;
  }
  return rows;
}

function observeRows(
  index: CaptureIndex,
  conversation: number,
  rows: Uint32Array,
): readonly ObservedSegment[] {
  const memory = newConversationAnalysis();
  const { frames, conversations, rules } = index;
  const clientSide = 2 * conversation + (conversations.clientDirection[conversation] ?? 0);
  const segments: ObservedSegment[] = [];
  // A loop and one literal: this runs for every segment of a large capture.
  for (const row of rows) {
    const side = frames.conversation[row] ?? 0;
    const segment = segmentOf(index, row, rows[0] ?? 0);
    const shift = conversations.windowShift[side] ?? -1;
    const timestamp = frames.timestamp[row] ?? 0;
    segments.push({
      number: row + 1,
      from: side === clientSide ? 0 : 1,
      flags: segment.flags,
      seq: segment.seq,
      ack: (segment.flags & ACK) === 0 ? undefined : segment.ack,
      payloadLength: segment.payloadLength,
      time: segment.time,
      window: (segment.flags & SYN) !== 0 || shift < 0 ? segment.window : segment.window * 2 ** shift,
      timestamp: timestamp === 0 ? undefined : timestamp,
      isLost: false,
      isTogether: false,
      analysis: judgeSegment(memory, segment, rules),
    });
  }
  return segments;
}

/** Which octets SACK names makes no difference to what is found. */
const SOME_SACK: readonly SequenceRange[] = [[0, 0]];

function segmentOf(index: CaptureIndex, row: number, first: number): AnalysedSegment {
  const { frames } = index;
  const side = frames.conversation[row] ?? 0;
  return {
    frame: row + 1,
    time: nanosecondsBetween(frames, first, row),
    direction: (side & 1) === 0 ? 0 : 1,
    flags: frames.flags[row] ?? 0,
    seq: frames.sequence[row] ?? 0,
    ack: frames.acknowledgment[row] ?? 0,
    payloadLength: frames.payloadLength[row] ?? 0,
    window: frames.window[row] ?? 0,
    windowShift: offeredShift(index, row, side),
    sack: frames.hasSack[row] === 1 ? SOME_SACK : undefined,
    isReuse: false,
  };
}

function offeredShift(
  { frames, conversations }: CaptureIndex,
  row: number,
  side: number,
): number | undefined {
  const shift = conversations.windowShift[side] ?? -1;
  return ((frames.flags[row] ?? 0) & SYN) === 0 || shift < 0 ? undefined : shift;
}
