import { nanoseconds, type Nanoseconds } from "../base/time";
import { ACK, SYN } from "../tcp/flags";
import { addToSequence } from "../tcp/sequence-number";
import type { CaptureIndex, Rebase } from "../capture/capture-index";
import type { SegmentAnalysis } from "../tcp/judged-segment";
import type { ArrowBase, EndpointIndex, Segment } from "../trace/trace";
import { payloadLine } from "./payload-line";
import type { SegmentLayers } from "./wire/packet";
import type { TcpHeaderRest } from "./wire/tcp";

/** An arrow whose place among the others is not known yet: what is told of that later is written into it. */
export type Draft<Arrow extends ArrowBase> = Arrow & {
  id: string;
  time?: Nanoseconds;
  from: EndpointIndex;
  to: EndpointIndex;
};

const unmarked: readonly string[] = [];

/**
 * Gives a frame's segment; undefined where its header is not whole or it belongs to no conversation.
 *
 * Each has all properties, in the same order: what goes through thousands of them finds them where it found the last.
 */
export function segmentDraft(
  index: CaptureIndex,
  row: number,
  packet: SegmentLayers,
  analysis: SegmentAnalysis | undefined,
): Draft<Segment> | undefined {
  const side = index.frames.conversation[row] ?? -1;
  const header = packet.tcp[0];
  if (side < 0 || header?.seq === undefined || header.rest === undefined) return undefined;
  const { seq, rest } = header;
  const { flags, ack, window } = rest;
  const isAnswer = (flags & ACK) !== 0;
  return {
    kind: "segment",
    conversation: side >> 1,
    flags,
    seq: { kind: "number", value: seq },
    relativeSeq: relativeSequence(index, row, side, seq),
    ack: isAnswer ? { kind: "number", value: ack } : undefined,
    relativeAck: isAnswer ? relativeSequence(index, row, side ^ 1, ack) : undefined,
    payloadLength: Math.max(0, rest.payloadLength),
    window,
    scaledWindow: scaledWindow(index, side, flags, window),
    options: rest.options,
    payload: messageLine(packet) ?? payloadOf(rest),
    analysis,
    id: "",
    time: START,
    frame: row + 1,
    from: 0,
    to: 0,
    marks: unmarked,
  };
}

const START = nanoseconds(0);

/**
 * Gives a sequence number as Wireshark counts it in the frame of a row; `side` is conversation × 2 +
 * direction of the numbers' owner.
 */
export function relativeSequence(index: CaptureIndex, row: number, side: number, seq: number): number {
  const { base, rebases } = index.conversations;
  const rebased = rebases.length === 0 ? undefined : latestBase(rebases, row, side);
  return addToSequence(seq, -(rebased ?? base[side] ?? 0));
}

function latestBase(rebases: readonly Rebase[], row: number, side: number): number | undefined {
  return rebases.filter((each) => each.side === side && each.row <= row).at(-1)?.base;
}

/** Gives a window after scaling; the window of a SYN is never scaled (RFC 7323 §2.2). */
export function scaledWindow(index: CaptureIndex, side: number, flags: number, window: number): number {
  const shift = index.conversations.windowShift[side] ?? -1;
  return (flags & SYN) !== 0 || shift < 0 ? window : window * 2 ** shift;
}

/** Messages that a label names; the rest are counted. */
const MOST_SHOWN = 3;

/** Gives the messages that a segment completes in one line: `Server Hello, Certificate, Server Hello Done`. */
function messageLine({ messages }: SegmentLayers): string | undefined {
  if (messages.length === 0) return undefined;
  const shown = messages.slice(0, MOST_SHOWN).map(({ summary }) => summary);
  const rest = messages.length - shown.length;
  return shown.join(", ") + (rest > 0 ? `, ${String(rest)} more` : "");
}

function payloadOf(rest: TcpHeaderRest): string | undefined {
  const { octets, start, end, wireEnd } = rest.payload;
  return end <= start ? undefined : payloadLine(octets.subarray(start, end), end === wireEnd);
}
