import { counted } from "./element-version";
import { insertNew } from "./merge-order";
import type { Scene, SceneElement } from "./scene";

/** A regenerate: the drawing it found, and the drawing it left. */
export interface RegeneratedScenes {
  readonly before: Scene;
  readonly after: Scene;
}

/**
 * Gives a drawing with a regenerate taken back: what it changed is as it was, what it added is marked as deleted, what it
 * removed is back. What a person has drawn, changed or deleted since stays as they left it.
 */
export function undoneScene(now: Scene, { before, after }: RegeneratedScenes): Scene {
  const was = byId(before);
  const made = byId(after);
  const present = byId(now);
  const kept = now.elements.map((mine) => undone(mine, was.get(mine.id), made.get(mine.id)));
  const removed = before.elements.filter(
    ({ id, isDeleted }) => !isDeleted && !present.has(id) && made.get(id)?.isDeleted !== false,
  );
  const back = new Set(removed.map((element) => counted({ ...element, isDeleted: true }, element)));
  const again = new Map([...back].map((element) => [element.id, element]));
  const generated = { ...before, elements: before.elements.map((each) => again.get(each.id) ?? each) };
  return { ...now, elements: insertNew(kept, [...back], generated) };
}

function undone(
  mine: SceneElement,
  was: SceneElement | undefined,
  made: SceneElement | undefined,
): SceneElement {
  if (made === undefined || !isAlike(mine, made)) return mine;
  if (was === undefined) return counted(mine, { ...mine, isDeleted: true });
  return isAlike(mine, was) ? mine : counted(mine, { ...was, index: mine.index });
}

function byId({ elements }: Scene): ReadonlyMap<string, SceneElement> {
  return new Map(elements.map((element) => [element.id, element]));
}

/** What an editor counts up or fills in by itself when it saves. */
const bookkeeping: ReadonlySet<string> = new Set(["version", "versionNonce", "updated", "index", "seed"]);

/** Whether two states of an element look alike; an editor that measures again is off by less than a pixel. */
function isAlike(one: SceneElement, other: SceneElement): boolean {
  return look(one) === look(other);
}

function look(element: SceneElement): string {
  const shown = Object.entries(element).filter(([key]) => !bookkeeping.has(key));
  return JSON.stringify(
    shown.sort(([one], [other]) => (one < other ? -1 : 1)),
    (_key, value: unknown) => (typeof value === "number" ? Math.round(value) : value),
  );
}
