import type { Diagnostic } from "../../base/diagnostic";
import { unquote } from "./character";
import { finding } from "./finding";
import { matchArrow } from "./match-arrow";
import { parseSegment } from "./parse-segment";
import type { MessageStatement, Statement, Timing, Word, WrittenAttribute } from "./statement";
import type { LineShape, Token, TokenizedLine } from "./token";
import { isEndpointWord } from "./tokenize-endpoint-event";
import { parseWrittenTime, type WrittenTime } from "./written-time";

/** A line with its text, its number from 1 and its pieces. */
export interface ReadLine {
  readonly text: string;
  readonly number: number;
  readonly tokenized: TokenizedLine;
}

/** Gives what a line says; undefined for blanks, comments and lines that are not understood, which are reported. */
export function parseLine(line: ReadLine, report: (diagnostic: Diagnostic) => void): Statement | undefined {
  const { shape } = line.tokenized;
  if (shape === "blank" || shape === "comment") return undefined;
  if (shape === "unknown") {
    reportFault(line, report);
    return undefined;
  }
  return parsers[shape](line, report);
}

type Parser = (line: ReadLine, report: (diagnostic: Diagnostic) => void) => Statement | undefined;

const parsers: Record<Exclude<LineShape, "blank" | "comment" | "unknown">, Parser> = {
  option: (line) => ({
    kind: "option",
    line: line.number,
    key: lowerCase(wordOf(line, "key")),
    value: wordOf(line, "value"),
  }),
  message: parseMessage,
  "endpoint-event": parseEndpointEvent,
  note: parseNote,
  phase: (line) => ({
    kind: "divider",
    line: line.number,
    what: "phase",
    text: wordOf(line, "caption").text,
  }),
  tear: (line) => ({ kind: "divider", line: line.number, what: "tear", text: wordOf(line, "caption").text }),
  step: (line) => ({ kind: "divider", line: line.number, what: "step", text: "" }),
};

function reportFault(line: ReadLine, report: (diagnostic: Diagnostic) => void): void {
  const fault = line.tokenized.fault;
  const { code, start, end } = fault ?? { code: "unknown-line" as const, start: 0, end: line.text.length };
  const suggestion = fault?.suggestion === undefined ? {} : { suggestion: fault.suggestion };
  report(
    finding(
      code,
      "error",
      { line: line.number, start, end },
      { found: line.text.slice(start, end), ...suggestion },
    ),
  );
}

function parseMessage(line: ReadLine, report: (diagnostic: Diagnostic) => void): Statement | undefined {
  const { tokens } = line.tokenized;
  const arrowAt = indexOfKind(tokens, "arrow", 0);
  const written = tokens[arrowAt];
  const left = tokens[arrowAt - 1];
  const right = tokens[arrowAt + 1];
  const arrow = written === undefined ? undefined : matchArrow(line.text, written.start);
  if (arrow === undefined || left === undefined || right === undefined) return undefined;
  const attribute = indexOfKind(tokens, "attribute", arrowAt + 2);
  const bracket = attribute === -1 ? tokens.length : attribute - 1;
  const labelTokens = tokens.slice(afterColon(line, arrowAt + 2), bracket);
  const isLeft = arrow.direction === "left";
  const segment = parseSegment(line, labelTokens, report);
  const message: { -readonly [Name in keyof MessageStatement]: MessageStatement[Name] } = {
    kind: "message",
    line: line.number,
    timing: timingOf(line),
    from: word(line, isLeft ? right : left),
    to: word(line, isLeft ? left : right),
    lost: arrow.lost,
    dashed: arrow.dashed,
    label: span(line, labelTokens),
    attributes: attribute === -1 ? noAttributes : attributesOf(line, tokens.slice(bracket)),
  };
  if (segment !== undefined) message.segment = segment;
  return message;
}

const noAttributes: readonly WrittenAttribute[] = [];

function indexOfKind(tokens: readonly Token[], kind: Token["kind"], from: number): number {
  for (let index = from; index < tokens.length; index += 1) if (tokens[index]?.kind === kind) return index;
  return -1;
}

/** Gives the position of the first token behind the colon between the receiver and the label. */
function afterColon(line: ReadLine, at: number): number {
  const first = line.tokenized.tokens[at];
  return first?.kind === "separator" && line.text.charAt(first.start) === ":" ? at + 1 : at;
}

function span(line: ReadLine, tokens: readonly Token[]): Word {
  const start = tokens[0]?.start ?? line.text.length;
  const end = tokens.at(-1)?.end ?? start;
  return { text: line.text.slice(start, end), start, end };
}

function attributesOf(line: ReadLine, tokens: readonly Token[]): readonly WrittenAttribute[] {
  const out: WrittenAttribute[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "attribute") continue;
    const value = tokens[index + 2];
    const name = lowerCase(word(line, token));
    if (value?.kind !== "attribute-value") out.push({ name });
    else out.push({ name, value: { ...word(line, value), text: unquote(word(line, value).text) } });
  }
  return out;
}

function parseEndpointEvent(line: ReadLine): Statement | undefined {
  const what = wordOf(line, "keyword").text.toLowerCase();
  if (!isEndpointWord(what)) return undefined;
  const text = wordOf(line, "text").text;
  return {
    kind: "endpoint-event",
    line: line.number,
    timing: timingOf(line),
    endpoint: wordOf(line, "endpoint"),
    what,
    text,
  };
}

function parseNote(line: ReadLine): Statement {
  const side = wordOf(line, "keyword").text.toLowerCase();
  const where = side.includes("left") ? "left" : side.includes("right") ? "right" : "over";
  const endpoints = line.tokenized.tokens
    .filter((token) => token.kind === "endpoint")
    .map((token) => word(line, token));
  return { kind: "note", line: line.number, where, endpoints, text: wordOf(line, "text").text };
}

function timingOf(line: ReadLine): Timing {
  const { tokens } = line.tokenized;
  const together = tokens[0]?.kind === "together";
  const timing: { -readonly [Name in keyof Timing]: Timing[Name] } = { together };
  for (const token of tokens) {
    if (token.kind === "endpoint") break;
    const time = token.kind === "time" ? timeOf(line, token) : undefined;
    if (time === undefined) continue;
    if (timing.time === undefined) timing.time = time;
    else timing.arrival = time;
  }
  return timing;
}

function timeOf(line: ReadLine, token: Token): (WrittenTime & { readonly at: Word }) | undefined {
  const at = word(line, token);
  const time = parseWrittenTime(at.text);
  return time === undefined ? undefined : { kind: time.kind, value: time.value, at };
}

function word(line: ReadLine, token: Token): Word {
  return { text: line.text.slice(token.start, token.end), start: token.start, end: token.end };
}

function wordOf(line: ReadLine, kind: Token["kind"]): Word {
  const token = line.tokenized.tokens.find((candidate) => candidate.kind === kind);
  return token === undefined
    ? { text: "", start: line.text.length, end: line.text.length }
    : word(line, token);
}

function lowerCase(of: Word): Word {
  return { ...of, text: of.text.toLowerCase() };
}
