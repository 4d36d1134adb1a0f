import { windowMultiplier } from "../tcp/window-shift";
import { ACK, AE, CWR, ECE, FIN, flagLetters, PSH, RESERVED, RST, SYN, URG } from "../tcp/flags";
import { timeBetween } from "../tcp/conversation-analysis";
import type { SegmentAnalysis } from "../tcp/judged-segment";
import { segmentMarks } from "../tcp/segment-marks";
import { addToSequence } from "../tcp/sequence-number";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import type { Endpoint, Message, Segment, TcpNumber, Trace } from "../trace/trace";
import { isShown } from "./fields/analysis-fields";
import { formatNanoseconds } from "./fields/field";
import { checkFields } from "./packet-fields";
import { writeTcpNumber } from "./text/tcp-number";

/** An arrow with its number and its ends, as fields are taken from it. */
export interface TraceArrow {
  readonly number: number;
  readonly event: Segment | Message;
  /** The arrow before it in the text. */
  readonly before: TraceArrow | undefined;
  readonly from: Endpoint | undefined;
  readonly to: Endpoint | undefined;
  readonly trace: Trace;
  readonly rules: WiresharkRules;
}

type Value = string | number;

/** What a text says of a field: one value, one of each header, or nothing. */
type Cell = Value | readonly Value[] | undefined;

/**
 * Gives one row of cells per arrow of a trace, in its order, for the fields that `packetRows` knows.
 *
 * Frame numbers are the text's own, else counted from 1; sequence numbers relative by Wireshark's rule,
 * symbols as written (`client+1`), an absent acknowledgment 0. What the trace does not hold is an empty cell.
 * Throws `DiagnosticError` `unknown-field`.
 */
export function traceRows(
  trace: Trace,
  fields: readonly string[],
  rules: WiresharkRules = "4.4",
): readonly (readonly string[])[] {
  checkFields(fields);
  return traceArrows(trace, rules).map((arrow) =>
    fields.map((field) => arrowValues(field, arrow).map(String).join(",")),
  );
}

/** Gives the arrows of a trace with their numbers: the text's own, else counted from 1. */
export function traceArrows(trace: Trace, rules: WiresharkRules): readonly TraceArrow[] {
  const arrows: TraceArrow[] = [];
  for (const event of trace.events) {
    if (event.kind !== "segment" && event.kind !== "message") continue;
    const from = trace.endpoints[event.from];
    const to = trace.endpoints[event.to];
    const before = arrows.at(-1);
    const ordinal = event.kind === "segment" ? event.ordinal : undefined;
    const number = event.frame ?? ordinal ?? arrows.length + 1;
    arrows.push({ number, event, before, from, to, trace, rules });
  }
  return arrows;
}

/** Gives the values of a field, those of the sender first; empty where the text does not tell. */
export function arrowValues(field: string, arrow: TraceArrow): readonly Value[] {
  const { event } = arrow;
  const found =
    frameCells.get(field)?.(arrow) ??
    (event.kind === "segment" ? segmentCell(field, event, arrow) : undefined);
  if (found === undefined) return [];
  return typeof found === "object" ? found : [found];
}

/** Tells whether a text can hold a field at all. */
export function isTraceField(field: string): boolean {
  return frameCells.has(field) || segmentCells.has(field) || analysisCells.has(field);
}

function segmentCell(field: string, event: Segment, arrow: TraceArrow): Cell {
  const { analysis } = event;
  return (
    segmentCells.get(field)?.(event, arrow) ??
    (analysis === undefined ? undefined : analysisCells.get(field)?.(analysis))
  );
}

const frameCells: ReadonlyMap<string, (arrow: TraceArrow) => Cell> = new Map<
  string,
  (arrow: TraceArrow) => Cell
