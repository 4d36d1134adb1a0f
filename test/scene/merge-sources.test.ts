import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { defaultLadderOptions } from "../../src/ladder/ladder-options";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { readEventList } from "../../src/read/text/read-event-list";
import { drawLadder } from "../../src/scene/draw-ladder";
import { originOf } from "../../src/scene/merge-base";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { foreignElement } from "./merge-support";

// Hundreds of drawings each: on a machine that is busy with other work a minute is not enough.
vi.setConfig({ testTimeout: 240_000 });

/** A line of a list that no other line equals, so that a test can tell what became of it. */
interface Line {
  readonly number: number;
  readonly back: boolean;
}

interface Source {
  readonly lines: readonly Line[];
  readonly client: string;
  readonly sequence: "relative" | "raw";
}

const lines = fc
  .uniqueArray(fc.nat(40), { minLength: 2, maxLength: 8 })
  .map((numbers) => numbers.map((number): Line => ({ number, back: number % 3 === 0 })));

/** What happens to a source: lines come and go anywhere, an endpoint gets another name, numbers another form. */
const sourceChange = fc.record({
  drop: fc.array(fc.nat(7), { maxLength: 2 }),
  insert: fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 50, max: 90 })), { maxLength: 3 }),
  client: fc.constantFrom("Client", "Browser", "Ada"),
  sequence: fc.constantFrom("relative" as const, "raw" as const),
});

function changed(
  source: Source,
  change: typeof sourceChange extends fc.Arbitrary<infer T> ? T : never,
): Source {
  const kept = source.lines.filter((_, at) => !change.drop.includes(at) || source.lines.length < 4);
  const numbers = new Set(kept.map(({ number }) => number));
  for (const [at, number] of change.insert) {
    if (!numbers.has(number)) kept.splice(at % (kept.length + 1), 0, { number, back: number % 2 === 0 });
    numbers.add(number);
  }
  return { lines: kept, client: change.client, sequence: change.sequence };
}

function drawn({ lines: all, client, sequence }: Source): Scene {
  const text = all.map(({ number, back }) => {
    const ends = back ? `Server -> ${client}` : `${client} -> Server`;
    return `${ends}: ${word(number)} ACK seq=${String(1000 + number)} ack=7`;
  });
  const { trace } = readEventList(text.join("\n"), "list");
  return drawLadder(layoutLadder(trace, { ...defaultLadderOptions, sequence }));
}

/** Words without digits: what differs in digits only may be one line rewritten. */
function word(number: number): string {
  return `data-${String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26))}`;
}

interface Edit {
  readonly name: string;
  readonly apply: (element: SceneElement) => SceneElement;
  /** What must be as the person left it. */
  readonly keeps: (element: SceneElement) => unknown;
}

