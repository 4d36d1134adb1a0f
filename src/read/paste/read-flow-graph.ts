import type { LineReading } from "./line-reading";
import type { PastedFrame } from "./pasted-frame";
import { parsePastedTime, type PastedTime } from "./pasted-time";
import { parseFlagNames, parseSummaryLine } from "./summary-line";

/** Where several conversations are shown, their numbers stand before the first bar. */
const CONVERSATION = /^(?:Conv\.|\d{1,6}\s{0,6}|\s{1,8})(?=\|)/u;
const HEAD = /^\|\s?Time\s{0,20}\|(.*)$/u;
const LABEL = /^\|(?=[^|]{0,29}\d)(\d{1,10}\.\d{1,9}|[\d:. -]{8,30})\s{0,20}\|(.*)$/u;
const PORTS = /^(\|\s{0,20}\|.*?)\((\d{1,5})\)\s{0,9}(-+>|<-+)\s{0,9}\((\d{1,5})\)/u;

/**
 * Reads the text that Wireshark's Flow Graph exports, and `tshark -z flow,tcp,…`: two lines a
 * frame, the label with its numbers, then the ports with the arrow between them.
 *
 * The columns of the heading name the addresses.
 */
export function readFlowGraph(lines: readonly string[]): LineReading {
  const columns: FlowColumn[] = [];
  const frames: PastedFrame[] = [];
  const unread: number[] = [];
  const passed: number[] = [];
  let label: FlowLabel | undefined;
  for (const [index, whole] of lines.entries()) {
    const line = index + 1;
    const text = whole.replace(CONVERSATION, "");
    if (frames.length === 0 && label === undefined) addColumns(columns, text);
    const ports = PORTS.exec(text);
    const opening = labelAt(line, text);
    if (ports !== null && label !== undefined) {
      frames.push(flowFrame(label, ports, columns));
      label = undefined;
    } else if (ports !== null) unread.push(line);
    else if (opening !== undefined) {
      if (label !== undefined) unread.push(label.line);
      label = opening;
    } else if (!isFrameOfGraph(text)) passed.push(line);
  }
  if (label !== undefined) unread.push(label.line);
  return { frames, unread, passed };
}

function labelAt(line: number, text: string): FlowLabel | undefined {
  const opening = LABEL.exec(text);
  if (opening === null) return undefined;
  const time = parsePastedTime((opening[1] ?? "").trim());
  return { line, text: opening[2] ?? "", ...(time === undefined ? {} : { time }) };
}

/** The heading, and the lifelines between two frames. */
function isFrameOfGraph(text: string): boolean {
  return HEAD.test(text) || /^(?:\|[\s|]*(?:[\da-fA-F.:]{2,45}[\s|]*)*)?$/u.test(text.trim());
}

interface FlowColumn {
  readonly address: string;
  readonly at: number;
}

interface FlowLabel {
  readonly line: number;
  readonly text: string;
  readonly time?: PastedTime;
}

/** Addresses stand in the first line, each on the line of its own from the second. */
function addColumns(columns: FlowColumn[], text: string): void {
  const isHead = HEAD.test(text) || (columns.length > 0 && /^\|\s+\|/u.test(text));
  if (!isHead) return;
  for (const match of text.matchAll(/\| ([\da-fA-F][\da-fA-F.:]{1,44})(?=\s|\||$)/gu)) {
    columns.push({ address: (match[1] ?? "").toLowerCase(), at: match.index });
  }
}

function flowFrame(label: FlowLabel, ports: RegExpExecArray, columns: readonly FlowColumn[]): PastedFrame {
  const [whole, before = "", left = "", arrow = "", right = ""] = ports;
  const isForward = arrow.endsWith(">");
  const leftEnd = { address: addressAt(columns, before.length), port: Number(left) };
  const rightEnd = { address: addressAt(columns, whole.length), port: Number(right) };
  const segment = flowSegment(label.text);
  return {
    line: label.line,
    ...(label.time === undefined ? {} : { time: label.time }),
    source: isForward ? leftEnd : rightEnd,
    destination: isForward ? rightEnd : leftEnd,
    ...(segment === undefined ? labelOfOther(label.text) : { protocol: "TCP", summary: plain(label.text) }),
    ...(segment === undefined ? {} : { segment }),
  };
}

/** Behind the last bar stands the row of the packet list: `HTTP: GET / HTTP/1.1`. */
function labelOfOther(text: string): Pick<PastedFrame, "protocol" | "summary"> {
  const match = /\|([A-Za-z][\w./-]{0,24}): ([^|]*)$/u.exec(text);
  if (match === null) return { protocol: "", summary: plain(text) };
  return { protocol: match[1] ?? "", summary: plain(match[2] ?? "") };
}

function plain(text: string): string {
  return text.replace(/[\s|]+/gu, " ").trim();
}

/** The column whose lifeline is nearest; both ends of a host that talks to itself are its one column. */
function addressAt(columns: readonly FlowColumn[], at: number): string {
  let best = columns[0];
  for (const column of columns) {
    if (best === undefined || Math.abs(column.at - at) < Math.abs(best.at - at)) best = column;
  }
  return best?.address ?? "";
}

function flowSegment(text: string): PastedFrame["segment"] {
  const whole = parseSummaryLine(text.slice(text.lastIndexOf("|") + 1).replace(/^TCP: /u, ""));
  if (whole !== undefined) return whole.segment;
  const match =
    /^\s*([A-Z][A-Z, ]{1,50}?)(?: - Len: (\d{1,7}))?\s*\|.*?Seq = (\d{1,10})(?: Ack = (\d{1,10}))?/u.exec(
      text,
    );
  const flags = parseFlagNames(match?.[1] ?? "-");
  if (match === null || flags === undefined) return undefined;
  return {
    flags,
    seq: Number(match[3]),
    ...(match[4] === undefined || (flags & 0x10) === 0 ? {} : { ack: Number(match[4]) }),
    payloadLength: Number(match[2] ?? 0),
    options: {},
  };
}
