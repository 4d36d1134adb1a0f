/** A fenced block of a note whose language is `ladder`. Offsets are UTF-16 units of the note. */
export interface LadderFence {
  /** Content lines without quote marks and without the fence's indentation. */
  readonly lines: readonly string[];
  /** What stands before each content line in the note (`> `, blanks). */
  readonly prefixes: readonly string[];
  /** Line of the note, from 1, of the first content line. */
  readonly firstLine: number;
  /** The content, from the line after the opening fence to the start of the closing one. */
  readonly start: number;
  readonly end: number;
  /** What a new content line must start with. */
  readonly prefix: string;
}

interface Line {
  /** Without its break. */
  readonly text: string;
  readonly start: number;
  readonly number: number;
}

/** An opened fence: the run that opened it, and the container a content line must stay in. */
interface Opening {
  readonly run: string;
  readonly isLadder: boolean;
  readonly quotes: number;
  /** Column of the fence, after the quote marks: so much indentation is taken off content lines. */
  readonly column: number;
  /** Column a content line needs to stay in the list item; 0 outside lists. */
  readonly listColumn: number;
  readonly prefix: string;
}

/**
 * Gives the `ladder` blocks of a note in order: fences of back-ticks or tildes of any length, also in
 * lists and quotes (callouts), as CommonMark reads them; not inside other fences or comments.
 *
 * A block that is never closed ends with its container, or with the note.
 */
export function findLadderFences(markdown: string): readonly LadderFence[] {
  const lines = linesOf(markdown);
  const found: LadderFence[] = [];
  const comments = new CommentTracker();
  const lists = new ListTracker();
  let at = frontmatterLines(lines);
  while (at < lines.length) {
    const line = lines[at];
    if (line === undefined) break;
    at += 1;
    const opening = comments.isOpen ? undefined : openFence(line.text, lists.column);
    if (opening === undefined) {
      comments.take(line.text);
      lists.take(line.text);
      continue;
    }
    const { fence, next } = readFence(markdown, lines, at, opening);
    if (opening.isLadder) found.push(fence);
    at = next;
  }
  return found;
}

/** Gives the number of lines of the frontmatter with its two fences; 0 without one. */
export function frontmatterLines(lines: readonly { readonly text: string }[]): number {
  if (lines[0]?.text.trimEnd() !== "---") return 0;
  const end = lines.findIndex((line, at) => at > 0 && line.text.trimEnd() === "---");
  return end + 1;
}

/** Gives the lines of a text with their places; a break is LF or CRLF. */
export function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").map((piece, at) => {
    const line = { text: piece.endsWith("\r") ? piece.slice(0, -1) : piece, start, number: at + 1 };
    start += piece.length + 1;
    return line;
  });
}

const FENCE = /^((?:[ \t]*>)*)([ \t]*)((?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})(.*)$/;

/** The pieces of a line that opens a fence. */
interface FenceLine {
  readonly quotes: string;
  readonly indent: string;
  readonly markers: string;
  readonly run: string;
  readonly info: string;
}

function readFenceLine(text: string): FenceLine | undefined {
  const found = FENCE.exec(text);
  if (found === null) return undefined;
  const [, quotes = "", indent = "", markers = "", run = "", info = ""] = found;
  return run.startsWith("`") && info.includes("`") ? undefined : { quotes, indent, markers, run, info };
}

function openFence(text: string, listColumn: number): Opening | undefined {
  const line = readFenceLine(text);
  if (line === undefined) return undefined;
  const { quotes, indent, markers, run, info } = line;
  const column = width(indent) + markers.length;
  // Four columns and more are indented code, unless a list item is that far in; a quote mark has a blank of its own.
  if (markers === "" && column > listColumn + (quotes === "" ? 3 : 4)) return undefined;
  return {
    run,
    isLadder: /^\s*ladder(?:\s|$)/.test(info),
    quotes: quotes.replace(/[^>]/g, "").length,
    column,
    listColumn: markers === "" ? Math.min(listColumn, column) : column,
    prefix: quotes + indent + " ".repeat(markers.length),
  };
}

/** Gives the block whose first content line is given, and the line after its end. */
function readFence(
  markdown: string,
  lines: readonly Line[],
  first: number,
  opening: Opening,
): { fence: LadderFence; next: number } {
  const content = contentLines(lines, first, opening);
  const after = first + content.length;
  const start = lines[first]?.start ?? markdown.length;
  const end = lines[after]?.start ?? markdown.length;
  const closing = insideContainer(lines[after]?.text ?? "", opening);
  const next = closing !== undefined && closes(closing, opening.run) ? after + 1 : after;
  // The piece after the last line break of a note is no line of the block.
  if (after === lines.length && content.at(-1)?.text === "") content.pop();
  const fence = {
    lines: content.map(({ text }) => text),
    prefixes: content.map(({ prefix }) => prefix),
    firstLine: first + 1,
    start,
    end,
    prefix: opening.prefix,
  };
  return { fence, next };
}

function contentLines(
  lines: readonly Line[],
  first: number,
  opening: Opening,
): { text: string; prefix: string }[] {
  const content: { text: string; prefix: string }[] = [];
  for (let at = first; at < lines.length; at += 1) {
    const line = lines[at]?.text ?? "";
    const text = insideContainer(line, opening);
    if (text === undefined || closes(text, opening.run)) break;
    content.push({ text, prefix: line.slice(0, line.length - text.length) });
  }
  return content;
}

/** Gives a line without the marks of the fence's container; undefined where the line is outside of it. */
function insideContainer(text: string, opening: Opening): string | undefined {
  let rest = text;
  for (let depth = 0; depth < opening.quotes; depth += 1) {
    const mark = /^[ \t]*>/.exec(rest);
    if (mark === null) return undefined;
    rest = rest.slice(mark[0].length);
  }
  const indent = /^[ \t]*/.exec(rest)?.[0] ?? "";
  if (rest.trim() !== "" && width(indent) < opening.listColumn) return undefined;
  let taken = 0;
  while (taken < indent.length && width(indent.slice(0, taken + 1)) <= opening.column) taken += 1;
  return rest.slice(taken);
}

function closes(text: string, run: string): boolean {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1];
  return found !== undefined && found.startsWith(run);
}

/** Columns that blanks and tabs take. */
function width(blanks: string): number {
  let columns = 0;
  for (const character of blanks) columns += character === "\t" ? 4 - (columns % 4) : 1;
  return columns;
}

/** Knows whether a line is inside `%% … %%` or `<!-- … -->`. */
class CommentTracker {
  #end = "";

  get isOpen(): boolean {
    return this.#end !== "";
  }

  take(line: string): void {
    const text = this.isOpen ? line : line.replace(/`[^`]*`/g, "");
    for (const [mark] of text.matchAll(/%%|<!--|-->/g)) {
      if (this.#end === mark) this.#end = "";
      else if (this.#end === "" && mark !== "-->") this.#end = mark === "%%" ? "%%" : "-->";
    }
  }
}

/** Knows the column at which the content of the list item above starts; 0 outside lists. */
class ListTracker {
  column = 0;

  take(line: string): void {
    const found = /^((?:[ \t]*>)*)([ \t]*)((?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(.?)/.exec(line);
    const [, , indent = "", markers = "", rest = ""] = found ?? [];
    if (rest === "") return;
    if (markers !== "") this.column = width(indent) + markers.length;
    else this.column = Math.min(this.column, width(indent));
  }
}
