import type { Nanoseconds } from "../base/time";

const SECOND = 1_000_000_000;
const MOST_DECIMALS = 9;

/** Gives seconds with as many decimals as there are, and at least as many as asked for: `0.000021`, `5`. Not for times before zero. */
export function writtenSeconds(time: Nanoseconds, decimals = 0): string {
  const { seconds, rest } = parts(time);
  const digits = rest.replace(/0+$/u, "").padEnd(decimals, "0");
  return digits === "" ? seconds : `${seconds}.${digits}`;
}

/** Gives how many decimals the times of a table need: a whole number of thousandths, so that they line up. */
export function decimalsOf(times: Iterable<Nanoseconds>): number {
  let decimals = 0;
  for (const time of times) decimals = Math.max(decimals, parts(time).rest.replace(/0+$/u, "").length);
  return Math.ceil(decimals / 3) * 3;
}

/** Gives a span with its unit: `0.05s`. */
export function writtenSpan(span: Nanoseconds): string {
  return `${writtenSeconds(span)}s`;
}

function parts(time: Nanoseconds): { readonly seconds: string; readonly rest: string } {
  const seconds = Math.floor(time / SECOND);
  const rest = String(Math.round(time - seconds * SECOND)).padStart(MOST_DECIMALS, "0");
  return { seconds: String(seconds), rest };
}
