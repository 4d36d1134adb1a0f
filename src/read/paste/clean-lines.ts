import { withYamlRows } from "./yaml-rows";

const ESCAPE = String.fromCharCode(0x1b);
const BELL = String.fromCharCode(0x07);
/** Colours and cursor movements that terminals print (ECMA-48), and titles of windows. */
const ESCAPES = new RegExp(
  `${ESCAPE}(?:\\[[0-9;:?]{0,30}[ -/]?[@-~]|\\][^${BELL}${ESCAPE}]{0,200}(?:${BELL}|${ESCAPE}\\\\)|[@-Z\\\\^_()#][0-9A-Z]?)`,
  "gu",
);
/** Blanks of other widths, as pages and spreadsheets have them. */
const BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
/** Characters that take no room, marks of order and direction among them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
/** What a mail puts before the lines it answers, and Markdown before those it quotes. */
const QUOTED = /^(?:\s{0,3}>)+ ?/u;
/** Quotation marks of word processors around the cells of a table. */
const CURLED_CELLS = /^[“„][^“”„]{0,200}”[,;\t][“„].*$/u;
/** Letters, digits and signs in the width of Chinese ones. */
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
const FULL_WIDTH_OFFSET = 0xfee0;
const UNUSUAL =
  /[\uff01-\uff5e\u00a0\u00ad\u1680\u2000-\u200f\u202a-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]|^(?:\s{0,3}>|[“„])/u;

/**
 * Gives the lines of a tool's output as the tool printed them: without a terminal's colours, invisible characters and
 * a mail's quotation marks, with plain blanks and letters, a row on one line. Each line stays where it was.
 */
export function cleanLines(lines: readonly string[]): readonly string[] {
  return withYamlRows(
    lines.map((line) => (line.includes(ESCAPE) || UNUSUAL.test(line) ? cleanLine(line) : line)),
  );
}

function cleanLine(line: string): string {
  return narrowed(line.replace(ESCAPES, "").replace(BLANKS, " "))
    .replace(INVISIBLE, "")
    .replace(CURLED_CELLS, (line) => line.replace(/[“”„]/gu, '"'))
    .replace(QUOTED, "");
}

/** Gives a text with plain letters, digits and signs in place of those in the width of Chinese ones. */
export function narrowed(text: string): string {
  return text.replace(FULL_WIDTH, (character) =>
    String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET),
  );
}
