import { formatSpan, nanoseconds } from "../base/time";
import type { Message, Segment, TcpNumber, Trace } from "../trace/trace";
import type { LadderItem, LadderOptions } from "./ladder-options";
import { harmlessText } from "./harmless-text";

/** Flags in the order Wireshark names them: by bit, FIN lowest (RFC 9293 §3.1, RFC 3168, RFC 7560). */
const FLAG_NAMES = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"] as const;
const SYN = 0x02;
const ACK = 0x10;

/** Longest payload summary on an arrow, in characters; the rest is in the capture. */
const PAYLOAD_CHARACTERS = 60;

/**
 * Gives the text on an arrow: as it was written, else made from the header fields that are shown,
 * marks first: `[retransmission] PSH, ACK Seq=1 Ack=1 Win=501 Len=5 · hello`.
 *
 * One line, possibly empty. What comes from a packet is made harmless.
 */
export function labelArrow(event: Segment | Message, trace: Trace, options: LadderOptions): string {
  const marks = options.show.has("marks") ? event.marks.map((mark) => `[${mark}] `).join("") : "";
  if (event.written !== undefined) return withMarks(marks, event.written).trim();
  const text = event.kind === "segment" ? labelSegment(event, trace, options) : labelMessage(event, options);
  return harmlessText(`${marks}${text}`.trim());
}

/** A person who wrote the mark into the label need not read it twice. */
function withMarks(marks: string, written: string): string {
  return written.includes(marks.trim()) ? written : marks + written;
}

function labelMessage(event: Message, options: LadderOptions): string {
  const { protocol = "", summary, length } = event;
  if (protocol !== "" && !options.show.has("payload")) return protocol;
  const says = summary === "" && length !== undefined ? `Len=${String(length)}` : summary;
  // `SIP/2.0 200 OK` names its protocol itself.
  return says.startsWith(`${protocol}/`) ? says : `${protocol} ${says}`.trimStart();
}

function labelSegment(event: Segment, trace: Trace, options: LadderOptions): string {
  const parts: string[] = [];
  const add = (item: LadderItem, text: string | undefined): void => {
    if (text !== undefined && options.show.has(item)) parts.push(text);
  };
  add("flags", flagNames(event.flags));
  add("seq", field("Seq", sequenceText(event, trace, options)));
  add("ack", field("Ack", acknowledgmentText(event, trace, options)));
  add("win", windowText(event, options));
  add("len", field("Len", event.payloadLength));
  parts.push(...optionTexts(event, options));
  // Beside two lifelines it is a bracket.
  if (trace.endpoints.length > 2) add("rtt", roundTripText(event));
  const label = parts.join(" ");
  if (event.payload === undefined || event.payload === "" || !options.show.has("payload")) return label;
  return `${label} · ${clip(event.payload)}`;
}

function field(name: string, value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${name}=${String(value)}`;
}

/** Those who ask for the options see how the window was scaled, too: `Win=64128 (501×128)`. */
function windowText({ window, scaledWindow }: Segment, options: LadderOptions): string | undefined {
  const text = field("Win", scaledWindow ?? window);
  if (window === undefined || scaledWindow === undefined || window === scaledWindow) return text;
  const factor = `${String(window)}×${String(scaledWindow / window)}`;
  return options.show.has("options") && window > 0 ? `${String(text)} (${factor})` : text;
}

/** How long the acknowledged segment had been under way, and which it was: `RTT=20 ms (2)`. */
function roundTripText({ analysis }: Segment): string | undefined {
  if (analysis?.roundTrip === undefined || analysis.roundTrip < 0) return undefined;
  const span = formatSpan(nanoseconds(analysis.roundTrip));
  return `RTT=${span} (${String(analysis.acksFrame)})`;
}

function flagNames(flags: number): string {
  const names = FLAG_NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0);
  return names.length === 0 ? "no flags" : names.join(", ");
}

function sequenceText(event: Segment, trace: Trace, options: LadderOptions): string | undefined {
  return numberText(options, {
    written: event.seq,
    relative: event.relativeSeq,
    owner: sideOf(event, trace, event.from),
  });
}

function acknowledgmentText(event: Segment, trace: Trace, options: LadderOptions): string | undefined {
  if ((event.flags & ACK) === 0) return undefined;
  return numberText(options, {
    written: event.ack,
    relative: event.relativeAck,
    owner: sideOf(event, trace, event.to),
  });
}

interface NumberForms {
  readonly written: TcpNumber | undefined;
  readonly relative: number | undefined;
  readonly owner: string;
}

function numberText(options: LadderOptions, forms: NumberForms): string | undefined {
  if (options.sequence === "off") return undefined;
  if (forms.written?.kind === "symbol") return symbolText(forms.written.symbol, forms.written.offset);
  if (options.sequence === "symbolic" && forms.relative !== undefined) {
    return symbolText(forms.owner, forms.relative);
  }
  const raw = forms.written?.value;
  const shown = options.sequence === "raw" ? (raw ?? forms.relative) : (forms.relative ?? raw);
  return shown === undefined ? undefined : String(shown);
}

function symbolText(symbol: string, offset: number): string {
  if (offset === 0) return symbol;
  return offset > 0 ? `${symbol}+${String(offset)}` : `${symbol}${String(offset)}`;
}

/** Numbers of the end that opened count from `client`, its peer's from `server`. */
function sideOf(event: Segment, trace: Trace, end: number): string {
  const conversation = trace.conversations.find((each) => each.number === event.conversation);
  const endpoint = trace.endpoints[end];
  if (conversation === undefined || endpoint === undefined) return "seq";
  if (isAt(conversation.client, endpoint)) return "client";
  return isAt(conversation.server, endpoint) ? "server" : endpoint.name;
}

function isAt(end: string, endpoint: { readonly key: string; readonly address?: string }): boolean {
  return end === endpoint.key || (endpoint.address !== undefined && end.startsWith(`${endpoint.address}:`));
}

/** The segment size is agreed in every handshake a student reads; the others are for those who ask. */
function optionTexts(event: Segment, options: LadderOptions): string[] {
  const all = options.show.has("options");
  const found = event.options;
  const texts: (string | undefined)[] = [
    all || (event.flags & SYN) !== 0 ? field("MSS", found.mss) : undefined,
  ];
  if (all) {
    texts.push(found.windowScale === undefined ? undefined : `WS=${String(2 ** found.windowScale)}`);
    texts.push(found.sackPermitted === true ? "SACK_PERM" : undefined);
    texts.push(...(found.sack ?? []).map(([left, right]) => `SACK=${String(left)}-${String(right)}`));
    texts.push(field("TSval", found.timestampValue), field("TSecr", found.timestampEcho));
  }
  return texts.filter((text) => text !== undefined);
}

function clip(payload: string): string {
  const characters = Array.from(payload);
  return characters.length <= PAYLOAD_CHARACTERS
    ? payload
    : `${characters.slice(0, PAYLOAD_CHARACTERS).join("")}…`;
}
