import type { Diagnostic } from "../../base/diagnostic";
import { finding } from "../text/finding";
import { ACK } from "../../tcp/flags";
import type { LineReading } from "./line-reading";
import { looksLikeFrame } from "./frame-likeness";
import { readPacketListRow } from "./packet-list-row";
import type { PastedFrame } from "./pasted-frame";
import { isSuspicious, repairRow, type RepairedRow } from "./repair/repair-row";

/** Ports and flags, however damaged: a line that is meant as a row. */
const ROW_LIKE =
  /(?:^|[\s.])\d{1,5}\s?(?:→|->|>|-|–|—)?\s?\d{2,5}\s{1,3}\[[A-Za-z][A-Za-z,._ ]{1,40}[\]1|)]/u;

/** `Seq=0 Win=64240`, however damaged. */
const NUMBERS = /\b\w{2,6} ?[=-] ?\d.{0,20}\b\w{2,6} ?[=-] ?\d/u;

/**
 * Reads the rows of Wireshark's or tshark's packet list. With `report`, words of scanned rows are
 * repaired (`Seg=`, `[SYM]`) and every repair is reported.
 */
export function readPacketList(lines: readonly string[], report: Report | undefined): LineReading {
  const frames: PastedFrame[] = [];
  const unread: number[] = [];
  const passed: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index] ?? "";
    const line = index + 1;
    if (report !== undefined && isDoubled(lines, index)) {
      report(finding("doubled-row", "remark", { line, start: 0, end: text.length }));
      continue;
    }
    const { frame, row, lineCount } = readRows(lines, index, report);
    const isRead = frame !== undefined && isFrame(frame);
    if (isRead) {
      frames.push(frame);
      reportWords(row, text, line, report);
    }
    if (frame?.segment === undefined && isSegmentLike(frame, text)) unread.push(line);
    else if (!isRead && text.trim() !== "") passed.push(line);
    index += lineCount - 1;
  }
  reportCut(frames, lines, report);
  return { frames: withoutCutNumbers(frames), unread, passed };
}

/** Names of fields that the edge of a page cut in two. */
const CUT_NAME = /\s(?:Ac?k?|Wi?n?|Le?n?|MS?S?|TS?v?a?l?|SA\w{0,7})=?$/u;

/** Where a row ends within a name, all rows were cut there: a number at the end of another may lack digits, and is left out. */
function withoutCutNumbers(frames: readonly PastedFrame[]): readonly PastedFrame[] {
  if (!frames.some(isCutInName)) return frames;
  return frames.map((frame) => {
    const { segment } = frame;
    if (segment?.lastField === undefined) return frame;
    const { [segment.lastField]: _, ...rest } = segment;
    return { ...frame, segment: rest };
  });
}

function isCutInName({ segment, summary }: PastedFrame): boolean {
  return segment !== undefined && segment.payloadLength === undefined && CUT_NAME.test(summary);
}

/** Gives the row of a line, or of a line and the next one, where both halves make a whole row. */
function readRows(lines: readonly string[], index: number, report: Report | undefined): ReadRow {
  const read = readRow(lines[index] ?? "", index + 1, report);
  const isWhole = read.frame?.segment !== undefined && isComplete(read.frame);
  const joined = report === undefined || isWhole ? undefined : readJoined(read, lines, index, report);
  return joined ?? read;
}

/** The very same row once more, number and time included: no frame is listed twice. */
function isDoubled(lines: readonly string[], index: number): boolean {
  const text = lines[index] ?? "";
  return index > 0 && text === lines[index - 1] && /^[\s\W]{0,4}\d{1,9}\s+\d[\d.:]*\s/u.test(text);
}

/** A row that a narrow page broke in two: the second half is no row of its own. */
function readJoined(
  { frame }: ReadRow,
  lines: readonly string[],
  index: number,
  report: Report,
): ReadRow | undefined {
  const text = (lines[index] ?? "").trimEnd();
  const next = (lines[index + 1] ?? "").trim();
  const isRow = frame !== undefined || ROW_LIKE.test(text.slice(0, 1000)) || looksLikeFrame(text);
  if (!isRow || next === "" || readRow(next, index + 2, report).frame?.source.address !== undefined)
    return undefined;
  const whole = readRow(text + (text.endsWith("=") ? "" : " ") + next, index + 1, report);
  if (!isComplete(whole.frame)) return undefined;
  const place = { line: index + 2, start: 0, end: next.length };
  report(finding("joined-lines", "remark", place, { found: next, needed: index + 1 }));
  return { ...whole, lineCount: 2 };
}

/** A row of TCP that gives numbers names its ports and flags as well; ports and flags show a row, too. */
function isSegmentLike(frame: PastedFrame | undefined, text: string): boolean {
  return (frame?.protocol === "TCP" && NUMBERS.test(frame.summary)) || ROW_LIKE.test(text.slice(0, 1000));
}

interface ReadRow {
  readonly lineCount: 1 | 2;
  readonly frame: PastedFrame | undefined;
  readonly row: RepairedRow;
}

const noRepairs: RepairedRow["repairs"] = [];

function readRow(text: string, line: number, report: Report | undefined): ReadRow {
  const asWritten = readPacketListRow(text, line);
  const isDoubtful = report !== undefined && (!isComplete(asWritten) || isSuspicious(text));
  const row = isDoubtful ? repairRow(text) : { text, repairs: noRepairs };
  const frame = row.repairs.length === 0 ? asWritten : readPacketListRow(row.text, line);
  return { lineCount: 1, row, frame };
}

/** A row that says all that Wireshark says of a segment, in its own words, is not damaged. */
function isComplete(frame: PastedFrame | undefined): boolean {
  const { segment } = frame ?? {};
  if (segment?.seq === undefined || segment.payloadLength === undefined) return false;
  const hasAck = segment.ack !== undefined || (segment.flags & ACK) === 0;
  return hasAck && segment.scaledWindow !== undefined && segment.hasUnknownField !== true;
}

type Report = (diagnostic: Diagnostic) => void;

function reportWords({ repairs }: RepairedRow, text: string, line: number, report: Report | undefined): void {
  for (const { found, made } of repairs) {
    const start = Math.max(0, text.indexOf(found));
    const place = { line, start, end: start + found.length };
    report?.(finding("repaired-word", "remark", place, { found, needed: made }));
  }
}

/** Rows that a screenshot or a narrow column cut off, with one remark for all. */
function reportCut(
  frames: readonly PastedFrame[],
  lines: readonly string[],
  report: Report | undefined,
): void {
  const cut = frames.filter(({ segment }) => segment !== undefined && segment.payloadLength === undefined);
  const line = cut[0]?.line;
  if (line === undefined) return;
  const place = { line, start: 0, end: lines[line - 1]?.length ?? 1 };
  report?.({ ...finding("cut-row", "remark", place, { needed: "Len=" }), count: cut.length });
}

/** A row without a segment is one of another protocol, with a name for it. */
function isFrame({ segment, protocol }: PastedFrame): boolean {
  return segment !== undefined || protocol !== "";
}
