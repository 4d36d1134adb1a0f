import { ACK } from "../../tcp/flags";
import type { TcpOptions } from "../../trace/trace";
import type { LineReading } from "./line-reading";
import { bareColumns } from "./bare-columns";
import { frameOf } from "./packet-list-row";
import { parseAddress } from "../text/parse-address";
import type { PastedEnd, PastedFrame, PastedSegment } from "./pasted-frame";
import { parsePastedTime } from "./pasted-time";
import { splitCells } from "./split-cells";
import { parseSummaryLine, type SummaryLine } from "./summary-line";
import { flagsOfCell, tableColumns, type ColumnName, type TableColumns } from "./table-columns";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const LONGEST_LINE = 20_000;

/**
 * Reads a table whose heading names its columns, in any order: Wireshark's CSV export, `tshark -T fields -E header=y`,
 * a spreadsheet, or a Markdown table, or whose rows of numbers tell what is what (`tshark -T fields` without heading); parted by commas, semicolons, tabs or bars.
 *
 * A row of numbers alone (`Flags`, `Seq`, `Ack`, `Len` in columns of their own) is a segment as well.
 */
export function readTable(lines: readonly string[]): LineReading {
  const frames: PastedFrame[] = [];
  const unread: number[] = [];
  const passed: number[] = [];
  const hasHeading = lines.some((line) => tableColumns(line) !== undefined);
  let columns = hasHeading ? undefined : bareColumns(lines);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const heading = tableColumns(line);
    if (heading !== undefined) columns = withPayloadLength(heading, lines);
    else if (columns !== undefined && isRow(line, columns)) {
      const frame = readRow(line, index + 1, columns);
      if (frame === undefined) unread.push(index + 1);
      else frames.push(frame);
    } else if (line.trim() !== "") passed.push(index + 1);
  }
  return { frames, unread, passed };
}

/** No frame of TCP is shorter than its headers. */
const LEAST_FRAME = 40;

/** A length beside sequence numbers that no frame can have is the payload's. */
function withPayloadLength(columns: TableColumns, lines: readonly string[]): TableColumns {
  const { delimiter, places } = columns;
  const place = places.get("length");
  if (place === undefined || !places.has("seq") || places.has("payload length")) return columns;
  const isPayload = lines.some((line) => {
    return (
      isRow(line, columns) &&
      (wholeNumber(splitCells(line, delimiter)[place] ?? "") ?? LEAST_FRAME) < LEAST_FRAME
    );
  });
  return isPayload
    ? { delimiter, places: new Map([...places, ["length", -1], ["payload length", place]]) }
    : columns;
}

/** Lines without the table's delimiter are a report's; rules of Markdown part heading and rows. */
function isRow(line: string, { delimiter }: TableColumns): boolean {
  return line.length <= LONGEST_LINE && line.includes(delimiter) && !/^[\s|:-]+$/u.test(line);
}

type Cell = (name: ColumnName) => string;

function readRow(line: string, number: number, { delimiter, places }: TableColumns): PastedFrame | undefined {
  const cells = splitCells(line, delimiter);
  const cell: Cell = (name) => cells[places.get(name) ?? -1] ?? "";
  const info = cell("info");
  const summary = parseSummaryLine(info) ?? summaryOfCells(cell);
  const [source, destination] = endsOf(cell);
  const hasPorts = summary !== undefined && summary.destinationPort > 0;
  if ((source === "" || destination === "") && !hasPorts) return undefined;
  const time = parsePastedTime(cell("time")) ?? parsePastedTime(cell("delta"));
  const length = wholeNumber(cell("length"));
  const frameNumber = wholeNumber(cell("number"));
  const frame = frameOf(
    number,
    {
      source,
      destination,
      protocol: cell("protocol"),
      ...(time === undefined ? {} : { time }),
      ...(length === undefined ? {} : { length }),
      ...(frameNumber === undefined ? {} : { number: frameNumber }),
    },
    { info, summary },
  );
  return { ...frame, source: withWrittenPort(frame.source), destination: withWrittenPort(frame.destination) };
}

