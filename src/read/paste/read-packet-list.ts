import type { Diagnostic } from "../../base/diagnostic";
import { finding } from "../text/finding";
import { ACK } from "../../tcp/flags";
import type { LineReading } from "./line-reading";
import { readPacketListRow } from "./packet-list-row";
import type { PastedFrame } from "./pasted-frame";
import { repairRow, type RepairedRow } from "./repair/repair-row";

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
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const { frame, row } = readRow(text, line, report);
    const isRead = frame !== undefined && isFrame(frame);
    if (isRead) {
      frames.push(frame);
      reportWords(row, text, line, report);
    }
    if (frame?.segment === undefined && isSegmentLike(frame, text)) unread.push(line);
    else if (!isRead && text.trim() !== "") passed.push(line);
  }
  reportCut(frames, lines, report);
  return { frames, unread, passed };
}

/** A row of TCP that gives numbers names its ports and flags as well; ports and flags show a row, too. */
function isSegmentLike(frame: PastedFrame | undefined, text: string): boolean {
  return (frame?.protocol === "TCP" && NUMBERS.test(frame.summary)) || ROW_LIKE.test(text.slice(0, 1000));
}

interface ReadRow {
  readonly frame: PastedFrame | undefined;
  readonly row: RepairedRow;
}

function readRow(text: string, line: number, report: Report | undefined): ReadRow {
  const asWritten = readPacketListRow(text, line);
  const isDoubtful = report !== undefined && !isComplete(asWritten);
  const row = isDoubtful ? repairRow(text) : { text, repairs: [] };
  return { row, frame: row.repairs.length === 0 ? asWritten : readPacketListRow(row.text, line) };
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
