import { LIFELINE } from "./align-trails";
import { baseOf, mergedFields, originOf, readBase, withMovedBase, type GeneratedBase } from "./merge-base";
import { basePath, pathFields, pathOf, type Path } from "./merge-line";
import type { Point, Scene, SceneElement } from "./scene";

/** Movements below this are none. */
const EXACT = 0.01;

/** So near to where it would have been taken, an element was taken along. */
const TOGETHER = 1;

/** Where the size of letters stands among the fields of a base. */
const FONT_SIZE = mergedFields.findIndex(({ name }) => name === "fontSize");

/** How a person has moved and scaled the whole ladder: a point goes to `scale` times itself, and by `dx`, `dy`. */
export interface Whole {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

const NOWHERE: Point = [NaN, NaN];

const asMade: Whole = { scale: 1, dx: 0, dy: 0 };

/** The drawing and the new scene, both as if the ladder had been generated where a person has put it. */
export interface FollowedWhole {
  readonly previous: readonly SceneElement[];
  readonly next: Scene;
  /** Where it is now; left out where it is as it was made. */
  readonly whole?: string;
  /** Whether it was moved, and nothing has to follow it yet. */
  readonly isAtRest: boolean;
}

/**
 * Lets what is generated follow a ladder that a person moved or scaled as a whole, so that new rows come between the
 * others and not where those were made.
 *
 * A whole is moved where a lifeline and at least half of all else that is no text went the same way. Where nothing is
 * generated otherwise than last, nothing is followed, and the drawing keeps its bytes.
 */
export function followWhole(previous: readonly SceneElement[], next: Scene): FollowedWhole {
  const before = readWhole(previous);
  const standing = moved(next, before);
  const kept = before === asMade ? {} : { whole: writeWhole(before) };
  const by = movedBy(previous);
  const isAtRest = by !== undefined && isNothingNew(previous, standing);
  if (by === undefined || isAtRest) return { previous, next: standing, ...kept, isAtRest };
  const scale = before.scale * by.scale;
  const now = { scale, dx: before.dx * by.scale + by.dx, dy: before.dy * by.scale + by.dy };
  return {
    previous: previous.map((element) => rebased(element, by)),
    next: moved(next, now),
    whole: writeWhole(now),
    isAtRest,
  };
}

function writeWhole({ scale, dx, dy }: Whole): string {
  return [scale, dx, dy].join(" ");
}

/** What most elements say: one whose message was away says where the ladder was before. */
function readWhole(elements: readonly SceneElement[]): Whole {
  const counts = new Map<string, number>();
  for (const element of elements) {
    const whole = element.isDeleted ? undefined : baseIn(element)?.whole;
    if (whole !== undefined) counts.set(whole, (counts.get(whole) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most === undefined ? asMade : parsedWhole(most[0]);
}

function parsedWhole(text: string): Whole {
  const [scale = NaN, dx = NaN, dy = NaN] = text.split(" ").map(Number);
  return scale > 0 && Number.isFinite(scale + dx + dy) ? { scale, dx, dy } : asMade;
}

function baseIn(element: SceneElement): GeneratedBase | undefined {
  const origin = originOf(element);
  return origin === undefined ? undefined : readBase(origin);
}

/** Gives how a ladder was moved since it was generated; undefined where it stands, or is still where it was in height. */
function movedBy(elements: readonly SceneElement[]): Whole | undefined {
  const live = elements.filter(({ isDeleted, type }) => !isDeleted && type !== "text");
  const seen = new Set<string>();
  for (const element of live) {
    const by = originOf(element)?.event.startsWith(LIFELINE) === true ? lineMove(element) : undefined;
    if (by === undefined || seen.has(writeWhole(by))) continue;
    seen.add(writeWhole(by));
    if (Math.abs(by.dy) <= EXACT && Math.abs(by.scale - 1) <= EXACT / 100) return undefined;
    const own = live.filter((each) => baseIn(each) !== undefined);
    if (own.filter((each) => isMovedBy(each, by)).length * 2 > own.length) return by;
  }
  return undefined;
}

/** Gives what has become of a piece of a lifeline that is still upright. */
function lineMove(element: SceneElement): Whole | undefined {
  const [from, to] = [lastPath(element), currentPath(element)];
  const [[x, y], [, below]] = [from[0] ?? NOWHERE, from.at(-1) ?? NOWHERE];
  const [[toX, toY], [toXBelow, toBelow]] = [to[0] ?? NOWHERE, to.at(-1) ?? NOWHERE];
  const scale = (toBelow - toY) / (below - y);
  const isUpright = Math.abs(toX - toXBelow) <= EXACT;
  return isUpright && scale > 0 && scale < Infinity
    ? { scale, dx: toX - scale * x, dy: toY - scale * y }
    : undefined;
}

/** Gives the points of a line, or two corners of a shape, as it was generated last. */
function lastPath(element: SceneElement): Path {
  const base = baseIn(element);
  if (base === undefined) return [];
  const [x = NaN, y = NaN, width = NaN, height = NaN] = base.box.split(" ").map(Number);
  return basePath(base) ?? corners({ x, y, width, height });
}

function currentPath(element: SceneElement): Path {
  return element.type === "line" || element.type === "arrow" ? pathOf(element) : corners(element);
}

type Box = Pick<SceneElement, "x" | "y" | "width" | "height">;

function corners({ x, y, width, height }: Box): Path {
  return [
    [x, y],
    [x + width, y + height],
  ];
}

function isMovedBy(element: SceneElement, by: Whole): boolean {
  const [from, to] = [lastPath(element), currentPath(element)];
  const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= TOGETHER;
  return (
    from.length === to.length &&
    from.every((point, at) => {
      const [x, y] = pointBy(point, by);
      return isNear(x, to[at]?.[0] ?? NaN) && isNear(y, to[at]?.[1] ?? NaN);
    })
  );
}

function pointBy([x, y]: Point, { scale, dx, dy }: Whole): Point {
  return [exact(scale * x + dx), exact(scale * y + dy)];
}

function exact(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

function isNothingNew(previous: readonly SceneElement[], next: Scene): boolean {
  const present = new Map(previous.map((element) => [element.id, element]));
  const generated = new Set(next.elements.map(({ id }) => id));
  return (
    previous.every((each) => each.isDeleted || originOf(each) === undefined || generated.has(each.id)) &&
    next.elements.every((element) => {
      const mine = present.get(element.id);
      const base = mine === undefined ? undefined : baseIn(mine);
      const { box, fields, text } = baseOf(element);
      return base?.box === box && base.fields === fields && base.text === text;
    })
  );
}

/** Gives a generated scene where the whole ladder is. */
function moved(next: Scene, by: Whole): Scene {
  return by === asMade ? next : { ...next, elements: next.elements.map((each) => elementBy(each, by)) };
}

function elementBy(element: SceneElement, by: Whole): SceneElement {
  if (element.type === "line" || element.type === "arrow")
    return { ...element, ...pathFields(pathOf(element).map((point) => pointBy(point, by))) };
  const size = element.type === "text" ? { fontSize: exact(element.fontSize * by.scale) } : {};
  return { ...element, ...boxBy(element, by), ...size };
}

function boxBy({ x, y, width, height }: Box, by: Whole): Box {
  const [left, top] = pointBy([x, y], by);
  return { x: left, y: top, width: exact(width * by.scale), height: exact(height * by.scale) };
}

/** Gives an element of the drawing as if it had been generated where the whole ladder is. */
function rebased(element: SceneElement, by: Whole): SceneElement {
  const origin = originOf(element);
  const base = baseIn(element);
  if (origin === undefined || base === undefined) return element;
  const { scale } = by;
  const path = basePath(base);
  if (path !== undefined)
    return withMovedBase(element, origin, { scale, ...pathFields(path.map((point) => pointBy(point, by))) });
  const [x = 0, y = 0, width = 0, height = 0] = base.box.split(" ").map(Number);
  const fontSize = Number(base.fields.split("\n")[FONT_SIZE]);
  const size = fontSize > 0 ? { fontSize: exact(fontSize * scale) } : {};
  return withMovedBase(element, origin, { scale, ...boxBy({ x, y, width, height }, by), ...size });
}
