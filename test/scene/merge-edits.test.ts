import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { mergeScene } from "../../src/scene/merge-scene";
import { byId, change, changedSource, drawn, edited, inserted, isDragged, merged } from "./edited-drawings";
import { lostEdits } from "./lost-edits";

// Hundreds of drawings each: on a machine that is busy with other work a minute is not enough.
vi.setConfig({ testTimeout: 240_000 });

describe("whatever a person does, and whatever becomes of the source", () => {
  it("no edit is lost and no element of a person's is altered, over two changes", () => {
    fc.assert(
      fc.property(edited, change, change, (work, first, second) => {
        fc.pre(!isDragged(work));
        const one = changedSource(work.source, first);
        const two = changedSource(one, second);
        const middle = merged(work, work.scene, drawn(one)).scene;
        const plain = mergeScene(work.original, drawn(one)).scene;
        expect(lostEdits(work, middle, [plain]), work.names.join(", ")).toEqual([]);
        const after = merged(work, middle, drawn(two)).scene;
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
        const once = merged(work, work.scene, next).scene;
        const { scene: twice, report } = merged(work, once, next);
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
        const { scene } = merged(work, work.scene, drawn(changedSource(work.source, first)));
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
        const back = merged(work, merged(work, work.scene, drawn(elsewhere)).scene, drawn(work.source)).scene;
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
