import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeScene } from "../../src/scene/merge-scene";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { undoneScene } from "../../src/scene/undo-scene";
import { foreignElement, ladderScene, live } from "./merge-support";

const empty: Scene = { elements: [], appState: {}, files: {} };

const ladder = fc.subarray(["a", "b", "c", "d", "e", "f"], { minLength: 1 }).chain((events) =>
  fc
    .array(fc.constantFrom("SYN", "ACK", "FIN"), { minLength: events.length, maxLength: events.length })
    .map((labels) =>
      ladderScene(
        events.map((event, at) => {
          return { event, label: labels[at] ?? "", y: 100 + 40 * at, color: "#1e1e1e" };
        }),
        events.join(""),
      ),
    ),
);

/** What makes two states of an element look different to a person. */
function looks(scene: Scene): ReadonlyMap<string, unknown> {
  return new Map(
    live(scene).map((element) => {
      const look: Partial<SceneElement> = { ...element };
      for (const key of ["version", "versionNonce", "updated", "index"] as const)
        Reflect.deleteProperty(look, key);
      return [element.id, look];
    }),
  );
}

describe("a regenerate that is taken back", () => {
  it("leaves what was there before, whatever the regenerate did", () => {
    fc.assert(
      fc.property(ladder, ladder, (first, second) => {
        const before = mergeScene(empty, first).scene;
        const after = mergeScene(before, second).scene;
        expect(looks(undoneScene(after, { before, after }))).toEqual(looks(before));
      }),
    );
  });

  it("keeps what a person drew, changed and deleted since", () => {
    fc.assert(
      fc.property(ladder, ladder, fc.nat(), fc.nat(), (first, second, pick, other) => {
        const before = mergeScene(empty, first).scene;
        const after = mergeScene(before, second).scene;
        const shown = live(after);
        const [mine, gone] = [shown[pick % shown.length]?.id, shown[other % shown.length]?.id];
        fc.pre(mine !== gone);
        const elements = after.elements.map((element): SceneElement => {
          if (element.id === mine) return { ...element, strokeColor: "#e8590c" };
          return element.id === gone ? { ...element, isDeleted: true } : element;
        });
        const now = { ...after, elements: [...elements, foreignElement("mine0001")] };
        const undone = undoneScene(now, { before, after });
        const found = looks(undone);
        expect(found.get(mine ?? "")).toMatchObject({ strokeColor: "#e8590c" });
        expect(found.has(gone ?? "")).toBe(false);
        expect(found.has("mine0001")).toBe(true);
        const others = [...looks(before)].filter(([id]) => id !== mine && id !== gone);
        for (const [id, look] of others) expect(found.get(id)).toEqual(look);
      }),
    );
  });

  it("counts up what it changes, so that an open canvas takes it", () => {
    const message = { event: "a", y: 100, color: "#1e1e1e" };
    const before = mergeScene(empty, ladderScene([{ ...message, label: "SYN" }], "t")).scene;
    const after = mergeScene(before, ladderScene([{ ...message, label: "FIN" }], "t")).scene;
    const versions = new Map(after.elements.map(({ id, version }) => [id, version]));
    const undone = undoneScene(after, { before, after }).elements;
    const changed = undone.filter((element) => !after.elements.includes(element));
    expect(changed.length).toBeGreaterThan(0);
    for (const { id, version } of changed) expect(version).toBeGreaterThan(versions.get(id) ?? 0);
  });
});
