import { ACK, SYN } from "../tcp/flags";
import { addToSequence } from "../tcp/sequence-number";
import type { CaptureIndex } from "../capture/capture-index";
import type { SegmentAnalysis } from "../tcp/judged-segment";
import type { Segment } from "../trace/trace";
import { payloadLine } from "./payload-line";
import type { Packet } from "./wire/packet";
import type { TcpHeaderRest } from "./wire/tcp";

/** What a capture tells about a segment, beside what all arrows share. */
export type SegmentContent = Omit<Segment, "id" | "from" | "to" | "marks">;

/** Gives the content of a frame's segment; undefined where its header is not whole or it belongs to no conversation. */
export function segmentContent(
  index: CaptureIndex,
  row: number,
  packet: Packet,
  analysis: SegmentAnalysis | undefined,
): SegmentContent | undefined {
  const side = index.frames.conversation[row] ?? -1;
  const header = packet.tcp[0];
  if (side < 0 || header?.seq === undefined || header.rest === undefined) return undefined;
  const { seq, rest } = header;
  const line = messageLine(packet) ?? payloadOf(rest);
  const sent = {
    kind: "segment",
    conversation: side >> 1,
    flags: rest.flags,
    seq: { kind: "number", value: seq },
    relativeSeq: relativeSequence(index, row, side, seq),
  } as const;
  const answered = (rest.flags & ACK) === 0 ? undefined : acknowledgedBy(index, row, side, rest);
  const measured = {
    payloadLength: Math.max(0, rest.payloadLength),
    window: rest.window,
    scaledWindow: scaledWindow(index, side, rest.flags, rest.window),
    options: rest.options,
  };
  const content: { -readonly [K in keyof SegmentContent]: SegmentContent[K] } = {
    ...sent,
    ...answered,
    ...measured,
  };
  if (line !== undefined) content.payload = line;
  if (analysis !== undefined) content.analysis = analysis;
  return content;
}

function acknowledgedBy(
  index: CaptureIndex,
  row: number,
  side: number,
  { ack }: TcpHeaderRest,
): Pick<SegmentContent, "ack" | "relativeAck"> {
  return {
    ack: { kind: "number", value: ack },
    relativeAck: relativeSequence(index, row, side ^ 1, ack),
  };
}

/**
 * Gives a sequence number as Wireshark counts it in the frame of a row; `side` is conversation × 2 +
 * direction of the numbers' owner.
 */
export function relativeSequence(index: CaptureIndex, row: number, side: number, seq: number): number {
  const { base, rebases } = index.conversations;
  const rebase =
    rebases.length === 0 ? undefined : rebases.filter((each) => each.side === side && each.row <= row).at(-1);
  return addToSequence(seq, -(rebase?.base ?? base[side] ?? 0));
}

/** Gives a window after scaling; the window of a SYN is never scaled (RFC 7323 §2.2). */
export function scaledWindow(index: CaptureIndex, side: number, flags: number, window: number): number {
  const shift = index.conversations.windowShift[side] ?? -1;
  return (flags & SYN) !== 0 || shift < 0 ? window : window * 2 ** shift;
}

/** Messages that a label names; the rest are counted. */
const MOST_SHOWN = 3;

/** Gives the messages that a segment completes in one line: `Server Hello, Certificate, Server Hello Done`. */
function messageLine({ messages }: Packet): string | undefined {
  if (messages.length === 0) return undefined;
  const shown = messages.slice(0, MOST_SHOWN).map(({ summary }) => summary);
  const rest = messages.length - shown.length;
  return shown.join(", ") + (rest > 0 ? `, ${String(rest)} more` : "");
}

function payloadOf(rest: TcpHeaderRest): string | undefined {
  const { octets, start, end, wireEnd } = rest.payload;
  return end <= start ? undefined : payloadLine(octets.subarray(start, end), end === wireEnd);
}
