import type { Diagnostic, TextPosition } from "../../base/diagnostic";
import { nearestName } from "../../base/nearest-name";
import type { Nanoseconds } from "../../base/time";
import type { BlockOptions, CaptureLink } from "./block-options";
import { finding, textPosition } from "./finding";
import { isOptionKey, optionKeys, optionWords, type OptionKey } from "./option-keys";
import { linkTarget, parseCaptureLink, parseConversation } from "./parse-capture-option";
import { parseEndpointNames, parseRenamings } from "./parse-name-option";
import type { OptionStatement, Word } from "./statement";
import { parseSpan } from "./written-time";

type Report = (diagnostic: Diagnostic) => void;

/** Options while they are read: the same names, changeable. */
type Draft = { -readonly [Name in keyof BlockOptions]: BlockOptions[Name] } & {
  captures: readonly CaptureLink[];
};

/**
 * Gives the options of a block, typed. The last of several lines with one key holds; captures add up.
 *
 * Unknown keys and values are errors with the nearest known word; the other options hold.
 * What is understood but has no effect yet is a remark.
 */
export function readOptions(statements: readonly OptionStatement[], report: Report): BlockOptions {
  const draft: Draft = {
    captures: [],
    endpoints: [],
    names: new Map(),
    show: [],
    hide: [],
    redact: [],
    theme: [],
  };
  for (const statement of statements) {
    const key = statement.key.text;
    if (!isOptionKey(key)) reportUnknownKey(statement, report);
    else if (statement.value.text === "") reportEmpty(statement, report);
    else readers[key]({ statement, draft, report });
  }
  return draft;
}

interface Reading {
  readonly statement: OptionStatement;
  readonly draft: Draft;
  readonly report: Report;
}

const readers: Record<OptionKey, (reading: Reading) => void> = {
  title: ({ draft, statement }) => (draft.title = statement.value.text),
  capture: readCaptureOption,
  conversation: readConversation,
  filter: ({ draft, statement }) =>
    (draft.filter = { text: statement.value.text, at: placeOf(statement, statement.value) }),
  endpoints: ({ draft, statement, report }) => (draft.endpoints = parseEndpointNames(statement, report)),
  names: ({ draft, statement, report }) => (draft.names = parseRenamings(statement, report)),
  lifelines: (reading) => assignWord(reading, "lifelines", (value) => (reading.draft.lifelines = value)),
  seq: (reading) => assignWord(reading, "seq", (value) => (reading.draft.seq = value)),
  labels: (reading) => assignWord(reading, "labels", (value) => (reading.draft.labels = value)),
  show: (reading) => (reading.draft.show = wordList(reading, "show")),
  hide: (reading) => (reading.draft.hide = wordList(reading, "hide")),
  time: (reading) => assignWord(reading, "time", (value) => (reading.draft.time = value)),
  tear: (reading) => assignSpan(reading, (value) => (reading.draft.tear = value)),
  slant: readSlant,
  fold: readFold,
  states: (reading) => assignWord(reading, "states", (value) => (reading.draft.states = value)),
  redact: (reading) => (reading.draft.redact = wordList(reading, "redact", optionWords.redact)),
  marks: (reading) => assignWord(reading, "marks", (value) => (reading.draft.marks = value)),
  wireshark: (reading) => assignWord(reading, "wireshark", (value) => (reading.draft.wireshark = value)),
  checks: (reading) => assignSwitch(reading, "checks", (value) => (reading.draft.checks = value)),
  repair: (reading) => assignSwitch(reading, "repair", (value) => (reading.draft.repair = value)),
  style: (reading) => assignWord(reading, "style", (value) => (reading.draft.style = value)),
  theme: (reading) => (reading.draft.theme = wordList(reading, "theme")),
  page: readPage,
  drawing: ({ draft, statement }) => (draft.drawing = linkTarget(statement.value.text)),
};

function readCaptureOption({ draft, statement, report }: Reading): void {
  draft.captures = [...draft.captures, parseCaptureLink(statement)];
  if (draft.captures.length > 1) reportNotYet(statement, statement.value, report);
}

function readConversation({ draft, statement, report }: Reading): void {
  const choice = parseConversation(statement.value.text);
  if (choice === undefined)
    reportValue(statement, statement.value, report, {
      needed: "number, udp number, a.b.c.d:p - e.f.g.h:q, all",
    });
  else draft.conversation = { ...choice, at: placeOf(statement, statement.value) };
}

function readSlant(reading: Reading): void {
  const value = reading.statement.value.text.toLowerCase();
  if (value === "auto" || value === "none") reading.draft.slant = value;
  else assignSpan(reading, (span) => (reading.draft.slant = span), "auto, none, 20ms");
}

