import type { LadderBox, LadderPoint, PlacedText } from "../ladder/ladder";
import { measureText } from "../ladder/text-metrics";
import type { End } from "../tcp/tcp-state";
import {
  BOX,
  boxOf,
  figureStates,
  figureTransitions,
  type FigureState,
  type FigureTransition,
} from "./state-figure";
import { placed } from "./place-text";
import type { PathStep } from "./taken-path";

/** A state's box; `isVisited` where an end was in it. */
export interface PlacedState {
  readonly id: string;
  readonly box: LadderBox;
  readonly label: PlacedText;
  readonly isVisited: boolean;
}

/** An arrow of the figure as one end took it, or nobody did. */
export interface PlacedTransition {
  readonly id: string;
  readonly points: readonly LadderPoint[];
  readonly end: End | undefined;
  readonly isAssumed: boolean;
}

/** Numbers of segments on an arrow: round for the client, square for the server. */
export interface PlacedNumber {
  readonly id: string;
  readonly end: End;
  readonly isAssumed: boolean;
  readonly box: LadderBox;
  readonly label: PlacedText;
}

/** What the figure has no arrow for, beside the state it begins in. */
export interface PlacedAside {
  readonly id: string;
  readonly end: End;
  readonly isAssumed: boolean;
  readonly label: PlacedText;
  readonly box: LadderBox;
  /** From the state to it. */
  readonly points: readonly LadderPoint[];
}

/** The figure with both ends' paths, in px. */
export interface StateDiagram {
  readonly states: readonly PlacedState[];
  readonly transitions: readonly PlacedTransition[];
  readonly labels: readonly { readonly id: string; readonly label: PlacedText; readonly isTaken: boolean }[];
  readonly numbers: readonly PlacedNumber[];
  readonly asides: readonly PlacedAside[];
}

const FONT = { state: 20, label: 16, number: 16, aside: 16 } as const;
/** Space of a label from its arrow: half a number, and air. */
const LABEL_GAP = { across: 10, along: 20 } as const;
const NUMBER = { height: 30, padding: 8, gap: 4 } as const;
const ASIDE = { gap: 26, line: 56, rise: 16, padding: 12 } as const;
/** How far apart two paths run on one arrow. */
const PATHS_APART = 14;

/** Places the figure and the paths; the same for the same paths. */
export function placeDiagram(steps: readonly PathStep[]): StateDiagram {
  const visited = new Set(steps.flatMap(({ from, to }) => (from === undefined ? [to] : [from, to])));
  return {
    states: figureStates.map((state) => ({
      id: state.id,
      box: boxOf(state),
      label: placed(state.state, [state.x, state.y], FONT.state, "center"),
      isVisited: visited.has(state.state) && (state.state !== "CLOSED" || isTouched(state, steps)),
    })),
    transitions: figureTransitions.flatMap((transition) => placeTransition(transition, steps)),
    labels: figureTransitions.map((transition) => ({
      id: idOf(transition),
      label: placeLabel(transition, steps),
      isTaken: stepsOn(transition, steps).length > 0,
    })),
    numbers: figureTransitions.flatMap((transition) => placeNumbers(transition, steps)),
    asides: figureStates.flatMap((state) => placeAsides(state, steps)),
  };
}

function isTouched({ id }: FigureState, steps: readonly PathStep[]): boolean {
  if (id === "CLOSED") return steps.some(({ from }) => from === "CLOSED");
  return steps.some(({ transition }) => transition?.to === id);
}

function idOf({ from, to }: FigureTransition): string {
  return `${from} to ${to}`;
}

function stepsOn(transition: FigureTransition, steps: readonly PathStep[]): readonly PathStep[] {
  return steps.filter((step) => step.transition === transition);
}

function stepsOf(end: End, transition: FigureTransition, steps: readonly PathStep[]): readonly PathStep[] {
  return stepsOn(transition, steps).filter((step) => step.end === end);
}

function endsOn(transition: FigureTransition, steps: readonly PathStep[]): readonly End[] {
  const taken = stepsOn(transition, steps);
  return ([0, 1] as const).filter((end) => taken.some((step) => step.end === end));
}

function placeTransition(
  transition: FigureTransition,
  steps: readonly PathStep[],
): readonly PlacedTransition[] {
  const ends = endsOn(transition, steps);
  const id = idOf(transition);
  if (ends.length === 0) return [{ id, points: transition.points, end: undefined, isAssumed: false }];
  return ends.map((end) => ({
    id,
    points: ends.length === 1 ? transition.points : shifted(transition.points, end === 0 ? 1 : -1),
    end,
    isAssumed: stepsOn(transition, steps).every((step) => step.end !== end || step.isAssumed),
  }));
}

/** Gives axis-parallel pieces moved half of `PATHS_APART` to their left or right, still joined at their corners. */
function shifted(points: readonly LadderPoint[], side: 1 | -1): readonly LadderPoint[] {
  const normals = points.slice(1).map(([x, y], i): LadderPoint => {
    const [fromX, fromY] = points[i] ?? [x, y];
    return [Math.sign(y - fromY), -Math.sign(x - fromX)];
  });
  return points.map(([x, y], i) => {
    const before = normals[i - 1] ?? [0, 0];
    const after = normals[i] ?? [0, 0];
    const isStraight = before[0] === after[0] && before[1] === after[1];
    const scale = (side * PATHS_APART) / 2 / (isStraight ? 2 : 1);
    return [x + (before[0] + after[0]) * scale, y + (before[1] + after[1]) * scale];
  });
}

