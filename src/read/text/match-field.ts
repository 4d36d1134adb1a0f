import { isBlankAt, isWordAt, skipBlanks } from "./character";
import { flagBit } from "../../tcp/flags";
import { fieldWords, type FieldWord } from "./tcp-words";
import type { Token } from "./token";

/** A field of a label with its value. */
export interface MatchedField {
  readonly tokens: readonly Token[];
  readonly end: number;
  /** Tells for sure that the label is about TCP: `seq=`, `ack=` or `CTL=` with a value. */
  readonly assigns: boolean;
}

const LONGEST_NAME = 9;

/**
 * Gives the field that starts at `at` (`seq=client+1`, `SEQ client`, `len 5`, `sack_perm`), if one does.
 *
 * `last` is the token before: `ACK server` is a field only between bars, else `ACK` is a flag.
 */
export function matchField(
  line: string,
  at: number,
  end: number,
  last: Token | undefined,
): MatchedField | undefined {
  if (at > 0 && isWordAt(line, at - 1)) return undefined;
  let nameEnd = at;
  while (nameEnd < end && nameEnd - at <= LONGEST_NAME && isWordAt(line, nameEnd)) nameEnd += 1;
  const field = fieldWords.get(line.slice(at, nameEnd).toLowerCase());
  if (field === undefined) return undefined;
  const name: Token = { kind: "field", start: at, end: nameEnd };
  const sign = skipBlanks(line, nameEnd, end);
  if (sign < end && (line.charAt(sign) === "=" || line.charAt(sign) === ":"))
    return assigned(line, end, { field, name, sign });
  if (field.value === "none") return { tokens: [name], end: nameEnd, assigns: false };
  return apart(line, end, { field, name, last, value: sign });
}

function assigned(
  line: string,
  end: number,
  of: { field: FieldWord; name: Token; sign: number },
): MatchedField | undefined {
  const { field, name, sign } = of;
  const separator: Token = { kind: "separator", start: sign, end: sign + 1 };
  const value = skipBlanks(line, sign + 1, end);
  const assigns = field.name === "seq" || field.name === "ack" || field.name === "ctl";
  if (field.value === "flags") return { tokens: [name, separator], end: value, assigns };
  const tokens = valueTokens(line, value, end, field);
  const valueEnd = tokens.at(-1)?.end ?? value;
  // "ack: yes" is a sentence; "Ack: 1" is Wireshark's, and "ack=?" a field that is asked for.
  if (line.charAt(sign) === ":" && (tokens.length === 0 || isBareSymbol(line, tokens[0]))) return undefined;
  return { tokens: [name, separator, ...tokens], end: tokens.length > 0 ? valueEnd : sign + 1, assigns };
}

function apart(
  line: string,
  end: number,
  of: { field: FieldWord; name: Token; last: Token | undefined; value: number },
): MatchedField | undefined {
  const { field, name, last, value } = of;
  if (value === name.end) return undefined;
  const tokens = valueTokens(line, value, end, field);
  const first = tokens[0];
  const stop = tokens.at(-1)?.end ?? value;
  if (first === undefined) return undefined;
  const isBare = isBareSymbol(line, first);
  if (isBare && flagBit(line.slice(first.start, first.end)) !== undefined) return undefined;
  if (isBare && !(isFieldEnd(line, stop, end) && (field.name !== "ack" || isBar(line, last))))
    return undefined;
  return { tokens: [name, ...tokens], end: stop, assigns: false };
}

function isBareSymbol(line: string, token: Token | undefined): boolean {
  return token?.kind === "symbol" && !/[+\-−]/u.test(line.slice(token.start, token.end));
}

function isBar(line: string, token: Token | undefined): boolean {
  return token !== undefined && line.charAt(token.start) === "|";
}

function isFieldEnd(line: string, at: number, end: number): boolean {
  const next = skipBlanks(line, at, end);
  return next >= end || "|,;)]>".includes(line.charAt(next));
}

function valueTokens(line: string, at: number, end: number, field: FieldWord): readonly Token[] {
  if (field.value === "ranges") return rangeTokens(line, at, end);
  const stop = endOfNumber(line, at, end);
  if (stop === at) return [];
  const isLiteral = isDigit(line, at);
  if (field.value !== "tcp-number" && !isLiteral) return [];
  const number: Token = { kind: isLiteral ? "number" : "symbol", start: at, end: stop };
  // tcpdump writes "seq 1:101" for octets 1 to 100.
  if (field.name !== "seq" || line.charAt(stop) !== ":" || !isDigit(line, stop + 1)) return [number];
  const last = endOfDigits(line, stop + 1, end);
  return [
    number,
    { kind: "separator", start: stop, end: stop + 1 },
    { kind: "number", start: stop + 1, end: last },
  ];
}

function endOfNumber(line: string, at: number, end: number): number {
  let stop = at;
  while (stop < end && isWordAt(line, stop)) stop += 1;
  if (stop === at) return at;
  for (;;) {
    const sign = skipBlanks(line, stop, end);
    if (sign >= end || !"+-−".includes(line.charAt(sign))) return stop;
    const digits = skipBlanks(line, sign + 1, end);
    // "1 -2" and "a - b" are no sums: a sign stands close on both sides, or apart on both.
    if (isBlankAt(line, stop) !== isBlankAt(line, sign + 1) || !isDigit(line, digits)) return stop;
    const last = endOfDigits(line, digits, end);
    if (last < end && isWordAt(line, last)) return stop;
    stop = last;
  }
}

function rangeTokens(line: string, at: number, end: number): readonly Token[] {
  const tokens: Token[] = [];
  let next = at;
  while (next < end && isDigit(line, next)) {
    const left = endOfDigits(line, next, end);
    const right = endOfDigits(line, left + 1, end);
    if (!"-:".includes(line.charAt(left)) || left >= end || right === left + 1) return tokens;
    tokens.push({ kind: "number", start: next, end: right });
    next = skipBlanks(line, right, end);
    if (line.charAt(next) !== "," || !isDigit(line, skipBlanks(line, next + 1, end))) return tokens;
    next = skipBlanks(line, next + 1, end);
  }
  return tokens;
}

function isDigit(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function endOfDigits(line: string, at: number, end: number): number {
  let stop = at;
  while (stop < end && isDigit(line, stop)) stop += 1;
  return stop;
}
