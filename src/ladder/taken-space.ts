import { overlap, type Polygon } from "./polygon";

/** Height of a shelf: a few rows of a ladder, so that a label meets a handful of neighbours. */
const SHELF = 128;

interface Taken {
  readonly polygon: Polygon;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What already stands on the page, found again by height. */
export class TakenSpace {
  private readonly shelves = new Map<number, Taken[]>();

  /** Takes the space of a convex polygon or a line. */
  add(polygon: Polygon): void {
    const whole = measured(polygon);
    for (let shelf = Math.floor(whole.top / SHELF); shelf * SHELF <= whole.bottom; shelf += 1) {
      const taken = polygon.length === 2 ? onShelf(whole, shelf) : whole;
      const others = this.shelves.get(shelf);
      if (others === undefined) this.shelves.set(shelf, [taken]);
      else others.push(taken);
    }
  }

  /** Gives true where nothing that was added overlaps the polygon. */
  isFree(polygon: Polygon): boolean {
    const wanted = measured(polygon);
    for (let shelf = Math.floor(wanted.top / SHELF); shelf * SHELF <= wanted.bottom; shelf += 1) {
      if (this.shelves.get(shelf)?.some((taken) => collide(taken, wanted)) === true) return false;
    }
    return true;
  }
}

function measured(polygon: Polygon): Taken {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of polygon) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { polygon, left, right, top, bottom };
}

/** The part of a line on one shelf: a long arrow is in the way of few labels, its outline of all. */
function onShelf(whole: Taken, shelf: number): Taken {
  const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = whole.polygon;
  const [top, bottom] = [Math.max(whole.top, shelf * SHELF), Math.min(whole.bottom, (shelf + 1) * SHELF)];
  if (top === whole.top && bottom === whole.bottom) return whole;
  const slope = (x2 - x1) / (y2 - y1);
  const [from, to] = [x1 + slope * (top - y1), x1 + slope * (bottom - y1)];
  const polygon: Polygon = [
    [from, top],
    [to, bottom],
  ];
  return { polygon, left: Math.min(from, to), right: Math.max(from, to), top, bottom };
}

/** Most neighbours are told apart by their outlines, which is cheap. */
function collide(a: Taken, b: Taken): boolean {
  if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) return false;
  return overlap(a.polygon, b.polygon);
}