function placeLabel(transition: FigureTransition, steps: readonly PathStep[]): PlacedText {
  const { event, action, at, side } = transition;
  const [x, y] = at;
  const text = `${event}\n${action}`;
  const widths = endsOn(transition, steps).map((end) =>
    numberWidth(numbersOf(stepsOf(end, transition, steps))),
  );
  const widest = Math.max(NUMBER.height, ...widths);
  const across = widest / 2 + LABEL_GAP.across;
  const rise = measureText(text, FONT.label).height / 2 + LABEL_GAP.along;
  switch (side) {
    case "left":
      return placed(text, [x - across, y], FONT.label, "right");
    case "right":
      return placed(text, [x + across, y], FONT.label, "left");
    case "above":
      return placed(text, [x, y - rise], FONT.label, "center");
    case "below":
      return placed(text, [x, y + rise], FONT.label, "center");
  }
}

/** On arrows that go down the numbers of both ends stand above each other, on level ones beside each other. */
function placeNumbers(transition: FigureTransition, steps: readonly PathStep[]): readonly PlacedNumber[] {
  const ends = endsOn(transition, steps);
  const texts = ends.map((end) => {
    const own = stepsOf(end, transition, steps);
    return { end, text: numbersOf(own), isAssumed: own.every(({ isAssumed }) => isAssumed) };
  });
  const isUpright = transition.side === "left" || transition.side === "right";
  const widths = texts.map(({ text }) => numberWidth(text));
  const total = widths.reduce((sum, width) => sum + width, 0) + NUMBER.gap * (widths.length - 1);
  let left = transition.at[0] - total / 2;
  return texts.map(({ end, text, isAssumed }, i) => {
    const width = widths[i] ?? 0;
    const drop = (i - (texts.length - 1) / 2) * (NUMBER.height + NUMBER.gap);
    const centre: LadderPoint = isUpright
      ? [transition.at[0], transition.at[1] + drop]
      : [left + width / 2, transition.at[1]];
    left += width + NUMBER.gap;
    return numberAt(centre, { id: idOf(transition), end, text, isAssumed });
  });
}

function numberAt(
  [x, y]: LadderPoint,
  {
    id,
    end,
    text,
    isAssumed,
  }: { readonly id: string; readonly end: End; readonly text: string; readonly isAssumed: boolean },
): PlacedNumber {
  const width = numberWidth(text);
  return {
    id,
    end,
    isAssumed,
    box: { x: x - width / 2, y: y - NUMBER.height / 2, width, height: NUMBER.height },
    label: placed(text, [x, y], FONT.number, "center"),
  };
}

function numberWidth(text: string): number {
  return Math.max(NUMBER.height, measureText(text, FONT.number).width + 2 * NUMBER.padding);
}

/** The first, and how many come after it. */
function numbersOf(steps: readonly PathStep[]): string {
  const [first] = steps;
  return steps.length < 2 ? (first?.when ?? "") : `${first?.when ?? ""} +${String(steps.length - 1)}`;
}

function placeAsides(state: FigureState, steps: readonly PathStep[]): readonly PlacedAside[] {
  const own = steps.filter((step) => step.transition === undefined && isBeside(state, step));
  const groups = new Map<string, PathStep[]>();
  for (const step of own) {
    const key = `${String(step.end)} ${step.words}`;
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap((group, i): PlacedAside[] => {
    const [first] = group;
    if (first === undefined) return [];
    const who = first.end === 0 ? "client" : "server";
    const label = placeAside(`${who} ${numbersOf(group)}\n${first.words}`, state, i, groups.size);
    const isAssumed = group.every((step) => step.isAssumed);
    const box = aroundText(label, ASIDE.padding);
    const points = linkTo(box, state);
    return [{ id: `${state.id} ${who} ${first.words}`, end: first.end, isAssumed, label, box, points }];
  });
}

function aroundText({ x, y, width, height }: PlacedText, padding: number): LadderBox {
  return {
    x: x - width / 2 - padding,
    y: y - height / 2 - padding / 2,
    width: width + 2 * padding,
    height: height + padding,
  };
}

/** Short, and straight where the box stands level with its state. */
function linkTo(box: LadderBox, state: FigureState): readonly LadderPoint[] {
  const { x, y, width, height } = boxOf(state);
  const middle = box.y + box.height / 2;
  switch (state.aside) {
    case "left":
      return [
        [x, state.y],
        [box.x + box.width, middle],
      ];
    case "right":
      return [
        [x + width, state.y],
        [box.x, middle],
      ];
    case "above":
      return [
        [state.x, y],
        [state.x, box.y + box.height],
      ];
    case "below":
      return [
        [state.x, y + height],
        [state.x, box.y],
      ];
  }
}

/** What begins in a state stands beside it; where no state is known before, what it leads to. */
function isBeside({ id, state }: FigureState, { from, to }: PathStep): boolean {
  return id !== "CLOSED at the end" && (from ?? to) === state;
}

function placeAside(text: string, { x, y, aside }: FigureState, i: number, count: number): PlacedText {
  const across = BOX.width / 2 + ASIDE.gap;
  const down = BOX.height / 2 + ASIDE.rise + ASIDE.line / 2;
  const level = y + (i - (count - 1) / 2) * ASIDE.line;
  switch (aside) {
    case "left":
      return placed(text, [x - across, level], FONT.aside, "right");
    case "right":
      return placed(text, [x + across, level], FONT.aside, "left");
    case "above":
      return placed(text, [x, y - down - i * ASIDE.line], FONT.aside, "center");
    case "below":
      return placed(text, [x, y + down + i * ASIDE.line], FONT.aside, "center");
  }
}
