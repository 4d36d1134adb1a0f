import type { PastedEnd, PastedFrame } from "./pasted-frame";
import { parsePastedTime, type PastedTime } from "./pasted-time";
import { parseSummaryLine } from "./summary-line";

/** Number and time, each optional; what a screenshot's tree lines left before them is skipped. */
const HEAD =
  /^(?:[^\dA-Za-z:]{0,8}(?:[A-Za-z'ГгYL]{1,2} )?)?(?:(\d{1,9}) )?(?:((?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?|\d{1,10}[.,]\d{1,9}) )?/u;
const ENDS =
  /^([^\s→]{2,80}?) ?(?:→|⟶|⇒|(?:->|>|-|–|—)(?= )|(?= )) ?([^\s→]{2,80}) (?:((?:[A-Z]|\d[a-z])[\w./+-]{1,24}) )?(?:(\d{1,7}) )?(.+)$/u;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}(?::[\da-fA-F]{0,4}){2,7}(?:%\w+)?)$/u;
const HOST = /^[A-Za-z0-9](?:[\w-]{0,62}\.){0,6}[\w-]{1,62}(?::[\da-f]{2}){0,5}$/u;
const CUT = /^(?:((?:[A-Z]|\d[a-z])[\w./+-]{1,24}) )?(?:(\d{1,7}) )?(.+)$/u;
/** A row cut off before its addresses still starts with the ports. */
const BARE_INFO = /^(?:\[TCP [^\]]{3,60}\] ?){0,4}\d{1,5}[^\d[]{1,4}\d{1,5} \[.{1,60} Seq ?=/iu;
const LONGEST_LINE = 4000;

/**
 * Gives the frame of one row of Wireshark's or tshark's packet list; undefined where the line is no row.
 *
 * Columns are parted by blanks, tabs or `|`; number, time, protocol and length may be missing, and
 * the addresses too where ports and flags stand. Times in any of Wireshark's formats.
 */
export function readPacketListRow(text: string, line: number): PastedFrame | undefined {
  if (text.length > LONGEST_LINE) return undefined;
  const row = text.replace(/[\s|]+/gu, " ").trim();
  const head = HEAD.exec(row);
  const rest = row.slice(head?.[0].length ?? 0);
  const time = head?.[2] === undefined ? undefined : parsePastedTime(head[2]);
  const before: Before = {
    line,
    ...(head?.[1] === undefined ? {} : { number: Number(head[1]) }),
    ...(time === undefined ? {} : { time }),
  };
  return rowWithEnds(before, rest) ?? rowWithoutEnds(before, rest) ?? rowWithoutEnds({ line }, row);
}

interface Before {
  readonly line: number;
  readonly number?: number;
  readonly time?: PastedTime;
}

function rowWithEnds(before: Before, text: string): PastedFrame | undefined {
  const match = ENDS.exec(text);
  if (match === null) return undefined;
  const [source = "", destination = "", protocol = "", length, info = ""] = match.slice(1);
  const frame = frameOf(before, { source, destination, protocol, length, info });
  const isSegment = frame.segment !== undefined;
  const areAddresses = ADDRESS.test(source) && ADDRESS.test(destination);
  const isRow = areAddresses
    ? protocol !== "" || isSegment
    : isSegment && protocol !== "" && areHosts(source, destination);
  return isRow ? frame : undefined;
}

/** Names of hosts are taken only where the rest of the row leaves no doubt what it is. */
function areHosts(source: string, destination: string): boolean {
  return HOST.test(source) && HOST.test(destination);
}

function rowWithoutEnds(before: Before, text: string): PastedFrame | undefined {
  const match = CUT.exec(text);
  if (match === null || parseSummaryLine(match[3] ?? "") === undefined) return undefined;
  const [, protocol = "", length, info = ""] = match;
  const hasFields = BARE_INFO.test(info);
  return hasFields ? frameOf(before, { source: "", destination: "", protocol, length, info }) : undefined;
}

/** The columns of a row behind its time. */
export interface RowColumns {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly length: string | undefined;
  readonly info: string;
}

/** Gives the frame of a row's columns. */
export function frameOf(before: Before, columns: RowColumns): PastedFrame {
  const summary = parseSummaryLine(columns.info);
  return {
    ...before,
    source: endOf(columns.source, summary?.sourcePort),
    destination: endOf(columns.destination, summary?.destinationPort),
    protocol: columns.protocol,
    ...(columns.length === undefined ? {} : { length: Number(columns.length) }),
    summary: columns.info,
    ...(summary === undefined ? {} : { segment: summary.segment }),
  };
}

function endOf(address: string, port: number | undefined): PastedEnd {
  return { address: address.toLowerCase(), ...(port === undefined ? {} : { port }) };
}
