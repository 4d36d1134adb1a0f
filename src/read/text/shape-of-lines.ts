import { cleanLines } from "../paste/clean-lines";
import { recognizeText, type TextShape } from "../paste/recognize-text";
import { leadingOptions } from "./leading-options";

/** Gives what the lines of a block are; `cleaned` are the same without what terminals and mails add. */
export function shapeOfLines(lines: readonly string[], cleaned = cleanLines(lines)): TextShape {
  return saysEventList(lines) ? "event list" : recognizeText(cleaned);
}

/** Only event lists have labels to be drawn: with that option above them, lines are not taken for anything else. */
function saysEventList(lines: readonly string[]): boolean {
  return leadingOptions(lines).some((line) => /^\s*labels\s*:/iu.test(line));
}
