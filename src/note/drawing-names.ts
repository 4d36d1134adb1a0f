import { namedDrawing, type LadderBlock } from "./capture-note";
import { noteLinks } from "./note-links";

/** How a door finds drawings. */
export interface DrawingLookup {
  /** Whether the drawing a block names is where the name leads. */
  readonly hasDrawing: (name: string) => boolean;
  /** The name, for a `drawing:` line, of the drawing that a link of the note leads to; undefined for anything else. */
  readonly linkedDrawing: (target: string) => string | undefined;
  /** The text of the drawing a block names; undefined where it cannot be read. */
  readonly drawingText: (name: string) => Promise<string | undefined>;
}

/**
 * Gives the names of drawings that were renamed or moved, by the number of their block, from 0.
 *
 * Programs that rename or move a file change the links of a note, not the lines of its blocks. So where drawings
 * that blocks name are missing, and the note links as many that no block names, those are the ones, in order.
 */
export function movedDrawings(
  markdown: string,
  blocks: readonly LadderBlock[],
  { hasDrawing, linkedDrawing }: DrawingLookup,
): ReadonlyMap<number, string> {
  const named = blocks.flatMap((block, index) => {
    const name = namedDrawing(block);
    return name === undefined ? [] : [{ index, name, isThere: hasDrawing(name) }];
  });
  const missing = named.filter(({ isThere }) => !isThere);
  if (missing.length === 0) return new Map();
  const present = new Set(named.filter(({ isThere }) => isThere).map(({ name }) => bareName(name)));
  const linked = new Set(noteLinks(markdown).flatMap((target) => linkedDrawing(target) ?? []));
  const free = [...linked].filter((name) => !present.has(bareName(name)));
  if (free.length !== missing.length) return new Map();
  return new Map(missing.map(({ index, name }, at) => [index, free[at] ?? name]));
}

/** Two blocks of a note that name drawings of one name mean one drawing, whatever folder they say. */
function bareName(name: string): string {
  return (name.split("/").at(-1) ?? name).replace(/\.md$/i, "");
}