/** Empty where they are not told. A direction may name both ends, or stand between them. */
function endsOf(cell: Cell): readonly [source: string, destination: string] {
  const told = [firstOf(cell("source")), firstOf(cell("destination"))] as const;
  const [left = "", arrow, right = ""] = cell("direction").split(ARROW);
  if (arrow === undefined) return told;
  const [first, second] = [left.trim() || told[0], right.trim() || told[1]];
  return /^[<←⇐]/u.test(arrow) ? [second, first] : [first, second];
}

/** `Client → Server`, `S <- C`, `A to B`. */
const ARROW = /(<[-=]{1,3}|[-=]{1,3}>|[→⇒➔➜>←⇐<]| (?:to|an|vers) )/u;

/** Of the headers of a tunnel, the outer one's addresses: tshark parts them by commas. */
function firstOf(cell: string): string {
  return cell.split(",", 1)[0] ?? "";
}

/** A segment whose fields stand in columns; ports that the table does not name are 0 here. */
function summaryOfCells(cell: Cell): SummaryLine | undefined {
  const flags = flagsOfCell(cell("flags")) ?? flagsOfCell(cell("info"));
  const seq = wholeNumber(cell("seq"));
  const rawSeq = wholeNumber(cell("rawSeq"));
  if (flags === undefined && seq === undefined && rawSeq === undefined) return undefined;
  const options: Mutable<TcpOptions> = {};
  const mss = wholeNumber(cell("mss"));
  if (mss !== undefined) options.mss = mss;
  const [ack, rawAck] = [wholeNumber(cell("ack")), wholeNumber(cell("rawAck"))];
  const known = flags ?? ((ack ?? rawAck ?? 0) > 0 ? ACK : 0);
  const segment: Mutable<PastedSegment> = { flags: known, options };
  assignNumber(segment, "seq", { shown: seq, raw: rawSeq });
  if ((known & ACK) !== 0) assignNumber(segment, "ack", { shown: ack, raw: rawAck });
  assignSizes(segment, cell);
  const [sourcePort, destinationPort] = [portOf(cell("source port")), portOf(cell("destination port"))];
  return { sourcePort, destinationPort, segment, start: 0 };
}

interface WrittenNumber {
  readonly shown: number | undefined;
  readonly raw: number | undefined;
}

function assignNumber(
  segment: Mutable<PastedSegment>,
  name: "seq" | "ack",
  { shown, raw }: WrittenNumber,
): void {
  const number = raw ?? shown;
  if (number === undefined || number > 0xffffffff) return;
  segment[name] = number;
  if (raw === undefined) return;
  segment.isRaw = true;
  if (shown !== undefined)
    segment[name === "seq" ? /* @__KEY__ */ "relativeSeq" : /* @__KEY__ */ "relativeAck"] = shown;
}

function assignSizes(segment: Mutable<PastedSegment>, cell: Cell): void {
  const length = wholeNumber(cell("payload length"));
  const window = wholeNumber(cell("window"));
  const scaled = wholeNumber(cell(/* @__KEY__ */ "scaledWindow"));
  if (length !== undefined) segment.payloadLength = length;
  if (window !== undefined) segment.window = window;
  if (scaled !== undefined) segment.scaledWindow = scaled;
}

function portOf(cell: string): number {
  return wholeNumber(/\((\d{1,5})\)$/u.exec(cell)?.[1] ?? cell) ?? 0;
}

/** A port that has no column may stand behind the address. */
function withWrittenPort(end: PastedEnd): PastedEnd {
  return (end.port ?? 0) > 0 ? end : (parseAddress(end.address) ?? { address: end.address });
}

function wholeNumber(cell: string): number | undefined {
  return /^\d{1,12}$/u.test(cell) ? Number(cell) : undefined;
}
