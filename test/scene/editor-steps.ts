import type { Scene, SceneElement, TextElement } from "../../src/scene/scene";

/** One thing a person does in the editor; `pick` chooses at what, `amount` how much. */
export interface PersonEdit {
  readonly name: string;
  readonly apply: (scene: Scene, pick: number, amount: number) => Scene;
}

export type Change = (element: SceneElement, amount: number) => object;

/** As the editor leaves an element it has changed. */
function bumped(element: SceneElement, change: object): SceneElement {
  return { ...element, ...change, version: element.version + 1, versionNonce: element.versionNonce ^ 5 };
}

export function live(scene: Scene): readonly SceneElement[] {
  return scene.elements.filter(({ isDeleted }) => !isDeleted);
}

export function pickFrom<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items.length === 0 ? undefined : items[pick % items.length];
}

export function mapped(
  scene: Scene,
  ids: ReadonlySet<string>,
  change: (element: SceneElement) => object,
): Scene {
  const elements = scene.elements.map((each) => (ids.has(each.id) ? bumped(each, change(each)) : each));
  return { ...scene, elements };
}

/** Gives an id of eight characters that no element has had. */
export function freeId(scene: Scene, prefix: string): string {
  const used = new Set(scene.elements.map(({ id }) => id));
  let number = scene.elements.length;
  const idOf = (): string => prefix + String(number).padStart(8 - prefix.length, "0");
  while (used.has(idOf())) number += 1;
  return idOf();
}

/** Whether an element is a text. */
export function isText(element: SceneElement): element is TextElement {
  return element.type === "text";
}

/** Gives a size that many times as large. */
export function scaled({ width, height }: SceneElement, by: number): object {
  return { width: width * by, height: height * by };
}
