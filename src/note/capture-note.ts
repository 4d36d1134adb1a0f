import { findLadderFences, frontmatterLines, linesOf, type LadderFence } from "./ladder-fence";
import { escapeMarkdown, oneLine } from "./markdown-text";

/** A `ladder` block of a capture note. Offsets are UTF-16 units of the note. */
export interface LadderBlock {
  /**
   * What to read: the defaults of the note's frontmatter (`ladder-seq: raw` gives `seq: raw`) that the
   * block does not set itself, then the block's lines without quote marks and indentation. LF line breaks.
   */
  readonly text: string;
  /** Line of the note, from 1, that line 1 of `text` counts as, so that lines of the block get their own numbers. */
  readonly firstLine: number;
  /** Lines of the note, from 1, that the first lines of `text` stand in: its frontmatter's; left out where it has none. */
  readonly inherited?: readonly number[];
  /** The block's content in the note, without the fences. */
  readonly start: number;
  readonly end: number;
}

/** What a new capture note is made of. */
export interface NewCaptureNote {
  readonly title: string;
  /** The capture's path relative to the note. */
  readonly captureTarget?: string;
  /** Lines of the block: options and events. */
  readonly listText?: string;
  /** Name of the drawing note, without `.md`. */
  readonly drawingName: string;
}

const OPTION_KEYS: ReadonlySet<string> = new Set(
  (
    "title capture conversation filter endpoints names lifelines seq labels show hide time tear slant fold states " +
    "redact marks wireshark checks repair style theme page drawing"
  ).split(" "),
);

/** Gives the `ladder` blocks of a note in order; see `findLadderFences` for what counts as one. */
export function findLadderBlocks(markdown: string): readonly LadderBlock[] {
  const defaults = frontmatterDefaults(markdown);
  return findLadderFences(markdown).map((fence) => {
    const own = new Set(optionLines(fence.lines).map(({ key }) => key));
    const taken = defaults.filter(({ key }) => !own.has(key));
    const lines = taken.map(({ key, value }) => `${key}: ${value}`);
    return {
      text: [...lines, ...fence.lines].join("\n"),
      firstLine: fence.firstLine - lines.length,
      ...(taken.length === 0 ? {} : { inherited: taken.map(({ line }) => line) }),
      start: fence.start,
      end: fence.end,
    };
  });
}

/**
 * Gives the note with `drawing: [[NAME]]` in one of its blocks, after the block's last option.
 *
 * Everything else keeps its bytes, line breaks and indentation included. The note itself comes
 * back where the block has a drawing already, or does not exist.
 */
export function withDrawingLine(markdown: string, blockIndex: number, drawing: string): string {
  const fence = findLadderFences(markdown)[blockIndex];
  if (fence === undefined) return markdown;
  const options = optionLines(fence.lines);
  if (drawingLine(options) !== undefined) return markdown;
  const lines = linesOf(markdown);
  const last = options.at(-1)?.line;
  const prefix = (last === undefined ? undefined : fence.prefixes[last]) ?? fence.prefix;
  const next = lines[fence.firstLine - 1 + (last === undefined ? 0 : last + 1)];
  const lineBreak = lineBreakAt(markdown, fence);
  const inserted = `${prefix}drawing: ${linkOrPath(drawing)}`;
  if (next === undefined)
    return `${markdown}${markdown.endsWith("\n") ? "" : lineBreak}${inserted}${lineBreak}`;
  return `${markdown.slice(0, next.start)}${inserted}${lineBreak}${markdown.slice(next.start)}`;
}

/** Gives the note with another name in the `drawing:` line of a block; the note itself where it has none. */
export function withMovedDrawing(markdown: string, blockIndex: number, drawing: string): string {
  const fence = findLadderFences(markdown)[blockIndex];
  const own = fence === undefined ? undefined : drawingLine(optionLines(fence.lines));
  if (fence === undefined || own === undefined) return markdown;
  const { text, start } = linesOf(markdown)[fence.firstLine - 1 + own.line] ?? { text: "", start: 0 };
  const moved = text.replace(
    /(drawing[ \t]*:[ \t]*).*$/i,
    (_, before: string) => before + linkOrPath(drawing),
  );
  return markdown.slice(0, start) + moved + markdown.slice(start + text.length);
}

/** Of several lines the last one holds, as for every option. */
function drawingLine(options: readonly OptionLine[]): OptionLine | undefined {
  return options.filter(({ key }) => key === "drawing").at(-1);
}

