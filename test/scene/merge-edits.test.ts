import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { mergeScene } from "../../src/scene/merge-scene";
import type { Scene, SceneElement } from "../../src/scene/scene";
import {
  byId,
  change,
  changedSource,
  drawn,
  edited,
  inserted,
  isDragged,
  isLine,
  type Edited,
} from "./edited-drawings";

// Hundreds of drawings each: on a machine that is busy with other work a minute is not enough.
vi.setConfig({ testTimeout: 240_000 });

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
function lostEdits({ original, scene }: Edited, merged: Scene, between: readonly Scene[]): readonly string[] {
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
    ...(mine.type === "frame" ? ["width", "height"] : []),
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

describe("whatever a person does, and whatever becomes of the source", () => {
  it("no edit is lost and no element of a person's is altered, over two changes", () => {
    fc.assert(
      fc.property(edited, change, change, (work, first, second) => {
        fc.pre(!isDragged(work));
        const one = changedSource(work.source, first);
        const two = changedSource(one, second);
        const middle = mergeScene(work.scene, drawn(one)).scene;
        const plain = mergeScene(work.original, drawn(one)).scene;
        expect(lostEdits(work, middle, [plain]), work.names.join(", ")).toEqual([]);
        const after = mergeScene(middle, drawn(two)).scene;
        const last = mergeScene(plain, drawn(two)).scene;
        expect(lostEdits(work, after, [plain, last]), work.names.join(", ")).toEqual([]);
      }),
      { numRuns: 900 },
    );
  });

  it("doing it again changes nothing", () => {
    fc.assert(
      fc.property(edited, change, (work, first) => {
        const next = drawn(changedSource(work.source, first));
        const once = mergeScene(work.scene, next).scene;
        const { scene: twice, report } = mergeScene(once, next);
        expect(twice.elements.filter((element, at) => element !== once.elements[at])).toEqual([]);
        expect([
          ...report.added,
          ...report.changed,
          ...report.moved,
          ...report.removed,
          ...report.conflicts,
        ]).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it("keeps the order of all that was there, ids once each, appState and files", () => {
    fc.assert(
      fc.property(edited, change, (work, first) => {
        const { scene } = mergeScene(work.scene, drawn(changedSource(work.source, first)));
        const ids = work.scene.elements.map(({ id }) => id);
        const known = new Set(ids);
        expect(scene.elements.flatMap(({ id }) => (known.has(id) ? id : []))).toEqual(ids);
        expect(new Set(scene.elements.map(({ id }) => id)).size).toBe(scene.elements.length);
        expect([scene.appState, scene.files]).toEqual([work.scene.appState, work.scene.files]);
      }),
      { numRuns: 500 },
    );
  });

  it("going somewhere and back leaves the drawing as the person left it", () => {
    fc.assert(
      fc.property(edited, fc.nat(60), (work, pick) => {
        const elsewhere = inserted(work.source, pick % (work.source.lines.length + 1), 77);
        const back = mergeScene(mergeScene(work.scene, drawn(elsewhere)).scene, drawn(work.source)).scene;
        const now = byId(back);
        for (const mine of work.scene.elements) {
          // What a person drew follows what it lies on, which may be something else on the way back.
          if (mine.isDeleted || !byId(work.original).has(mine.id)) continue;
          const kept = now.get(mine.id);
          const away = Math.hypot((kept?.x ?? NaN) - mine.x, (kept?.y ?? NaN) - mine.y);
          expect(away, `${mine.id}: ${work.names.join(", ")}`).toBeLessThan(0.2);
        }
      }),
      { numRuns: 400 },
    );
  });
});