function readFold(reading: Reading): void {
  const value = reading.statement.value.text;
  if (/^[1-9]\d{0,5}$/u.test(value)) reading.draft.fold = Number(value);
  else assignWord(reading, "fold", (word) => (reading.draft.fold = word));
}

const PAGE = /^(?:none|16:9|a4|[1-9]\d{0,4})$/u;

function readPage({ draft, statement, report }: Reading): void {
  const value = statement.value.text.toLowerCase();
  if (!PAGE.test(value)) {
    reportValue(statement, statement.value, report, { needed: "none, 16:9, a4, 20" });
    return;
  }
  draft.page = value;
  if (/^\d/u.test(value) && value !== "16:9") readPageLength({ statement, draft, report }, Number(value));
  else if (value !== "none") reportNotYet(statement, statement.value, report);
}

/** Drawings get slow: with so many messages they may be, with so many more they are not made. */
const SLOW_PAGE = 500;
const LARGEST_PAGE = 1000;

function readPageLength({ statement, draft, report }: Reading, messages: number): void {
  const at = { line: statement.line, ...statement.value };
  const details = { found: messages, needed: LARGEST_PAGE };
  if (messages > LARGEST_PAGE) {
    report(finding("page-too-large", "error", at, details));
    return;
  }
  if (messages >= SLOW_PAGE) report(finding("page-large", "warning", at, details));
  draft.messagesPerPage = messages;
}

type WordOption = keyof typeof optionWords;

function assignWord<Key extends WordOption>(
  { statement, report }: Reading,
  key: Key,
  assign: (value: (typeof optionWords)[Key][number]) => void,
  notYet: readonly string[] = [],
): void {
  const value = knownWord(statement, statement.value, key, report);
  if (value === undefined) return;
  assign(value);
  if (notYet.includes(value)) reportNotYet(statement, statement.value, report);
}

function wordList<Key extends WordOption>(
  { statement, report }: Reading,
  key: Key,
  notYet: readonly string[] = [],
): readonly (typeof optionWords)[Key][number][] {
  const out: (typeof optionWords)[Key][number][] = [];
  for (const match of statement.value.text.matchAll(/[^\s,;]+/gu)) {
    const start = statement.value.start + match.index;
    const place = { text: match[0], start, end: start + match[0].length };
    const value = knownWord(statement, place, key, report);
    if (value === undefined) continue;
    out.push(value);
    if (notYet.includes(value)) reportNotYet(statement, place, report);
  }
  return out;
}

function knownWord<Key extends WordOption>(
  statement: OptionStatement,
  word: Word,
  key: Key,
  report: Report,
): (typeof optionWords)[Key][number] | undefined {
  const wanted = word.text.toLowerCase();
  const known: readonly (typeof optionWords)[Key][number][] = optionWords[key];
  const value = known.find((candidate) => candidate === wanted);
  if (value === undefined) reportValue(statement, word, report, { needed: known.join(", "), known });
  return value;
}

function assignSwitch(
  { statement, report }: Reading,
  key: "checks" | "repair",
  assign: (value: boolean) => void,
): void {
  const value = knownWord(statement, statement.value, key, report);
  if (value === undefined) return;
  assign(value === "on");
}

function assignSpan(
  { statement, report }: Reading,
  assign: (value: Nanoseconds) => void,
  needed = "500ms, 2s",
): void {
  const span = parseSpan(statement.value.text);
  if (span === undefined) reportValue(statement, statement.value, report, { needed });
  else assign(span);
}

function reportUnknownKey(statement: OptionStatement, report: Report): void {
  const { key, line } = statement;
  const near = nearestName(key.text, optionKeys);
  report(
    finding(
      "unknown-option",
      "error",
      { line, ...key },
      { found: key.text, ...(near === undefined ? {} : { suggestion: near }) },
    ),
  );
}

function reportEmpty(statement: OptionStatement, report: Report): void {
  report(
    finding(
      "empty-option",
      "warning",
      { line: statement.line, ...statement.key },
      { found: statement.key.text },
    ),
  );
}

function reportValue(
  statement: OptionStatement,
  word: Word,
  report: Report,
  expected: { readonly needed: string; readonly known?: readonly string[] },
): void {
  const near = nearestName(word.text, expected.known ?? []);
  const details = {
    found: word.text,
    needed: expected.needed,
    ...(near === undefined ? {} : { suggestion: near }),
  };
  report(finding("unknown-value", "error", { line: statement.line, ...word }, details));
}

function reportNotYet(statement: OptionStatement, word: Word, report: Report): void {
  report(
    finding(
      "not-yet",
      "remark",
      { line: statement.line, ...word },
      { found: `${statement.key.text}: ${word.text}` },
    ),
  );
}

function placeOf(statement: OptionStatement, word: Word): TextPosition {
  return textPosition({ line: statement.line, start: word.start, end: word.end });
}
