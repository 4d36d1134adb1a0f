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

function isSeparatedBy(sides: Polygon, a: Polygon, b: Polygon): boolean {
  return sides.some(([x1, y1], i) => {
    const [x2, y2] = sides[(i + 1) % sides.length] ?? [x1, y1];
    const normal: LadderPoint = [y1 - y2, x2 - x1];
    if (normal[0] === 0 && normal[1] === 0) return false;
    const [left, right] = [shadow(a, normal), shadow(b, normal)];
    const length = Math.hypot(...normal);
    return left[1] <= right[0] + TOLERANCE * length || right[1] <= left[0] + TOLERANCE * length;
  });
}

function shadow(polygon: Polygon, [nx, ny]: LadderPoint): readonly [low: number, high: number] {
  const heights = polygon.map(([x, y]) => x * nx + y * ny);
  return [Math.min(...heights), Math.max(...heights)];
}
