import type { Exchange } from "./exchange";

/** Gives the numbers of the frames at some positions, in the order of the segments, each once; −1 is left out. */
export function evidence(
  { steps }: Pick<Exchange, "steps">,
  positions: readonly number[],
): readonly number[] {
  const ordered = [...new Set(positions)].sort((left, right) => left - right);
  const numbers = ordered.flatMap((position) => steps[position]?.segment.number ?? []);
  return [...new Set(numbers)];
}
