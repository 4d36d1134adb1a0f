import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { originOf } from "../../src/scene/merge-base";
import { describeReport } from "../../src/scene/merge-report";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { foreignElement, ladderScene, live, type Message } from "./merge-support";

/** A ladder of some of twelve events, in their order, with labels and colours that vary. */
const ladder = fc
  .record({
    events: fc.subarray(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]),
    labels: fc.array(fc.constantFrom("SYN", "ACK seq=1", "FIN"), { minLength: 12, maxLength: 12 }),
    colors: fc.array(fc.constantFrom("#1e1e1e", "#c92a2a"), { minLength: 12, maxLength: 12 }),
    title: fc.constantFrom("One", "Another title"),
  })
  .map(({ events, labels, colors, title }) => {
    const messages = events.map(
      (event, at): Message => ({
        event,
        label: labels[at] ?? "",
        y: 100 + 40 * at,
        color: colors[at] ?? "#1e1e1e",
      }),
    );
    return ladderScene(messages, title);
  });

/** What a person does to one element, picked by a number. */
interface Edit {
  readonly pick: number;
  readonly change: (element: SceneElement) => SceneElement | undefined;
  /** Fields that must be the person's after every regenerate, while the element stands. */
  readonly keeps: readonly string[];
}

const change: readonly Omit<Edit, "pick">[] = [
  { change: (e) => ({ ...e, strokeColor: "#e8590c" }), keeps: ["strokeColor"] },
  {
    change: (e) => ({ ...e, backgroundColor: "#ffec99", fillStyle: "hachure" }),
    keeps: ["backgroundColor", "fillStyle"],
  },
  { change: (e) => ({ ...e, strokeWidth: 4, roughness: 2 }), keeps: ["strokeWidth", "roughness"] },
  { change: (e) => ({ ...e, strokeStyle: "dotted" }), keeps: ["strokeStyle"] },
  { change: (e) => ({ ...e, opacity: 40 }), keeps: ["opacity"] },
  { change: (e) => ({ ...e, locked: true }), keeps: ["locked"] },
  { change: (e) => ({ ...e, link: "[[Why]]" }), keeps: ["link"] },
  { change: (e) => ({ ...e, groupIds: [...e.groupIds, "outer-group"] }), keeps: ["groupIds"] },
  { change: (e) => ({ ...e, frameId: "frame-of-a-person" }), keeps: ["frameId"] },
  { change: (e) => ({ ...e, angle: 1.5 }), keeps: ["angle"] },
  { change: (e) => ({ ...e, customData: { ...e.customData, mine: { a: [1] } } }), keeps: [] },
  { change: (e) => ({ ...e, laterField: "kept" }) as SceneElement, keeps: ["laterField"] },
  {
    change: (e) =>
      e.type === "text" ? { ...e, text: "Mine", rawText: "Mine", originalText: "Mine", width: 32 } : e,
    keeps: ["rawText", "originalText", "text"],
  },
  {
    change: (e) => (e.type === "text" ? { ...e, fontSize: 28, width: e.width * 1.75, height: 35 } : e),
    keeps: ["fontSize"],
  },
  { change: (e) => (e.type === "text" ? { ...e, fontFamily: 3 } : e), keeps: ["fontFamily"] },
  {
    change: (e) => (e.type === "text" ? { ...e, autoResize: false, width: 90 } : e),
    keeps: ["autoResize", "width"],
  },
  {
    change: (e) =>
      e.type === "arrow"
        ? {
            ...e,
            points: [
              [0, 0],
              [70, 70],
              [300, 20],
            ],
            width: 300,
            height: 70,
          }
        : e,
    keeps: ["points", "width", "height"],
  },
  {
    change: (e) => (e.type === "arrow" ? { ...e, endArrowhead: "dot", startArrowhead: "bar" } : e),
    keeps: ["endArrowhead"],
  },
  { change: (e) => ({ ...e, x: e.x + 33, y: e.y - 21 }), keeps: [] },
  { change: () => undefined, keeps: [] },
];

const edits = fc.array(
  fc.record({ pick: fc.nat(60), what: fc.nat(change.length - 1) }).map(({ pick, what }): Edit => {
    return { pick, ...(change[what] ?? { change: (element) => element, keeps: [] }) };
  }),
  { maxLength: 12 },
);

/** Gives the drawing after the edits, and what must be seen of each of them from then on. */
function editedBy(
  drawing: Scene,
  made: readonly Edit[],
): { scene: Scene; kept: Map<string, Set<string>>; cut: Set<string> } {
  const elements = [...drawing.elements];
  const kept = new Map<string, Set<string>>();
  const cut = new Set<string>();
  for (const { pick, change: apply, keeps } of made) {
    const at = pick % Math.max(1, elements.length);
    const element = elements[at];
    if (element === undefined || element.isDeleted || originOf(element) === undefined) continue;
    const result = apply(element);
    if (result === undefined) {
      elements.splice(at, 1);
      cut.add(element.id);
      kept.delete(element.id);
    } else if (result !== element) {
      elements[at] = { ...result, version: element.version + 1 };
      kept.set(element.id, new Set([...(kept.get(element.id) ?? []), ...keeps]));
    }
  }
  return { scene: { ...drawing, elements }, kept, cut };
}

/** Whether all lists of generated parts went with what was cut: then nothing is left to know the cut by. */
function lostAllCarriers(drawing: Scene): boolean {
  return !drawing.elements.some((element) =>
    JSON.stringify(originOf(element)?.base ?? "").includes("generation"),
  );
}

/** What is seen of an element, as one text; texts of one event may come in another order. */
function look(element: SceneElement): string {
  const { id: _, customData: _c, index: _i, version: _v, versionNonce: _n, ...seen } = element;
  return JSON.stringify(Object.entries(seen).sort());
}

