import { isIdOf } from "./element-id";
import { originOf } from "./merge-base";
import type { SceneElement } from "./scene";

/**
 * Whether an element is a person's copy of a generated one, of this drawing or of another.
 *
 * A copy takes our mark along and gets an id of its own.
 */
export function isCopy(element: SceneElement): boolean {
  const origin = originOf(element);
  return origin !== undefined && !isIdOf(element.id, origin);
}

/** The elements of a drawing, copies among them as the person's elements that they are. */
export interface UnmarkedCopies {
  /** Copies without our mark; everything else as it stands. */
  readonly elements: readonly SceneElement[];
  /** Gives elements with the marks that the copies had. */
  readonly restored: (elements: readonly SceneElement[]) => readonly SceneElement[];
}

/** Gives the elements of a drawing with copies as a person's elements. */
export function unmarkedCopies(elements: readonly SceneElement[]): UnmarkedCopies {
  const copies = new Map<SceneElement, SceneElement>();
  const originals = new Map<string, SceneElement>();
  for (const element of elements) {
    if (!isCopy(element)) continue;
    const { packetLadder: _, ...customData } = { ...element.customData };
    copies.set(element, { ...element, customData });
    originals.set(element.id, element);
  }
  if (copies.size === 0) return { elements, restored: (merged) => merged };
  const restoredOne = (element: SceneElement): SceneElement => {
    const original = originals.get(element.id);
    if (original === undefined || originOf(element) !== undefined) return element;
    return copies.get(original) === element
      ? original
      : ({ ...element, customData: original.customData } as SceneElement);
  };
  return {
    elements: elements.map((element) => copies.get(element) ?? element),
    restored: (merged) => merged.map(restoredOne),
  };
}
