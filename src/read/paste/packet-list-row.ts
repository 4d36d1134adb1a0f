import { spelledAddress } from "../../base/address";
import type { PastedEnd, PastedFrame } from "./pasted-frame";
import { readRowHead, type RowHead } from "./row-head";
import { parseSummaryLine, type SummaryLine } from "./summary-line";

const LONGEST_LINE = 4000;

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * Gives the frame of one row of Wireshark's or tshark's packet list; undefined where the line is no row.
 *
 * Columns are parted by blanks, tabs or `|`; number, time, protocol and length may be missing, and
 * the addresses too where ports and flags stand. Times in any of Wireshark's formats.
 */
export function readPacketListRow(text: string, line: number): PastedFrame | undefined {
  if (text.length > LONGEST_LINE) return undefined;
  const summary = parseSummaryLine(text);
  const head = headOf(text, summary);
  if (head === undefined || !(summary === undefined ? isMessage(head) : isSegment(head, summary)))
    return undefined;
  const info = summary === undefined ? head.rest.join(" ") : text.slice(summary.start);
  return frameOf(line, head, { info: info.replace(/[\s|]+$/u, ""), summary });
}

/** A column of the segment may stand before the others, too. */
function headOf(text: string, summary: SummaryLine | undefined): RowHead | undefined {
  if (summary === undefined) return readRowHead(text.match(WORDS) ?? [], false);
  const head = readRowHead(text.slice(0, summary.start).match(WORDS) ?? [], true);
  if (head?.source !== "") return head;
  const behind = readRowHead(text.slice(text.indexOf("]", summary.start) + 1).match(WORDS) ?? [], false);
  return behind?.isCertain === true ? behind : head;
}

const WORDS = /[^\s|]+/gu;

/** Names of hosts are taken only where the rest of the row leaves no doubt what it is. */
function isSegment({ source, isCertain, protocol }: RowHead, { segment }: SummaryLine): boolean {
  return source === "" ? segment.seq !== undefined : isCertain || protocol !== "";
}

function isMessage({ isCertain, isBare, protocol }: RowHead): boolean {
  return isCertain && isBare && protocol !== "";
}

/** The Info column, and what it says where it is a TCP segment's. */
export interface RowInfo {
  readonly info: string;
  readonly summary: SummaryLine | undefined;
}

/** Gives the frame of a row's columns. */
export function frameOf(
  line: number,
  head: Pick<RowHead, "number" | "time" | "source" | "destination" | "protocol" | "length" | "ports">,
  { info, summary }: RowInfo,
): PastedFrame {
  const frame: Mutable<PastedFrame> = {
    line,
    source: endOf(head.source, summary?.sourcePort ?? head.ports?.[0]),
    destination: endOf(head.destination, summary?.destinationPort ?? head.ports?.[1]),
    protocol: head.protocol,
    summary: info,
  };
  if (head.number !== undefined) frame.number = head.number;
  if (head.time !== undefined) frame.time = head.time;
  if (head.length !== undefined) frame.length = head.length;
  if (summary !== undefined) frame.segment = summary.segment;
  return frame;
}

function endOf(address: string, port: number | undefined): PastedEnd {
  const end = { address: spelledAddress(address) };
  return port === undefined ? end : { ...end, port };
}
