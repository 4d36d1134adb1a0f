import { overlap, type Polygon } from "./polygon";

/** Height of a shelf: about one row of a ladder, so that a label meets a handful of neighbours. */
const SHELF = 64;

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
    const taken = measured(polygon);
    for (let shelf = Math.floor(taken.top / SHELF); shelf * SHELF <= taken.bottom; shelf += 1) {
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
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { polygon, left, right, top, bottom };
}

/** Most neighbours are told apart by their outlines, which is cheap. */
function collide(a: Taken, b: Taken): boolean {
  if (a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top) return false;
  return overlap(a.polygon, b.polygon);
}