const edits: readonly Edit[] = [
  { name: "colour", apply: (e) => ({ ...e, strokeColor: "#e8590c" }), keeps: (e) => e.strokeColor },
  { name: "fill", apply: (e) => ({ ...e, backgroundColor: "#ffec99" }), keeps: (e) => e.backgroundColor },
  { name: "pattern", apply: (e) => ({ ...e, fillStyle: "hachure" }), keeps: (e) => e.fillStyle },
  { name: "width", apply: (e) => ({ ...e, strokeWidth: 7 }), keeps: (e) => e.strokeWidth },
  // A style of its own: where the generator comes to the same value, it is nobody's edit any more (ADR 17).
  { name: "dots", apply: (e) => ({ ...e, strokeStyle: "wavy" }), keeps: (e) => e.strokeStyle },
  { name: "sloppiness", apply: (e) => ({ ...e, roughness: 2 }), keeps: (e) => e.roughness },
  { name: "opacity", apply: (e) => ({ ...e, opacity: 30 }), keeps: (e) => e.opacity },
  { name: "corners", apply: (e) => ({ ...e, roundness: { type: 2 } }), keeps: (e) => e.roundness },
  { name: "lock", apply: (e) => ({ ...e, locked: true }), keeps: (e) => e.locked },
  { name: "link", apply: (e) => ({ ...e, link: "[[Why]]" }), keeps: (e) => e.link },
  {
    name: "group",
    apply: (e) => ({ ...e, groupIds: [...e.groupIds, "grouped1"] }),
    keeps: (e) => e.groupIds.at(-1),
  },
  { name: "ungroup", apply: (e) => ({ ...e, groupIds: ["other-gr"] }), keeps: (e) => e.groupIds },
  { name: "frame", apply: (e) => ({ ...e, frameId: "frame001" }), keeps: (e) => e.frameId },
  { name: "turn", apply: (e) => ({ ...e, angle: 1 }), keeps: (e) => e.angle },
  {
    name: "other data",
    apply: (e) => ({ ...e, customData: { ...e.customData, mine: [1] } }),
    keeps: (e) => e.customData?.["mine"],
  },
  {
    name: "unknown field",
    apply: (e) => Object.assign({ ...e }, { later: 5 }),
    keeps: (e) => ("later" in e ? e.later : undefined),
  },
  {
    name: "words",
    apply: (e) => (e.type === "text" ? { ...e, text: "Mine", rawText: "Mine", originalText: "Mine" } : e),
    keeps: (e) => (e.type === "text" ? e.rawText : ""),
  },
  {
    name: "font",
    apply: (e) => (e.type === "text" ? { ...e, fontFamily: 3 } : e),
    keeps: (e) => (e.type === "text" ? e.fontFamily : 0),
  },
  {
    name: "size",
    apply: (e) => (e.type === "text" ? { ...e, fontSize: 31 } : e),
    keeps: (e) => (e.type === "text" ? e.fontSize : 0),
  },
  {
    name: "wrap",
    apply: (e) => (e.type === "text" ? { ...e, autoResize: false, width: 77 } : e),
    keeps: (e) => (e.type === "text" ? e.width : 0),
  },
  {
    name: "head",
    apply: (e) => (e.type === "arrow" ? { ...e, endArrowhead: "dot" } : e),
    keeps: (e) => (e.type === "arrow" ? e.endArrowhead : ""),
  },
  {
    name: "tail",
    apply: (e) => (e.type === "arrow" ? { ...e, startArrowhead: "bar" } : e),
    keeps: (e) => (e.type === "arrow" ? e.startArrowhead : ""),
  },
  { name: "move", apply: (e) => ({ ...e, y: e.y - 300 }), keeps: () => "" },
  { name: "delete", apply: (e) => ({ ...e, isDeleted: true }), keeps: (e) => e.isDeleted },
];

interface Drawing {
  readonly scene: Scene;
  readonly source: Source;
  /** Which edit was made on which element. */
  readonly made: ReadonlyMap<string, Edit>;
  /** Words of the lines by the events' ids. */
  readonly words: ReadonlyMap<string, string>;
}

const drawing = fc
  .record({
    lines,
    picks: fc.array(fc.tuple(fc.nat(200), fc.nat(edits.length - 1)), { maxLength: 8 }),
    drop: fc.boolean(),
  })
  .map(({ lines: all, picks, drop }): Drawing => {
    const source: Source = { lines: all, client: "Client", sequence: "relative" };
    const scene = withBase(drawn(source));
    const made = new Map<string, Edit>();
    const elements = [...scene.elements];
    for (const [pick, what] of picks) {
      const at = pick % elements.length;
      const [element, edit] = [elements[at], edits[what]];
      // Lifelines carry what everything else is known by; those are other tests.
      if (element === undefined || edit === undefined || made.has(element.id) || !isStep(element)) continue;
      const next = edit.apply(element);
      if (next === element) continue;
      elements[at] = { ...next, version: element.version + 1 };
      made.set(element.id, edit);
    }
    elements.push(foreignElement("foreign1", { x: 900, y: 260, version: 4 }));
    const seen = drop ? elements.filter(({ isDeleted }) => !isDeleted) : elements;
    return { scene: { ...scene, elements: seen }, source, made, words: wordsOf(scene) };
  });

function isStep(element: SceneElement): boolean {
  return /^[0-9A-Za-z.]+$/.test(originOf(element)?.event ?? " ") && originOf(element)?.event !== "ladder";
}

