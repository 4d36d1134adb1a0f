import type { BlockReading } from "../pipeline";
import type { BlockOptions } from "../read/text/block-options";
import { readEventList } from "../read/text/read-event-list";
import type { Trace } from "../trace/trace";
import { compareTraces } from "../write/compare-traces";
import type { TextFormat } from "../write/text-format";
import { writeEventList } from "../write/write-event-list";
import { writePacketdrill } from "../write/write-packetdrill";
import { mermaid, plantUml, writeSequenceDiagram } from "../write/write-sequence-diagram";
import type { WrittenText } from "../write/written-text";
import { titleOf } from "./title-of";

/** Gives what was read, and nothing that was only inferred, as a text; what does not travel is listed. */
export function writeBlock(reading: BlockReading, format: TextFormat): WrittenText {
  const { observed: trace, options } = reading;
  const title = titleOf(reading);
  if (format === "packetdrill") return writePacketdrill(trace, title);
  if (format !== "list") return writeSequenceDiagram(trace, title, format === "mermaid" ? mermaid : plantUml);
  return writeList(trace, title === undefined ? options : { ...options, title });
}

/** Gives a trace as an event list; what does not travel is found by reading it again. */
export function writeList(trace: Trace, options: BlockOptions): WrittenText {
  const { text, firstEventLine } = writeEventList(trace, options);
  const again = readEventList(text, trace.source.name).trace;
  return { text, diagnostics: compareTraces(trace, again, firstEventLine) };
}
