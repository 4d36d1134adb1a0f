import { LIFELINE } from "./align-trails";
import { originOf, readBase, withMovedBase, type GeneratedBase } from "./merge-base";
import { basePath, carriedPath, pathFields, pathOf, type Path } from "./merge-line";
import type { LinearElement, Point, Scene, SceneElement } from "./scene";

/** Movements below this are none. */
const EXACT = 0.01;

/** So near to where a lifeline would have taken it, an element was dragged together with it. */
const TOGETHER = 1;

/** The drawing and the new scene, both as if the lifelines had been generated where a person dragged them. */
export interface FollowedLifelines {
  readonly previous: readonly SceneElement[];
  readonly next: Scene;
  /** How far each lifeline, by event, is from its place. */
  readonly shifts: ReadonlyMap<string, number>;
}

/** How far things move to the right, by where they are. */
type Shift = (x: number) => number;

/**
 * Lets everything between lifelines follow those that a person dragged sideways: heads, arrows, labels.
 *
 * What stands between two lifelines moves in proportion, what stands outside with the nearest. What a person
 * had moved by itself keeps its distance; what was dragged along with the lifeline stays. Nothing follows anew where
 * the whole ladder `isAtRest`.
 */
export function followLifelines(
  previous: readonly SceneElement[],
  next: Scene,
  { isAtRest = false } = {},
): FollowedLifelines {
  const leaders = isAtRest ? stillLeaders(previous) : leadersOf(previous);
  const shifts = new Map([...leaders].map(([event, { before, moved }]) => [event, before + moved]));
  const isMoved = [...leaders.values()].some(({ moved }) => moved !== 0);
  const isShifted = [...shifts.values()].some((shift) => shift !== 0);
  const following = isMoved ? previous.map((element) => follow(element, shiftBetween(leaders))) : previous;
  if (!isShifted) return { previous: following, next, shifts };
  const knots = next.elements.flatMap((element): Knot[] => {
    const origin = originOf(element);
    const shift = shifts.get(origin?.event ?? "");
    return shift === undefined || origin?.part !== "life-0" ? [] : [{ x: element.x, shift }];
  });
  const shift = interpolated(knots);
  return {
    previous: following,
    next: { ...next, elements: next.elements.map((each) => shifted(each, shift)) },
    shifts,
  };
}

/** The piece of a lifeline that tells where a person dragged it. */
interface Leader {
  readonly x: number;
  /** Before the last drag, and by it. */
  readonly before: number;
  readonly moved: number;
}

function leadersOf(elements: readonly SceneElement[]): ReadonlyMap<string, Leader> {
  const leaders = new Map<string, Leader>();
  for (const element of elements) {
    const event = originOf(element)?.event ?? "";
    if (element.isDeleted || leaders.has(event)) continue;
    const leader = leaderOf(element);
    if (leader !== undefined) leaders.set(event, leader);
  }
  return leaders;
}

function stillLeaders(elements: readonly SceneElement[]): ReadonlyMap<string, Leader> {
  return new Map([...leadersOf(elements)].map(([event, leader]) => [event, { ...leader, moved: 0 }]));
}

function leaderOf(element: SceneElement): Leader | undefined {
  const { base, path } = lastPlace(element) ?? {};
  if (base === undefined || path === undefined || !isLine(element)) return undefined;
  const own = pathOf(element);
  const moves = [0, -1].map((at) => (own.at(at)?.[0] ?? NaN) - (path.at(at)?.[0] ?? NaN));
  const [moved = 0, movedBelow = 0] = moves;
  // A lifeline that was made oblique was not dragged.
  const isDragged = Math.abs(moved) > EXACT && Math.abs(moved - movedBelow) <= EXACT;
  const x = path[0]?.[0] ?? element.x;
  return { x, before: base.shift ?? 0, moved: isDragged ? moved : 0 };
}

function lastPlace(
  element: SceneElement,
): { readonly base: GeneratedBase; readonly path: Path | undefined } | undefined {
  const origin = originOf(element);
  if (origin === undefined || !origin.event.startsWith(LIFELINE)) return undefined;
  const base = origin.part.startsWith("life-") ? readBase(origin) : undefined;
  return base === undefined ? undefined : { base, path: basePath(base) };
}

