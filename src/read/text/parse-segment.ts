import type { Diagnostic } from "../../base/diagnostic";
import { ACK } from "../../tcp/flags";
import type { TcpNumber, TcpOptions } from "../../trace/trace";
import { endOfQuoted, resolveEscapes } from "./character";
import { finding } from "./finding";
import type { ReadLine } from "./parse-line";
import type { Word, WrittenSegment } from "./statement";
import { fieldNamed, wordFlags, type FieldWord } from "./tcp-words";
import { parseTcpNumber } from "./tcp-number";
import type { Token } from "./token";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** What is known of a segment while its label is read. */
interface Draft extends Omit<Mutable<WrittenSegment>, "options" | "seqs"> {
  readonly seqs: { readonly number: TcpNumber; readonly at: Word }[];
  readonly options: Mutable<TcpOptions>;
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
  const draft: Draft = { flags: 0, seqs: [], options: {} };
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
  if (draft.length === undefined && draft.payload !== undefined)
    draft.length = new TextEncoder().encode(resolveEscapes(draft.payload)).length;
  return draft;
}

interface Context {
  readonly draft: Draft;
  readonly report: (diagnostic: Diagnostic) => void;
}

function readField(line: ReadLine, tokens: readonly Token[], index: number, context: Context): void {
  const token = tokens[index];
  const field = token && fieldNamed(line.text.slice(token.start, token.end));
  if (token === undefined || field === undefined || field.value === "flags") return;
  if (field.value === "none") {
    context.draft.options.sackPermitted = true;
    return;
  }
  const first = valueAfter(line, tokens, index);
  const value = tokens[first];
  if (value === undefined) reportBadNumber(line, token, context);
  else if (field.value === "ranges") readRanges(line, tokens, first, context);
  else if (field.value === "tcp-number")
    readTcpNumber(line, field, [value, tokens[valueAfter(line, tokens, first)]], context);
  else setNumber(field.name, readNumber(line, value, context), context.draft);
  if (field.name === "ack" && !isAssigned(line, tokens[index + 1])) context.draft.flags |= ACK;
}

/** Gives the position of the next value behind a token: only signs stand between; -1 where there is none. */
function valueAfter(line: ReadLine, tokens: readonly Token[], index: number): number {
  for (let next = index + 1; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token === undefined) break;
    if (token.kind === "number" || token.kind === "symbol") return next;
    if (token.kind !== "separator" || !"=:,".includes(line.text.charAt(token.start))) break;
  }
  return -1;
}

/** `ACK 5` names flag and field at once, `ack=5` only the field. */
function isAssigned(line: ReadLine, token: Token | undefined): boolean {
  return token?.kind === "separator" && "=:".includes(line.text.charAt(token.start));
}

function readTcpNumber(
  line: ReadLine,
  field: FieldWord,
  [token, last]: readonly [Token, Token | undefined],
  context: Context,
): void {
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
  const number = parseTcpNumber(line.text.slice(token.start, token.end));
  if (number?.kind === "number") return number.value;
  reportBadNumber(line, token, context);
  return undefined;
}

function readRanges(line: ReadLine, tokens: readonly Token[], first: number, context: Context): void {
  for (let at = first; at !== -1; at = valueAfter(line, tokens, at)) {
    const token = tokens[at];
    if (token !== undefined) readRange(line, token, context);
  }
}

function readRange(line: ReadLine, token: Token, context: Context): void {
  const { options } = context.draft;
  const [left, right] = wordAt(line, token).text.split(/[-:]/u, 2).map(parseTcpNumber);
  if (left?.kind === "number" && right?.kind === "number")
    options.sack = [...(options.sack ?? []), [left.value, right.value]];
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
