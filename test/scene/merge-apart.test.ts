import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { originOf } from "../../src/scene/merge-base";
import { isCopy } from "../../src/scene/person-copies";
import type { Scene } from "../../src/scene/scene";
import {
  byId,
  drawn,
  edited,
  inserted,
  isDragged,
  merged,
  type Edited,
  type Source,
} from "./edited-drawings";

// Hundreds of drawings each: on a machine that is busy with other work a minute is not enough.
vi.setConfig({ testTimeout: 240_000 });

/** Changes of a source that commute, whatever is chosen. */
const apart: readonly ((source: Source, pick: number) => Source)[] = [
  (from, pick) => {
    const gone = from.lines[pick % from.lines.length]?.number;
    const lines = from.lines.filter(({ number }) => number !== gone || from.lines.length < 3);
    return from.lines.some(({ number }) => number >= 50) ? from : { ...from, lines };
  },
  (from) => inserted(from, 0, 91),
  (from) => inserted(from, from.lines.length, 77),
  (from) => ({ ...from, client: "Browser" }),
  (from) => ({ ...from, title: "Another title" }),
  (from) => ({ ...from, sequence: "raw" }),
  (from) => ({ ...from, isNumbered: !from.isNumbered }),
];

const independent = fc.nat(apart.length - 1);

interface Seen {
  readonly what: string;
  readonly sides: readonly number[];
}

/**
 * What is seen: of generated elements all of it, of new ones but for their names; of a person's all but the place,
 * which follows what it lies on; of what has lost its message, that it is there: it stays as it was when that went.
 */
function seen(scene: Scene, { original }: Edited, plain: Scene): readonly Seen[] {
  const [before, shown] = [byId(original), byId(plain)];
  return scene.elements
    .filter(({ isDeleted }) => !isDeleted)
    .map((element) => {
      const { version: _v, versionNonce: _n, index: _i, updated: _u, customData: _c, ...look } = element;
      const { x, y, width, height, ...rest } = look;
      if (originOf(element) === undefined || isCopy(element))
        return { what: JSON.stringify(rest), sides: [] };
      const sides = [x, y, width, height];
      if (!before.has(element.id)) return { what: element.type === "text" ? element.rawText : "", sides };
      const isShown = shown.get(element.id)?.isDeleted === false;
      return isShown ? { what: JSON.stringify(rest), sides } : { what: element.id, sides: [] };
    })
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function sortKey({ what, sides }: Seen): string {
  return `${what} ${sides.map((side) => String(Math.round(side)).padStart(6)).join(" ")}`;
}

/** What is in one of two pictures only; a tenth of a px is none. */
function differences(one: readonly Seen[], other: readonly Seen[]): readonly unknown[] {
  return one.flatMap((each, at) => {
    const its = other[at];
    const isSame =
      its?.what === each.what && each.sides.every((side, k) => Math.abs(side - (its.sides[k] ?? NaN)) < 0.1);
    return isSame && one.length === other.length ? [] : [[each, its]];
  });
}

describe("two changes of the source that have nothing to do with each other", () => {
  it("give the same drawing in either order, whatever a person did before", () => {
    fc.assert(
      fc.property(edited, independent, independent, fc.nat(60), (work, one, other, pick) => {
        fc.pre(one !== other && !isDragged(work));
        const [first, second] = [one, other].map(
          (what) => (from: Source) => apart[what]?.(from, pick) ?? from,
        );
        const both = drawn(second?.(first?.(work.source) ?? work.source) ?? work.source);
        const by = (drawing: Scene, change: ((from: Source) => Source) | undefined): Scene => {
          const between = merged(work, drawing, drawn(change?.(work.source) ?? work.source)).scene;
          return merged(work, between, both).scene;
        };
        const plain = by(work.original, first);
        const [firstLast, secondLast] = [second, first].map((change) =>
          seen(by(work.scene, change), work, plain),
        );
        expect(differences(firstLast ?? [], secondLast ?? []), work.names.join(", ")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
