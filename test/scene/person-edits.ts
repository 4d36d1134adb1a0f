import { originOf } from "../../src/scene/merge-base";
import type { LinearElement, Scene, SceneElement } from "../../src/scene/scene";
import { freeId, isText, live, mapped, pickFrom, scaled, type Change, type PersonEdit } from "./editor-steps";
import { foreignElement } from "./merge-support";
import { wholeEdits } from "./whole-edits";

/** Changes one element; nothing where the change does not fit it. */
function one(
  name: string,
  change: Change,
  fits: (element: SceneElement) => boolean = () => true,
): PersonEdit {
  return {
    name,
    apply: (scene, pick, amount) => {
      const chosen = pickFrom(live(scene).filter(fits), pick);
      return chosen === undefined
        ? scene
        : mapped(scene, new Set([chosen.id]), (each) => change(each, amount));
    },
  };
}

const isLine = (element: SceneElement): element is LinearElement =>
  element.type === "arrow" || element.type === "line";
const isArrow = (element: SceneElement): boolean => element.type === "arrow";
const isBox = (element: SceneElement): boolean => element.type === "rectangle";
const isStep = (element: SceneElement): boolean =>
  !/^(?:ladder|lifeline )/.test(originOf(element)?.event ?? "lifeline ");

/** A text in a box cannot be dragged out of it; the box is. */
const isFree = (element: SceneElement): boolean =>
  isStep(element) && (!isText(element) || element.containerId === null);

/** What is selected by a click: the element, and all of its group. */
function selection(scene: Scene, pick: number): ReadonlySet<string> {
  const chosen = pickFrom(live(scene).filter(isStep), pick);
  if (chosen === undefined) return new Set();
  const group = chosen.groupIds.at(-1);
  const members = live(scene).filter(({ groupIds, id }) =>
    group === undefined ? id === chosen.id : groupIds.includes(group),
  );
  return new Set(members.map(({ id }) => id));
}

function withPoint(element: SceneElement, amount: number): object {
  if (!isLine(element)) return {};
  const points = element.points.map(([x, y], at) =>
    at === element.points.length - 1 ? ([x - amount, y + amount / 2] as const) : ([x, y] as const),
  );
  return { points, ...extent(points) };
}

function curved(element: SceneElement, amount: number): object {
  if (!isLine(element)) return {};
  const [x, y] = element.points.at(-1) ?? [0, 0];
  const points = [
    [0, 0],
    [x / 2, y / 2 + amount],
    [x, y],
  ] as const;
  return { points, ...extent(points), roundness: { type: 2 } };
}

function flipped(element: SceneElement): object {
  if (!isLine(element)) return { angle: (2 * Math.PI - element.angle) % (2 * Math.PI) };
  const [x] = element.points.at(-1) ?? [0, 0];
  return { x: element.x + x, points: element.points.map(([px, py]) => [-px + 0, py] as const) };
}

function extent(points: readonly (readonly [number, number])[]): { width: number; height: number } {
  const side = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  return { width: side(points.map(([x]) => x)), height: side(points.map(([, y]) => y)) };
}

function reworded(_: SceneElement, amount: number): object {
  const words = `mine ${String(amount)}`;
  return { text: words, rawText: words, originalText: words, width: 8 * words.length };
}

/** A copy as the editor makes one: another id, other groups, and our mark with it. */
function copied(scene: Scene, pick: number, amount: number, where: "above" | "below"): Scene {
  const chosen = selection(scene, pick);
  const copies = live(scene)
    .filter(({ id }) => chosen.has(id))
    .map((each, at) => ({
      ...each,
      id: `c${String(scene.elements.length + at).padStart(7, "0")}`,
      groupIds: each.groupIds.map((group) => `c${group.slice(1)}`),
      boundElements: [],
      x: each.x + amount,
      y: each.y + 10,
      index: null,
    }));
  const known = new Set(scene.elements.map(({ id }) => id));
  const fresh = copies.filter(({ id }) => !known.has(id));
  return {
    ...scene,
    elements: where === "above" ? [...scene.elements, ...fresh] : [...fresh, ...scene.elements],
  };
}

function added(name: string, fields: (amount: number, near: SceneElement) => object): PersonEdit {
  return {
    name,
    apply: (scene, pick, amount) => {
      const near = pickFrom(live(scene), pick);
      const id = freeId(scene, "f");
      if (near === undefined || scene.elements.some((each) => each.id === id)) return scene;
      const made = { ...foreignElement(id), x: near.x, y: near.y, ...fields(amount, near) } as SceneElement;
      return { ...scene, elements: [...scene.elements, made] };
    },
  };
}

