import { isRecord, mergedFields, originOf, readBase, type Aspect, type GeneratedBase } from "./merge-base";
import { mergeElement } from "./merge-element";
import { basePath } from "./merge-line";
import type { SceneElement } from "./scene";

/** Where the head at the end stands among the fields of a base. */
const HEAD = mergedFields.findIndex(({ name }) => name === "endArrowhead");

/** Gives what a person has changed about an element since it was generated. */
export function touchedAspects(mine: SceneElement): ReadonlySet<Aspect> {
  const origin = originOf(mine);
  const base = origin === undefined ? undefined : readBase(origin);
  if (base === undefined) return new Set<Aspect>(["place"]);
  // Merged with itself, the generator brings nothing, and all that differs from the base is the person's.
  const kept = new Set(mergeElement(mine, mine).kept);
  if (hasBindings(mine)) kept.add("link");
  if (!isOfGeneratedType(mine, base)) kept.add("style");
  return kept;
}

/** Whether a person has changed a generated element: also a lifeline that everything followed. */
export function isTouched(mine: SceneElement): boolean {
  const origin = originOf(mine);
  const shift = origin === undefined ? undefined : readBase(origin)?.shift;
  return (shift ?? 0) !== 0 || touchedAspects(mine).size > 0;
}

/** Nothing is generated bound to anything, but boxes to their text. */
function hasBindings(mine: SceneElement): boolean {
  const bindings: Readonly<Record<string, unknown>> = { ...mine };
  if ([bindings["startBinding"], bindings["endBinding"]].some((each) => isRecord(each))) return true;
  const bound: unknown = mine.boundElements;
  if (!Array.isArray(bound)) return false;
  return bound.length > (mine.type === "rectangle" ? 1 : 0);
}

/** The editor makes other shapes of boxes, and lines of arrows. */
function isOfGeneratedType(mine: SceneElement, base: GeneratedBase): boolean {
  if (base.text !== undefined) return mine.type === "text";
  if (basePath(base) === undefined) return mine.type === "rectangle";
  // An arrow of a lost message has no head.
  const isArrow = originOf(mine)?.part === "arrow" || (base.fields.split("\n")[HEAD] ?? "") !== "";
  return mine.type === (isArrow ? "arrow" : "line");
}
