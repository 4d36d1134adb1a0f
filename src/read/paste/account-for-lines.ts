import type { Diagnostic } from "../../base/diagnostic";
import { finding } from "../text/finding";
import { leadingOptions } from "../text/leading-options";
import { looksLikeFrame } from "./frame-likeness";
import { dumpedLines } from "./hex-dump";
import type { LineReading } from "./line-reading";

/** Rules and fences of Markdown, and the titles of Wireshark's columns: they frame a table, and say nothing. */
const LAYOUT =
  /^\s*(?:[-=_*|:+`~\s]+\w{0,10}|(?:No\.?|#)\s+Time\s+Source\s+Destination\b.*|\d{1,9} packets? captured)\s*$/u;
/** A shell's prompt, alone or before the command. */
const PROMPT = /^\S{0,60}[$#%>](?: .{0,200}\b(?:tshark|tcpdump|wireshark|cat)\b.*)?\s*$/u;
const LOOKED_AT = 300;
const MOST_RANGES = 200;

/**
 * Gives a reading in which no line is lost: what looks like a frame, though it could not be read, is `unread`;
 * what is left, a report's sentences, is reported once, with the numbers of all lines.
 */
export function accountForLines(
  reading: LineReading,
  lines: readonly string[],
  report: (diagnostic: Diagnostic) => void,
): LineReading {
  if (reading.passed.length === 0) return reading;
  const head = leadingOptions(lines).length;
  const dumped = dumpedLines(lines);
  const open = reading.passed.filter(
    (line) => line > head && !dumped.has(line) && !isAround((lines[line - 1] ?? "").slice(0, LOOKED_AT)),
  );
  const lost = new Set(open.filter((line) => looksLikeFrame(lines[line - 1] ?? "")));
  reportPassed(
    open.filter((line) => !lost.has(line)),
    lines,
    report,
  );
  const unread = [...new Set([...reading.unread, ...lost])].sort((left, right) => left - right);
  return { ...reading, unread, passed: [] };
}

function isAround(line: string): boolean {
  return LAYOUT.test(line) || PROMPT.test(line);
}

/** Reports lines, from 1, that were passed over, once for all. */
export function reportPassed(
  passed: readonly number[],
  lines: readonly string[],
  report: (diagnostic: Diagnostic) => void,
): void {
  const [line] = passed;
  if (line === undefined) return;
  const place = { line, start: 0, end: lines[line - 1]?.length ?? 1 };
  const details = { found: rangesOf(passed), needed: passed.length };
  report({ ...finding("passed-lines", "remark", place), ...details });
}

/** `3-8, 12`. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const open = ranges.at(-1);
    if (open !== undefined && number === open[1] + 1) open[1] = number;
    else ranges.push([number, number]);
  }
  const shown = ranges.slice(0, MOST_RANGES).map(([first, last]) => {
    return first === last ? String(first) : `${String(first)}-${String(last)}`;
  });
  return shown.join(", ") + (ranges.length > MOST_RANGES ? ", …" : "");
}
