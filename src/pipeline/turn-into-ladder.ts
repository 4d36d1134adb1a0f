import { fencedLadder } from "../note/fenced-ladder";
import { recognizeText } from "../read/paste/recognize-text";
import { readEventList, splitLines } from "../read/text/read-event-list";
import { writeList } from "./write-block";

/** What a list never holds, and no drawing shows. */
const HARMLESS = "the date of the clock's zero";

/**
 * Gives a text that was selected as a fenced ladder block that draws the same: what a tool printed becomes an
 * event list to be edited; an event list, and what a list could not say in full, stays as it is.
 *
 * Throws `DiagnosticError` `no-events` where nothing in it can be drawn.
 */
export function turnIntoLadder(text: string): string {
  const { trace, options } = readEventList(text, "selection");
  const whole = text.replace(/^(?:[^\S\n]*\r?\n)+|\s+$/gu, "");
  if (recognizeText(splitLines(text)) === "event list" || options.filter !== undefined)
    return fencedLadder(whole);
  const written = writeList(trace, options);
  const isSame = written.diagnostics.every(({ found }) => found === HARMLESS);
  return fencedLadder(isSame ? written.text.trimEnd() : whole);
}
