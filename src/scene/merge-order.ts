import { generateNKeysBetween } from "fractional-indexing";
import type { Scene, SceneElement } from "./scene";

/**
 * Gives the elements of a drawing with new ones among them, each right above what it is generated above.
 *
 * The elements that were there keep their order, whatever a person made of it, and their indices.
 */
export function insertNew(
  present: readonly SceneElement[],
  added: readonly SceneElement[],
  generated: Scene,
): readonly SceneElement[] {
  if (present.length === 0) return added;
  const isAdded = new Set(added);
  const isPresent = new Set(present.map(({ id }) => id));
  const above = new Map<string, SceneElement[]>();
  const lowest: SceneElement[] = [];
  let bucket = lowest;
  let firstPresent: string | undefined;
  for (const element of generated.elements) {
    if (isAdded.has(element)) bucket.push(element);
    else if (isPresent.has(element.id)) {
      firstPresent ??= element.id;
      bucket = [];
      above.set(element.id, bucket);
    }
  }
  const ordered: SceneElement[] = [];
  for (const element of present) {
    if (element.id === firstPresent) ordered.push(...lowest);
    ordered.push(element, ...(above.get(element.id) ?? []));
  }
  if (firstPresent === undefined) ordered.push(...lowest);
  return withIndices(ordered, isAdded);
}

/** Gives new elements indices between their neighbours'; null, which Excalidraw fills, where those are in no order. */
function withIndices(
  ordered: readonly SceneElement[],
  isAdded: ReadonlySet<SceneElement>,
): readonly SceneElement[] {
  const out: SceneElement[] = [];
  let at = 0;
  while (at < ordered.length) {
    let end = at;
    while (end < ordered.length && isAddedAt(ordered, end, isAdded)) end += 1;
    const keys = keysBetween(ordered[at - 1]?.index, ordered[end]?.index, end - at);
    for (const [offset, element] of ordered.slice(at, end).entries())
      out.push({ ...element, index: keys[offset] ?? null });
    const next = ordered[end];
    if (next !== undefined) out.push(next);
    at = end + 1;
  }
  return out;
}

function isAddedAt(
  ordered: readonly SceneElement[],
  at: number,
  isAdded: ReadonlySet<SceneElement>,
): boolean {
  const element = ordered[at];
  return element !== undefined && isAdded.has(element);
}

/** `undefined` is an end of the drawing; null, an element without an index. */
function keysBetween(
  low: string | null | undefined,
  high: string | null | undefined,
  count: number,
): readonly string[] {
  if (count === 0 || low === null || high === null) return [];
  if (low !== undefined && high !== undefined && low >= high) return [];
  try {
    return generateNKeysBetween(low, high, count);
  } catch {
    // The package throws for an index that is none; a person's file may hold one.
    return [];
  }
}
