import { isLinkable } from "./capture-note";

const SUFFIX = ".excalidraw";

/**
 * Gives the name of a further page of a drawing, without `.md`: `NOTE.excalidraw` continues in
 * `NOTE (continued 2).excalidraw`. The first page has the drawing's own name.
 *
 * A number alone would be the name of the note's next drawing (`NOTE 2.excalidraw`). A letter behind the number tells it
 * from something else that has the name.
 */
export function pageName(drawing: string, page: number, letter = ""): string {
  if (page <= 1) return drawing;
  const stem = drawing.replace(/\.md$/iu, "");
  const isUsual = stem.toLowerCase().endsWith(SUFFIX);
  const name = isUsual ? stem.slice(0, -SUFFIX.length) : stem;
  return `${name} (continued ${String(page)}${letter})${isUsual ? stem.slice(-SUFFIX.length) : ""}`;
}

/** Gives a link to a drawing as an element carries it; null where its name cannot be linked. */
export function drawingLink(drawing: string): string | null {
  return isLinkable(drawing) ? `[[${drawing.replace(/\.md$/iu, "")}]]` : null;
}