/** Gives the word of each line's event that is seen. */
function wordsOf(scene: Scene): ReadonlyMap<string, string> {
  return new Map(
    scene.elements.flatMap((element) => {
      const found = element.type === "text" ? /data-[a-z]{2}/.exec(element.rawText)?.[0] : undefined;
      const event = originOf(element)?.event;
      return found === undefined || event === undefined || element.isDeleted ? [] : [[event, found] as const];
    }),
  );
}

describe("regenerating from a source that changed", () => {
  it("loses no edit of a line that is still there, and is content to be done again", () => {
    fc.assert(
      fc.property(drawing, sourceChange, sourceChange, ({ scene, source, made, words }, first, second) => {
        const one = changed(source, first);
        const two = changed(one, second);
        const middle = mergeScene(scene, drawn(one));
        const { scene: after, report } = mergeScene(middle.scene, drawn(two));
        // Kept as something that has lost its line, an edit would be beside the point.
        const orphans = new Set([...middle.report.orphans, ...report.orphans].map(({ id }) => id));
        const stillThere = new Set(
          two.lines
            .filter(
              (line) =>
                source.lines.some(({ number }) => number === line.number) &&
                one.lines.some(({ number }) => number === line.number),
            )
            .map(({ number }) => word(number)),
        );
        const now = new Map(after.elements.map((element) => [element.id, element]));
        for (const mine of scene.elements) {
          const edit = made.get(mine.id);
          const line = words.get(originOf(mine)?.event ?? "") ?? "";
          if (edit === undefined || !stillThere.has(line)) continue;
          const kept = now.get(mine.id);
          expect(orphans).not.toContain(mine.id);
          expect([edit.name, kept && edit.keeps(kept)]).toEqual([edit.name, edit.keeps(mine)]);
        }
        const again = mergeScene(after, drawn(two)).scene.elements;
        expect(again.every((element, at) => element === after.elements[at])).toBe(true);
      }),
      { numRuns: 700 },
    );
  });

  it("brings back nothing that was deleted, tombstones or not", () => {
    fc.assert(
      fc.property(drawing, sourceChange, ({ scene, source, made, words }, change) => {
        const next = changed(source, change);
        const { scene: after } = mergeScene(scene, drawn(next));
        for (const [id, edit] of made) {
          if (edit.name !== "delete") continue;
          const now = after.elements.find((element) => element.id === id);
          expect(now?.isDeleted ?? true).toBe(true);
        }
        expect(words.size).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("shows each line once, ids once each, and of a person's element only another place", () => {
    fc.assert(
      fc.property(drawing, sourceChange, ({ scene, source, made }, change) => {
        const next = changed(source, change);
        const { scene: after } = mergeScene(scene, drawn(next));
        expect(new Set(after.elements.map(({ id }) => id)).size).toBe(after.elements.length);
        const mine = after.elements.find(({ id }) => id === "foreign1");
        const { x: _x, y: _y, version: _v, versionNonce: _n, ...rest } = foreignElement("foreign1");
        expect(mine).toMatchObject(rest);
        if (made.size > 0) return;
        const seen = [...wordsOf(after).values()].sort();
        expect(seen).toEqual(next.lines.map(({ number }) => word(number)).sort());
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same picture whichever of two independent changes comes first", () => {
    const change = fc.record({ drop: fc.nat(7), insert: fc.integer({ min: 50, max: 90 }) });
    fc.assert(
      fc.property(lines, change, (all, { drop, insert }) => {
        fc.pre(all.length > 3);
        const source: Source = { lines: all, client: "Client", sequence: "relative" };
        const without: Source = { ...source, lines: all.filter((_, at) => at !== drop % all.length) };
        const added = { number: insert, back: false };
        const both: Source = { ...source, lines: [...without.lines, added] };
        const more: Source = { ...source, lines: [...all, added] };
        const start = withBase(drawn(source));
        const one = mergeScene(mergeScene(start, drawn(without)).scene, drawn(both)).scene;
        const other = mergeScene(mergeScene(start, drawn(more)).scene, drawn(both)).scene;
        expect(picture(one)).toEqual(picture(other));
      }),
      { numRuns: 300 },
    );
  });
});

/** What is seen, element by element, by id. */
function picture(scene: Scene): readonly string[] {
  return scene.elements
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ id, x, y, width, height }) => [id, x, y, width, height].map(String).join(" "))
    .sort();
}