/** The only fields that regenerating may change about a person's element. */
function moved({ x, y, version, versionNonce }: SceneElement): Partial<SceneElement> {
  return { x, y, version, versionNonce };
}

/** Puts a person's own elements between the generated ones. */
function withForeign(scene: Scene, places: readonly number[]): Scene {
  const elements = [...scene.elements];
  for (const [at, place] of places.entries()) {
    elements.splice(
      place % (elements.length + 1),
      0,
      foreignElement(`foreign element ${String(at)}`, { x: place }),
    );
  }
  return { ...scene, elements };
}

describe("mergeScene, laws", () => {
  it("merging the same again changes nothing", () => {
    fc.assert(
      fc.property(ladder, ladder, edits, (before, after, made) => {
        const { scene } = editedBy(withBase(before), made);
        const once = mergeScene(scene, after);
        const twice = mergeScene(once.scene, after);
        expect(twice.scene.elements.every((element, at) => element === once.scene.elements[at])).toBe(true);
        expect(twice.scene.elements).toHaveLength(once.scene.elements.length);
        expect([
          ...twice.report.added,
          ...twice.report.changed,
          ...twice.report.moved,
          ...twice.report.removed,
        ]).toEqual([]);
        expect(twice.report.conflicts).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it("loses no edit of an element that is still seen, over two changes of the source", () => {
    fc.assert(
      fc.property(ladder, ladder, ladder, edits, (first, second, third, made) => {
        const { scene, kept } = editedBy(withBase(first), made);
        for (const next of [
          mergeScene(scene, second).scene,
          mergeScene(mergeScene(scene, second).scene, third).scene,
        ]) {
          for (const [id, fields] of kept) {
            const mine: Readonly<Record<string, unknown>> = {
              ...scene.elements.find((element) => element.id === id),
            };
            const now: Readonly<Record<string, unknown>> = {
              ...next.elements.find((element) => element.id === id),
            };
            for (const field of fields) expect(now[field]).toEqual(mine[field]);
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  it("keeps deleted what a person deleted, over two changes of the source", () => {
    fc.assert(
      fc.property(ladder, ladder, ladder, edits, (first, second, third, made) => {
        const { scene, cut } = editedBy(withBase(first), made);
        fc.pre(!lostAllCarriers(scene));
        const after = mergeScene(mergeScene(scene, second).scene, third).scene;
        for (const { id } of live(after)) expect(cut.has(id)).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  it("never alters a person's elements, and keeps the order of all that was there", () => {
    fc.assert(
      fc.property(
        ladder,
        ladder,
        edits,
        fc.array(fc.nat(60), { maxLength: 5 }),
        (before, after, made, places) => {
          const drawing = withForeign(editedBy(withBase(before), made).scene, places);
          const { scene } = mergeScene(drawing, after);
          for (const element of drawing.elements) {
            if (originOf(element) !== undefined) continue;
            const now = scene.elements.find(({ id }) => id === element.id);
            expect({ ...now, ...moved(element) }).toEqual(element);
            // A person's element that did not move is the very same.
            if (now?.x === element.x && now.y === element.y) expect(now).toBe(element);
          }
          const ids = new Set(drawing.elements.map(({ id }) => id));
          expect(scene.elements.filter(({ id }) => ids.has(id)).map(({ id }) => id)).toEqual(
            drawing.elements.map(({ id }) => id),
          );
        },
      ),
      { numRuns: 600 },
    );
  });

  it("shows exactly what is generated where nobody edited, and counts every changed version up", () => {
    fc.assert(
      fc.property(ladder, ladder, (before, after) => {
        const drawing = withBase(before);
        const { scene, report } = mergeScene(drawing, after);
        expect(live(scene).map(look).sort()).toEqual(after.elements.map(look).sort());
        for (const element of drawing.elements) {
          const now = scene.elements.find(({ id }) => id === element.id);
          expect(now === element || now?.version === element.version + 1).toBe(true);
        }
        expect([...report.kept, ...report.conflicts, ...report.orphans, ...report.deleted]).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("a moved element keeps its distance from where it is generated", () => {
    fc.assert(
      fc.property(
        ladder,
        ladder,
        fc.nat(60),
        fc.integer({ min: -500, max: 500 }),
        (before, after, pick, dy) => {
          fc.pre(Math.abs(dy) > 1);
          const drawing = withBase(before);
          const chosen = drawing.elements[pick % drawing.elements.length];
          const elements = drawing.elements.map((element) =>
            element === chosen ? { ...element, y: element.y + dy } : element,
          );
          const { scene } = mergeScene({ ...drawing, elements }, after);
          const generated = after.elements.find(({ id }) => id === chosen?.id);
          if (generated === undefined) return;
          expect(scene.elements.find(({ id }) => id === chosen?.id)?.y).toBeCloseTo(generated.y + dy, 6);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("has ids once each, and indices in order", () => {
    fc.assert(
      fc.property(ladder, ladder, ladder, edits, (first, second, third, made) => {
        const { scene } = editedBy(withBase(first), made);
        const { elements } = mergeScene(mergeScene(scene, second).scene, third).scene;
        expect(new Set(elements.map(({ id }) => id)).size).toBe(elements.length);
        const indices = elements.map(({ index }) => index ?? "");
        expect(indices.every((index, at) => at === 0 || (indices[at - 1] ?? "") < index)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("is told in one sentence", () => {
    fc.assert(
      fc.property(ladder, ladder, edits, (before, after, made) => {
        const { report } = mergeScene(editedBy(withBase(before), made).scene, after);
        expect(describeReport(report)).toMatch(/^[A-Z0-9][^.;]*(?:; [^.;]*)?\.$/);
      }),
      { numRuns: 100 },
    );
  });
});
