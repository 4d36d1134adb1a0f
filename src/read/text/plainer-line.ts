import { narrowed } from "../paste/clean-lines";

/** What stands before a line's first name where people number or itemise: bullets, `2.`, `2:`, `(2)`, `Step 2:`. */
const BULLET = /^\s*(?:[-*+•‣▪·–—]|\(?\d{1,3}[.):]|\p{L}{2,8} ?\d{1,3}[.:)])(?=\s)/u;
/** `[0.020]`, `t = 20 ms:`, `0.020:`. */
const TIME = /^\s*(?:\[|t(?:ime)? ?= ?)?\d[\d.:]{0,20}(?: ?[mnuµ]?s)?[\]:]?(?=\s)/iu;
const AROUND_TIME = /\[|t\w* ?=|[\]:]$/giu;
const ODD = new RegExp(`${BULLET.source}|^[^:]*：|^\\s*\\[?\\d[\\d.]*(?: ?[mnuµ]?s)?[\\]:]\\s`, "u");

/** Tells whether a line may be another one once its bullet is left out, or has a colon of Chinese keyboards before any other. */
export function isOddLine(line: string): boolean {
  return ODD.test(line);
}

/**
 * Gives a line as an event list writes it: without bullet or number, with plain arrows (word processors have their own for
 * `-->`), dashes and colons. Every character stays in its column.
 */
export function plainerLine(line: string): string {
  return line
    .replace(/^[^:：]*：?/u, narrowed)
    .replace(/([A-Z])，(?=[A-Z])/gu, "$1,")
    .replace(BULLET, blank)
    .replace(TIME, (time) => time.replace(AROUND_TIME, blank))
    .replace(/ [à\uf0e0](?= \S+ ?:)/u, " →")
    .replace(/[‐-―─━]/gu, "-");
}

function blank(text: string): string {
  return " ".repeat(text.length);
}
