import type { LadderBox, LadderPoint, PlacedText } from "./ladder";

/** A convex polygon by its corners in order; two points are a line. */
export type Polygon = readonly LadderPoint[];

/** Gives the corners of a text's box, turned about its centre. */
export function textPolygon({ x, y, width, height, angle }: PlacedText): Polygon {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const corner = (dx: number, dy: number): LadderPoint => [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
  const [w, h] = [width / 2, height / 2];
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)];
}

/** Gives the corners of an upright box. */
export function boxPolygon({ x, y, width, height }: LadderBox): Polygon {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/**
 * Gives true where two convex polygons share a point inside them; touching is no overlap.
 *
 * By separating axes: two convex shapes are apart exactly when some side of either separates them.
 */
export function overlap(a: Polygon, b: Polygon): boolean {
  return !isSeparatedBy(a, a, b) && !isSeparatedBy(b, a, b);
}

/** Rounding of coordinates far down a long page. */
const TOLERANCE = 1e-6;

/** Asked thousands of times a page: one pass over the corners, nothing allocated. */
function isSeparatedBy(sides: Polygon, a: Polygon, b: Polygon): boolean {
  let [x1, y1] = sides[sides.length - 1] ?? NOWHERE;
  for (const [x2, y2] of sides) {
    const [nx, ny] = [y1 - y2, x2 - x1];
    [x1, y1] = [x2, y2];
    if (nx === 0 && ny === 0) continue;
    const least = TOLERANCE * Math.sqrt(nx * nx + ny * ny);
    if (highest(a, nx, ny) <= -highest(b, -nx, -ny) + least) return true;
    if (highest(b, nx, ny) <= -highest(a, -nx, -ny) + least) return true;
  }
  return false;
}

const NOWHERE: LadderPoint = [0, 0];

/** Gives how far a polygon reaches in a direction. */
function highest(polygon: Polygon, nx: number, ny: number): number {
  let most = -Infinity;
  for (const [x, y] of polygon) {
    const reach = x * nx + y * ny;
    if (reach > most) most = reach;
  }
  return most;
}