>([
  ["frame.number", ({ number }) => number],
  [
    "frame.time_relative",
    ({ event }) => (event.time === undefined ? undefined : seconds(BigInt(Math.round(event.time)))),
  ],
  ["frame.time_epoch", epoch],
  [
    "frame.time_delta",
    ({ event, before }) => span(timeBetween(before?.event.time ?? event.time, event.time)),
  ],
  ["frame.len", ({ event }) => event.length],
  ["ip.src", ({ from }) => address(from, false)],
  ["ip.dst", ({ to }) => address(to, false)],
  ["ip.addr", ({ from, to }) => present([address(from, false), address(to, false)])],
  ["ipv6.src", ({ from }) => address(from, true)],
  ["ipv6.dst", ({ to }) => address(to, true)],
  ["ipv6.addr", ({ from, to }) => present([address(from, true), address(to, true)])],
  ["frame.comment", ({ event }) => event.note],
]);

function ports(segment: Segment, arrow: TraceArrow): readonly [Value | undefined, Value | undefined] {
  const { from, to } = arrow;
  const isKnown = from?.port !== undefined && to?.port !== undefined;
  const [own, other] = isKnown ? [] : conversationEnds(segment, arrow);
  return [from?.port ?? portOf(own), to?.port ?? portOf(other)];
}

/** Of a lifeline that stands for all ports of a host, the conversation tells which one is meant. */
function conversationEnds(
  { conversation, sender }: Segment,
  { from, to, trace }: TraceArrow,
): readonly string[] {
  const known = trace.conversations[conversation];
  if (known?.number !== conversation || from === undefined || to === undefined) return [];
  const { client, server } = known;
  if (from === to) return sender === undefined ? [] : sender === client ? [client, server] : [server, client];
  return isAt(client, from) && isAt(server, to) ? [client, server] : [server, client];
}

function isAt(end: string, { address, key }: Endpoint): boolean {
  return (
    end === key ||
    (address !== undefined && (end.startsWith(`${address}:`) || end.startsWith(`[${address}]:`)))
  );
}

function portOf(end = ""): Value | undefined {
  const port = /(?:\]:|^[^:]+:|^port )(\d{1,5})$/u.exec(end)?.[1];
  return port === undefined ? undefined : Number(port);
}

type SegmentCell = (segment: Segment, arrow: TraceArrow) => Cell;

const segmentCells: ReadonlyMap<string, SegmentCell> = new Map<string, SegmentCell>([
  ["tcp.srcport", (segment, arrow) => ports(segment, arrow)[0]],
  ["tcp.dstport", (segment, arrow) => ports(segment, arrow)[1]],
  ["tcp.port", (segment, arrow) => present(ports(segment, arrow))],
  ["tcp.stream", ({ conversation }) => conversation],
  ["tcp.seq", ({ relativeSeq, seq }) => relativeSeq ?? numberText(seq)],
  ["tcp.seq_raw", ({ seq }) => numberText(seq)],
  ["tcp.ack", ({ relativeAck, ack }) => relativeAck ?? numberText(ack) ?? 0],
  ["tcp.ack_raw", ({ ack }) => numberText(ack) ?? 0],
  ["tcp.len", ({ payloadLength }) => payloadLength],
  ["tcp.nxtseq", nextSequence],
  ["tcp.flags", ({ flags }) => `0x${flags.toString(16).padStart(4, "0")}`],
  ["tcp.flags.str", ({ flags }) => flagLetters(flags)],
  ["tcp.flags.res", flag(RESERVED)],
  ["tcp.flags.ns", flag(AE)],
  ["tcp.flags.ae", flag(AE)],
  ["tcp.flags.cwr", flag(CWR)],
  ["tcp.flags.ece", flag(ECE)],
  ["tcp.flags.urg", flag(URG)],
  ["tcp.flags.ack", flag(ACK)],
  ["tcp.flags.push", flag(PSH)],
  ["tcp.flags.reset", flag(RST)],
  ["tcp.flags.syn", flag(SYN)],
  ["tcp.flags.fin", flag(FIN)],
  ["tcp.window_size_value", ({ window }) => window],
  ["tcp.window_size", ({ scaledWindow, window }) => scaledWindow ?? window],
  ["tcp.options.mss_val", ({ options }) => options.mss],
  ["tcp.options.wscale.shift", ({ options }) => options.windowScale],
  [
    "tcp.options.wscale.multiplier",
    ({ options }) => (options.windowScale === undefined ? undefined : windowMultiplier(options.windowScale)),
  ],
  ["tcp.options.sack_perm", ({ options }) => (options.sackPermitted === true ? "0402" : undefined)],
  ["tcp.options.sack_le", ({ options }) => options.sack?.map(([left]) => left)],
  ["tcp.options.sack_re", ({ options }) => options.sack?.map(([, right]) => right)],
  ["tcp.options.timestamp.tsval", ({ options }) => options.timestampValue],
  ["tcp.options.timestamp.tsecr", ({ options }) => options.timestampEcho],
]);

