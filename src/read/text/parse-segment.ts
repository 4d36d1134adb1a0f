import type { Diagnostic } from "../../base/diagnostic";
import { ACK } from "../../tcp/flags";
import type { TcpNumber, TcpOptions } from "../../trace/trace";
import { endOfQuoted, resolveEscapes } from "./character";
import { finding } from "./finding";
import type { ReadLine } from "./parse-line";
import type { Word, WrittenSegment } from "./statement";
import { fieldWords, wordFlags, type FieldWord } from "./tcp-words";
import { parseTcpNumber } from "./tcp-number";
import type { Token } from "./token";

/** What is known of a segment while its label is read. */
interface Draft {
  flags: number;
  readonly seqs: { readonly number: TcpNumber; readonly at: Word }[];
  ack: TcpNumber | undefined;
  length: number | undefined;
  window: number | undefined;
  payload: string | undefined;
  options: { -readonly [Name in keyof TcpOptions]: TcpOptions[Name] };
  readonly sack: (readonly [number, number])[];
}

/**
 * Gives what a label's tokens say about a segment; undefined where they say nothing about TCP.
 *
 * Values that cannot be meant are reported as warnings and left out; the label is drawn as written anyway.
 */
export function parseSegment(
  line: ReadLine,
  tokens: readonly Token[],
  report: (diagnostic: Diagnostic) => void,
): WrittenSegment | undefined {
  if (!tokens.some((token) => token.kind === "flag" || token.kind === "field")) return undefined;
  const draft = emptyDraft();
  const context: Context = { draft, report };
  // By position: pairs of position and token would be most of what this allocates.
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) continue;
    if (token.kind === "flag") draft.flags |= wordFlags(line.text.slice(token.start, token.end));
    else if (token.kind === "field") readField(line, tokens, index, context);
    else if (token.kind === "string") readPayload(line, token, context);
  }
  // A number to acknowledge says ACK where no flag is written.
  if (draft.ack !== undefined && draft.flags === 0) draft.flags = ACK;
  return finished(draft);
}

function emptyDraft(): Draft {
  return {
    flags: 0,
    seqs: [],
    ack: undefined,
    length: undefined,
    window: undefined,
    payload: undefined,
    options: {},
    sack: [],
  };
}

function finished(draft: Draft): WrittenSegment {
  const { flags, seqs, ack, window, payload } = draft;
  const length =
    draft.length ??
    (payload === undefined ? undefined : new TextEncoder().encode(resolveEscapes(payload)).length);
  if (draft.sack.length > 0) draft.options.sack = draft.sack;
  const segment: { -readonly [Name in keyof WrittenSegment]: WrittenSegment[Name] } = {
    flags,
    seqs,
    options: draft.options,
  };
  if (ack !== undefined) segment.ack = ack;
  if (length !== undefined) segment.length = length;
  if (window !== undefined) segment.window = window;
  if (payload !== undefined) segment.payload = payload;
  return segment;
}

interface Context {
  readonly draft: Draft;
  readonly report: (diagnostic: Diagnostic) => void;
}

function readField(line: ReadLine, tokens: readonly Token[], index: number, context: Context): void {
  const token = tokens[index];
  const field = token && fieldWords.get(line.text.slice(token.start, token.end).toLowerCase());
  if (token === undefined || field === undefined || field.value === "flags") return;
  if (field.value === "none") {
    context.draft.options.sackPermitted = true;
    return;
  }
  const values = valuesAfter(line, tokens, index);
  const first = values[0];
  if (first === undefined) reportBadNumber(line, token, context);
  else if (field.value === "ranges") for (const value of values) readRange(line, value, context);
  else if (field.value === "tcp-number") readTcpNumber(line, field, values, context);
  else setNumber(field.name, readNumber(line, first, context), context.draft);
  if (field.name === "ack" && !isAssigned(line, tokens[index + 1])) context.draft.flags |= ACK;
}

function valuesAfter(line: ReadLine, tokens: readonly Token[], index: number): readonly Token[] {
  const values: Token[] = [];
  for (let next = index + 1; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token === undefined) break;
    if (token.kind === "number" || token.kind === "symbol") values.push(token);
    else if (token.kind !== "separator" || !"=:,".includes(line.text.charAt(token.start))) break;
  }
  return values;
}

/** `ACK 5` names flag and field at once, `ack=5` only the field. */
function isAssigned(line: ReadLine, token: Token | undefined): boolean {
  return token?.kind === "separator" && "=:".includes(line.text.charAt(token.start));
}

function readTcpNumber(line: ReadLine, field: FieldWord, values: readonly Token[], context: Context): void {
  const [token, last] = values;
  if (token === undefined) return;
  const at = wordAt(line, token);
  const number = parseTcpNumber(at.text);
  if (number === undefined) reportBadNumber(line, token, context);
  else if (field.name === "ack") context.draft.ack = number;
  else context.draft.seqs.push({ number, at });
  if (last !== undefined && number?.kind === "number" && line.text.charAt(last.start - 1) === ":") {
    const length = Number(wordAt(line, last).text) - number.value;
    if (length >= 0) context.draft.length = length;
  }
}

function readNumber(line: ReadLine, token: Token, context: Context): number | undefined {
  const number = parseTcpNumber(wordAt(line, token).text);
  if (number?.kind === "number") return number.value;
  reportBadNumber(line, token, context);
  return undefined;
}

function readRange(line: ReadLine, token: Token, context: Context): void {
  const [left, right] = wordAt(line, token).text.split(/[-:]/u, 2).map(parseTcpNumber);
  if (left?.kind === "number" && right?.kind === "number") context.draft.sack.push([left.value, right.value]);
  else reportBadNumber(line, token, context);
}

function setNumber(name: FieldWord["name"], value: number | undefined, draft: Draft): void {
  if (value === undefined) return;
  if (name === "len") draft.length = value;
  else if (name === "win") draft.window = value;
  else if (name === "mss") draft.options.mss = value;
  else if (name === "wscale") draft.options.windowScale = value;
  else if (name === "ws") draft.options.windowScale = shiftOf(value);
  else if (name === "tsval") draft.options.timestampValue = value;
  else if (name === "tsecr") draft.options.timestampEcho = value;
}

/** Wireshark prints the factor (`WS=128`), the header holds its exponent (RFC 7323 §2.2). */
function shiftOf(factor: number): number {
  const shift = Math.log2(factor);
  return factor > 0 && Number.isInteger(shift) ? shift : factor;
}

function readPayload(line: ReadLine, token: Token, context: Context): void {
  const text = line.text;
  const isClosed = endOfQuoted(text, token.start, token.end) === token.end;
  if (!isClosed)
    context.report(
      finding(
        "unclosed-quote",
        "warning",
        { line: line.number, ...token },
        { found: text.slice(token.start, token.end) },
      ),
    );
  context.draft.payload ??= text.slice(token.start + 1, isClosed ? token.end - 1 : token.end);
}

function reportBadNumber(line: ReadLine, token: Token, context: Context): void {
  const found = wordAt(line, token).text;
  context.report(
    finding("bad-number", "warning", { line: line.number, start: token.start, end: token.end }, { found }),
  );
}

function wordAt(line: ReadLine, token: Token): Word {
  return { text: line.text.slice(token.start, token.end), start: token.start, end: token.end };
}
