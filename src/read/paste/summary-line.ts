import { flagBit } from "../../tcp/flags";
import type { PastedSegment } from "./pasted-frame";
import { readSegmentFields } from "./segment-fields";
import { markWords } from "../text/attributes";
import { portOfService } from "./service-ports";

/** The ports and the segment of Wireshark's Info column. */
export interface SummaryLine {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly segment: PastedSegment;
  /** Where the column starts in the text it was found in: at the ports, or at what is remarked before them. */
  readonly start: number;
}

const REMARK = /\[TCP ([A-Za-z -]{3,40}?)(?: \d{1,9}#\d{1,9})?\]/gu;

/** Gives Wireshark's remark as a mark of ours: `ZeroWindowProbe` is `zero window probe`. */
function markOf(remark: string): readonly string[] {
  const word = remark.replace(/([a-z])([A-Z])/gu, "$1 $2").toLowerCase();
  return markWords.has(word) ? [word.replaceAll("-of-", " of ")] : [];
}

/** Names of flags with commas between them, and what may stand for none. */
const LONGEST_FLAGS = 60;

/** Finds the Info column of a TCP segment in a text, `50512 → 80 [SYN] Seq=0`; undefined where it names no ports and flags. */
export function parseSummaryLine(info: string): SummaryLine | undefined {
  for (let open = info.indexOf("["); open !== -1; open = info.indexOf("[", open + 1)) {
    const ports = portsBefore(info, open);
    if (ports === undefined) continue;
    const close = info.indexOf("]", open);
    if (close === -1 || close - open > LONGEST_FLAGS) continue;
    const flags = parseFlagNames(info.slice(open + 1, close));
    if (flags !== undefined) return summaryAt(info, ports, { flags, after: close + 1 });
  }
  return undefined;
}

function summaryAt(info: string, ports: PortPair, { flags, after }: Bracket): SummaryLine {
  const segment: Mutable<PastedSegment> = readSegmentFields(info.slice(after), flags);
  const remarks = ports.start > 0 ? remarksBefore(info, ports.start) : noRemarks;
  if (remarks.names.includes("Port numbers reused")) segment.isReuse = true;
  else if (remarks.names.includes("Retransmission")) segment.isReuse = false;
  if (remarks.names.length > 0) segment.marks = remarks.names.flatMap(markOf);
  const { source, destination, start } = ports;
  return { sourcePort: source, destinationPort: destination, segment, start: Math.min(start, remarks.start) };
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

interface Bracket {
  readonly flags: number;
  readonly after: number;
}

interface Remarks {
  readonly names: readonly string[];
  readonly start: number;
}

const noRemarks: Remarks = { names: [], start: Infinity };

function remarksBefore(info: string, end: number): Remarks {
  const start = info.indexOf("[TCP ");
  if (start === -1 || start > end) return noRemarks;
  return { names: [...info.slice(start, end).matchAll(REMARK)].map(([, name = ""]) => name), start };
}

interface PortPair {
  readonly source: number;
  readonly destination: number;
  readonly start: number;
}

/** Gives the two ports and the arrow that end before `end`. */
function portsBefore(text: string, end: number): PortPair | undefined {
  const destination = portBefore(text, skipBack(text, end));
  if (destination === undefined) return undefined;
  const arrowEnd = skipBack(text, destination.start);
  const arrow = arrowStart(text, arrowEnd);
  if (arrow === destination.start) return undefined;
  const source = portBefore(text, skipBack(text, arrow));
  return source === undefined
    ? undefined
    : { source: source.port, destination: destination.port, start: source.start };
}

const ARROWS = "→⟶⇒>=-–—−~»›";

/** Blanks alone may be all that is left of an arrow. */
function arrowStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < 3 && ARROWS.includes(text.charAt(start - 1))) start -= 1;
  return start;
}

function skipBack(text: string, end: number): number {
  let at = end;
  while (at > 0 && end - at < 4 && isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

interface Port {
  readonly port: number;
  readonly start: number;
}

/** A number, `http(80)`, or a service's name alone. */
function portBefore(text: string, end: number): Port | undefined {
  if (text.charAt(end - 1) === ")") return namedPort(text, end);
  let start = end;
  while (start > 0 && end - start < 6 && isDigit(text.charCodeAt(start - 1))) start -= 1;
  const digits = end - start;
  if (digits >= 1 && digits <= 5 && !isWord(text.charAt(start - 1))) {
    const port = Number(text.slice(start, end));
    return port > 0xffff ? undefined : { port, start };
  }
  return servicePort(text, end);
}

function namedPort(text: string, end: number): Port | undefined {
  const open = text.lastIndexOf("(", end);
  const digits = text.slice(open + 1, end - 1);
  if (open < 1 || !/^\d{1,5}$/u.test(digits) || Number(digits) > 0xffff) return undefined;
  const start = startOfName(text, open);
  return start === open ? undefined : { port: Number(digits), start };
}

function servicePort(text: string, end: number): Port | undefined {
  const start = startOfName(text, end);
  const port = portOfService(text.slice(start, end));
  return port === undefined ? undefined : { port, start };
}

const LONGEST_NAME = 20;

function startOfName(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && /[\w-]/u.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWord(character: string): boolean {
  return character !== "" && /[\w.]/u.test(character);
}

/** Gives the bits of `SYN, ACK`, `<None>` or nothing; undefined where a word is no flag. */
export function parseFlagNames(words: string): number | undefined {
  const usual = usualFlags.get(words);
  if (usual !== undefined) return usual;
  let flags = 0;
  for (const word of words.split(/[ ,|/+]+/u)) {
    if (word === "" || word === "<None>") continue;
    const bit = /^reserved$/iu.test(word) ? 0xe00 : flagBit(word);
    if (bit === undefined) return undefined;
    flags |= bit;
  }
  return flags;
}

/** What stands in nearly every row needs no taking apart. */
const usualFlags: ReadonlyMap<string, number> = new Map([
  ["SYN", 0x02],
  ["SYN, ACK", 0x12],
  ["ACK", 0x10],
  ["PSH, ACK", 0x18],
  ["FIN, ACK", 0x11],
  ["RST", 0x04],
  ["RST, ACK", 0x14],
  ["FIN, PSH, ACK", 0x19],
]);