/** As `analysisFields` of a capture, from what the analysis of the list says. */
const analysisCells: ReadonlyMap<string, (analysis: SegmentAnalysis) => Cell> = new Map<
  string,
  (analysis: SegmentAnalysis) => Cell
>([
  ["tcp.analysis", (analysis) => (isShown(analysis) ? 1 : undefined)],
  ["tcp.analysis.flags", ({ marks }) => (marks.size > 0 ? 1 : undefined)],
  ...segmentMarks.map((mark): readonly [string, (analysis: SegmentAnalysis) => Cell] => [
    `tcp.analysis.${mark}`,
    ({ marks }) => (!marks.has(mark) ? undefined : mark === "duplicate_ack" ? [1, 1] : 1),
  ]),
  ["tcp.analysis.acks_frame", ({ acksFrame }) => acksFrame],
  ["tcp.analysis.ack_rtt", ({ roundTrip }) => span(roundTrip)],
  ["tcp.analysis.initial_rtt", ({ initialRoundTrip }) => span(initialRoundTrip)],
  ["tcp.analysis.bytes_in_flight", ({ bytesInFlight }) => bytesInFlight],
  ["tcp.analysis.push_bytes_sent", ({ bytesInFlight, pushedBytes }) => bytesInFlight && pushedBytes],
  ["tcp.analysis.duplicate_ack_num", ({ duplicate }) => duplicate?.count],
  ["tcp.analysis.duplicate_ack_frame", ({ duplicate }) => duplicate?.anchorFrame],
  ["tcp.analysis.rto", (analysis) => (hasTimer(analysis) ? span(analysis.timeout) : undefined)],
  ["tcp.analysis.rto_frame", (analysis) => (hasTimer(analysis) ? analysis.timeoutFrame : undefined)],
]);

function hasTimer({ marks, timeout }: SegmentAnalysis): boolean {
  return timeout !== undefined && !marks.has("fast_retransmission") && !marks.has("spurious_retransmission");
}

function span(nanoseconds: number | undefined): Value | undefined {
  return nanoseconds === undefined ? undefined : seconds(BigInt(Math.round(nanoseconds)));
}

function flag(bit: number): SegmentCell {
  return ({ flags }, { rules }) => {
    const isSet = (flags & bit) !== 0;
    return rules === "4.0" ? Number(isSet) : isSet ? "True" : "False";
  };
}

function present(cells: readonly (Value | undefined)[]): readonly Value[] {
  return cells.filter((value) => value !== undefined);
}

function seconds(nanoseconds: bigint): string {
  return formatNanoseconds(nanoseconds);
}

function epoch({ trace, event }: TraceArrow): Cell {
  if (trace.start === undefined || event.time === undefined) return undefined;
  return seconds(trace.start + BigInt(Math.round(event.time)));
}

function address(endpoint: Endpoint | undefined, isIpv6: boolean): Value | undefined {
  const text = endpoint?.address;
  return text !== undefined && text.includes(":") === isIpv6 ? text : undefined;
}

function nextSequence({ relativeSeq, payloadLength, flags }: Segment): Cell {
  if (relativeSeq === undefined || payloadLength === undefined) return undefined;
  return addToSequence(relativeSeq, payloadLength + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
}

function numberText(number: TcpNumber | undefined): Cell {
  return number === undefined ? undefined : writeTcpNumber(number);
}
