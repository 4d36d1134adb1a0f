import type { Diagnostic } from "../../base/diagnostic";
import type { Nanoseconds } from "../../base/time";
import type { ArrowBase } from "../../trace/trace";
import { attributeNames, lostFraction, markOf } from "./attributes";
import { finding } from "./finding";
import type { MessageStatement, WrittenAttribute } from "./statement";
import { parseSpan } from "./written-time";

type Report = (diagnostic: Diagnostic) => void;

/** What the attributes say, ready for the event. */
export interface ReadAttributes {
  /** Free text in place of the label, whatever it looks like. */
  readonly text: string | undefined;
  readonly arrow: Pick<
    ArrowBase,
    "identity" | "frame" | "delay" | "lostAt" | "note" | "color" | "dashed" | "marks"
  >;
}

/** Gives what the attributes of a message say; one whose value cannot be meant is reported and left out. */
export function readAttributes(statement: MessageStatement, report: Report): ReadAttributes {
  const draft: AttributeDraft = { text: undefined, arrow: { marks: [] } };
  if (statement.lost) draft.arrow.lostAt = 0.5;
  if (statement.dashed) draft.arrow.dashed = true;
  for (const attribute of statement.attributes) readAttribute(attribute, statement.line, draft, report);
  return draft;
}

interface AttributeDraft {
  text: string | undefined;
  arrow: { -readonly [Name in keyof ReadAttributes["arrow"]]: ReadAttributes["arrow"][Name] };
}

function readAttribute(
  attribute: WrittenAttribute,
  line: number,
  draft: AttributeDraft,
  report: Report,
): void {
  const { name, value } = attribute;
  const mark = markOf(name.text);
  const lostAt = lostFraction(name.text);
  if (mark !== undefined) draft.arrow.marks = [...draft.arrow.marks, mark];
  else if (lostAt !== undefined) draft.arrow.lostAt = lostAt;
  else if (name.text === "dashed") draft.arrow.dashed = true;
  else if (value !== undefined && !assignAttribute(draft, name.text, value.text)) {
    report(
      finding(
        "bad-attribute",
        "warning",
        { line, start: value.start, end: value.end },
        { found: `${name.text}=${value.text}` },
      ),
    );
  }
}

function assignAttribute(draft: AttributeDraft, name: string, value: string): boolean {
  if (name === "note") draft.arrow.note = value;
  else if (name === "id") draft.arrow.identity = value;
  else if (name === "text") draft.text = value;
  else if (name === "color" || name === "colour") return assignColor(draft, value);
  else if (name === "number") return assignNumber(draft, value);
  else if (name === "delay") return assignDelay(draft, parseSpan(value));
  return attributeNames.has(name);
}

const COLOR = /^(?:#[\da-f]{3,8}|[a-z]{3,20})$/iu;

function assignColor(draft: AttributeDraft, value: string): boolean {
  if (!COLOR.test(value)) return false;
  draft.arrow.color = value.toLowerCase();
  return true;
}

function assignNumber(draft: AttributeDraft, value: string): boolean {
  if (!/^\d{1,9}$/u.test(value)) return false;
  draft.arrow.frame = Number(value);
  return true;
}

function assignDelay(draft: AttributeDraft, span: Nanoseconds | undefined): boolean {
  if (span === undefined) return false;
  draft.arrow.delay = span;
  return true;
}