/** Gives the target of an option line, without brackets, alias and heading. */
function linkedName(line: string): string {
  const value = line.replace(/^[^:]*:/, "").trim();
  return (/^\[\[([^\]]*)\]\]/.exec(value)?.[1]?.split(/[#|]/, 1)[0] ?? value).trim();
}

/** Gives what a block's `drawing:` line names; undefined where it has none. */
export function namedDrawing({ text }: Pick<LadderBlock, "text">): string | undefined {
  const lines = text.split("\n");
  const line = drawingLine(optionLines(lines))?.line;
  if (line === undefined) return undefined;
  return linkedName(lines[line] ?? "");
}

/**
 * Gives a new capture note: heading, block with its `drawing:` line, and the drawing embedded.
 *
 * The title and the names may hold anything; they become neither links nor other Markdown.
 */
export function createCaptureNote({
  title,
  captureTarget,
  listText,
  drawingName: drawing,
}: NewCaptureNote): string {
  const list = (listText ?? "").replace(/\r\n?/g, "\n").trimEnd();
  const capture = captureTarget === undefined ? "" : `capture: ${linkOrPath(captureTarget)}\n`;
  const fence = "`".repeat(Math.max(3, 1 + longestRun(list)));
  const heading = title.trim() === "" ? "" : `# ${escapeMarkdown(oneLine(title))}\n\n`;
  const block = `${fence}ladder\n${capture}${list === "" ? "" : `${list}\n`}${fence}\n`;
  const embed = isLinkable(drawing) ? `![[${drawing}]]` : `![](${percentEncoded(`${drawing}.md`)})`;
  return `${withDrawingLine(heading + block, 0, drawing)}\n${embed}\n`;
}

/** Gives the name, without `.md`, of the drawing note of a note's block: `NOTE.excalidraw`, `NOTE 2.excalidraw`, … */
export function drawingName(noteName: string, blockIndex: number): string {
  return blockIndex === 0 ? `${noteName}.excalidraw` : `${noteName} ${String(blockIndex + 1)}.excalidraw`;
}

/** An option of a block, by its key in lower case. */
export interface OptionLine {
  readonly key: string;
  /** Index among the block's lines. */
  readonly line: number;
}

/** The options at the head of a block: known keys, up to the first line that is neither option, comment nor blank. */
export function optionLines(lines: readonly string[]): readonly OptionLine[] {
  const found: OptionLine[] = [];
  for (const [line, text] of lines.entries()) {
    if (/^\s*(?:#|$)/.test(text)) continue;
    const key = /^\s*([A-Za-z][A-Za-z-]*)\s*:(?!\s*(?:state|call|socket|timer|deliver)\s)/
      .exec(text)?.[1]
      ?.toLowerCase();
    if (key === undefined) break;
    if (OPTION_KEYS.has(key)) found.push({ key, line });
  }
  return found;
}

/** An option among the properties of a note, and the line of its key, from 1. */
interface Property {
  readonly key: string;
  value: string;
  readonly line: number;
}

function frontmatterDefaults(markdown: string): readonly Readonly<Property>[] {
  const lines = linesOf(markdown);
  const found: Property[] = [];
  for (const [at, { text }] of lines.slice(0, frontmatterLines(lines)).entries()) {
    const [, key, value] = /^ladder-([A-Za-z-]+):(.*)$/.exec(text) ?? [];
    const item = /^\s*-\s+(.*)$/.exec(text)?.[1];
    const last = found.at(-1);
    if (key !== undefined) found.push({ key: key.toLowerCase(), value: listed(value ?? ""), line: at + 1 });
    else if (item !== undefined && last !== undefined)
      last.value += (last.value === "" ? "" : ", ") + unquoted(item);
    else if (text.trim() !== "") found.push({ key: "", value: "", line: at + 1 });
  }
  return found.filter(({ key, value }) => key !== "" && value !== "");
}

/** A list of YAML may stand on one line, too; `[[name]]` is a link. */
function listed(value: string): string {
  const items = /^\[(?!\[)(.*)\]$/.exec(value.trim())?.[1];
  if (items === undefined) return unquoted(value);
  const found = items.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^,])+/g) ?? [];
  return found
    .map(unquoted)
    .filter((item) => item !== "")
    .join(", ");
}

/** Obsidian's property editor quotes values with brackets or colons. */
function unquoted(value: string): string {
  const text = value.trim();
  const quoted =
    /^"(.*)"$/.exec(text)?.[1]?.replace(/\\(["\\])/g, "$1") ??
    /^'(.*)'$/.exec(text)?.[1]?.replaceAll("''", "'");
  return quoted ?? text;
}

function lineBreakAt(markdown: string, fence: LadderFence): string {
  return markdown.slice(0, fence.start).endsWith("\r\n") ? "\r\n" : "\n";
}

/** Whether `[[name]]` leads to the name: Obsidian reads `#`, `^` and `|` as parts of a link, and brackets as its end. */
export function isLinkable(name: string): boolean {
  return !/[[\]#^|\r\n]/.test(name) && !name.includes("%%");
}

function linkOrPath(target: string): string {
  return isLinkable(target) ? `[[${target}]]` : oneLine(target);
}

function longestRun(text: string): number {
  let longest = 2;
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  return longest;
}

function percentEncoded(path: string): string {
  return path.replace(/[^\w/.~-]/gu, (character) =>
    encodeURIComponent(character.replace(/\p{Surrogate}/u, "\ufffd")),
  );
}
