import type { DrawingNote } from "./drawing-note";

/** The pieces of a drawing note, still text. `head + data` is the note, byte for byte. */
export interface NoteSections {
  readonly head: string;
  readonly data: string;
  /** What stands beneath `## Text Elements` up to the drawing, with LF line breaks: texts, links, files. */
  readonly entries: string;
  readonly storage: DrawingNote["storage"];
  /** The stored scene: JSON, or pieces of base64; undefined in a blank drawing. */
  readonly stored: string | undefined;
  readonly textsInComment: boolean;
  readonly tail: string;
}

/** Where the drawing of a note starts, where its scene stands, and what follows. */
interface StoredScene {
  /** Offset of the heading. */
  readonly start: number;
  readonly storage: DrawingNote["storage"];
  readonly stored: string | undefined;
  readonly tail: string;
}

/**
 * Gives the sections of a drawing note, in any layout the plugin has written since 1.2; undefined
 * where no drawing is found.
 *
 * The last drawing of the text is taken and the first data heading that fits, so that headings in
 * the person's Markdown and in labels do not mislead.
 */
export function splitNote(markdown: string): NoteSections | undefined {
  if (/^\s*\{/.test(markdown) && /"type"\s*:\s*"excalidraw"/.test(markdown)) {
    return {
      head: "",
      data: markdown,
      entries: "",
      storage: "bare-json",
      stored: markdown,
      textsInComment: false,
      tail: "",
    };
  }
  const drawing = findScene(markdown) ?? findBlankDrawing(markdown);
  if (drawing === undefined) return undefined;
  const before = markdown.slice(0, drawing.start);
  const headEnd = dataStart(before);
  const head = before.slice(0, headEnd);
  const section = before.slice(headEnd);
  const commentOpened = /(?:^|\n)%%\s*$/.test(section);
  return {
    head,
    data: markdown.slice(headEnd),
    entries: entriesOf(section),
    storage: drawing.storage,
    stored: drawing.stored,
    textsInComment: !commentOpened && head.trimEnd().endsWith("%%"),
    tail: drawing.tail,
  };
}

function findScene(markdown: string): StoredScene | undefined {
  const headed = lastMatch(
    markdown,
    /^#{1,2} Drawing[ \t]*\r?\n\s*(```(?:compressed-)?json[ \t]*\r?\n|(?=\{))/gm,
  );
  const found = headed ?? lastMatch(markdown, /^(```compressed-json[ \t]*\r?\n)/gm);
  if (found === undefined) return undefined;
  const fence = found[1] ?? "";
  const rest = markdown.slice(found.index + found[0].length);
  if (fence.includes("compressed")) {
    const length = firstOf(rest, ["```", "%%"]);
    return {
      start: found.index,
      storage: "compressed-json",
      stored: rest.slice(0, length),
      tail: tailOf(rest, length),
    };
  }
  const closing = fence === "" ? -1 : rest.indexOf("\n```");
  const length = rest.lastIndexOf("}", closing < 0 ? rest.length : closing) + 1;
  return { start: found.index, storage: "json", stored: rest.slice(0, length), tail: tailOf(rest, length) };
}

/** A note made by the plugin's "new drawing" of old: a heading and nothing beneath. */
function findBlankDrawing(markdown: string): StoredScene | undefined {
  if (!/^excalidraw-plugin:/m.test(markdown)) return undefined;
  const heading = lastMatch(markdown, /^#{1,2} Drawing[ \t]*\r?$/gm);
  if (heading === undefined || markdown.slice(heading.index + heading[0].length).trim() !== "")
    return undefined;
  return { start: heading.index, storage: "compressed-json", stored: undefined, tail: "" };
}

function tailOf(rest: string, sceneLength: number): string {
  const after = rest.slice(sceneLength);
  return after.slice(/^\s*(?:```)?\s*(?:%%)?/.exec(after)?.[0].length ?? 0);
}

const DATA_HEADINGS = [
  /^# Excalidraw Data[ \t]*\r?\n\s*(?=#{1,2} (?:Text Elements|Element Links|Embedded [Ff]iles)|%%|(?![\s\S]))/m,
  /^# Excalidraw Data[ \t]*\r?$/m,
  /^#{1,2} Text Elements[ \t]*\r?$/m,
  /^#{1,2} (?:Element Links|Embedded [Ff]iles)[ \t]*\r?$/m,
];

function dataStart(before: string): number {
  for (const heading of DATA_HEADINGS) {
    const found = heading.exec(before);
    if (found !== null) return found.index;
  }
  return before.length;
}

function entriesOf(section: string): string {
  const text = section.replaceAll("\r\n", "\n");
  const heading = /^#{1,2} (?:Text Elements|(?=Element Links|Embedded [Ff]iles))(?:[ \t]*\n)?/m.exec(text);
  if (heading === null) return "";
  const start = heading[0].endsWith("\n") ? heading.index + heading[0].length : heading.index;
  const end = /(?:^|\n)(%%\s*)$/.exec(text);
  return text.slice(start, end === null ? text.length : text.length - (end[1]?.length ?? 0));
}

function lastMatch(text: string, pattern: RegExp): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(pattern)) last = match;
  return last;
}

function firstOf(text: string, ends: readonly string[]): number {
  const found = ends.map((end) => text.indexOf(end)).filter((at) => at >= 0);
  return Math.min(text.length, ...found);
}
