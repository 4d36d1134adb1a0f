import type { SceneElement } from "../../../src/scene/scene";

/**
 * What an open Excalidraw view makes of its canvas when its file was changed: per element, a higher version in
 * the file wins, of equal versions the file wins, a lower one loses; new ids come after their predecessor; what
 * is missing in the file stays on the canvas; only a tombstone takes an element away.
 */
export function mergedIntoCanvas(
  canvas: readonly SceneElement[],
  file: readonly SceneElement[],
): readonly SceneElement[] {
  const fromFile = new Map(file.map((element) => [element.id, element]));
  const merged = canvas.map((mine) => {
    const theirs = fromFile.get(mine.id);
    return theirs !== undefined && theirs.version >= mine.version ? theirs : mine;
  });
  for (const [at, element] of file.entries()) {
    if (merged.some(({ id }) => id === element.id)) continue;
    const before = merged.findIndex(({ id }) => id === file[at - 1]?.id);
    merged.splice(before + 1, 0, element);
  }
  return merged;
}
