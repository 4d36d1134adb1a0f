import { isBlankOrEnd, isQuoteAt, endOfQuoted, skipBlanks, trimBlanks } from "./character";
import { findArrow, tokenizeMessage } from "./tokenize-message";
import { matchArrow } from "./match-arrow";
import { tokenizeEndpointEvent } from "./tokenize-endpoint-event";
import { isOptionKey } from "./option-keys";
import type { LineFault, LineShape, Token, TokenizedLine } from "./token";
import { endOfTime } from "./written-time";

/**
 * Takes one line of an event list apart; the only place that knows what a line may look like.
 *
 * `beforeEvents` tells whether only options, blanks and comments stood before it: there
 * `word: text` is an option. Total, and linear in the line's length.
 */
export function tokenizeLine(line: string, beforeEvents: boolean): TokenizedLine {
  const start = skipBlanks(line, 0);
  const end = trimBlanks(line, start, line.length);
  if (start === end) return { shape: "blank", tokens: [] };
  if (line.charAt(start) === "#") return whole("comment", "comment", start, end);
  return (
    divider(line, start, end) ??
    note(line, start, end) ??
    option(line, start, end, beforeEvents) ??
    event(line, start, end)
  );
}

/** Tells whether a line of this shape ends the options at the head of a block. */
export function opensEvents(shape: LineShape): boolean {
  return shape !== "blank" && shape !== "comment" && shape !== "option" && shape !== "unknown";
}

function whole(shape: LineShape, kind: Token["kind"], start: number, end: number): TokenizedLine {
  return { shape, tokens: [{ kind, start, end }] };
}

function divider(line: string, start: number, end: number): TokenizedLine | undefined {
  if (line.startsWith("==", start) && !line.startsWith("==>", start))
    return captioned(line, { shape: "phase", mark: "=" }, start, end);
  if (line.startsWith("...", start)) return captioned(line, { shape: "tear", mark: "." }, start, end);
  if (line.charAt(start) === "…") return captioned(line, { shape: "tear", mark: "…" }, start, end);
  if (line.slice(start, Math.min(end, start + 5)) === "step") return whole("step", "keyword", start, end);
  return undefined;
}

function captioned(
  line: string,
  of: { shape: LineShape; mark: string },
  start: number,
  end: number,
): TokenizedLine {
  let first = start;
  while (first < end && line.charAt(first) === of.mark) first += 1;
  let last = end;
  while (last > first && line.charAt(last - 1) === of.mark) last -= 1;
  const caption = { start: skipBlanks(line, first, last), end: trimBlanks(line, first, last) };
  const tokens: Token[] = [{ kind: "separator", start, end: first }];
  if (caption.end > caption.start) tokens.push({ kind: "caption", ...caption });
  if (last < end) tokens.push({ kind: "separator", start: last, end });
  return { shape: of.shape, tokens };
}

const NOTE = /note[ \t]+(?:left[ \t]+of|right[ \t]+of|over)(?=[ \t])/iuy;

function note(line: string, start: number, end: number): TokenizedLine | undefined {
  NOTE.lastIndex = start;
  const head = NOTE.exec(line);
  if (head === null) return undefined;
  const tokens: Token[] = [{ kind: "keyword", start, end: start + head[0].length }];
  let at = skipBlanks(line, start + head[0].length, end);
  for (;;) {
    const stop = endOfNoteName(line, at, end);
    const nameEnd = trimBlanks(line, at, stop);
    if (nameEnd > at) tokens.push({ kind: "endpoint", start: at, end: nameEnd });
    if (stop >= end) return faulty(tokens, "unknown-line", start, end);
    tokens.push({ kind: "separator", start: stop, end: stop + 1 });
    at = skipBlanks(line, stop + 1, end);
    if (line.charAt(stop) === ":") break;
  }
  if (at < end) tokens.push({ kind: "text", start: at, end });
  return tokens.some((token) => token.kind === "endpoint")
    ? { shape: "note", tokens }
    : faulty(tokens, "missing-endpoint", start, start + head[0].length);
}

