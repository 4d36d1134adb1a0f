import { isBlankAt, isWordAt, skipBlanks } from "./character";
import { flagBit } from "../../tcp/flags";
import { fieldNamed, type FieldWord } from "./tcp-words";
import type { Token } from "./token";

/** Where a field of a label ends. */
export interface MatchedField {
  readonly end: number;
  /** Tells for sure that the label is about TCP: `seq=`, `ack=` or `CTL=` with a value. */
  readonly assigns: boolean;
}

const LONGEST_NAME = 9;

/**
 * Adds the tokens of the field that starts at `at` (`seq=client+1`, `SEQ client`, `len 5`, `sack_perm`), if one does.
 *
 * The last of the tokens before tells `ACK server`, a field only between bars, from the flag `ACK`.
 */
export function matchField(line: string, at: number, end: number, tokens: Token[]): MatchedField | undefined {
  if (at > 0 && isWordAt(line, at - 1)) return undefined;
  let nameEnd = at;
  while (nameEnd < end && nameEnd - at <= LONGEST_NAME && isWordAt(line, nameEnd)) nameEnd += 1;
  if (nameEnd === at) return undefined;
  const field = fieldBetween(line, at, nameEnd);
  if (field === undefined) return undefined;
  const sign = skipBlanks(line, nameEnd, end);
  const name: Token = { kind: "field", start: at, end: nameEnd };
  if (sign < end && (line.charAt(sign) === "=" || line.charAt(sign) === ":"))
    return assigned(line, end, { field, name, value: sign }, tokens);
  if (field.value !== "none") return apart(line, end, { field, name, value: sign }, tokens);
  tokens.push(name);
  return { end: nameEnd, assigns: false };
}

/** `DATA` is a field in angle brackets only, `<DATA=20>`; elsewhere it is a word. */
function fieldBetween(line: string, at: number, nameEnd: number): FieldWord | undefined {
  const name = line.slice(at, nameEnd);
  const isWord = nameEnd - at === 4 && name.toLowerCase() === "data";
  const isBracketed = line.charAt(at - 1) === "<" && line.charAt(nameEnd) === "=";
  return isWord && !isBracketed ? undefined : fieldNamed(name);
}

/** A field's name, and where its sign or value stands. */
interface NamedField {
  readonly field: FieldWord;
  readonly name: Token;
  readonly value: number;
}

function assigned(
  line: string,
  end: number,
  { field, name, value: sign }: NamedField,
  tokens: Token[],
): MatchedField | undefined {
  const value = skipBlanks(line, sign + 1, end);
  const assigns = field.name === "seq" || field.name === "ack" || field.name === "ctl";
  const before = tokens.length;
  tokens.push(name, { kind: "separator", start: sign, end: sign + 1 });
  if (field.value === "flags") return { end: value, assigns };
  addValues(line, end, { field, name, value }, tokens);
  const first = tokens[before + 2];
  // "ack: yes" is a sentence; "Ack: 1" is Wireshark's, and "ack=?" a field that is asked for.
  if (line.charAt(sign) === ":" && (first === undefined || isBareSymbol(line, first))) {
    tokens.length = before;
    return undefined;
  }
  return { end: tokens.at(-1)?.end ?? value, assigns };
}

function apart(
  line: string,
  end: number,
  { field, name, value }: NamedField,
  tokens: Token[],
): MatchedField | undefined {
  if (value === name.end) return undefined;
  const last = tokens.at(-1);
  const before = tokens.length;
  tokens.push(name);
  addValues(line, end, { field, name, value }, tokens);
  const first = tokens[before + 1];
  const stop = tokens.at(-1)?.end ?? value;
  if (first !== undefined && isValueApart(line, end, { field, first, stop, last }))
    return { end: stop, assigns: false };
  tokens.length = before;
  return undefined;
}

interface ValueApart {
  readonly field: FieldWord;
  readonly first: Token;
  readonly stop: number;
  readonly last: Token | undefined;
}

function isValueApart(line: string, end: number, { field, first, stop, last }: ValueApart): boolean {
  if (!isBareSymbol(line, first)) return true;
  if (flagBit(line.slice(first.start, first.end)) !== undefined) return false;
  return isFieldEnd(line, stop, end) && (field.name !== "ack" || isBar(line, last));
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

function addValues(line: string, end: number, { field, value: at }: NamedField, tokens: Token[]): void {
  if (field.value === "ranges") {
    addRanges(line, at, end, tokens);
    return;
  }
  const stop = endOfNumber(line, at, end);
  if (stop === at) return;
  const isLiteral = isDigit(line, at);
  if (field.value !== "tcp-number" && !isLiteral) return;
  tokens.push({ kind: isLiteral ? "number" : "symbol", start: at, end: stop });
  // tcpdump writes "seq 1:101" for octets 1 to 100.
  if (field.name !== "seq" || line.charAt(stop) !== ":" || !isDigit(line, stop + 1)) return;
  const last = endOfDigits(line, stop + 1, end);
  tokens.push({ kind: "separator", start: stop, end: stop + 1 });
  tokens.push({ kind: "number", start: stop + 1, end: last });
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

function addRanges(line: string, at: number, end: number, tokens: Token[]): void {
  let next = at;
  while (next < end && isDigit(line, next)) {
    const left = endOfDigits(line, next, end);
    const right = endOfDigits(line, left + 1, end);
    if (!"-:".includes(line.charAt(left)) || left >= end || right === left + 1) return;
    tokens.push({ kind: "number", start: next, end: right });
    next = skipBlanks(line, right, end);
    if (line.charAt(next) !== "," || !isDigit(line, skipBlanks(line, next + 1, end))) return;
    next = skipBlanks(line, next + 1, end);
  }
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
