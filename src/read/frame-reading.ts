import type { Diagnostic } from "../base/diagnostic";
import type { CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import type { Message } from "../trace/trace";
import { CaptureAnalysis } from "./capture-analysis";
import { segmentContent, type SegmentContent } from "./capture-segment";
import { FrameDissector, linkTypeOf, withFragments } from "./frame-dissector";
import { frameEnds, summarizeFrame, type FrameEnds } from "./frame-ends";
import type { FrameFacts } from "./fields/field";
import { matchFilter } from "./filter/match-filter";
import { readFilter } from "./filter/read-filter";
import { frameOctets } from "./frame-octets";
import { packetFilterFrame } from "./packet-filter-frame";
import type { BlockOptions } from "./text/block-options";

/** A frame as it will be drawn, before its place among the lifelines is known. */
export interface FrameReading {
  readonly row: number;
  readonly ends: FrameEnds;
  readonly content: SegmentContent | Omit<Message, "id" | "from" | "to" | "marks">;
  /** What makes this frame this frame, whatever stands before it. */
  readonly identity: string;
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
  const wanted = new Set(rows);
  for await (const frame of frameOctets(source, index, withFragments(index, rows))) {
    const { row, octets } = frame;
    const packet = dissector.next(frame);
    if (!wanted.has(row)) continue;
    const facts = { index, row, packet, analysis: analysis.next(row, packet) };
    if (parsed === undefined || matchFilter(parsed, packetFilterFrame(facts, octets)))
      readings.push(readFrame(facts));
  }
  return { readings, diagnostics };
}

function readFrame({ index, row, packet, analysis }: FrameFacts): FrameReading {
  const ends = frameEnds(packet);
  const segment = segmentContent(index, row, packet, analysis);
  if (segment !== undefined) {
    const { source, destination } = ends;
    const path = `${source.address} ${String(source.port)} ${destination.address} ${String(destination.port)}`;
    const numbers = [packet.tcp[0]?.seq, packet.tcp[0]?.rest?.ack, segment.flags, segment.payloadLength];
    return { row, ends, content: segment, identity: `${path} ${numbers.map(String).join(" ")}` };
  }
  const length = index.frames.originalLength[row] ?? 0;
  const { protocol, summary } = summarizeFrame(packet, linkTypeOf(index, row), length);
  const identity = `${ends.source.address} ${ends.destination.address} ${protocol} ${summary} ${String(length)}`;
  return { row, ends, content: { kind: "message", protocol, summary, length }, identity };
}
