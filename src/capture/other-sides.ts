import type { OtherSides } from "./capture-index";
import { grown } from "./growing-column";

const SMALLEST_CAPACITY = 64;

/** Sides of headers beside a frame's own, while they are being found. */
export class GrowingOtherSides {
  #rows = new Int32Array(SMALLEST_CAPACITY);
  #sides = new Int32Array(SMALLEST_CAPACITY);
  count = 0;

  /** Adds a side of a row; rows never fall. */
  add(row: number, side: number): void {
    if (this.count === this.#rows.length) {
      this.#rows = grown(Int32Array, this.#rows, this.count * 2);
      this.#sides = grown(Int32Array, this.#sides, this.count * 2);
    }
    this.#rows[this.count] = row;
    this.#sides[this.count] = side;
    this.count += 1;
  }

  /** Puts another side in the place of one, if that stands at an entry. */
  replace(entry: number, side: number, by: number): void {
    if (entry < this.count && this.#sides[entry] === side) this.#sides[entry] = by;
  }

  /** Gives the columns, exactly as long as there are entries. */
  finish(): OtherSides {
    return {
      rows: grown(Int32Array, this.#rows, this.count),
      sides: grown(Int32Array, this.#sides, this.count),
    };
  }
}

/** Gives the other sides of a row, outer header first. */
export function otherSidesOf({ rows, sides }: OtherSides, row: number): readonly number[] {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let i = low; rows[i] === row; i += 1) found.push(sides[i] ?? -1);
  return found;
}
