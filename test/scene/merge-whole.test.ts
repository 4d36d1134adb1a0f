import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import { originOf } from "../../src/scene/merge-base";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { touchedAspects } from "../../src/scene/touched-aspects";
import { change, changedSource, drawn, edited, fiveLines, inserted, isDragged } from "./edited-drawings";
import { foreignElement } from "./merge-support";

const source = fiveLines((number) => number % 2 === 0);
const before = withBase(drawn(source));
const more = inserted(source, 2, 77);

/** As the editor leaves a drawing of which all was selected and dragged, or made larger at a corner. */
function put(scene: Scene, scale: number, dx: number, dy: number): Scene {
  const elements = scene.elements.map((each) => {
    const { x, y, width, height } = each;
    const box = { x: x * scale + dx, y: y * scale + dy, width: width * scale, height: height * scale };
    const version = each.version + 1;
    if (each.type === "text") return { ...each, ...box, version, fontSize: each.fontSize * scale };
    if (each.type !== "line" && each.type !== "arrow") return { ...each, ...box, version };
    return {
      ...each,
      ...box,
      version,
      points: each.points.map(([px, py]) => [px * scale, py * scale] as const),
    };
  });
  return { ...scene, elements };
}

/** Places and sizes of all that is seen, by id, rounded to what is seen. */
function places({ elements }: Scene): ReadonlyMap<string, readonly number[]> {
  const seen = elements.filter(({ isDeleted }) => !isDeleted);
  return new Map(
    seen.map((each) => {
      const { id, x, y, width, height } = each;
      const points = each.type === "line" || each.type === "arrow" ? each.points.flat() : [];
      const letters = each.type === "text" ? [each.fontSize] : [];
      return [id, [x, y, width, height, ...points, ...letters].map((value) => Math.round(value * 100) / 100)];
    }),
  );
}

const ways = [
  ["moved", 1, 500, 300],
  ["moved up a little", 1, 0, -7],
  ["made larger", 2, -50, -20],
  ["made smaller and moved", 0.5, 900, 33],
] as const;

/** Whether at least half of a ladder, and a lifeline, went the same way and did nothing else. */
function isFollowed(moved: Scene, scene: Scene): boolean {
  const own = scene.elements.filter((each) => !each.isDeleted && each.type !== "text" && originOf(each));
  const still = own.filter((each) => touchedAspects(each).size === 0);
  const lifelines = still.filter((each) => originOf(each)?.part.startsWith("life-"));
  return moved.elements.length > 0 && lifelines.length > 0 && still.length * 2 > own.length;
}

/** Whether regenerating changed anything: else nothing follows yet. */
function isOtherwise(merged: Scene, scene: Scene): boolean {
  return (
    merged.elements.length !== scene.elements.length ||
    merged.elements.some((each, at) => each !== scene.elements[at])
  );
}

describe.each(ways)("a ladder that was %s as a whole", (_how, scale, dx, dy) => {
  const mine = put(before, scale, dx, dy);

  it("is renewed where it is", () => {
    const { scene, report } = mergeScene(mine, drawn(more));
    const plain = mergeScene(before, drawn(more)).scene;
    expect(places(scene)).toEqual(places(put(plain, scale, dx, dy)));
    expect([report.kept, report.conflicts, report.orphans]).toEqual([[], [], []]);
  });

  it("keeps its octets while nothing is new, and after it was renewed", () => {
    expect(mergeScene(mine, drawn(source)).scene.elements).toEqual(mine.elements);
    const { scene } = mergeScene(mine, drawn(more));
    expect(mergeScene(scene, drawn(more)).scene.elements).toEqual(scene.elements);
  });

  it("loses rows that go, and gets them back where it is", () => {
    const shorter = { ...source, lines: source.lines.slice(0, 3) };
    const { scene, report } = mergeScene(mine, drawn(shorter));
    expect(report.orphans).toEqual([]);
    expect(places(scene)).toEqual(places(put(mergeScene(before, drawn(shorter)).scene, scale, dx, dy)));
    const back = mergeScene(scene, drawn(source)).scene;
    expect(places(back)).toEqual(places(mine));
  });

  it("may be moved again, and moved back", () => {
    const once = mergeScene(mine, drawn(more)).scene;
    const twice = mergeScene(put(once, 1, 40, 60), drawn(source)).scene;
    expect(places(twice)).toEqual(places(put(mine, 1, 40, 60)));
    const home = put(put(once, 1, -dx, -dy), 1 / scale, 0, 0);
    expect(places(mergeScene(home, drawn(source)).scene)).toEqual(places(before));
  });

  it("keeps what else was done to its parts, and what a person drew at them", () => {
    const isLabel = (each: SceneElement): boolean => originOf(each)?.part === "label";
    const nudged = mine.elements.filter(isLabel)[3];
    const { x = 0, y = 0 } = nudged ?? {};
    const ink = foreignElement("mine0001", { x: x + 20, y: y + 2, width: 10, height: 6 });
    const elements = mine.elements.map((each) =>
      each === nudged ? { ...each, x: x + 20, strokeColor: "#e8590c", version: each.version + 1 } : each,
    );
    const { scene } = mergeScene({ ...mine, elements: [...elements, ink] }, drawn(more));
    const [was, now] = [mergeScene(mine, drawn(more)).scene, scene].map(({ elements: all }) =>
      all.find(({ id }) => id === nudged?.id),
    );
    expect(now?.x).toBeCloseTo((was?.x ?? NaN) + 20, 6);
    expect(now).toMatchObject({ strokeColor: "#e8590c" });
    const moved = scene.elements.find(({ id }) => id === "mine0001");
    expect((moved?.y ?? 0) - (now?.y ?? 0)).toBeCloseTo(2, 6);
  });
});

const movedFirstOrLast = fc.property(
  edited,
  change,
  fc.integer({ min: -400, max: 400 }),
  (work, what, by) => {
    fc.pre(!isDragged(work) && by !== 0);
    const next = drawn(changedSource(work.source, what));
    const moved = mergeScene(put(work.scene, 1, 0, by), next).scene;
    const plain = mergeScene(work.scene, next).scene;
    // Where a person left too little of it, a ladder is not seen to be moved as a whole: its parts keep their distance.
    fc.pre(isFollowed(put(work.scene, 1, 0, by), work.scene) && isOtherwise(plain, work.scene));
    expect(places(moved), work.names.join(", ")).toEqual(places(put(plain, 1, 0, by)));
  },
);

describe("moving everything first or last is the same", () => {
  it("whatever else a person does", () => {
    fc.assert(movedFirstOrLast, { numRuns: 200 });
  });

  it("where a circle stands exactly one row above the first, its own row deleted", () => {
    const path = "201:2:1:1:1:1:2:3:4:20:28:28:28:28:27:25:26:26:32:29:29:29:30:31:30:30";
    fc.assert(movedFirstOrLast, { seed: 157391933, path, endOnFailure: true, numRuns: 1 });
  });
});

it("a lifeline that slipped by itself takes nothing up or down", () => {
  const elements = before.elements.map((each) =>
    originOf(each)?.part === "life-0" && each.x < 200 ? { ...each, y: each.y + 30, version: 9 } : each,
  );
  const { scene } = mergeScene({ ...before, elements }, drawn(more));
  const plain = places(mergeScene(before, drawn(more)).scene);
  const arrows = scene.elements.filter(({ type }) => type === "arrow");
  expect(arrows.map(({ id, y }) => [id, y])).toEqual(arrows.map(({ id }) => [id, plain.get(id)?.[1]]));
});
