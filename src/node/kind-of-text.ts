import { findLadderBlocks, type LadderBlock } from "../pipeline";

type KindOfText =
  | { readonly kind: "drawing" | "list" }
  | { readonly kind: "note"; readonly blocks: readonly LadderBlock[] };

/** Gives what a text is: a drawing note, a note with ladder blocks, else an event list without a fence. */
export function kindOfText(text: string): KindOfText {
  if (isDrawing(text)) return { kind: "drawing" };
  const blocks = findLadderBlocks(text);
  return blocks.length > 0 ? { kind: "note", blocks } : { kind: "list" };
}

/** The Excalidraw plugin knows its notes by this key of the frontmatter, and so do we. */
function isDrawing(markdown: string): boolean {
  const frontmatter = /^---[ \t]*\r?\n(?<lines>[\s\S]*?)\r?\n---/u.exec(markdown);
  return /^excalidraw-plugin[ \t]*:/mu.test(frontmatter?.groups?.["lines"] ?? "");
}
