import { findLadderFences, linesOf } from "./ladder-fence";

/** A line of a block that names a file: what stands before the target, the target, and what follows. */
const FILE_LINE =
  /^([>\s]*(?:drawing|capture)[ \t]*:[ \t]*)(?:\[\[([^\]|#\r\n]*)([^\]\r\n]*\]\].*)|(\S(?:.*?\S)?))([ \t]*)$/i;

/**
 * Gives a note with other targets in the `capture:` and `drawing:` lines of its ladder blocks: `rename` gives the
 * new target of an old one, or undefined to let it stand. Everything else keeps its bytes.
 */
export function withRenamedTargets(markdown: string, rename: (target: string) => string | undefined): string {
  const lines = linesOf(markdown);
  let text = markdown;
  for (const { firstLine, lines: own } of [...findLadderFences(markdown)].reverse()) {
    for (let at = firstLine - 1 + own.length - 1; at >= firstLine - 1; at -= 1) {
      const line = lines[at];
      const renamed = line === undefined ? undefined : renamedLine(line.text, rename);
      if (line === undefined || renamed === undefined) continue;
      text = text.slice(0, line.start) + renamed + text.slice(line.start + line.text.length);
    }
  }
  return text;
}

function renamedLine(line: string, rename: (target: string) => string | undefined): string | undefined {
  const [, before = "", linked, rest = "", plain = "", blanks = ""] = FILE_LINE.exec(line) ?? [];
  const target = linked ?? plain;
  const renamed = target === "" ? undefined : rename(target.trim());
  if (renamed === undefined) return undefined;
  return linked === undefined ? before + renamed + blanks : `${before}[[${renamed}${rest}${blanks}`;
}
