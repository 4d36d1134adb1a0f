/** Pairs of positions, increasing on both sides. */
export type Alignment = readonly (readonly [old: number, now: number])[];

/** Two sequences of more cells than this are not compared pair by pair: it would be felt. */
const MOST_CELLS = 4_000_000;

/** How well two items go together; 0: not at all. */
export type Likeness = (old: number, now: number) => number;

/**
 * Gives the order-preserving pairing of two sequences with the greatest sum of likeness.
 *
 * Of equally good ones, that which pairs earliest. `best` is the likeness that no pair exceeds: beginnings
 * and ends that are so alike are paired without a search. Very long differences are left unpaired.
 */
export function alignSequences(
  sizes: readonly [old: number, now: number],
  likeness: Likeness,
  best: number,
): Alignment {
  let [oldEnd, nowEnd] = sizes;
  const pairs: [number, number][] = [];
  let start = 0;
  while (start < oldEnd && start < nowEnd && likeness(start, start) >= best) {
    pairs.push([start, start]);
    start += 1;
  }
  const tail: [number, number][] = [];
  while (oldEnd > start && nowEnd > start && likeness(oldEnd - 1, nowEnd - 1) >= best) {
    oldEnd -= 1;
    nowEnd -= 1;
    tail.push([oldEnd, nowEnd]);
  }
  const middle = alignMiddle([start, oldEnd], [start, nowEnd], likeness);
  return [...pairs, ...middle, ...tail.reverse()];
}

type Range = readonly [start: number, end: number];

/** The likeness of all pairs, and the best sum that can still be reached from each on. */
interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly alike: (row: number, column: number) => number;
  readonly sum: (row: number, column: number) => number;
}

function alignMiddle(old: Range, now: Range, likeness: Likeness): [number, number][] {
  const cells = (old[1] - old[0]) * (now[1] - now[0]);
  if (cells === 0 || cells > MOST_CELLS) return [];
  const table = fillTable(old, now, likeness);
  const pairs: [number, number][] = [];
  let row = 0;
  let column = 0;
  while (row < table.rows && column < table.columns) {
    const alike = table.alike(row, column);
    const sum = table.sum(row, column);
    if (alike > 0 && sum === alike + table.sum(row + 1, column + 1)) {
      pairs.push([old[0] + row, now[0] + column]);
      row += 1;
      column += 1;
    } else if (sum === table.sum(row, column + 1)) column += 1;
    else row += 1;
  }
  return pairs;
}

function fillTable([oldStart, oldEnd]: Range, [nowStart, nowEnd]: Range, likeness: Likeness): Table {
  const rows = oldEnd - oldStart;
  const columns = nowEnd - nowStart;
  const width = columns + 1;
  const sums = new Int32Array((rows + 1) * width);
  const likenesses = new Uint8Array(rows * columns);
  const sum = (row: number, column: number): number => sums[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const alike = likeness(oldStart + row, nowStart + column);
      likenesses[row * columns + column] = alike;
      const paired = alike === 0 ? 0 : alike + sum(row + 1, column + 1);
      sums[row * width + column] = Math.max(paired, sum(row + 1, column), sum(row, column + 1));
    }
  }
  return { rows, columns, sum, alike: (row, column) => likenesses[row * columns + column] ?? 0 };
}
