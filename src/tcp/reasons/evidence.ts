import type { Exchange } from "./exchange";

/** Gives the numbers of the frames at some positions, in the order of the segments, each once; −1 is left out. */
export function evidence(
  { columns }: Pick<Exchange, "columns">,
  positions: readonly number[],
): readonly number[] {
  const ordered = positions.filter((position) => position >= 0 && position < columns.count);
  ordered.sort((left, right) => left - right);
  const numbers = ordered.map((position) => columns.number[position] ?? 0);
  return [...new Set(numbers)];
}
