import type { Scene, SceneElement } from "../../src/scene/scene";
import { foreignElement } from "./merge-support";
import { freeId, isText, live, mapped, scaled, type Change, type PersonEdit } from "./editor-steps";

/** What is done with all selected. */
function all(name: string, change: Change): PersonEdit {
  return {
    name,
    apply: (scene, _pick, amount) =>
      mapped(scene, new Set(live(scene).map(({ id }) => id)), (each) => change(each, amount)),
  };
}

/** A frame drawn around everything, or wrapped around the selection: all are its children. */
function framedWhole(scene: Scene, pick: number): Scene {
  const id = freeId(scene, "whole");
  const box = { x: -200, y: -200, width: 2000, height: 3000 };
  const type = pick % 2 === 0 ? "frame" : "magicframe";
  const frame = { ...foreignElement(id, box), type, name: "All" } as unknown as SceneElement;
  const ids = new Set(live(scene).flatMap((each) => (/frame$/.test(each.type) ? [] : [each.id])));
  const inside = mapped(scene, ids, () => ({ frameId: id }));
  return { ...inside, elements: [...inside.elements, frame] };
}

/** The whole ladder again beside itself: new ids, new groups, texts in their copied boxes, and all our marks. */
function copiedWhole(scene: Scene, _pick: number, amount: number): Scene {
  const prefix = freeId(scene, "d").slice(4);
  const names = new Map(live(scene).map(({ id }, at) => [id, `${prefix}${String(at).padStart(4, "0")}`]));
  if (scene.elements.some(({ id }) => id.startsWith(prefix))) return scene;
  const nameOf = (id: string): string => names.get(id) ?? id;
  const copies = live(scene).map((each) => ({
    ...each,
    id: nameOf(each.id),
    x: each.x + 900 + amount,
    groupIds: each.groupIds.map((group) => `${prefix}${group.slice(4)}`),
    frameId: each.frameId === null ? null : nameOf(each.frameId),
    boundElements: each.boundElements.map((bound) => ({ ...bound, id: nameOf(bound.id) })),
    ...(each.type === "text" && each.containerId !== null ? { containerId: nameOf(each.containerId) } : {}),
    index: null,
  }));
  return { ...scene, elements: [...scene.elements, ...copies] };
}

/** What is done with all of a drawing. */
export const wholeEdits: readonly PersonEdit[] = [
  all("lock everything", () => ({ locked: true })),
  all("style of everything", () => ({ strokeColor: "#1971c2", roughness: 2, strokeStyle: "dashed" })),
  all("letters of everything", (each) =>
    isText(each) ? { ...scaled(each, 1.25), fontSize: each.fontSize * 1.25, fontFamily: 8 } : {},
  ),
  all("group everything", ({ groupIds }) => ({
    groupIds: [...groupIds.filter((group) => group !== "allgroup"), "allgroup"],
  })),
  { name: "frame around everything", apply: framedWhole },
  { name: "duplicate everything", apply: copiedWhole },
];
