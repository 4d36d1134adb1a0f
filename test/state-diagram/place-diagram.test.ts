import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LadderBox, LadderPoint } from "../../src/ladder/ladder";
import { placeDiagram, type StateDiagram } from "../../src/state-diagram/place-diagram";
import { placeLegend } from "../../src/state-diagram/place-legend";
import { figureStates, figureTransitions } from "../../src/state-diagram/state-figure";
import type { PathStep } from "../../src/state-diagram/taken-path";
import type { End } from "../../src/tcp/tcp-state";

const number = fc.constantFrom("1", "9999", "123456");

/** Any arrow, by any end: only a passive open comes before a segment, only the end of TIME-WAIT after all. */
const onArrow: fc.Arbitrary<PathStep> = fc
  .record({
    end: fc.constantFrom<End>(0, 1),
    transition: fc.constantFrom(...figureTransitions.filter(({ isUnseen }) => isUnseen !== true)),
    number,
    isAssumed: fc.boolean(),
  })
  .map(({ end, transition, number: at, isAssumed }): PathStep => {
    const [from, to] = [stateOf(transition.from) ?? "CLOSED", stateOf(transition.to) ?? "CLOSED"];
    const early = to === "LISTEN" && from === "CLOSED" ? "before " : "";
    const when = `${from === "TIME-WAIT" ? "after " : early}${at}`;
    return { end, transition, from, to, when, isAssumed, words: "" };
  });

/** Beside any state, whatever the figure has no arrow for; CLOSED is left by arrows alone. */
const beside: fc.Arbitrary<PathStep> = fc.record({
  end: fc.constantFrom<End>(0, 1),
  transition: fc.constant(undefined),
  from: fc.constantFrom(...figureStates.map(({ state }) => state).filter((state) => state !== "CLOSED")),
  to: fc.constant<"CLOSED">("CLOSED"),
  when: fc.oneof(number, fc.constant("before 123456")),
  isAssumed: fc.boolean(),
  words: fc.constantFrom(
    "snd RST → CLOSED",
    "rcv RST → CLOSED",
    "record lost → CLOSED",
    "known from here on",
  ),
});

const besideEach = fc.uniqueArray(beside, { selector: ({ end, from }) => `${String(end)} ${String(from)}` });

const path = fc
  .tuple(fc.array(onArrow, { maxLength: 60 }), besideEach)
  .map(([arrows, others]) => [...arrows, ...others]);

function stateOf(id: string | undefined): PathStep["to"] | undefined {
  return figureStates.find((state) => state.id === id)?.state;
}

interface NamedBox extends LadderBox {
  readonly name: string;
}

function boxesOf({ states, labels, numbers, asides }: StateDiagram): readonly NamedBox[] {
  const title =
    "a long name of a capture that fills the line above the whole of the figure and is shortened there".repeat(
      2,
    );
  const legend = placeLegend({ title, names: ["192.0.2.1:40000", "192.0.2.2:80"], unit: "frame" });
  return [
    ...states.map(({ id, box }) => ({ name: id, ...box })),
    ...labels.map(({ id, label }) => ({ name: `label ${id}`, ...around(label) })),
    ...numbers.map(({ id, end, box }) => ({ name: `number ${id} ${String(end)}`, ...box })),
    ...asides.map(({ id, box }) => ({ name: `aside ${id}`, ...box })),
    { name: "title", ...around(legend.title) },
    ...legend.lines.map(({ sample, label }) => ({ name: `legend ${sample}`, ...around(label) })),
  ];
}

function around({ x, y, width, height }: LadderBox): LadderBox {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function overlap(one: LadderBox, other: LadderBox): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function overlapping(boxes: readonly NamedBox[]): readonly string[] {
  return boxes.flatMap((one, i) =>
    boxes.slice(i + 1).flatMap((other) => (overlap(one, other) ? [`${one.name} on ${other.name}`] : [])),
  );
}

/** Pieces of arrows as thin boxes. */
function piecesOf({ transitions }: StateDiagram): readonly NamedBox[] {
  return transitions.flatMap(({ id, points }) =>
    points.slice(1).map(([x, y], i): NamedBox => {
      const [fromX, fromY] = points[i] ?? [x, y];
      const [left, top] = [Math.min(x, fromX), Math.min(y, fromY)];
      return {
        name: id,
        x: left,
        y: top,
        width: Math.abs(x - fromX) + 0.1,
        height: Math.abs(y - fromY) + 0.1,
      };
    }),
  );
}

describe("the figure", () => {
  it("has all eleven states and every arrow of RFC 9293 figure 5, and the one its note 2 adds", () => {
    expect(new Set(figureStates.map(({ state }) => state)).size).toBe(11);
    expect(
      figureTransitions.map(({ from, to, event, action }) => `${from} → ${to}: ${event} / ${action}`),
    ).toMatchSnapshot();
  });

  it("joins its boxes: every arrow leaves the edge of one and ends at the edge of another", () => {
    const { states, transitions } = placeDiagram([]);
    const isOnEdge = ([x, y]: LadderPoint, id: string): boolean => {
      const box = states.find((state) => state.id === id)?.box ?? { x: 0, y: 0, width: 0, height: 0 };
      const isInside = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
      return isInside && (x === box.x || x === box.x + box.width || y === box.y || y === box.y + box.height);
    };
    const loose = figureTransitions.filter(
      ({ from, to, points }) =>
        !isOnEdge(points[0] ?? [0, 0], from) || !isOnEdge(points.at(-1) ?? [0, 0], to),
    );
    expect(loose).toEqual([]);
    expect(transitions).toHaveLength(figureTransitions.length);
  });
});

describe("whatever path is shown", () => {
  it("nothing lies on anything else", () => {
    fc.assert(
      fc.property(path, (steps) => {
        expect(overlapping(boxesOf(placeDiagram(steps)))).toEqual([]);
      }),
    );
  });

  it("no arrow runs through a label, or through a box it does not join", () => {
    fc.assert(
      fc.property(path, (steps) => {
        const diagram = placeDiagram(steps);
        const labels = boxesOf(diagram).filter(({ name }) => /^(?:label|aside|legend|title)/u.test(name));
        const crossed = piecesOf(diagram).flatMap((piece) => [
          ...labels
            .filter((label) => overlap(piece, label))
            .map(({ name }) => `${piece.name} through ${name}`),
          ...diagram.states
            .filter(({ id, box }) => !piece.name.split(" to ").includes(id) && overlap(piece, box))
            .map(({ id }) => `${piece.name} through ${id}`),
        ]);
        expect(crossed).toEqual([]);
      }),
    );
  });
});
