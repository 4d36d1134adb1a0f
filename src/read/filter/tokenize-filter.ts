/** A piece of a display filter; offsets count UTF-16 units from its start. */
export interface FilterToken {
  /** `word`: a field, a literal or an operator in letters; `sign`: an operator or bracket; `unknown`: anything else. */
  readonly kind: "word" | "string" | "sign" | "unknown" | "end";
  /** As written; of a string the text meant. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const signs = [
  "!==",
  "===",
  "==",
  "!=",
  "~=",
  ">=",
  "<=",
  "&&",
  "||",
  "..",
  ">",
  "<",
  "!",
  "(",
  ")",
  "{",
  "}",
  ",",
  "&",
];

const WORD_CHARACTER = /[\w.:/-]/u;

/** Gives the pieces of a filter, the last one of kind `end`. Linear, and total: unknown characters are pieces too. */
export function tokenizeFilter(text: string): readonly FilterToken[] {
  const tokens: FilterToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/u.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return [...tokens, { kind: "end", text: "", start: text.length, end: text.length }];
}

function tokenAt(text: string, start: number): FilterToken {
  const isRaw = /[rR]/u.test(text.charAt(start)) && text.charAt(start + 1) === '"';
  if (isRaw || text.charAt(start) === '"') return stringAt(text, start, isRaw);
  const sign = signs.find((candidate) => text.startsWith(candidate, start));
  if (sign !== undefined) return { kind: "sign", text: sign, start, end: start + sign.length };
  const end = endOfFilterWord(text, start);
  if (end > start) return { kind: "word", text: text.slice(start, end), start, end };
  return { kind: "unknown", text: text.charAt(start), start, end: start + 1 };
}

// Two dots are a range, "8000..8010"; one belongs to a name or number.
function endOfFilterWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && WORD_CHARACTER.test(text.charAt(end)) && !text.startsWith("..", end)) end += 1;
  return end;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
]);

function stringAt(text: string, start: number, isRaw: boolean): FilterToken {
  let out = "";
  let at = start + (isRaw ? 2 : 1);
  while (at < text.length && text.charAt(at) !== '"') {
    if (text.charAt(at) !== "\\") {
      out += text.charAt(at);
      at += 1;
      continue;
    }
    const escape = isRaw ? rawEscape(text, at) : escapeAt(text, at);
    out += escape.text;
    at = escape.end;
  }
  if (at >= text.length) return { kind: "unknown", text: '"', start, end: text.length };
  return { kind: "string", text: out, start, end: at + 1 };
}

interface Escape {
  readonly text: string;
  readonly end: number;
}

function escapeAt(text: string, at: number): Escape {
  const hex = /^x[\da-fA-F]{2}/u.exec(text.slice(at + 1, at + 4));
  if (hex !== null) return { text: String.fromCharCode(parseInt(hex[0].slice(1), 16)), end: at + 4 };
  const letter = text.charAt(at + 1);
  // A pattern's own escapes (`\d`, `\.`) stay for the pattern.
  const known = escapes.get(letter) ?? (letter === '"' || letter === "\\" ? letter : `\\${letter}`);
  return { text: known, end: at + 2 };
}

function rawEscape(text: string, at: number): Escape {
  return { text: text.slice(at, at + 2), end: at + 2 };
}
