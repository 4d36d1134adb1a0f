import type { Diagnostic } from "../../base/diagnostic";
import type { BlockOptions } from "../text/block-options";
import { finding } from "../text/finding";
import type { BuiltTrace } from "../text/judged-trace";
import { accountForLines } from "./account-for-lines";
import { withHexDumps } from "./hex-frames";
import { keepUnread } from "./keep-unread";
import type { LineReading } from "./line-reading";
import type { PastedFrame } from "./pasted-frame";
import { placeApplicationRows } from "./place-application-rows";
import { readFlowGraph } from "./read-flow-graph";
import { readFollowedStream } from "./read-followed-stream";
import { readPacketDetails } from "./read-packet-details";
import { readPacketList } from "./read-packet-list";
import { readTable } from "./read-table";
import { readTcpdump } from "./read-tcpdump";
import type { TextShape } from "./recognize-text";
import { repairFrames } from "./repair/repair-frames";
import { traceOfFrames } from "./trace-of-frames";

type Report = (diagnostic: Diagnostic) => void;

/** The shapes whose lines are frames, as tools print them. */
export type FrameShape = Extract<
  TextShape,
  "packet list" | "table" | "hex dump" | "tcpdump" | "packet details" | "flow graph" | "followed stream"
>;

/** Tells whether the lines of a shape are frames, rather than lines of an event list in other words. */
export function isFrameShape(shape: TextShape): shape is FrameShape {
  return frameShapes.some((each) => each === shape);
}

const frameShapes: readonly FrameShape[] = [
  "packet list",
  "table",
  "tcpdump",
  "packet details",
  "flow graph",
  "followed stream",
  "hex dump",
];

/** A text that some tool printed: its lines, its name for captions, and what it is. */
export interface PastedText {
  readonly lines: readonly string[];
  readonly name: string;
  readonly shape: FrameShape;
}

/**
 * Reads the frames that a tool printed into a trace.
 *
 * Lines between the frames (a report's sentences) are passed over, with one remark that names them; a line that looks
 * like a frame but is none becomes a message with its text, and a warning. Damage of scanned tables is repaired where `repair:` allows it.
 */
export function readPastedText(text: PastedText, options: BlockOptions, report: Report): BuiltTrace {
  let wasDamaged = false;
  const reading = readFrames(text, options, (diagnostic) => {
    wasDamaged ||= diagnostic.code === "repaired-word" || diagnostic.code === "joined-lines";
    report(diagnostic);
  });
  const { frames: rows, unread } = accountForLines(reading, text.lines, report);
  const frames = text.shape === "followed stream" ? rows : withHexDumps(rows, text.lines);
  for (const line of unread) {
    const found = text.lines[line - 1] ?? "";
    report(finding("unread-row", "warning", { line, start: 0, end: found.length }, { found }));
  }
  const isTable = text.shape === "packet list" || text.shape === "table";
  const repaired =
    options.repair === false || !isTable ? frames : repairFrames(frames, text.lines, report, wasDamaged);
  const all = keepUnread(placeApplicationRows(repaired, report), unread, text.lines);
  return traceOfFrames(text.name, chosen(all, options), options, report);
}

function readFrames({ lines, shape }: PastedText, options: BlockOptions, report: Report): LineReading {
  switch (shape) {
    case "packet list":
      return readPacketList(lines, options.repair === false ? undefined : report);
    case "table":
      return readTable(lines);
    case "tcpdump":
      return readTcpdump(lines);
    case "packet details":
      return readPacketDetails(lines);
    case "flow graph":
      return readFlowGraph(lines);
    case "followed stream":
      return readFollowedStream(lines);
    case "hex dump":
      return { frames: [], unread: [], passed: filledLines(lines) };
  }
}

function filledLines(lines: readonly string[]): readonly number[] {
  return lines.flatMap((line, i) => (line.trim() === "" ? [] : [i + 1]));
}

/** A conversation may be chosen by its two ends, or by its number among those of the text. */
function chosen(frames: readonly PastedFrame[], { conversation }: BlockOptions): readonly PastedFrame[] {
  if (conversation === undefined || conversation.kind === "all" || conversation.kind === "datagrams")
    return frames;
  const keys = [...new Set(frames.flatMap((frame) => (frame.segment === undefined ? [] : pairOf(frame))))];
  const wanted = conversation.kind === "number" ? keys[conversation.number] : pairKey([...conversation.ends]);
  return frames.filter((frame) => pairOf(frame) === wanted);
}

function pairOf({ source, destination }: PastedFrame): string {
  return pairKey(
    [source, destination].map(
      ({ address, port }) => `${address.includes(":") ? `[${address}]` : address}:${String(port)}`,
    ),
  );
}

/** A person may write a name with other capitals than the text has. */
function pairKey(ends: readonly string[]): string {
  return ends
    .map((end) => end.toLowerCase())
    .sort()
    .join(" - ");
}
