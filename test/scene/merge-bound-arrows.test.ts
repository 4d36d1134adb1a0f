import { describe, expect, it } from "vitest";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { LinearElement, Scene, SceneElement } from "../../src/scene/scene";
import { foreignElement, ladderScene, messages, partOf, without } from "./merge-support";

const before = withBase(ladderScene(messages(6)));

/** A row comes between the second and the third message: from there on everything moves by 40 px. */
const [first, second, ...others] = messages(6);
const next = ladderScene(
  [first, second, { event: "new", label: "RST", y: 0 }, ...others].flatMap((message, at) =>
    message === undefined ? [] : [{ ...message, y: 100 + 40 * at }],
  ),
);

const binding = (elementId: string): object => ({ elementId, mode: "orbit", fixedPoint: [0, 0.5001] });

/** A person's arrow from one element to another, with a text on it; `path` is as the editor leaves it. */
function pointing(scene: Scene, from: SceneElement, to: SceneElement, fields: object = {}): Scene {
  const [x, y] = [from.x, from.y + from.height / 2];
  const reach = [to.x - x, to.y + to.height / 2 - y] as const;
  const arrow = {
    ...foreignElement("arrow001", { x, y, width: Math.abs(reach[0]), height: Math.abs(reach[1]) }),
    type: "arrow",
    points: [[0, 0], reach],
    startBinding: binding(from.id),
    endBinding: binding(to.id),
    boundElements: [{ id: "text0001", type: "text" }],
    ...fields,
  } as unknown as SceneElement;
  const text = {
    ...foreignElement("text0001", { x: x - 30, y: y + 40, width: 40, height: 20 }),
    ...{ type: "text", text: "2 RTT", rawText: "2 RTT", originalText: "2 RTT", containerId: "arrow001" },
  } as unknown as SceneElement;
  return { ...scene, elements: [...scene.elements, arrow, text] };
}

function arrowIn(scene: Scene): LinearElement {
  const found = scene.elements.find(({ id }) => id === "arrow001");
  if (found?.type !== "arrow") throw new Error("no arrow");
  return found;
}

function endOf({ x, y, points }: LinearElement): readonly number[] {
  const [px, py] = points.at(-1) ?? [0, 0];
  return [x + px, y + py];
}

describe("an arrow of a person's that is bound to two messages", () => {
  const [from, to] = [partOf(before, "m0", "label"), partOf(before, "m4", "label")];
  const mine = pointing(before, from, to);

  it("is stretched when a row comes between them, with the text on it in the middle", () => {
    const { scene, report } = mergeScene(mine, next);
    expect(arrowIn(scene)).toMatchObject({ x: arrowIn(mine).x, y: arrowIn(mine).y, height: 200 });
    expect(endOf(arrowIn(scene))).toEqual([endOf(arrowIn(mine))[0], (endOf(arrowIn(mine))[1] ?? 0) + 40]);
    const [was, now] = [mine, scene].map(({ elements }) => elements.find(({ id }) => id === "text0001"));
    expect([now?.x, now?.y]).toEqual([was?.x, (was?.y ?? 0) + 20]);
    expect(report.orphans).toEqual([]);
    expect(mergeScene(scene, next).scene.elements).toEqual(scene.elements);
  });

  it("moves as it is where both go the same way, and stays where both stay", () => {
    const below = pointing(before, partOf(before, "m3", "label"), to);
    const moved = arrowIn(mergeScene(below, next).scene);
    expect(moved).toMatchObject({ y: arrowIn(below).y + 40, points: arrowIn(below).points });
    const above = pointing(before, from, partOf(before, "m1", "label"));
    expect(arrowIn(mergeScene(above, next).scene)).toBe(arrowIn(above));
  });

  it("keeps the corners of an elbow", () => {
    const points = [
      [0, 0],
      [-50, 0],
      [-50, 160],
      [0, 160],
    ];
    const fixedSegments = [{ index: 2, start: [-50, 0], end: [-50, 160] }];
    const bent = pointing(before, from, to, { points, elbowed: true, fixedSegments });
    expect(arrowIn(mergeScene(bent, next).scene)).toMatchObject({
      points: [
        [0, 0],
        [-50, 0],
        [-50, 200],
        [0, 200],
      ],
      fixedSegments: [{ index: 2, start: [-50, 0], end: [-50, 200] }],
    });
  });

  it("goes between two notes of a person's that stand beside the rows", () => {
    const note = (id: string, { y }: SceneElement): SceneElement =>
      foreignElement(id, { x: 600, y, height: 20 });
    const [one, other] = [note("note0001", from), note("note0002", to)];
    const drawing = pointing({ ...before, elements: [...before.elements, one, other] }, one, other);
    expect(arrowIn(mergeScene(drawing, next).scene)).toMatchObject({ y: arrowIn(drawing).y, height: 200 });
  });

  it("is named when a message it is bound to goes", () => {
    const { scene, report } = mergeScene(mine, ladderScene(messages(4)));
    expect(arrowIn(scene).isDeleted).toBe(false);
    expect(report.orphans.map(({ id, event }) => [id, event])).toContainEqual(["arrow001", "m4"]);
  });
});

describe("a note of a person's beside a message", () => {
  const note = foreignElement("note0001", { x: 900, y: partOf(before, "m5", "arrow").y, height: 20 });
  const drawing = { ...before, elements: [...before.elements, note] };

  it("is named when that message goes, once", () => {
    const { scene, report } = mergeScene(drawing, ladderScene(messages(5)));
    expect(report.orphans).toEqual([{ id: "note0001", event: "m5", part: "" }]);
    expect(mergeScene(scene, ladderScene(messages(5))).report.orphans).toEqual([]);
  });

  it("is not named for a message that was deleted by hand", () => {
    const deleted = without(drawing, ["m5", "arrow"], ["m5", "label"]);
    expect(mergeScene(deleted, ladderScene(messages(5))).report.orphans).toEqual([]);
  });
});