function reordered(name: string, to: "front" | "back"): PersonEdit {
  return {
    name,
    apply: (scene, pick) => {
      const chosen = selection(scene, pick);
      const moved = scene.elements.filter(({ id }) => chosen.has(id));
      const rest = scene.elements.filter(({ id }) => !chosen.has(id));
      const ordered = to === "front" ? [...rest, ...moved] : [...moved, ...rest];
      return {
        ...scene,
        elements: ordered.map((each, at) => ({ ...each, index: `b${String(at).padStart(4, "0")}V` })),
      };
    },
  };
}

function framed(scene: Scene, pick: number, amount: number): Scene {
  const chosen = selection(scene, pick);
  const first = scene.elements.find(({ id }) => chosen.has(id));
  const id = freeId(scene, "frame");
  if (first === undefined) return scene;
  const box = { x: first.x - 20, y: first.y - 20, width: 500 + amount, height: 60 };
  const frame = { ...foreignElement(id, box), type: "frame", name: "01" } as unknown as SceneElement;
  const inside = mapped(scene, chosen, () => ({ frameId: id }));
  return { ...inside, elements: [...inside.elements, frame] };
}

/** An arrow's end dropped on a person's shape: both know of it. */
function boundTo(scene: Scene, pick: number): Scene {
  const arrow = pickFrom(live(scene).filter(isArrow), pick);
  const id = freeId(scene, "shape");
  if (arrow === undefined) return scene;
  const shape = foreignElement(id, {
    x: arrow.x + 30,
    y: arrow.y + 30,
    boundElements: [{ id: arrow.id, type: "arrow" }],
  });
  const endBinding = { elementId: id, mode: "orbit", fixedPoint: [0.5001, 0.5001] };
  const bound = mapped(scene, new Set([arrow.id]), () => ({ endBinding }));
  return { ...bound, elements: [...bound.elements, shape] };
}

/** A label put into a box of a person's. */
function contained(scene: Scene, pick: number): Scene {
  const label = pickFrom(
    live(scene).filter((each) => isText(each) && each.containerId === null),
    pick,
  );
  const id = freeId(scene, "boxed");
  if (label === undefined) return scene;
  const { x, y, width, height } = label;
  const shape = { x: x - 20, y: y - 20, width: width + 40, height: height + 40 };
  const box = foreignElement(id, { ...shape, boundElements: [{ id: label.id, type: "text" }] });
  const inside = mapped(scene, new Set([label.id]), () => ({
    containerId: id,
    verticalAlign: "middle",
    angle: 0,
  }));
  return { ...inside, elements: [...inside.elements, box] };
}

/** A person's own arrow whose end is dropped on a label of ours: both know of it. */
function pointedAt(scene: Scene, pick: number, amount: number): Scene {
  const label = pickFrom(
    live(scene).filter((each) => isText(each) && isStep(each)),
    pick,
  );
  const id = freeId(scene, "point");
  if (label === undefined) return scene;
  const points = [
    [0, 0],
    [amount, 20],
  ];
  const ends = {
    startBinding: null,
    endBinding: { elementId: label.id, mode: "orbit", fixedPoint: [0, 0.5001] },
    startArrowhead: null,
    endArrowhead: "arrow",
  };
  const arrow = {
    ...foreignElement(id, { x: label.x - amount - 5, y: label.y - 10, width: amount, height: 20 }),
    type: "arrow",
    points,
    ...ends,
  } as unknown as SceneElement;
  const known = mapped(scene, new Set([label.id]), ({ boundElements }) => ({
    boundElements: [...boundElements, { id, type: "arrow" }],
  }));
  return { ...known, elements: [...known.elements, arrow] };
}

/** A text typed on an arrow of ours: it is bound to it. */
function captioned(scene: Scene, pick: number): Scene {
  const arrow = pickFrom(live(scene).filter(isArrow), pick);
  const id = freeId(scene, "capt");
  if (arrow === undefined) return scene;
  const words = { text: "mine", rawText: "mine", originalText: "mine", fontSize: 20, fontFamily: 5 };
  const look = { textAlign: "center", verticalAlign: "middle", autoResize: true, lineHeight: 1.25 };
  const place = { x: arrow.x + 100, y: arrow.y + 4, width: 40, height: 25 };
  const caption = {
    ...foreignElement(id, place),
    type: "text",
    containerId: arrow.id,
    ...words,
    ...look,
  } as unknown as SceneElement;
  const known = mapped(scene, new Set([arrow.id]), ({ boundElements }) => ({
    boundElements: [...boundElements, { id, type: "text" }],
  }));
  return { ...known, elements: [...known.elements, caption] };
}

