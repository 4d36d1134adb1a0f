import { endOfQuoted, endOfWord, isBlankOrEnd, isQuoteAt, skipBlanks, trimBlanks } from "./character";
import { matchArrow, skipDashes, type WrittenArrow } from "./match-arrow";
import { trailingAttributes } from "./attributes";
import { startsWithFlags, tokenizeLabel } from "./tokenize-label";
import type { Token, TokenizedLine } from "./token";

/** Where a line's sender ends and its arrow starts. */
export interface FoundArrow {
  readonly fromEnd: number;
  readonly start: number;
  readonly arrow: WrittenArrow;
}

/**
 * Finds the arrow of a message whose sender starts at `from`.
 *
 * Undefined where none stands before the first colon that ends a name: then the line is
 * something else. A lost head that is followed by another arrow was part of the name.
 */
export function findArrow(line: string, from: number): FoundArrow | undefined {
  if (isQuoteAt(line, from)) {
    const fromEnd = endOfQuoted(line, from);
    if (fromEnd === undefined) return undefined;
    const start = skipBlanks(line, fromEnd);
    const arrow = matchArrow(line, start);
    return arrow === undefined ? undefined : { fromEnd, start, arrow };
  }
  for (let at = from; at < line.length; at += 1) {
    if (line.charAt(at) === ":" && isBlankOrEnd(line, at + 1)) return undefined;
    const arrow = matchArrow(line, at);
    if (arrow !== undefined && !isPartOfName(line, arrow))
      return { fromEnd: trimBlanks(line, from, at), start: at, arrow };
    // A long run of dashes is looked at once, whatever follows it.
    at = Math.max(at, skipDashes(line, at) - 1);
  }
  return undefined;
}

function isPartOfName(line: string, arrow: WrittenArrow): boolean {
  return arrow.lost && matchArrow(line, skipBlanks(line, arrow.end)) !== undefined;
}

/** Takes apart the message whose sender starts at `from`; `before` holds the tokens in front of it, and gets the others. */
export function tokenizeMessage(
  line: string,
  from: number,
  found: FoundArrow,
  before: Token[],
): TokenizedLine {
  const { fromEnd, start, arrow } = found;
  const tokens = before;
  if (fromEnd > from) tokens.push({ kind: "endpoint", start: from, end: fromEnd });
  tokens.push({ kind: "arrow", start, end: arrow.end });
  if (arrow.direction === "both")
    return broken(line, tokens, { code: "two-way-arrow", start: start, end: arrow.end });
  if (fromEnd === from)
    return broken(line, tokens, { code: "missing-endpoint", start: start, end: arrow.end });
  const to = skipBlanks(line, arrow.end);
  const attributes = trailingAttributes(line, to);
  const name = findTarget(line, to, attributes.start);
  if (name === undefined)
    return broken(line, tokens, { code: "unclosed-quote", start: to, end: line.length });
  if (name.end === to)
    return broken(line, tokens, { code: "missing-endpoint", start: start, end: arrow.end });
  const mayHoldArrow = !isQuoteAt(line, to) && !PLAIN_NAME.test(line.slice(to, name.end));
  const second = mayHoldArrow ? findArrow(line.slice(0, name.end), to) : undefined;
  if (second !== undefined)
    return broken(line, tokens, { code: "second-arrow", start: second.start, end: second.arrow.end });
  tokens.push({ kind: "endpoint", start: to, end: name.end });
  if (name.colon !== undefined) tokens.push({ kind: "separator", start: name.colon, end: name.colon + 1 });
  const label = tokenizeLabel(line, skipBlanks(line, name.label, attributes.start), attributes.start);
  for (const token of label) tokens.push(token);
  for (const token of attributes.tokens) tokens.push(token);
  return { shape: "message", tokens };
}

const PLAIN_NAME = /^[\w.:]*$/u;

function broken(
  line: string,
  tokens: readonly Token[],
  fault: NonNullable<TokenizedLine["fault"]>,
): TokenizedLine {
  const rest = skipBlanks(line, tokens.at(-1)?.end ?? 0);
  const unread: Token[] = rest < line.length ? [{ kind: "unknown", start: rest, end: line.length }] : [];
  return { shape: "unknown", tokens: [...tokens, ...unread], fault };
}

/** Where the receiver's name ends and the label starts. */
interface Target {
  readonly end: number;
  readonly colon?: number;
  readonly label: number;
}

function findTarget(line: string, to: number, end: number): Target | undefined {
  if (isQuoteAt(line, to)) {
    const nameEnd = endOfQuoted(line, to, end);
    if (nameEnd === undefined) return undefined;
    const next = skipBlanks(line, nameEnd, end);
    return line.charAt(next) === ":" && next < end
      ? { end: nameEnd, colon: next, label: next + 1 }
      : { end: nameEnd, label: next };
  }
  const wordEnd = endOfWord(line, to, end);
  const spaced = spacedColon(line, to, end);
  if (spaced !== undefined && spaced < wordEnd) return { end: spaced, colon: spaced, label: spaced + 1 };
  const tight = tightColon(line, to, wordEnd);
  if (tight !== undefined) return { end: tight, colon: tight, label: tight + 1 };
  if (spaced !== undefined) return { end: trimBlanks(line, to, spaced), colon: spaced, label: spaced + 1 };
  const next = skipBlanks(line, wordEnd, end);
  return startsWithFlags(line, next, end)
    ? { end: wordEnd, label: next }
    : { end: trimBlanks(line, to, end), label: end };
}

function spacedColon(line: string, from: number, end: number): number | undefined {
  for (let at = line.indexOf(":", from); at !== -1 && at < end; at = line.indexOf(":", at + 1)) {
    if (at + 1 >= end || isBlankOrEnd(line, at + 1)) return at;
  }
  return undefined;
}

const ADDRESS_WITH_COLONS = /^(?:\[[\da-f:.]+\](?::\d{1,5})?|[\da-f]{0,4}(?::[\da-f]{0,4}){2,8})$/iu;
const LONGEST_ADDRESS = 60;

/** The colon of `A->B:SYN`: one that is followed neither by a port number nor by the rest of an IPv6 address. */
function tightColon(line: string, from: number, wordEnd: number): number | undefined {
  if (wordEnd - from <= LONGEST_ADDRESS && ADDRESS_WITH_COLONS.test(line.slice(from, wordEnd)))
    return undefined;
  const first = line.charAt(from) === "[" ? Math.max(from, line.indexOf("]", from)) : from;
  for (let at = line.indexOf(":", first); at !== -1 && at < wordEnd; at = line.indexOf(":", at + 1)) {
    if (!isPort(line, at + 1, wordEnd)) return at;
  }
  return undefined;
}

function isPort(line: string, start: number, wordEnd: number): boolean {
  let end = start;
  while (end < wordEnd && end - start < 6 && line.charAt(end) >= "0" && line.charAt(end) <= "9") end += 1;
  return end > start && end - start < 6 && (end === wordEnd || line.charAt(end) === ":");
}
