/** Tells whether the character at `at` is a blank within a line; false past the end. */
export function isBlankAt(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  if (code === 0x20 || code === 0x09) return true;
  return (
    code > 0x7f && (code === 0xa0 || code === 0x3000 || code === 0x202f || (code >= 0x2000 && code <= 0x200a))
  );
}

/** Tells whether `at` is the end of the line or a blank. */
export function isBlankOrEnd(line: string, at: number): boolean {
  return at >= line.length || isBlankAt(line, at);
}

/** Gives the first offset from `at` that is no blank; `end` where all are. */
export function skipBlanks(line: string, at: number, end = line.length): number {
  let next = at;
  while (next < end && isBlankAt(line, next)) next += 1;
  return next;
}

/** Gives the offset after the last character before `end` that is no blank; `start` where all are. */
export function trimBlanks(line: string, start: number, end: number): number {
  let last = end;
  while (last > start && isBlankAt(line, last - 1)) last -= 1;
  return last;
}

/** Gives the offset of the first blank from `at`; `end` where there is none. */
export function endOfWord(line: string, at: number, end = line.length): number {
  let next = at;
  while (next < end && !isBlankAt(line, next)) next += 1;
  return next;
}

const closingQuotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["“", "”"],
  ["„", "“"],
]);

/** Tells whether a quoted text starts at `at`; phones write “…” where one types "…". */
export function isQuoteAt(line: string, at: number): boolean {
  return closingQuotes.has(line.charAt(at));
}

/**
 * Gives the offset after the closing quote of the text that is quoted from `at`, undefined
 * where it is not closed before `end`. A backslash keeps the next character from closing it.
 */
export function endOfQuoted(line: string, at: number, end = line.length): number | undefined {
  const closing = closingQuotes.get(line.charAt(at));
  for (let next = at + 1; next < end; next += 1) {
    const character = line.charAt(next);
    if (character === "\\") next += 1;
    else if (character === closing || (closing === "”" && character === '"')) return next + 1;
  }
  return undefined;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
]);

/** Gives what a quoted text says: without its quotes, escapes resolved; other text as it is. */
export function unquote(quoted: string): string {
  if (!isQuoteAt(quoted, 0)) return quoted;
  const end = endOfQuoted(quoted, 0) === quoted.length ? quoted.length - 1 : quoted.length;
  return resolveEscapes(quoted.slice(1, end));
}

/** Gives a text with `\"` `\\` `\n` `\r` `\t` `\0` as the characters meant. */
export function resolveEscapes(text: string): string {
  return text.replace(/\\(.)/gu, (_, letter: string) => escapes.get(letter) ?? letter);
}

const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** Tells whether the character at `at` may stand in a word: a letter, mark or digit of any script, or `_`. */
export function isWordAt(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  if (code < 0x80) {
    return (
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
    );
  }
  // NaN past the end ends here too. Halves of a surrogate pair count as letters: names keep whole.
  return code >= 0x80 && ((code >= 0xd800 && code <= 0xdfff) || WORD.test(line.charAt(at)));
}
