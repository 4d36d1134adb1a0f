import { endOfQuoted, isQuoteAt, skipBlanks, trimBlanks } from "./character";
import type { Token } from "./token";

/** What follows the name of an attribute. */
export type AttributeValue = "none" | "required";

/** Attributes with a meaning of their own; every name of a mark in a capture is one too. */
export const attributeNames: ReadonlyMap<string, AttributeValue> = new Map<string, AttributeValue>([
  ["lost", "none"],
  ["delay", "required"],
  ["number", "required"],
  ["color", "required"],
  ["colour", "required"],
  ["dashed", "none"],
  ["note", "required"],
  ["id", "required"],
  ["text", "required"],
]);

/** Marks as Wireshark words them, in lower case and without "TCP". */
export const markWords: ReadonlySet<string> = new Set([
  "retransmission",
  "fast retransmission",
  "spurious retransmission",
  "out-of-order",
  "dup ack",
  "previous segment not captured",
  "acked unseen segment",
  "keep-alive",
  "keep-alive ack",
  "window update",
  "window full",
  "zero window",
  "zero window probe",
  "zero window probe ack",
  "port numbers reused",
]);

/** The attributes at the end of a line: where they start, and their tokens in order. */
export interface TrailingAttributes {
  readonly start: number;
  readonly tokens: readonly Token[];
}

const LONGEST_GROUP = 2000;

/**
 * Finds the `[…]` groups at the end of a line that are attributes; `from` bounds the search.
 *
 * A group that names no attribute belongs to the label (`[SYN, ACK]`, `GET /a[1]`), and so does all before it.
 */
export function trailingAttributes(line: string, from: number): TrailingAttributes {
  let start = line.length;
  const groups: (readonly Token[])[] = [];
  for (;;) {
    const end = trimBlanks(line, from, start);
    const group = line.charAt(end - 1) === "]" && end > from ? groupBefore(line, from, end) : undefined;
    if (group === undefined) return { start: end, tokens: groups.reverse().flat() };
    groups.push(group);
    start = group[0]?.start ?? from;
  }
}

function groupBefore(line: string, from: number, end: number): readonly Token[] | undefined {
  const first = Math.max(from, end - LONGEST_GROUP);
  for (let open = line.lastIndexOf("[", end - 1); open >= first; open = line.lastIndexOf("[", open - 1)) {
    const tokens = groupTokens(line, open, end);
    if (tokens !== undefined) return tokens;
    // Only a bracket within quotes may stand between the group and its opening.
    if (!line.slice(open, end).includes('"') || open === 0) return undefined;
  }
  return undefined;
}

function groupTokens(line: string, open: number, end: number): readonly Token[] | undefined {
  const tokens: Token[] = [{ kind: "separator", start: open, end: open + 1 }];
  let at = open + 1;
  for (;;) {
    const item = attributeTokens(line, skipBlanks(line, at, end - 1), end - 1);
    if (item === undefined) return undefined;
    tokens.push(...item.tokens);
    at = skipBlanks(line, item.end, end - 1);
    if (at === end - 1) return [...tokens, { kind: "separator", start: at, end }];
    if (line.charAt(at) !== ",") return undefined;
    tokens.push({ kind: "separator", start: at, end: at + 1 });
    at += 1;
  }
}

interface AttributeTokens {
  readonly tokens: readonly Token[];
  readonly end: number;
}

function attributeTokens(line: string, start: number, end: number): AttributeTokens | undefined {
  let stop = start;
  while (stop < end && line.charAt(stop) !== "," && line.charAt(stop) !== "=") stop += 1;
  const nameEnd = trimBlanks(line, start, stop);
  const name = line.slice(start, nameEnd);
  if (line.charAt(stop) !== "=" || stop >= end) return bareAttribute(name, start, nameEnd);
  if (attributeNames.get(name.toLowerCase()) !== "required") return undefined;
  const value = skipBlanks(line, stop + 1, end);
  const valueEnd = endOfValue(line, value, end);
  if (valueEnd === undefined || valueEnd === value) return undefined;
  const tokens: readonly Token[] = [
    { kind: "attribute", start, end: nameEnd },
    { kind: "separator", start: stop, end: stop + 1 },
    { kind: "attribute-value", start: value, end: valueEnd },
  ];
  return { tokens, end: valueEnd };
}

function endOfValue(line: string, start: number, end: number): number | undefined {
  if (isQuoteAt(line, start)) return endOfQuoted(line, start, end);
  let stop = start;
  while (stop < end && line.charAt(stop) !== ",") stop += 1;
  // A quotation mark within a value is the end of a quoted one that starts before the bracket.
  return line.slice(start, stop).includes('"') ? undefined : trimBlanks(line, start, stop);
}

function bareAttribute(name: string, start: number, end: number): AttributeTokens | undefined {
  const known =
    attributeNames.get(name.toLowerCase()) === "none" ||
    lostFraction(name) !== undefined ||
    markOf(name) !== undefined;
  return known ? { tokens: [{ kind: "attribute", start, end }], end } : undefined;
}

const LOST_AT = /^lost(?: at (\d{1,3})(?:\.\d{1,3})? ?%)?$/iu;

/** Gives the fraction of the way after which `lost` or `lost at 40%` says a message was lost; undefined for other text. */
export function lostFraction(text: string): number | undefined {
  const match = LOST_AT.exec(text);
  if (match === null) return undefined;
  const percent = match[1] === undefined ? 50 : Number(match[1]);
  return percent > 100 ? undefined : percent / 100;
}

const MARK = /^(?:tcp )?(.{1,40}?)( \d{1,9}#\d{1,9})?$/iu;

/** Gives the words of a mark as they are shown (`dup ack 4#1`), undefined where the text is none. */
export function markOf(text: string): string | undefined {
  const match = MARK.exec(text.toLowerCase());
  const word = (match?.[1] ?? "").replace(/^(zero|keep|out|dup)_?(window|alive|of-order|ack)/u, "$1 $2");
  const known = word
    .replace(/^keep alive/u, "keep-alive")
    .replace(/^(?:out of-order|out of order)$/u, "out-of-order");
  return markWords.has(known) ? known + (match?.[2] ?? "") : undefined;
}
