import type { Diagnostic } from "../../base/diagnostic";
import type { CaptureIndex } from "../../capture/capture-index";
import type { CaptureSource } from "../../capture/capture-source";
import { CaptureAnalysis } from "../capture-analysis";
import { matchFilter } from "../filter/match-filter";
import { parseFilter } from "../filter/parse-filter";
import { FrameDissector } from "../frame-dissector";
import { frameOctets } from "../frame-octets";
import { packetFilterFrame } from "../packet-filter-frame";

/** Which frames are listed. */
export interface PacketSelection {
  /** Undefined: all frames. Rows rise. */
  readonly rows: Uint32Array | undefined;
  readonly count: number;
  /** What is to be said about the filter; with an error there are no rows. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives the frames of a conversation, or of all, that pass a display filter.
 *
 * Total: a filter that cannot be understood is a diagnostic and gives no rows.
 */
export async function selectPackets(
  source: CaptureSource,
  index: CaptureIndex,
  wanted: { readonly filter: string; readonly conversation?: number | undefined },
): Promise<PacketSelection> {
  const { filter, diagnostics } = parseFilter(wanted.filter);
  if (diagnostics.some(({ severity }) => severity === "error"))
    return { rows: new Uint32Array(0), count: 0, diagnostics };
  const { conversation } = wanted;
  if (filter === undefined && conversation === undefined)
    return { rows: undefined, count: index.frameCount, diagnostics };
  const candidates = rowsOf(index, conversation);
  const rows = filter === undefined ? candidates : [];
  if (filter !== undefined) {
    const analysis = wanted.filter.includes("tcp.analysis") ? new CaptureAnalysis(index) : undefined;
    const dissector = new FrameDissector(index);
    for await (const frame of frameOctets(source, index, candidates)) {
      const { row, octets } = frame;
      const packet = dissector.next(frame);
      const facts = { index, row, packet, analysis: analysis?.next(row, packet) };
      if (matchFilter(filter, packetFilterFrame(facts, octets))) rows.push(row);
    }
  }
  return { rows: Uint32Array.from(rows), count: rows.length, diagnostics };
}

function rowsOf({ frames, frameCount }: CaptureIndex, conversation: number | undefined): number[] {
  const rows: number[] = [];
  for (let row = 0; row < frameCount; row += 1) {
    if (conversation === undefined || (frames.conversation[row] ?? -1) >> 1 === conversation) rows.push(row);
  }
  return rows;
}
