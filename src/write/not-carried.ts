import type { Diagnostic } from "../base/diagnostic";

/** Gives the finding that something does not travel in a text: what, in which line of it first, and how often. */
export function lineFinding(found: string, line: number, count: number): Diagnostic {
  return {
    code: "not-carried",
    severity: "remark",
    at: { kind: "text", line, column: 1, length: 1 },
    found,
    count,
  };
}
