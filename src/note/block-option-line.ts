import { optionLines } from "./capture-note";
import { findLadderFences, type LadderFence, linesOf } from "./ladder-fence";

/**
 * Gives the note with an option of one of its blocks set to a value, or without it where the value is undefined.
 *
 * An option that is there keeps its place and its indentation, a new one comes after the block's last option;
 * of several lines with one key the last is changed, as it is the one that holds. Everything else keeps its
 * bytes. The value must be one line. The note itself comes back where there is no such block.
 */
export function withBlockOption(
  markdown: string,
  blockIndex: number,
  key: string,
  value: string | undefined,
): string {
  const fence = findLadderFences(markdown)[blockIndex];
  if (fence === undefined) return markdown;
  const own = optionLines(fence.lines)
    .filter((option) => option.key === key)
    .at(-1);
  if (own !== undefined)
    return withLineChanged(markdown, fence, own.line, value === undefined ? undefined : `${key}: ${value}`);
  return value === undefined ? markdown : withLineAdded(markdown, fence, `${key}: ${value}`);
}

/** Replaces a line of a block behind its quote marks and indentation, or takes it out. */
function withLineChanged(
  markdown: string,
  fence: LadderFence,
  line: number,
  written: string | undefined,
): string {
  const lines = linesOf(markdown);
  const own = lines[fence.firstLine - 1 + line];
  if (own === undefined) return markdown;
  const end = lines[fence.firstLine + line]?.start ?? markdown.length;
  const lineBreak = markdown.slice(own.start + own.text.length, end);
  const changed = written === undefined ? "" : (fence.prefixes[line] ?? fence.prefix) + written + lineBreak;
  return markdown.slice(0, own.start) + changed + markdown.slice(end);
}

/** Adds a line after the last option of a block. */
function withLineAdded(markdown: string, fence: LadderFence, written: string): string {
  const last = optionLines(fence.lines).at(-1)?.line;
  const prefix = (last === undefined ? undefined : fence.prefixes[last]) ?? fence.prefix;
  const next = linesOf(markdown)[fence.firstLine - 1 + (last === undefined ? 0 : last + 1)];
  const lineBreak = markdown.slice(0, fence.start).endsWith("\r\n") ? "\r\n" : "\n";
  const inserted = `${prefix}${written}${lineBreak}`;
  if (next === undefined) return `${markdown}${markdown.endsWith("\n") ? "" : lineBreak}${inserted}`;
  return markdown.slice(0, next.start) + inserted + markdown.slice(next.start);
}

/** Gives the options a block itself sets, and those it takes from the note's frontmatter: values by key, as written. */
export function writtenOptions(
  markdown: string,
  blockIndex: number,
  wholeText: string,
): { readonly block: ReadonlyMap<string, string>; readonly note: ReadonlyMap<string, string> } {
  const block = valuesOf(findLadderFences(markdown)[blockIndex]?.lines ?? []);
  const note = new Map([...valuesOf(wholeText.split("\n"))].filter(([key]) => !block.has(key)));
  return { block, note };
}

function valuesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    optionLines(lines).map(({ key, line }) => [key, (lines[line] ?? "").replace(/^[^:]*:/u, "").trim()]),
  );
}