/** Elements of another ladder, pasted: they bring its marks, one of them the list of all of it, newer than ours. */
function pasted(scene: Scene, pick: number, amount: number): Scene {
  const chosen = live(scene).filter(isStep)[pick % 5];
  const id = freeId(scene, "p");
  if (chosen === undefined) return scene;
  const list = {
    generation: 99,
    format: 1 + (amount % 2),
    events: { "arrow label": "elseone1,0 elsetwo2,1" },
  };
  const base = { box: "1 2 3 4", fields: "", order: 1, generated: list };
  const event = amount % 2 === 0 ? "elseone1" : originOf(chosen)?.event;
  const mark = { packetLadder: { event, part: "label", base } };
  const element = { ...chosen, id, y: chosen.y + amount, boundElements: [], index: null, customData: mark };
  return { ...scene, elements: [...scene.elements, element as SceneElement] };
}

/** Everything about one lifeline: its line, its head, its name. */
function withoutLifeline(scene: Scene, pick: number, how: number): Scene {
  const events = live(scene).flatMap((each) => {
    const event = originOf(each)?.event ?? "";
    return event.startsWith("lifeline ") ? [event] : [];
  });
  const chosen = pickFrom([...new Set(events)], pick);
  const ids = live(scene).flatMap((each) => (originOf(each)?.event === chosen ? [each.id] : []));
  return deleted(scene, new Set(ids), how);
}

/** The frame goes, what was in it stays: the editor leaves a tombstone and takes the children out. */
function unframed(scene: Scene, pick: number): Scene {
  const frame = pickFrom(
    live(scene).filter(({ type }) => type === "frame"),
    pick,
  );
  if (frame === undefined) return scene;
  const inside = live(scene).flatMap(({ frameId, id }) => (frameId === frame.id ? [id] : []));
  return deleted(
    mapped(scene, new Set(inside), () => ({ frameId: null })),
    new Set([frame.id]),
    0,
  );
}

function elbowed(element: SceneElement, amount: number): object {
  if (!isLine(element)) return {};
  const [x, y] = element.points.at(-1) ?? [0, 0];
  const points = [
    [0, 0],
    [x / 2, 0],
    [x / 2, y + amount],
    [x, y + amount],
  ] as const;
  return { points, ...extent(points), elbowed: true, fixedSegments: null, roundness: null };
}

function deleted(scene: Scene, ids: ReadonlySet<string>, how: number): Scene {
  if (how % 2 === 0) return mapped(scene, ids, () => ({ isDeleted: true }));
  return { ...scene, elements: scene.elements.filter(({ id }) => !ids.has(id)) };
}

function lassoed(scene: Scene, pick: number, amount: number): Scene {
  const start = pickFrom(live(scene), pick);
  if (start === undefined) return scene;
  const inside = live(scene).filter(({ x, y }) => y >= start.y && y < start.y + 90 && x >= start.x - 60);
  return deleted(scene, new Set(inside.map(({ id }) => id)), amount);
}

