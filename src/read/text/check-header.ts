import type { Diagnostic } from "../../base/diagnostic";
import { ACK, RST, SYN } from "../../tcp/flags";
import { sequenceDistance } from "../../tcp/sequence-number";
import type { ConversationSegments } from "../../trace/conversation-segments";
import type { Segment, TcpOptions } from "../../trace/trace";
import { fieldPlace } from "./field-place";
import { finding } from "./finding";
import { writeTcpNumber } from "./tcp-number";

/** RFC 7323 §2.3. */
const LARGEST_SHIFT = 14;
const LARGEST_WINDOW = 0xffff;

/** Words of options that only a SYN carries, and how a line may name them. */
const opening: readonly (readonly [option: keyof TcpOptions, word: string, names: RegExp])[] = [
  ["mss", "mss", /\bmss\b/iu],
  [/* @__KEY__ */ "windowScale", "ws", /\bw(?:s|scale)\b/iu],
  ["sackPermitted", "sack_perm", /\bsack_?(?:perm|ok)/iu],
];

/**
 * Gives what the segments of a list written by hand say that no header of TCP can, as warnings in their lines: flags that
 * exclude each other, options outside a SYN, a shift above 14, windows and blocks that cannot be.
 */
export function checkHeaders(
  conversations: readonly ConversationSegments[],
  lines: readonly string[],
): readonly Diagnostic[] {
  return conversations.flatMap(({ events }) => {
    const openings = events.filter(({ flags }) => (flags & SYN) !== 0);
    return events.flatMap((event) => {
      if (event.written === undefined) return [];
      const text = lines[(event.line ?? 1) - 1] ?? "";
      const peer = openings.find(({ from }) => from !== event.from);
      return [
        ...flagFindings(event, text),
        ...optionFindings(event, text),
        ...sizeFindings(event, text, peer),
        ...sackFindings(event, text),
      ];
    });
  });
}

function flagFindings(event: Segment, text: string): readonly Diagnostic[] {
  const { flags, ack } = event;
  const line = event.line ?? 1;
  if ((flags & (SYN | RST)) === (SYN | RST))
    return [finding("check-syn-with-reset", "warning", { line, start: 0, end: text.length })];
  const isZero = ack?.kind === "number" && ack.value === 0;
  if ((flags & (SYN | ACK)) !== SYN || ack === undefined || isZero) return [];
  const found = writeTcpNumber(ack);
  return [finding("check-ack-without-flag", "warning", fieldPlace(text, line, "ack", found), { found })];
}

function optionFindings(event: Segment, text: string): readonly Diagnostic[] {
  const line = event.line ?? 1;
  const { flags, options } = event;
  const outside = (flags & SYN) !== 0 ? [] : opening.filter(([option]) => options[option] !== undefined);
  const { windowScale = 0 } = options;
  const shift = windowScale > LARGEST_SHIFT ? [windowScale] : [];
  return [
    ...outside.map(([, word, names]) =>
      finding("check-option", "warning", placeOf(text, line, names), { found: word }),
    ),
    ...shift.map((found) => finding("check-shift", "warning", placeOf(text, line, SHIFT), { found })),
  ];
}

const SHIFT = /\bw(?:s|scale)\b[ =:]*\d*/iu;
const WINDOW = /\bwin\w*[ =:]*\d*/iu;
const LENGTH = /\blen\w*[ =:]*\d*/iu;

function sizeFindings(event: Segment, text: string, peer: Segment | undefined): readonly Diagnostic[] {
  const line = event.line ?? 1;
  const { flags, scaledWindow = 0, payloadLength = 0 } = event;
  const isWide = (flags & SYN) !== 0 && scaledWindow > LARGEST_WINDOW;
  const mss = peer?.options.mss ?? Infinity;
  const window = { found: scaledWindow };
  const length = { found: payloadLength, needed: mss };
  return [
    ...(isWide ? [finding("check-window", "warning", placeOf(text, line, WINDOW), window)] : []),
    ...(payloadLength > mss ? [finding("check-mss", "warning", placeOf(text, line, LENGTH), length)] : []),
  ];
}

/** A block begins beyond what is acknowledged, unless it tells of octets that came twice (RFC 2018 §3, RFC 2883). */
function sackFindings(event: Segment, text: string): readonly Diagnostic[] {
  const ack = event.ack?.kind === "number" ? event.ack.value : undefined;
  return (event.options.sack ?? []).flatMap(([left, right]) => {
    const isEmpty = sequenceDistance(left, right) <= 0;
    const isAdjoining =
      ack !== undefined && sequenceDistance(left, ack) >= 0 && sequenceDistance(ack, right) > 0;
    if (!isEmpty && !isAdjoining) return [];
    const found = `${String(left)}-${String(right)}`;
    const place = placeOf(text, event.line ?? 1, new RegExp(`${String(left)}[-:]${String(right)}`, "u"));
    return [finding(isEmpty ? "check-sack-order" : "check-sack-ack", "warning", place, { found })];
  });
}

function placeOf(text: string, line: number, pattern: RegExp): { line: number; start: number; end: number } {
  const match = pattern.exec(text);
  return match === null
    ? { line, start: 0, end: text.length }
    : { line, start: match.index, end: match.index + match[0].length };
}
