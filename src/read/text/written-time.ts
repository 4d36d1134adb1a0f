import { nanoseconds, type Nanoseconds } from "../../base/time";

/** A time as written. */
export interface WrittenTime {
  /** `since-start`: `0.5`, `12ms`; `clock`: `12:00:01.5`, since midnight; `after-previous`: `+5s`. */
  readonly kind: "since-start" | "clock" | "after-previous";
  readonly value: Nanoseconds;
}

const unitNanoseconds: ReadonlyMap<string, number> = new Map([
  ["ns", 1],
  ["us", 1e3],
  ["µs", 1e3],
  ["μs", 1e3],
  ["ms", 1e6],
  ["s", 1e9],
  ["sec", 1e9],
  ["m", 60e9],
  ["min", 60e9],
  ["h", 3600e9],
]);

const SPAN = /^(\d{1,12})(?:\.(\d{1,32}))? ?([a-zµμ]{0,3})$/u;
const CLOCK = /^(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,32}))?$/u;

/** Gives a span written with an optional unit (`5`, `49.2ms`, `2 min`), seconds where none stands; undefined for other text. */
export function parseSpan(text: string): Nanoseconds | undefined {
  const match = SPAN.exec(text);
  if (match === null) return undefined;
  const unit = unitNanoseconds.get(match[3] === "" ? "s" : (match[3] ?? ""));
  if (unit === undefined) return undefined;
  return nanoseconds(Number(match[1]) * unit + fraction(match[2], unit));
}

/** Gives a time at the start of a line, or the arrival after `..`; undefined for other text. */
export function parseWrittenTime(text: string): WrittenTime | undefined {
  if (text.startsWith("+")) {
    const value = parseSpan(text.slice(1));
    return value === undefined ? undefined : { kind: "after-previous", value };
  }
  const clock = CLOCK.exec(text);
  if (clock !== null) return parseClock(clock);
  const value = parseSpan(text);
  return value === undefined ? undefined : { kind: "since-start", value };
}

function parseClock(match: RegExpExecArray): WrittenTime | undefined {
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const whole = (hours * 3600 + minutes * 60 + seconds) * 1e9;
  return { kind: "clock", value: nanoseconds(whole + fraction(match[4], 1e9)) };
}

// Decimals are scaled as a whole number: 49.2 * 1e6 would not be exact.
function fraction(decimals: string | undefined, unit: number): number {
  if (decimals === undefined) return 0;
  // What stands behind the nanoseconds comes from programs that print a sum of times as it is.
  const digits = decimals.slice(0, 15);
  return Math.round((Number(digits) * unit) / 10 ** digits.length);
}

/** Gives the offset after the time that starts at `at`, `at` where none does. A blank may part number and unit. */
export function endOfTime(line: string, at: number): number {
  TIME_AT.lastIndex = at;
  const match = TIME_AT.exec(line);
  return match === null ? at : at + match[0].length;
}

const TIME_AT =
  /\+?\d{1,12}(?:(?::\d{2}:\d{2})?(?:[.,]\d{1,32})?(?: ?(?:ns|us|µs|μs|ms|sec|s|min|m|h))?)(?=[ \t]|\.\.|$)/uy;
