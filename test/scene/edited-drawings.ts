import fc from "fast-check";
import { defaultLadderOptions, type LadderOptions } from "../../src/ladder/ladder-options";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { readEventList } from "../../src/read/text/read-event-list";
import { drawLadder } from "../../src/scene/draw-ladder";
import { readGeneratedList } from "../../src/scene/generated-list";
import { mergeScene, withBase, type MergeResult } from "../../src/scene/merge-scene";
import type { LinearElement, Scene, SceneElement } from "../../src/scene/scene";
import { personEdits } from "./person-edits";

/** A list, its names and what is shown of it. */
export interface Source {
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

/** Gives the source of a list without times and numbers whose lines 1 to 5 go forth, or back where `isBack` says so. */
export function fiveLines(isBack: (number: number) => boolean): Source {
  return {
    lines: [1, 2, 3, 4, 5].map((number) => ({ number, back: isBack(number) })),
    client: "Client",
    title: "Title",
    isTimed: false,
    pace: 1,
    sequence: "off",
    isNumbered: true,
    slant: undefined,
  };
}

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

/** One change of a source. */
export const change = fc.record({ what: fc.nat(sourceChanges.length - 1), pick: fc.nat(60) });

/** Gives a source after a change; itself where nothing would be left. */
export function changedSource(
  from: Source,
  { what, pick }: { readonly what: number; readonly pick: number },
): Source {
  const next = sourceChanges[what]?.(from, pick) ?? from;
  return next.lines.length === 0 ? from : next;
}

/** Gives a source with one line more; itself where it has that already. */
export function inserted(from: Source, at: number, number: number): Source {
  if (from.lines.some((line) => line.number === number)) return from;
  return {
    ...from,
    lines: [...from.lines.slice(0, at), { number, back: number % 2 === 0 }, ...from.lines.slice(at)],
  };
}

/** Draws a source. */
export function drawn({ lines, client, isTimed, pace, isNumbered, ...options }: Source): Scene {
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

/** A drawing before and after a person worked on it. */
export interface Edited {
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

/** A drawing of a source, after up to seven edits. */
export const edited = fc
  .record({ from: source, steps: fc.array(step, { minLength: 1, maxLength: 7 }) })
  .map(({ from, steps }): Edited => {
    const original = withBase(drawn(from));
    let scene = original;
    for (const { what, pick, by } of steps) scene = personEdits[what]?.apply(scene, pick, by) ?? scene;
    return { source: from, original, scene, names: steps.map(({ what }) => personEdits[what]?.name ?? "") };
  });

/** Regenerates a drawing as its note does, which remembers what was drawn at first. */
export function merged({ original }: Pick<Edited, "original">, scene: Scene, next: Scene): MergeResult {
  return mergeScene(scene, next, { remembered: readGeneratedList(original.elements) });
}

/** Gives the elements of a scene by their ids. */
export function byId(scene: Scene): ReadonlyMap<string, SceneElement> {
  return new Map(scene.elements.map((element) => [element.id, element]));
}

/** Whether an element is a line or an arrow. */
export function isLine(element: SceneElement): element is LinearElement {
  return element.type === "arrow" || element.type === "line";
}

/** Whether a lifeline was dragged: then much else moves with it. */
export function isDragged({ original, scene }: Edited): boolean {
  const was = byId(original);
  return scene.elements.some(
    (mine) => isLine(mine) && mine.type === "line" && was.get(mine.id)?.x !== mine.x,
  );
}
