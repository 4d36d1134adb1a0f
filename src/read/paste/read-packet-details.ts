import { spelledAddress } from "../../base/address";
import { ACK } from "../../tcp/flags";
import { addToSequence } from "../../tcp/sequence-number";
import type { TcpOptions } from "../../trace/trace";
import type { LineReading } from "./line-reading";
import { optionalNumber } from "./optional-number";
import { readPacketListRow } from "./packet-list-row";
import type { PastedFrame, PastedSegment } from "./pasted-frame";
import { parsePastedTime } from "./pasted-time";

const FRAME = /Frame (\d{1,9}): (\d{1,7}) bytes on wire/u;
const TCP =
  /Transmission Control Protocol, Src Port: ?(?:[\w-]{1,20} \()?(\d{1,5})\)?, Dst Port: ?(?:[\w-]{1,20} \()?(\d{1,5})/u;
/** What is left of the TCP header's own line where it is not what Wireshark writes. */
const DAMAGED_TCP =
  /Tran\w{2,8} ?C\w{5,7} ?P\w{6,8}, ?S|^(?!.*User Datagram).{0,80}Src ?P[o0]\w{1,2}[:;. ].{1,40}?,? ?Dst ?P[o0]\w/u;
const TREE_LINE =
  /^\s*$|^\s{4}|^[^\p{L}\d]{0,12}(?:\[|[01.]{4} [01.]{4}|[01.]{3,4} |[\w()/ ,'-]{1,70}(?::(?:\s|$)|=)|[A-Z][\w/-]+(?: [\w()/,.-]+){0,5}$|[\da-fA-F]{4} {1,3}[\da-fA-F]{2} |[\da-fA-F]{2}(?: [\da-fA-F]{2}){3})/u;
const FLAGS = /Flags: ?(0x[\da-fA-F]{3})(?![\da-fA-F])/u;
const LONGEST_HEADING = 400;
const LONGEST_FRAME = 40_000;

/**
 * Reads Wireshark's packet details (`tshark -V`, an export, or text copied from the detail pane).
 *
 * A frame starts at `Frame n:`, or at the TCP header where that line is missing. Tree markers,
 * indentation and lines that were wrapped or run together do not matter. Raw numbers are taken
 * where they stand beside relative ones.
 */
export function readPacketDetails(lines: readonly string[]): LineReading {
  const frames: PastedFrame[] = [];
  const { texts, unread, passed } = splitFrames(lines);
  let addresses: Addresses = { source: "", destination: "" };
  for (const { line, last, text, row } of texts) {
    addresses = addressesIn(text) ?? addresses;
    const frame = readFrame(line, text, addresses) ?? row;
    if (frame !== undefined) frames.push(row === undefined ? frame : withRow(frame, row, text));
    else for (const filled of filledLines(lines, line, last)) passed.push(filled);
  }
  return { frames, unread, passed };
}

/** Gives the lines that are not blank, both ends included. */
function filledLines(lines: readonly string[], first: number, last: number): readonly number[] {
  return lines.slice(first - 1, last).flatMap((text, i) => (text.trim() === "" ? [] : [first + i]));
}

interface FrameText {
  readonly line: number;
  readonly last: number;
  readonly text: string;
  readonly row: PastedFrame | undefined;
}

interface SplitText {
  readonly texts: readonly FrameText[];
  /** A header that was damaged. */
  readonly unread: number[];
  readonly passed: number[];
}

interface OpenFrame extends Omit<FrameText, "text"> {
  last: number;
  readonly parts: string[];
  hasTcp: boolean;
}

function splitFrames(lines: readonly string[]): SplitText {
  const found: OpenFrame[] = [];
  const [unread, passed]: [number[], number[]] = [[], []];
  let row: PastedFrame | undefined;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const isTcp = TCP.test(text);
    const current = found.at(-1);
    const opens = FRAME.test(text) || (isTcp && current?.hasTcp !== false);
    const above = opens ? undefined : rowAbove(text, line);
    if (opens) {
      found.push({ line, last: line, parts: [text], hasTcp: isTcp, row });
      row = undefined;
    } else if (above !== undefined) row = above;
    else if (isDamaged(text)) unread.push(line);
    else if (isOfTree(text) && current !== undefined) addToTree(current, text, line, isTcp);
    else if (text.trim() !== "") passed.push(line);
  }
  const texts = found.map(({ parts, ...frame }) => {
    return { ...frame, text: parts.join("\n").slice(0, LONGEST_FRAME) };
  });
  return { texts, unread, passed };
}

function addToTree(frame: OpenFrame, text: string, line: number, isTcp: boolean): void {
  frame.parts.push(text);
  frame.last = line;
  frame.hasTcp ||= isTcp;
}

function isDamaged(text: string): boolean {
  return !TCP.test(text) && DAMAGED_TCP.test(text.slice(0, LONGEST_HEADING));
}

function rowAbove(text: string, line: number): PastedFrame | undefined {
  return /^ *\d/u.test(text) ? readPacketListRow(text, line) : undefined;
}

/**
 * With `-P`, and in Wireshark's plain text export, a frame's row of the packet list stands above its details. It says
 * what they do not, as layers that were folded when they were exported are headings alone.
 */
function withRow(frame: PastedFrame, row: PastedFrame, text: string): PastedFrame {
  if (row.number !== frame.number) return frame;
  const { segment, time = row.time } = frame;
  const told = time === undefined ? frame : { ...frame, time };
  if (segment === undefined) return { ...told, protocol: row.protocol, summary: row.summary };
  if (FLAGS.test(text)) return told;
  const payload = row.segment === undefined ? { payload: row.summary } : {};
  const { flags, options } = row.segment ?? segment;
  return { ...told, segment: { ...row.segment, ...segment, flags, options, ...payload } };
}

/** A field and its value, bits, a remark in brackets, a layer's name, or octets: no sentence, as far as can be told. */
function isOfTree(text: string): boolean {
  return TREE_LINE.test(text.slice(0, LONGEST_HEADING));
}

interface Addresses {
  readonly source: string;
  readonly destination: string;
}

function addressesIn(text: string): Addresses | undefined {
  const match =
    /Internet Protocol Version [46], Src: ?(?:[\w.-]{1,80} \()?([\da-fA-F.:]{2,45})\)?, Dst: ?(?:[\w.-]{1,80} \()?([\da-fA-F.:]{2,45})/u.exec(
      text,
    );
  return match === null
    ? undefined
    : { source: spelledAddress(match[1] ?? ""), destination: spelledAddress(match[2] ?? "") };
}

function readFrame(line: number, text: string, addresses: Addresses): PastedFrame | undefined {
  const ports = TCP.exec(text);
  const frame = FRAME.exec(text);
  if (ports === null) return frame === null ? undefined : otherFrame(line, text, frame);
  const segment = readSegment(text);
  return {
    line,
    ...headOf(text, frame),
    source: { address: addresses.source, port: Number(ports[1]) },
    destination: { address: addresses.destination, port: Number(ports[2]) },
    protocol: "TCP",
    summary: "",
    segment,
  };
}

/** A frame without TCP is kept as a message, by the last protocol the frame names. */
function otherFrame(line: number, text: string, frame: RegExpExecArray): PastedFrame | undefined {
  const addresses = addressesIn(text);
  if (addresses === undefined) return undefined;
  const ports = /User Datagram Protocol, Src Port: (\d{1,5}), Dst Port: (\d{1,5})/u.exec(text);
  return {
    line,
    ...headOf(text, frame),
    source: { address: addresses.source, ...(ports === null ? {} : { port: Number(ports[1]) }) },
    destination: { address: addresses.destination, ...(ports === null ? {} : { port: Number(ports[2]) }) },
    protocol: /\[Protocols in frame: [\w:.-]{0,120}:([\w.-]{1,24})\]/u.exec(text)?.[1]?.toUpperCase() ?? "",
    summary: "",
  };
}

function headOf(
  text: string,
  frame: RegExpExecArray | null,
): Pick<PastedFrame, "number" | "length" | "time"> {
  const time =
    /\[Time since reference or first frame: (\d{1,10}\.\d{1,9}) seconds\]/u.exec(text)?.[1] ??
    /Epoch (?:Arrival )?Time: (\d{1,10}\.\d{1,9})/u.exec(text)?.[1];
  const parsed = time === undefined ? undefined : parsePastedTime(time);
  return {
    ...(frame === null ? {} : { number: Number(frame[1]), length: Number(frame[2]) }),
    ...(parsed === undefined ? {} : { time: parsed }),
  };
}

function readSegment(text: string): PastedSegment {
  const tcp = text.slice(text.search(TCP));
  const flags = Number(FLAGS.exec(tcp)?.[1] ?? guessedFlags(tcp));
  const seq = numbersNamed(tcp, "Sequence [Nn]umber", "Seq");
  const ack: NamedNumbers =
    (flags & ACK) === 0 ? {} : numbersNamed(tcp, "Acknowledg(?:e)?ment [Nn]umber", "Ack");
  const hasRaw = seq.raw !== undefined;
  const length = field(tcp, /\[TCP Segment Len: ?(\d{1,7})/u) ?? field(tcp, /, Len: ?(\d{1,7})/u);
  const window = field(tcp, /(?:^|[^\w\]]) ?Window(?: size value)?: ?(\d{1,5})(?!\d)/u);
  const scaled = field(tcp, /\[Calculated window size: ?(\d{1,10})/u);
  return {
    flags,
    ...optionalNumber("seq", seq.raw ?? seq.shown),
    ...optionalNumber("ack", ack.raw ?? ack.shown),
    ...(hasRaw
      ? {
          isRaw: true,
          ...optionalNumber(/* @__KEY__ */ "relativeSeq", seq.shown),
          ...optionalNumber(/* @__KEY__ */ "relativeAck", ack.shown),
        }
      : {}),
    ...(length === undefined ? {} : { payloadLength: length }),
    ...optionalNumber("window", window),
    ...optionalNumber(/* @__KEY__ */ "scaledWindow", scaled),
    options: optionsIn(tcp, ack.raw === undefined || ack.shown === undefined ? 0 : ack.raw - ack.shown),
  };
}

/** The heading names an acknowledgment only where the flag is set; the flags themselves may be folded away. */
function guessedFlags(tcp: string): number {
  return /, Ack: ?\d/u.test(tcp) ? ACK : 0;
}

/** `raw` is the header's number; `shown` what Wireshark counted from it, where it is relative. */
interface NamedNumbers {
  readonly raw?: number | undefined;
  readonly shown?: number | undefined;
}

/** In a field's lines, in its heading; a number above what relative ones reach, beside one, is the raw one. */
function numbersNamed(tcp: string, name: string, heading: string): NamedNumbers {
  const values = [
    ...tcp.matchAll(new RegExp(`(?:^|[^\\w\\[]|[^t] )${name}( \\(raw\\))?: ?(\\d{1,10})`, "gu")),
  ]
    .filter(({ index }) => !tcp.slice(Math.max(0, index - 6), index + 2).includes("Next"))
    .map(([, raw, digits]) => ({ isRaw: raw !== undefined, value: Number(digits) }));
  const shown =
    field(tcp, new RegExp(`, ${heading}: ?(\\d{1,10})`, "u")) ?? values.find(({ isRaw }) => !isRaw)?.value;
  const raw = values.find(({ isRaw, value }) => isRaw && value <= 0xffffffff)?.value;
  const other = values.find(({ isRaw, value }) => !isRaw && value !== shown)?.value;
  return { raw: raw ?? other, shown };
}

function field(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const SACK_BLOCK = /^\W{0,40}left edge = (\d{1,10})[^\n]*\n\W{0,40}right edge = (\d{1,10})/gimu;

/** `toRaw` is what a relative acknowledgment lacks to the header's: edges of SACK blocks lack as much. */
function optionsIn(tcp: string, toRaw: number): TcpOptions {
  const sack = [...tcp.matchAll(SACK_BLOCK)].map(([, left, right]): readonly [number, number] => [
    addToSequence(Number(left), toRaw),
    addToSequence(Number(right), toRaw),
  ]);
  return {
    ...optionalNumber(
      "mss",
      field(tcp, /Maximum segment size: ?(\d{1,5}) bytes/u) ?? field(tcp, /MSS Value: ?(\d{1,5})/u),
    ),
    ...optionalNumber(
      /* @__KEY__ */ "windowScale",
      field(tcp, /Window scale: ?(\d{1,2}) \(multiply/u) ?? field(tcp, /Shift count: ?(\d{1,2})/u),
    ),
    ...(/TCP Option - SACK permitted|Options:[^\n]*SACK permitted/u.test(tcp) ? { sackPermitted: true } : {}),
    ...(sack.length === 0 ? {} : { sack }),
    ...optionalNumber(/* @__KEY__ */ "timestampValue", field(tcp, /TSval ?(\d{1,10})/u)),
    ...optionalNumber(/* @__KEY__ */ "timestampEcho", field(tcp, /TSecr ?(\d{1,10})/u)),
  };
}