// A note's names end at a comma, or at a colon that no port number follows.
function endOfNoteName(line: string, at: number, end: number): number {
  let next = isQuoteAt(line, at) ? (endOfQuoted(line, at, end) ?? at) : at;
  while (
    next < end &&
    line.charAt(next) !== "," &&
    !(line.charAt(next) === ":" && isBlankOrEnd(line, next + 1))
  )
    next += 1;
  return next;
}

function faulty(tokens: readonly Token[], code: LineFault, start: number, end: number): TokenizedLine {
  return { shape: "unknown", tokens, fault: { code, start, end } };
}

const KEY = /[A-Za-z][\w-]{0,40}(?=[ \t]*:(?:\s|$))/uy;
const EVENT_WORD = /(?:state|call|socket|timer|deliver)(?![\w-])/iuy;

function option(line: string, start: number, end: number, beforeEvents: boolean): TokenizedLine | undefined {
  KEY.lastIndex = start;
  const key = KEY.exec(line)?.[0];
  if (key === undefined) return undefined;
  const colon = skipBlanks(line, start + key.length);
  const value = skipBlanks(line, colon + 1, end);
  EVENT_WORD.lastIndex = value;
  const known = isOptionKey(key.toLowerCase());
  if (!known && (!beforeEvents || EVENT_WORD.test(line))) return undefined;
  const tokens: Token[] = [
    { kind: "key", start, end: start + key.length },
    { kind: "separator", start: colon, end: colon + 1 },
  ];
  if (value < end) tokens.push({ kind: "value", start: value, end });
  return { shape: "option", tokens };
}

function event(line: string, start: number, end: number): TokenizedLine {
  const tokens: Token[] = [];
  let at = start;
  if (line.charAt(at) === "&") {
    tokens.push({ kind: "together", start: at, end: at + 1 });
    at = skipBlanks(line, at + 1, end);
  }
  at = timeTokens(line, at, end, tokens);
  const found = findArrow(line, at);
  if (found !== undefined) return tokenizeMessage(line, at, found, tokens);
  const endpointEvent = at < end ? tokenizeEndpointEvent(line, at, end, tokens) : undefined;
  if (endpointEvent !== undefined && endpointEvent.shape !== "unknown") return endpointEvent;
  return endpointEvent !== undefined && !OTHER_ARROW.test(line)
    ? endpointEvent
    : notUnderstood(line, at, end, tokens);
}

/** Adds the tokens of `TIME` or `TIME..ARRIVAL`; a number before an arrow is a name. */
function timeTokens(line: string, start: number, end: number, tokens: Token[]): number {
  let timeEnd = endOfTime(line, start);
  if (timeEnd === start) return start;
  if (matchArrow(line, skipBlanks(line, timeEnd, end)) !== undefined) {
    const number = line.slice(start, timeEnd).split(" ")[0] ?? "";
    if (number.length === timeEnd - start) return start;
    timeEnd = start + number.length;
  }
  tokens.push({ kind: "time", start, end: timeEnd });
  const dots = skipBlanks(line, timeEnd, end);
  if (!line.startsWith("..", dots)) return dots;
  tokens.push({ kind: "separator", start: dots, end: dots + 2 });
  const arrival = skipBlanks(line, dots + 2, end);
  const arrivalEnd = endOfTime(line, arrival);
  if (arrivalEnd > arrival) tokens.push({ kind: "time", start: arrival, end: arrivalEnd });
  return skipBlanks(line, arrivalEnd, end);
}

const OTHER_ARROW = /=>|<=|[ \t]>{1,2}(?=[ \t])/u;

function notUnderstood(line: string, start: number, end: number, before: readonly Token[]): TokenizedLine {
  const tokens: Token[] = [...before];
  if (end > start) tokens.push({ kind: "unknown", start, end });
  if (isQuoteAt(line, start) && endOfQuoted(line, start) === undefined)
    return faulty(tokens, "unclosed-quote", start, end);
  const other = OTHER_ARROW.exec(line);
  if (other === null) return faulty(tokens, "unknown-line", Math.min(start, end - 1), end);
  const arrow = skipBlanks(line, other.index);
  const fault = {
    code: "unknown-arrow",
    start: arrow,
    end: other.index + other[0].length,
    suggestion: other[0] === "<=" ? "<-" : "->",
  } as const;
  return { shape: "unknown", tokens, fault };
}
