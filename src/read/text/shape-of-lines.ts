import { cleanLines } from "../paste/clean-lines";
import { recognizeText, type TextShape } from "../paste/recognize-text";
import { isOptionKey } from "./option-keys";

/** Gives what the lines of a block are; `cleaned` are the same without what terminals and mails add. */
export function shapeOfLines(lines: readonly string[], cleaned = cleanLines(lines)): TextShape {
  return saysEventList(lines) ? "event list" : recognizeText(cleaned);
}

/** Gives the lines before the first one that is neither a known option, a comment nor blank. */
export function leadingOptions(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => !/^\s*(?:#|$)/u.test(line) && !isOptionLine(line));
  return end === -1 ? lines : lines.slice(0, end);
}

/** Only event lists have labels to be drawn: with that option above them, lines are not taken for anything else. */
function saysEventList(lines: readonly string[]): boolean {
  return leadingOptions(lines).some((line) => /^\s*labels\s*:/iu.test(line));
}

function isOptionLine(line: string): boolean {
  return isOptionKey(/^\s*([A-Za-z-]{2,20})\s*:/u.exec(line)?.[1]?.toLowerCase() ?? "");
}