interface Knot {
  readonly x: number;
  readonly shift: number;
}

function shiftBetween(leaders: ReadonlyMap<string, Leader>): Shift {
  return interpolated([...leaders.values()].map(({ x, moved }) => ({ x, shift: moved })));
}

function interpolated(knots: readonly Knot[]): Shift {
  const sorted = [...knots].sort((one, other) => one.x - other.x);
  return (x) => {
    const at = sorted.findIndex((knot) => knot.x >= x);
    const [low, high] = [at < 0 ? sorted.at(-1) : sorted[at - 1], at < 0 ? undefined : sorted[at]];
    if (low === undefined || high === undefined) return (low ?? high)?.shift ?? 0;
    return low.shift + ((high.shift - low.shift) * (x - low.x)) / (high.x - low.x);
  };
}

/** The heading stands over the whole drawing, wherever its lifelines are. */
function isHeading(element: SceneElement): boolean {
  return originOf(element)?.event === "ladder";
}

/** Moves an element, and where it was generated, along with dragged lifelines. */
function follow(element: SceneElement, shift: Shift): SceneElement {
  const origin = originOf(element);
  const base = origin === undefined ? undefined : readBase(origin);
  if (origin === undefined || base === undefined || isHeading(element)) return element;
  if (!isLine(element)) return followBox(element, base, shift);
  const path = basePath(base);
  return path === undefined ? element : followLine(element, path, shift);
}

function followBox(element: SceneElement, base: GeneratedBase, shift: Shift): SceneElement {
  const origin = originOf(element);
  const [x = 0, y = 0, width = 0, height = 0] = base.box.split(" ").map(Number);
  const dx = shift(x + width / 2);
  if (origin === undefined || Math.abs(dx) <= EXACT) return element;
  const marked = withMovedBase(element, origin, { x: x + dx, y, width, height });
  return Math.abs(element.x - x - dx) <= TOGETHER ? marked : { ...marked, x: element.x + dx };
}

function followLine(element: LinearElement, path: Path, shift: Shift): SceneElement {
  const origin = originOf(element);
  const moved = path.map(([x, y]): Point => [x + shift(x), y]);
  if (origin === undefined || path.every(([x], at) => x === moved[at]?.[0])) return element;
  const marked = withMovedBase(element, origin, pathFields(moved));
  const isOwn = isAlong(pathOf(element), moved);
  return isOwn ? marked : { ...marked, ...pathFields(carriedPath(pathOf(element), path, moved)) };
}

function isAlong(one: Path, other: Path): boolean {
  return (
    one.length === other.length && one.every(([x], at) => Math.abs(x - (other[at]?.[0] ?? NaN)) <= TOGETHER)
  );
}

/** Gives a generated element where the dragged lifelines take it. */
function shifted(element: SceneElement, shift: Shift): SceneElement {
  if (isHeading(element)) return element;
  if (isLine(element)) {
    const path = pathOf(element);
    const moved = path.map(([x, y]): Point => [x + shift(x), y]);
    return path.every(([x], at) => x === moved[at]?.[0]) ? element : { ...element, ...pathFields(moved) };
  }
  const dx = shift(element.x + element.width / 2);
  const x = Math.round((element.x + dx) * 100) / 100;
  return dx === 0 ? element : { ...element, x, angle: turned(element, shift) };
}

/** A label stays along its arrow, which is less steep when it is longer. */
function turned({ x, width, angle }: SceneElement, shift: Shift): number {
  const stretch = width === 0 ? 1 : 1 + (shift(x + width) - shift(x)) / width;
  if (angle === 0 || stretch <= 0) return angle;
  const slope = Math.atan(Math.tan(angle) / stretch);
  return Math.round((slope < 0 ? slope + 2 * Math.PI : slope) * 1e6) / 1e6;
}

function isLine(element: SceneElement): element is LinearElement {
  return element.type === "line" || element.type === "arrow";
}
