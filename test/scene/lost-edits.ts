import type { Scene, SceneElement } from "../../src/scene/scene";
import { byId, isLine, type Edited } from "./edited-drawings";

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (element: SceneElement): Fields => ({ ...element });

/** What a merge decides, not a person: places are compared by distance, marks hold the base. */
const COMPUTED = new Set(
  "x y width height points version versionNonce index updated boundElements".split(" "),
);

/** Names of the fields in which a person's element differs from what was generated. */
function touchedFields(mine: SceneElement, was: SceneElement): readonly string[] {
  const [one, other] = [fieldsOf(mine), fieldsOf(was)];
  return Object.keys(one).filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

/** Says which edits of a person are not in the merged drawing: the law is that there are none. */
export function lostEdits(
  { original, scene }: Pick<Edited, "original" | "scene">,
  merged: Scene,
  between: readonly Scene[],
): readonly string[] {
  const [was, now, plain] = [byId(original), byId(merged), byId(between.at(-1) ?? original)];
  const agreed = between.slice(0, -1).map(byId);
  const lost: string[] = [];
  for (const mine of scene.elements) {
    const generated = was.get(mine.id);
    const kept = now.get(mine.id);
    if (mine.isDeleted) {
      if (kept?.isDeleted === false) lost.push(`${mine.id} is back`);
    } else if (generated === undefined) {
      if (kept === undefined || kept.isDeleted) lost.push(`${mine.id}, a person's, is gone`);
      else for (const name of alteredFields(mine, kept)) lost.push(`${mine.id} got another ${name}`);
    } else
      lost.push(
        ...lostOfGenerated(mine, generated, {
          kept,
          plain: plain.get(mine.id),
          agreed: agreed.flatMap((each) => each.get(mine.id) ?? []),
        }),
      );
  }
  const present = byId(scene);
  for (const [id, element] of was)
    if (!element.isDeleted && !present.has(id) && now.get(id)?.isDeleted === false)
      lost.push(`${id} is back`);
  return lost;
}

function alteredFields(mine: SceneElement, kept: SceneElement): readonly string[] {
  const moved = new Set([
    "x",
    "y",
    "version",
    "versionNonce",
    ...(/frame$/.test(mine.type) ? ["width", "height"] : []),
  ]);
  return touchedFields(kept, mine).filter((name) => !moved.has(name));
}

/** What became of an element, without any edit, and in between. */
interface Outcome {
  readonly kept: SceneElement | undefined;
  readonly plain: SceneElement | undefined;
  /** Where the generator came to the person's value by itself, it is nobody's edit any more. */
  readonly agreed: readonly SceneElement[];
}

function lostOfGenerated(
  mine: SceneElement,
  was: SceneElement,
  { kept, plain, agreed }: Outcome,
): readonly string[] {
  const touched = touchedFields(mine, was).filter((name) => name !== "version" && name !== "versionNonce");
  const isEdited = touched.some((name) => name !== "index" && name !== "updated" && name !== "boundElements");
  if (!isEdited) return [];
  if (kept === undefined || kept.isDeleted)
    return onlyOther(touched) ? [] : [`${mine.id} (${mine.type}) is gone`];
  const [one, other] = [fieldsOf(kept), fieldsOf(mine)];
  const isAgreed = (name: string): boolean =>
    agreed.some((each) => JSON.stringify(fieldsOf(each)[name]) === JSON.stringify(other[name]));
  const fields = touched.filter((name) => !COMPUTED.has(name) && name !== "customData" && !isAgreed(name));
  return [
    ...fields
      .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
      .map((name) => `${mine.id} lost its ${name}`),
    ...(JSON.stringify(kept.customData?.["other"]) === JSON.stringify(mine.customData?.["other"])
      ? []
      : [`${mine.id} lost another program's data`]),
    ...(plain === undefined || plain.isDeleted ? [] : lostDistance(mine, was, kept, plain)),
  ];
}

/** What the editor writes by itself, or another program, is no work of a person at this element. */
function onlyOther(touched: readonly string[]): boolean {
  const silent = new Set(["index", "updated", "boundElements", "customData", "laterField"]);
  return touched.every((name) => silent.has(name));
}

function lostDistance(
  mine: SceneElement,
  was: SceneElement,
  kept: SceneElement,
  plain: SceneElement,
): readonly string[] {
  const ends = (element: SceneElement): readonly (readonly [number, number])[] =>
    isLine(element)
      ? [element.points[0], element.points.at(-1)].map((point) => [
          element.x + (point?.[0] ?? 0),
          element.y + (point?.[1] ?? 0),
        ])
      : [anchor(element, was)];
  const [a, b, c, d] = [ends(mine), ends(was), ends(kept), ends(plain)];
  const isKept = a.every(([x, y], at) => {
    const [from, to, now] = [b[at] ?? [0, 0], d[at] ?? [0, 0], c[at] ?? [0, 0]];
    return Math.abs(x - from[0] - (now[0] - to[0])) < 1.5 && Math.abs(y - from[1] - (now[1] - to[1])) < 1.5;
  });
  const sized = mine.width !== was.width || mine.height !== was.height || mine.angle !== was.angle;
  return isKept || (!isLine(mine) && sized) ? [] : [`${mine.id} lost its distance`];
}

/** The side a text is aligned to stays where it is when the text gets longer. */
function anchor({ x, y, width }: SceneElement, was: SceneElement): readonly [number, number] {
  if (was.type !== "text") return [x, y];
  const share = { left: 0, center: 0.5, right: 1 }[was.textAlign];
  return [x + width * (was.angle === 0 ? share : 0.5), y];
}
