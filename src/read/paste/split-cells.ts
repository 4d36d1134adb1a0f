/** What parts the cells of a table: one character. */
export type Delimiter = string;

/**
 * Gives the cells of one line of a table, without blanks around them. A cell may stand in quotation marks (`-E quote=s` of tshark: in apostrophes), within
 * which a doubled one is one (RFC 4180). Bars at both ends of a line, as in Markdown, part nothing.
 */
export function splitCells(line: string, delimiter: Delimiter): readonly string[] {
  const text = delimiter === "|" ? line.trim().replace(/^\||\|$/gu, "") : line;
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quote = text.charAt(at);
    const end = quote === '"' || quote === "'" ? endOfQuoted(text, at, delimiter) : at;
    const next = text.indexOf(delimiter, end);
    const stop = next === -1 ? text.length : next;
    cells.push(
      end > at
        ? text
            .slice(at + 1, end - 1)
            .replaceAll(quote + quote, quote)
            .trim()
        : text.slice(at, stop).trim(),
    );
    at = stop + 1;
  }
  return cells;
}

/** Gives the offset after the closing quote, which stands before a delimiter or the end; `at` where there is none. */
function endOfQuoted(text: string, at: number, delimiter: Delimiter): number {
  const quote = text.charAt(at);
  let close = text.indexOf(quote, at + 1);
  while (close !== -1 && text.charAt(close + 1) === quote) close = text.indexOf(quote, close + 2);
  if (close === -1) return at;
  // An apostrophe may begin a word; a quotation mark has always closed its cell here.
  const isClosed = quote === '"' || close + 1 >= text.length || text.charAt(close + 1) === delimiter;
  return isClosed ? close + 1 : at;
}
