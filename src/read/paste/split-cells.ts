/** What may part the cells of a table. */
export type Delimiter = "," | ";" | "\t" | "|";

/**
 * Gives the cells of one line of a table, without blanks around them. A cell may stand in quotation marks, within
 * which a doubled one is one (RFC 4180). Bars at both ends of a line, as in Markdown, part nothing.
 */
export function splitCells(line: string, delimiter: Delimiter): readonly string[] {
  const text = delimiter === "|" ? line.trim().replace(/^\||\|$/gu, "") : line;
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const quote = text.charAt(at);
    const end = quote === '"' ? endOfQuoted(text, at) : at;
    const next = text.indexOf(delimiter, end);
    const stop = next === -1 ? text.length : next;
    cells.push(
      end > at
        ? text
            .slice(at + 1, end - 1)
            .replaceAll('""', '"')
            .trim()
        : text.slice(at, stop).trim(),
    );
    at = stop + 1;
  }
  return cells;
}

/** Gives the offset after the closing quote; `at` where there is none. */
function endOfQuoted(text: string, at: number): number {
  let close = text.indexOf('"', at + 1);
  while (close !== -1 && text.charAt(close + 1) === '"') close = text.indexOf('"', close + 2);
  return close === -1 ? at : close + 1;
}
