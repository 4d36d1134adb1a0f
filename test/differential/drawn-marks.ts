import type { CaptureIndex } from "../../src/capture/capture-index";
import type { CaptureSource } from "../../src/capture/capture-source";
import { readCapture } from "../../src/read/read-capture";

/** Gives the marks on the arrows of a capture, frame by frame, under `marks: wireshark`: `[TCP Dup ACK 5#2]`. */
export async function drawnMarks(source: CaptureSource, index: CaptureIndex): Promise<readonly string[]> {
  const { trace } = await readCapture(source, index, {
    conversation: { kind: "all" },
    endpoints: [],
    names: new Map(),
    marks: "wireshark",
  });
  return trace.events.map((event) =>
    event.kind === "segment" ? event.marks.map((mark) => `[${mark}]`).join(" ") : "",
  );
}

const STACKED = /^(?:\[TCP [^\]]*\] ?)*/u;

/** What tshark puts before the Info column for the user interface alone: not a mark of the analysis. */
const UNMARKED = /\[TCP (?:segment of a reassembled PDU|PDU reassembled in \d+)\]/gu;

/** Gives the marks at the front of Wireshark's Info column. */
export function infoMarks(info: string): string {
  return (STACKED.exec(info)?.[0] ?? "").replace(UNMARKED, "").trim();
}
