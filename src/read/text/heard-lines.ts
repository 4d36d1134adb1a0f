import type { Diagnostic } from "../../base/diagnostic";
import { finding } from "./finding";

/** A line, from 0, that says in other words what a line of an event list says, and that line. */
export type HeardLine = readonly [index: number, meant: string];

/** Reports how lines were read, once for all. */
export function reportHeard(
  heard: readonly HeardLine[],
  lines: readonly string[],
  report: (diagnostic: Diagnostic) => void,
): void {
  const [first] = heard;
  if (first === undefined) return;
  const [index, needed] = first;
  const found = lines[index] ?? "";
  const place = { line: index + 1, start: 0, end: found.length };
  report({
    ...finding("heard-line", "remark", place, { found: found.trim(), needed }),
    count: heard.length,
  });
}
