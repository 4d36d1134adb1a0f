/** Two sequences of more cells than this are not compared pair by pair: it would be felt. */
const MOST_CELLS = 4_000_000;

/** How two items are compared. */
export interface Comparing<Item> {
  /** How well two items go together, up to 255; 0: not at all. */
  readonly likeness: (old: Item, now: Item) => number;
  /** Whether neither could be more like any other: beginnings and ends that are so alike need no search. */
  readonly isSure: (old: Item, now: Item) => boolean;
}

/**
 * Gives the order-preserving pairing of two sequences with the greatest sum of likeness.
 *
 * Of equally good ones, that which pairs earliest. Very long differences are left unpaired.
 */
export function alignSequences<Item>(
  old: readonly Item[],
  now: readonly Item[],
  { likeness, isSure }: Comparing<Item>,
): (readonly [old: Item, now: Item])[] {
  const alike = (at: number, nowAt: number, how: (old: Item, now: Item) => number): number => {
    const [one, other] = [old[at], now[nowAt]];
    return one === undefined || other === undefined ? 0 : how(one, other);
  };
  const isSureAt = (at: number, nowAt: number): boolean =>
    alike(at, nowAt, (one, other) => Number(isSure(one, other))) === 1;
  let [oldEnd, nowEnd] = [old.length, now.length];
  const pairs: [number, number][] = [];
  let start = 0;
  while (start < oldEnd && start < nowEnd && isSureAt(start, start)) {
    pairs.push([start, start]);
    start += 1;
  }
  const tail: [number, number][] = [];
  while (oldEnd > start && nowEnd > start && isSureAt(oldEnd - 1, nowEnd - 1)) {
    oldEnd -= 1;
    nowEnd -= 1;
    tail.push([oldEnd, nowEnd]);
  }
  const middle = alignMiddle([start, oldEnd], [start, nowEnd], (at, nowAt) => alike(at, nowAt, likeness));
  return [...pairs, ...middle, ...tail.reverse()].flatMap(([at, nowAt]) => {
    const [one, other] = [old[at], now[nowAt]];
    return one === undefined || other === undefined ? [] : [[one, other] as const];
  });
}

/** How well the items at two places go together. */
type Likeness = (old: number, now: number) => number;

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
