import type { Exchange } from "./exchange";

/** Gives the numbers of the frames at some positions, in the order of the segments, each once; −1 is left out. */
export function evidence(
  { columns }: Pick<Exchange, "columns">,
  positions: readonly number[],
): readonly number[] {
  const ordered = positions.filter((position) => position >= 0 && position < columns.count);
  ordered.sort((left, right) => left - right);
  const numbers: number[] = [];
  for (const position of ordered) {
    const number = columns.number[position] ?? 0;
    if (numbers.at(-1) !== number) numbers.push(number);
  }
  // In a capture they always rise.
  return isRising(numbers) ? numbers : [...new Set(numbers)];
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
}
