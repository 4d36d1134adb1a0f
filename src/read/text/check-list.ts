import type { Diagnostic } from "../../base/diagnostic";
import type { textWords } from "../../base/words/text-words";
import { checkAnswers } from "../../tcp/check-answers";
import { checkExchange, type CheckRule, type Violation } from "../../tcp/check-exchange";
import type { ConversationSegments } from "../../trace/conversation-segments";
import type { Segment, TcpNumber, Trace } from "../../trace/trace";
import { isLengthUnknown } from "./analyse-list";
import { trailingAttributes } from "./attributes";
import { resolveEscapes } from "./character";
import { checkHeaders } from "./check-header";
import { checkStates } from "./check-states";
import { checkSymbols } from "./check-symbols";
import { fieldPlace } from "./field-place";
import { finding, type Place } from "./finding";
import type { BuiltTrace } from "./judged-trace";
import { writeTcpNumber } from "./tcp-number";

const codes: Record<CheckRule, keyof typeof textWords> = {
  "ack-unsent": "check-ack-unsent",
  "ack-between": "check-ack-between",
  "ack-syn": "check-ack-syn",
  "seq-gap": "check-seq-gap",
  "after-fin": "check-after-fin",
  "after-reset": "check-after-reset",
  "without-ack": "check-without-ack",
  "syn-with-fin": "check-syn-with-fin",
  "before-syn": "check-before-syn",
  "before-answer": "check-before-answer",
  "seq-syn": "check-seq-syn",
  "syn-again": "check-syn-again",
  "ack-back": "check-ack-back",
  "ack-fin": "check-ack-fin",
  "ack-length": "check-ack-length",
};

/**
 * Gives what the segments of a written exchange do against RFC 9293, as warnings in their lines.
 *
 * With `isTable`, conversations in which rows are missing are left out: of them nothing can be said.
 */
export function checkList(
  { trace, observed: conversations }: BuiltTrace,
  lines: readonly string[],
  isTable: boolean,
): readonly Diagnostic[] {
  const ofList = isTable
    ? []
    : [
        ...checkStates(trace, conversations, lines),
        ...checkLengths(trace, lines),
        ...checkHeaders(conversations, lines),
        ...checkSymbols(conversations, lines),
      ];
  const ofSegments = conversations.flatMap(({ events, segments }) => {
    const violations = checkExchange(segments, (i) => events[i] !== undefined && isLengthUnknown(events[i]));
    const isCut = isTable && violations.some(({ rule }) => rule === "seq-gap");
    if (isCut) return [];
    const mayCross = isTable || !isByHand(events);
    return [...violations, ...answersOf(segments, violations, mayCross)].flatMap((violation) => {
      const event = events[violation.segment];
      if (violation.rule === "without-ack" && isNameOnly(event)) return [];
      if (event?.line === undefined) return [];
      const text = lines[event.line - 1] ?? "";
      return isMeant(violation.rule, event, text) ? [] : [warningOf(violation, event, text)];
    });
  });
  return [...ofSegments, ...ofList];
}

/** What an exercise may show on purpose, and the mark by which its author says so. */
const meantBy: Partial<Record<CheckRule, string>> = {
  "seq-gap": "previous segment not captured",
  "ack-unsent": "acked unseen segment",
  "after-reset": "port numbers reused",
};

/** A note explains the segment, or the name of a mark says what is wrong with it. */
function isMeant(rule: CheckRule, { note }: Segment, text: string): boolean {
  const mark = meantBy[rule];
  if (mark === undefined) return false;
  return note !== undefined || text.slice(trailingAttributes(text, 0).start).toLowerCase().includes(mark);
}

/** A list without numbers says FIN, as books do, and means the segment that carries it. */
function isNameOnly(event: Segment | undefined): boolean {
  return event?.seq === undefined && event?.ack === undefined && event?.payloadLength === undefined;
}

/** Labels that a list made from a capture has not: there, frames may have crossed. */
function isByHand(events: readonly Segment[]): boolean {
  return events.every(({ written }) => written !== undefined);
}

/** Of a segment whose number is wrong anyway nothing more is said of it. */
function answersOf(
  segments: ConversationSegments["segments"],
  before: readonly Violation[],
  mayCross: boolean,
): readonly Violation[] {
  if (mayCross) return [];
  // One whose flags are wrong is not looked at any further.
  const told = new Set(
    before.flatMap(({ segment, number }) =>
      (number === undefined ? ["", "seq", "ack"] : [number]).map((each) => `${String(segment)} ${each}`),
    ),
  );
  return checkAnswers(segments).filter(
    ({ segment, number }) => !told.has(`${String(segment)} ${number ?? ""}`),
  );
}

/** A quoted payload, which may be the beginning only, has no more octets than `len=` says (UTF-8, escapes resolved). */
function checkLengths(trace: Trace, lines: readonly string[]): readonly Diagnostic[] {
  return trace.events.flatMap((event): Diagnostic[] => {
    if (event.kind !== "segment" || event.payload === undefined || event.payloadLength === undefined)
      return [];
    const needed = octetsOf(resolveEscapes(event.payload));
    // A payload may have been resolved already, and then hold a backslash of its own.
    if (Math.min(needed, octetsOf(event.payload)) <= event.payloadLength) return [];
    const place = lengthPlace(event.line ?? 1, lines);
    return [finding("check-length", "warning", place, { found: event.payloadLength, needed })];
  });
}

function octetsOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function lengthPlace(line: number, lines: readonly string[]): Place {
  const match = /\blen(?:gth)?[ =:]*\d+/iu.exec(lines[line - 1] ?? "");
  if (match === null) return { line, start: 0, end: 1 };
  return { line, start: match.index, end: match.index + match[0].length };
}

function warningOf({ rule, number, lacks = 0 }: Violation, event: Segment, text: string): Diagnostic {
  const line = event.line ?? 1;
  const written = number === undefined ? undefined : event[number];
  if (written === undefined) return finding(codes[rule], "warning", { line, start: 0, end: text.length });
  const found = writeTcpNumber(written);
  const place = fieldPlace(text, line, number ?? "seq", found);
  return finding(codes[rule], "warning", place, { found, needed: writeTcpNumber(moved(written, lacks)) });
}

function moved(number: TcpNumber, by: number): TcpNumber {
  return number.kind === "number"
    ? { ...number, value: (number.value + by) >>> 0 }
    : { ...number, offset: number.offset + by };
}
