import type { Diagnostic } from "../base/diagnostic";
import { textStart, type TextStart } from "../base/fingerprint";
import { nanoseconds } from "../base/time";
import type { CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import { conversationEnd } from "../capture/list-conversations";
import type { Message, Segment } from "../trace/trace";
import { CaptureAnalysis } from "./capture-analysis";
import { segmentDraft, type Draft } from "./capture-segment";
import { FrameDissector, linkTypeOf, withFragments } from "./frame-dissector";
import { frameEnds, summarizeFrame, type FrameEnds } from "./frame-ends";
import type { FrameFacts } from "./fields/field";
import { matchFilter } from "./filter/match-filter";
import { readFilter } from "./filter/read-filter";
import { frameBatches, type FrameOctets } from "./frame-octets";
import { packetFilterFrame } from "./packet-filter-frame";
import type { BlockOptions } from "./text/block-options";
import type { SegmentLayers } from "./wire/packet";

/** A frame as it will be drawn, before its place among the lifelines is known. */
export interface FrameReading {
  readonly row: number;
  readonly ends: FrameEnds;
  readonly event: Draft<Segment> | Draft<Message>;
  /** What makes this frame this frame, whatever stands before it. */
  readonly identity: string;
  /** What stands before that, where many frames have it. */
  readonly path?: TextStart;
}

/** The frames that were asked for, and what is to be said about the filter. */
export interface FrameReadings {
  readonly readings: readonly FrameReading[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads frames in full, in the order of their rows, and drops those that the filter does not let through.
 *
 * `rows` are all frames of each conversation that is of interest: the analysis of those that stay looks
 * at the others, too. Throws `DiagnosticError` where the filter cannot be understood.
 */
export async function readFrames(
  source: CaptureSource,
  index: CaptureIndex,
  rows: readonly number[],
  filter: BlockOptions["filter"],
): Promise<FrameReadings> {
  const readings: FrameReading[] = [];
  const { parsed, diagnostics } = readFilter(filter);
  const analysis = new CaptureAnalysis(index);
  const dissector = new FrameDissector(index);
  const sides: Sides = new Map();
  const all = withFragments(index, rows);
  const wanted = all === rows ? undefined : new Set(rows);
  const readWhole = (frame: FrameOctets): FrameReading | undefined => {
    const { row, octets } = frame;
    const packet = dissector.next(frame);
    if (wanted?.has(row) === false) return undefined;
    const facts = { index, row, packet, analysis: analysis.next(row, packet) };
    const isLetThrough = parsed === undefined || matchFilter(parsed, packetFilterFrame(facts, octets));
    return isLetThrough ? readFrame(facts) : undefined;
  };
  for await (const frames of frameBatches(source, index, all))
    for (const frame of frames) {
      // A filter may ask for anything a frame holds.
      const plain = parsed === undefined ? dissector.plainSegment(frame) : undefined;
      const { row } = frame;
      const reading =
        plain === undefined
          ? readWhole(frame)
          : readSegment({ index, row, packet: plain, analysis: analysis.next(row, plain) }, sides);
      if (reading !== undefined) readings.push(reading);
    }
  return { readings, diagnostics };
}

type SegmentFacts = Omit<FrameFacts, "packet"> & { readonly packet: SegmentLayers };

/** Between whom a conversation's segments go, by its side. */
type Sides = Map<number, SegmentPath>;

interface SegmentPath {
  readonly ends: FrameEnds;
  readonly path: TextStart;
}

/** Gives a segment between the ends of its conversation; undefined where its header is not whole. */
function readSegment(facts: SegmentFacts, sides: Sides): FrameReading | undefined {
  const { conversations, frames } = facts.index;
  const side = frames.conversation[facts.row] ?? -1;
  let known = sides.get(side);
  if (known === undefined) {
    known = pathOf({
      source: conversationEnd(conversations, side),
      destination: conversationEnd(conversations, side ^ 1),
    });
    sides.set(side, known);
  }
  return segmentReading(facts, known);
}

function segmentReading(
  { index, row, packet, analysis }: SegmentFacts,
  { ends, path }: SegmentPath,
): FrameReading | undefined {
  const event = segmentDraft(index, row, packet, analysis);
  if (event === undefined) return undefined;
  const { seq, rest } = packet.tcp[0] ?? {};
  const numbers = `${String(seq)} ${String(rest?.ack)} ${String(event.flags)} ${String(event.payloadLength)}`;
  return { row, ends, event, identity: numbers, path };
}

function pathOf(ends: FrameEnds): SegmentPath {
  const { source, destination } = ends;
  const from = `${source.address} ${String(source.port)}`;
  return { ends, path: textStart(`${from} ${destination.address} ${String(destination.port)} `) };
}

function readFrame(facts: FrameFacts): FrameReading {
  const { index, row, packet } = facts;
  const ends = frameEnds(packet);
  const segment = segmentReading(facts, pathOf(ends));
  if (segment !== undefined) return segment;
  const length = index.frames.originalLength[row] ?? 0;
  const { protocol, summary } = summarizeFrame(packet, linkTypeOf(index, row), length);
  const identity = `${ends.source.address} ${ends.destination.address} ${protocol} ${summary} ${String(length)}`;
  const placed = { id: "", time: nanoseconds(0), frame: row + 1, from: 0, to: 0, marks: [] };
  return { row, ends, event: { kind: "message", protocol, summary, length, ...placed }, identity };
}
