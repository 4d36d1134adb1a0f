import { DiagnosticError } from "../base/diagnostic";
import { nearestName } from "../base/nearest-name";
import type { CaptureIndex } from "../capture/capture-index";
import type { CaptureSource } from "../capture/capture-source";
import { NO_INTERFACE } from "../capture/frame-record";
import { CaptureAnalysis } from "./capture-analysis";
import { findField, knownFields, needsAnalysis } from "./fields/known-fields";
import { isDissection } from "./dissected-frame";
import { FrameDissector } from "./frame-dissector";
import { frameOctets } from "./frame-octets";

/**
 * Gives one row of cells per frame of a capture, in file order, as `tshark -T fields` prints them.
 *
 * A cell is empty where the frame lacks the field; several values are joined by commas, the outer header's
 * first. Throws `DiagnosticError` `unknown-field` before the first row.
 */
export async function* packetRows(
  source: CaptureSource,
  index: CaptureIndex,
  fields: readonly string[],
): AsyncIterable<readonly string[]> {
  checkFields(fields);
  const columns = fields.map(findField);
  const analysis = fields.some(needsAnalysis) ? new CaptureAnalysis(index) : undefined;
  const dissector = new FrameDissector(index);
  const rows = Array.from({ length: index.frameCount }, (_, row) => row);
  for await (const frame of frameOctets(source, index, rows)) {
    const { row } = frame;
    // A dissection's frames that a filter left out are counted, not printed.
    if (isDissection(index.format) && index.frames.interfaceNumber[row] === NO_INTERFACE) continue;
    const packet = dissector.next(frame);
    const facts = { index, row, packet, analysis: analysis?.next(row, packet) };
    yield columns.map((field) => field?.cells(facts, index.rules).join(",") ?? "");
  }
}

/** Throws `DiagnosticError` `unknown-field`, with the nearest known name, unless all fields are known. */
export function checkFields(fields: readonly string[]): void {
  for (const name of fields) {
    if (findField(name) !== undefined) continue;
    const suggestion = nearestName(name, knownFields);
    const diagnostic = { code: "unknown-field", severity: "error", found: name } as const;
    throw new DiagnosticError(suggestion === undefined ? diagnostic : { ...diagnostic, suggestion });
  }
}
