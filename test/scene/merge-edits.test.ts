import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { defaultLadderOptions, type LadderOptions } from "../../src/ladder/ladder-options";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { readEventList } from "../../src/read/text/read-event-list";
import { drawLadder } from "../../src/scene/draw-ladder";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { LinearElement, Scene, SceneElement } from "../../src/scene/scene";
import { personEdits } from "./person-edits";

// Hundreds of drawings each: on a machine that is busy with other work a minute is not enough.
vi.setConfig({ testTimeout: 240_000 });

/** A list, its names and what is shown of it. */
interface Source {
  readonly lines: readonly Line[];
  readonly client: string;
  readonly title: string | undefined;
  readonly isTimed: boolean;
  readonly pace: number;
  readonly sequence: LadderOptions["sequence"];
  readonly isNumbered: boolean;
  readonly slant: LadderOptions["slant"];
}

interface Line {
  readonly number: number;
  readonly back: boolean;
}

const numbers = fc.uniqueArray(fc.nat(40), { minLength: 2, maxLength: 7 });

const source = numbers.map(
  (all): Source => ({
    lines: all.map((number) => ({ number, back: number % 3 === 0 })),
    client: "Client",
    title: "Title",
    isTimed: all.length % 2 === 0,
    pace: 1,
    sequence: "relative",
    isNumbered: true,
    slant: undefined,
  }),
);

/** What happens to a source between two regenerates. */
const sourceChanges: readonly ((source: Source, pick: number) => Source)[] = [
  (from) => from,
  (from, pick) => ({ ...from, lines: from.lines.filter((_, at) => at !== pick % from.lines.length) }),
  (from, pick) => inserted(from, pick % (from.lines.length + 1), 50 + (pick % 30)),
  (from) => inserted(from, 0, 91),
  (from) => ({ ...from, lines: from.lines.filter(({ back }) => !back) }),
  (from, pick) => ({ ...from, client: ["Browser", "Ada", "Client"][pick % 3] ?? "Client" }),
  (from, pick) => ({ ...from, pace: 1 + (pick % 9) }),
  (from, pick) => {
    const at = pick % from.lines.length;
    return { ...from, lines: [...from.lines.slice(at), ...from.lines.slice(0, at)] };
  },
  (from, pick) => ({ ...from, title: pick % 2 === 0 ? undefined : "Another title" }),
  (from, pick) => ({ ...from, sequence: pick % 2 === 0 ? "raw" : "off" }),
  (from) => ({ ...from, isNumbered: !from.isNumbered }),
  (from) => ({ ...from, slant: from.slant === undefined ? "none" : undefined }),
];

const change = fc.record({ what: fc.nat(sourceChanges.length - 1), pick: fc.nat(60) });

function changedSource(
  from: Source,
  { what, pick }: { readonly what: number; readonly pick: number },
): Source {
  const next = sourceChanges[what]?.(from, pick) ?? from;
  return next.lines.length === 0 ? from : next;
}

function inserted(from: Source, at: number, number: number): Source {
  if (from.lines.some((line) => line.number === number)) return from;
  return {
    ...from,
    lines: [...from.lines.slice(0, at), { number, back: number % 2 === 0 }, ...from.lines.slice(at)],
  };
}

function drawn({ lines, client, isTimed, pace, isNumbered, ...options }: Source): Scene {
  const text = lines.map(({ number, back }, at) => {
    const ends = back ? `Server -> ${client}` : `${client} -> Server`;
    return `${isTimed ? `${String(at * pace)}ms ` : ""}${ends}: ${word(number)} ACK seq=${String(1000 + number)} ack=7`;
  });
  const { trace } = readEventList(text.join("\n"), "list");
  const show = new Set(
    [...defaultLadderOptions.show].filter((item) => isNumbered || (item !== "number" && item !== "time")),
  );
  const { title, sequence, slant } = options;
  return drawLadder(layoutLadder(trace, { ...defaultLadderOptions, title, sequence, slant, show }));
}

/** Words without digits: what differs in digits only may be one line rewritten. */
function word(number: number): string {
  return `data-${String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26))}`;
}

interface Edited {
  readonly source: Source;
  readonly original: Scene;
  readonly scene: Scene;
  readonly names: readonly string[];
}

const step = fc.record({
  what: fc.nat(personEdits.length - 1),
  pick: fc.nat(200),
  by: fc.integer({ min: 12, max: 90 }),
});

const edited = fc
  .record({ from: source, steps: fc.array(step, { minLength: 1, maxLength: 7 }) })
  .map(({ from, steps }): Edited => {
    const original = withBase(drawn(from));
    let scene = original;
    for (const { what, pick, by } of steps) scene = personEdits[what]?.apply(scene, pick, by) ?? scene;
    return { source: from, original, scene, names: steps.map(({ what }) => personEdits[what]?.name ?? "") };
  });

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (element: SceneElement): Fields => ({ ...element });

function byId(scene: Scene): ReadonlyMap<string, SceneElement> {
  return new Map(scene.elements.map((element) => [element.id, element]));
}

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

function isLine(element: SceneElement): element is LinearElement {
  return element.type === "arrow" || element.type === "line";
}

/** The side a text is aligned to stays where it is when the text gets longer. */
function anchor({ x, y, width }: SceneElement, was: SceneElement): readonly [number, number] {
  if (was.type !== "text") return [x, y];
  const share = { left: 0, center: 0.5, right: 1 }[was.textAlign];
  return [x + width * (was.angle === 0 ? share : 0.5), y];
}

function isDragged({ original, scene }: Edited): boolean {
  const was = byId(original);
  return scene.elements.some(
    (mine) => isLine(mine) && mine.type === "line" && was.get(mine.id)?.x !== mine.x,
  );
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