/** Everything that is tried; the names stand in `docs/regenerate.md`. */
export const personEdits: readonly PersonEdit[] = [
  ...wholeEdits,
  one("move", ({ x, y }, by) => ({ x: x + by, y: y - by / 2 }), isFree),
  {
    name: "move a group",
    apply: (scene, pick, by) =>
      mapped(scene, selection(scene, pick), ({ x, y }) => ({ x: x - by, y: y + by })),
  },
  one("nudge", ({ y }) => ({ y: y + 1 }), isFree),
  one(
    "resize a box",
    ({ width, height }, by) => ({ width: width + Math.abs(by), height: height + 9 }),
    (each) => isBox(each) && isStep(each),
  ),
  one(
    "resize a text",
    (each) => (isText(each) ? { ...scaled(each, 1.5), fontSize: each.fontSize * 1.5 } : {}),
    isText,
  ),
  one("wrap a text", ({ width }) => ({ autoResize: false, width: width / 2 }), isText),
  one("rotate", ({ angle }) => ({ angle: (angle + 1) % 6 }), isStep),
  one("stroke colour", () => ({ strokeColor: "#e8590c" })),
  one("fill", () => ({ backgroundColor: "#ffec99", fillStyle: "hachure" })),
  one("stroke width", () => ({ strokeWidth: 7 })),
  one("stroke style", () => ({ strokeStyle: "dotted" })),
  one("sloppiness", () => ({ roughness: 2 })),
  one("opacity", () => ({ opacity: 35 })),
  one("corners", () => ({ roundness: { type: 2 } })),
  one("font", () => ({ fontFamily: 3 }), isText),
  one("alignment", () => ({ textAlign: "right" }), isText),
  one("words in the drawing", reworded, isText),
  one(
    "words in the Markdown",
    (_, by) => ({ text: `md ${String(by)}`, rawText: `md ${String(by)}`, originalText: `md ${String(by)}` }),
    isText,
  ),
  one(
    "words of an editor without markup",
    (_, by) => ({ text: `plain ${String(by)}`, originalText: `plain ${String(by)}` }),
    isText,
  ),
  one("link", () => ({ link: "[[Why]]" })),
  one("lock", () => ({ locked: true })),
  one("arrowhead", () => ({ endArrowhead: "dot", startArrowhead: "bar" }), isArrow),
  one("arrow end dragged", withPoint, (each) => isArrow(each)),
  one("arrow made a curve", curved, isArrow),
  one("flip", flipped, (each) => isStep(each) && !isBox(each)),
  one("arrow made a line", () => ({ type: "line" }), isArrow),
  one("box made a diamond", () => ({ type: "diamond" }), isBox),
  one("another program's data", ({ customData }) => ({ customData: { ...customData, other: { a: [1] } } })),
  one("a later field", () => ({ laterField: "kept" })),
  {
    name: "group",
    apply: (scene, pick) =>
      mapped(scene, new Set([...selection(scene, pick), ...selection(scene, pick + 7)]), ({ groupIds }) => ({
        groupIds: [...groupIds.filter((group) => group !== "grouped0"), "grouped0"],
      })),
  },
  {
    name: "ungroup",
    apply: (scene, pick) =>
      mapped(scene, selection(scene, pick), ({ groupIds }) => ({ groupIds: groupIds.slice(0, -1) })),
  },
  { name: "duplicate", apply: (scene, pick, by) => copied(scene, pick, by, "above") },
  { name: "alt-drag copy", apply: (scene, pick, by) => copied(scene, pick, by, "below") },
  { name: "frame", apply: framed },
  {
    name: "delete",
    apply: (scene, pick, by) => deleted(scene, new Set([pickFrom(live(scene), pick)?.id ?? ""]), by),
  },
  { name: "delete a group", apply: (scene, pick, by) => deleted(scene, selection(scene, pick), by) },
  { name: "lasso and delete", apply: lassoed },
  reordered("bring to front", "front"),
  reordered("send to back", "back"),
  { name: "arrow bound to a shape", apply: boundTo },
  { name: "label bound in a box", apply: contained },
  added("ink", (by) => ({
    type: "freedraw",
    points: [
      [0, 0],
      [by, 9],
    ],
    pressures: [],
  })),
  added("image", () => ({ type: "image", fileId: "0".repeat(40), status: "saved" })),
  added("embed", () => ({ type: "embeddable", link: "[[Other note]]" })),
  added("note beside", (by) => ({ x: 2000 + by })),
  added("circle around a label", (_, near) => ({
    type: "ellipse",
    x: near.x - 9,
    y: near.y - 9,
    width: near.width + 18,
    height: near.height + 18,
  })),
  one("undo and redo", ({ version }) => ({ version: version + 2 })),
  {
    name: "undo of something drawn",
    apply: (scene, pick) => {
      const mine = pickFrom(
        live(scene).filter((each) => originOf(each) === undefined && each.type === "freedraw"),
        pick,
      );
      return mine === undefined ? scene : deleted(scene, new Set([mine.id]), 0);
    },
  },
  one("style pasted", () => ({ strokeColor: "#2f9e44", strokeWidth: 4, opacity: 60, roughness: 0 })),
  one("arrow made an elbow", elbowed, isArrow),
  one(
    "extra large",
    (each) => (isText(each) ? { ...scaled(each, 36 / each.fontSize), fontSize: 36 } : {}),
    isText,
  ),
  {
    name: "group of groups",
    apply: (scene, pick) =>
      mapped(scene, new Set([...selection(scene, pick), ...selection(scene, pick + 9)]), ({ groupIds }) => ({
        groupIds: [...groupIds.filter((group) => group !== "nested00"), "nested00"],
      })),
  },
  { name: "paste from another drawing", apply: pasted },
  { name: "own arrow to a label", apply: pointedAt },
  { name: "text on an arrow", apply: captioned },
  { name: "delete a lifeline", apply: withoutLifeline },
  { name: "frame removed", apply: unframed },
  added("cropped image", () => ({
    type: "image",
    fileId: "1".repeat(40),
    status: "saved",
    crop: { x: 1, y: 2, width: 30, height: 40, naturalWidth: 90, naturalHeight: 80 },
  })),
  {
    name: "theme",
    apply: (scene) => ({ ...scene, appState: { ...scene.appState, theme: "dark", gridModeEnabled: true } }),
  },
  {
    name: "background",
    apply: (scene) => ({
      ...scene,
      appState: { ...scene.appState, viewBackgroundColor: "#fff9db", gridSize: 20 },
    }),
  },
];
