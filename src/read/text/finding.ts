import type { Diagnostic, Severity, TextPosition } from "../../base/diagnostic";
import type { textWords } from "../../base/words/text-words";

const LONGEST_QUOTE = 80;

/** A piece of one line: `start` and `end` count from the line's start. */
export interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Gives a place in the terms of diagnostics. */
export function textPosition(place: Place): TextPosition {
  return {
    kind: "text",
    line: place.line,
    column: place.start + 1,
    length: Math.max(1, place.end - place.start),
  };
}

/** Gives a finding about a piece of a line. */
export function finding(
  code: keyof typeof textWords,
  severity: Severity,
  place: Place,
  details: Pick<Diagnostic, "found" | "needed" | "suggestion"> = {},
): Diagnostic {
  const found = typeof details.found === "string" ? { found: clip(details.found) } : {};
  return { code, severity, at: textPosition(place), ...details, ...found };
}

function clip(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text;
}
