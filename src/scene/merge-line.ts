import { mergedFields, type Aspect, type GeneratedBase } from "./merge-base";
import type { LinearElement, Point } from "./scene";

/** The path of a line on the page. */
export type Path = readonly Point[];

/** A path as the fields of an element. */
export interface PathFields {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly points: Path;
}

/** Gives the path of a line. */
export function pathOf({ x, y, points }: Pick<LinearElement, "x" | "y" | "points">): Path {
  return points.map(([px, py]): Point => [x + px, y + py]);
}

/** Where the points stand among the fields of a base. */
const POINTS = mergedFields.findIndex(({ name }) => name === "points");

/** Points nearer than this are the same. */
const EXACT = 0.01;

/** Gives the path of a line as it was generated last; undefined where the base has none that can be read. */
export function basePath(base: GeneratedBase): Path | undefined {
  const [x = NaN, y = NaN] = base.box.split(" ").map(Number);
  const relative = readPoints(base.fields.split("\n")[POINTS] ?? "");
  return relative === undefined || Number.isNaN(x + y) ? undefined : pathOf({ x, y, points: relative });
}

function readPoints(text: string): Path | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 && value.every(isPoint) ? value : undefined;
  } catch {
    // A drawing is a file: a base that somebody has damaged is none.
    return undefined;
  }
}

function isPoint(value: unknown): value is Point {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "number");
}

/** A line merged. */
export interface MergedPath {
  readonly changes: Partial<PathFields>;
  readonly changed: readonly Aspect[];
  readonly kept: readonly Aspect[];
}

/** Merges a line with the same line generated anew: what a person dragged keeps its distance from it. */
export function mergePath(mine: LinearElement, theirs: LinearElement, base: Path): MergedPath {
  const [own, generated] = [pathOf(mine), pathOf(theirs)];
  const isShaped = !isSameShape(own, base);
  const isMoved = !isNear(own[0], base[0]);
  const kept = [...(isMoved ? ["place" as const] : []), ...(isShaped ? ["size" as const] : [])];
  if (isSamePath(generated, base)) return { changes: {}, changed: [], kept };
  const isOnlyMoved = isSameShape(generated, base);
  const changed = [isOnlyMoved ? ("place" as const) : ("size" as const)];
  if (!isShaped && !isMoved) {
    const { x, y, width, height, points } = theirs;
    return { changes: isOnlyMoved ? { x, y } : { x, y, width, height, points }, changed, kept };
  }
  const fields = pathFields(carriedPath(own, base, generated));
  return { changes: isOnlyMoved ? { x: fields.x, y: fields.y } : fields, changed, kept };
}

function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((point, at) => isNear(point, other[at]));
}

function isSameShape(one: Path, other: Path): boolean {
  return isSamePath(fromFirst(one), fromFirst(other));
}

function fromFirst(path: Path): Path {
  const [x, y] = path[0] ?? [0, 0];
  return path.map(([px, py]): Point => [px - x, py - y]);
}

function isNear(one: Point | undefined, other: Point | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one[0] - other[0]) <= EXACT && Math.abs(one[1] - other[1]) <= EXACT;
}

/**
 * Gives a person's path moved along with the generated one.
 *
 * Each point keeps its distance from where it was generated. Where a person added or took away points, the ends
 * keep theirs, and what is between them is moved in proportion.
 */
export function carriedPath(mine: Path, base: Path, generated: Path): Path {
  return mine.map(([x, y], at): Point => {
    const [dx, dy] = movement(base, generated, mine.length < 2 ? 0 : at / (mine.length - 1));
    return [x + dx, y + dy];
  });
}

/** How far the generated path moved, at a fraction of its points. */
function movement(base: Path, generated: Path, fraction: number): Point {
  const [x, y] = pointAt(base, fraction);
  const [toX, toY] = pointAt(generated, fraction);
  return [toX - x, toY - y];
}

function pointAt(path: Path, fraction: number): Point {
  const place = fraction * (path.length - 1);
  const low = Math.floor(place);
  const [x, y] = path[low] ?? [0, 0];
  const [toX, toY] = path[low + 1] ?? [x, y];
  return [x + (toX - x) * (place - low), y + (toY - y) * (place - low)];
}

/** Gives the fields of a path: its first point is the element's place. */
export function pathFields(path: Path): PathFields {
  const [x, y] = path[0] ?? [0, 0];
  const xs = path.map(([px]) => px);
  const ys = path.map(([, py]) => py);
  return {
    x: exact(x),
    y: exact(y),
    width: exact(Math.max(...xs) - Math.min(...xs)),
    height: exact(Math.max(...ys) - Math.min(...ys)),
    points: path.map(([px, py]): Point => [exact(px - x), exact(py - y)]),
  };
}

/** Adding and subtracting leaves crumbs far below what is seen; without them, doing it again changes nothing. */
function exact(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
