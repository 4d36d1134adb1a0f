import { findLink, linkTarget } from "./find-link";
import { folderOf, type NoteInput } from "./input";

/** A `capture:` line: what stands before the link, and the link up to `as client`, if that follows. */
const CAPTURE_LINE =
  /^(?<before>[>\s]*capture[ \t]*:[ \t]*)(?<link>\[\[[^\]\r\n]*\]\]|\S(?:[^\r\n]*?\S)?)(?=(?:[ \t]+as[ \t]+\w+)?[ \t]*\r?$)/gimu;

/** Gives the text of a note as it must be in another folder: captures linked from there. Everything else stays. */
export function relinked(note: NoteInput, toFolder: string): string {
  let text = note.text;
  for (const { start, end } of [...note.blocks].reverse()) {
    text =
      text.slice(0, start) +
      relinkedBlock(text.slice(start, end), folderOf(note), toFolder) +
      text.slice(end);
  }
  return text;
}

/** Gives the lines of a block as they must be in a note of another folder. Links that lead nowhere stay. */
export function relinkedBlock(block: string, fromFolder: string, toFolder: string): string {
  return block.replace(CAPTURE_LINE, (line: string, before: string, link: string) => {
    const target = link.startsWith("[[") ? (link.slice(2, -2).split(/[#|]/u, 1)[0] ?? "") : link;
    const path = findLink(target.trim(), fromFolder);
    if (path === undefined) return line;
    const moved = linkTarget(toFolder, path);
    return before + (/[[\]#^|]/u.test(moved) ? moved : `[[${moved}]]`);
  });
}
