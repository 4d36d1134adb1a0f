import { nanoseconds, type Nanoseconds } from "../../base/time";

/** A time of a pasted text, taken apart so that no digit is lost. */
export interface PastedTime {
  /** `plain`: `0.000123` or seconds since 1970; `clock`: since midnight; `date`: since 1970 in an unknown time zone. */
  readonly form: "plain" | "clock" | "date";
  readonly seconds: number;
  readonly nanoseconds: number;
}

const PLAIN = /^(\d{1,10})(?:[.,](\d{1,12}))?s?$/u;
const CLOCK =
  /^(?:(.{6,14}?)[ T]+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(?: ?([AP]M))?(?:Z| ?[A-Z]{2,4}|\.?s| ?[+-]\d{2}:?\d{2})?$/u;
const DAY = 86_400;

/**
 * Gives a time as Wireshark and tcpdump print it (seconds, clock, date and clock, since 1970), with a point or a
 * comma before the decimals; undefined for other text. Beyond nanoseconds nothing is kept.
 */
export function parsePastedTime(text: string): PastedTime | undefined {
  const plain = PLAIN.exec(text);
  if (plain !== null)
    return { form: "plain", seconds: Number(plain[1]), nanoseconds: nanosecondsOf(plain[2]) };
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [, date, hours, minutes, seconds = "0", decimals, half] = match;
  const clock = hourOf(Number(hours), half) * 3600 + Number(minutes) * 60 + Number(seconds);
  const fraction = nanosecondsOf(decimals);
  if (date === undefined) return { form: "clock", seconds: clock, nanoseconds: fraction };
  const days = parseDate(date);
  return days === undefined
    ? undefined
    : { form: "date", seconds: days * DAY + clock, nanoseconds: fraction };
}

function nanosecondsOf(decimals = ""): number {
  return decimals === "" ? 0 : Number(decimals.slice(0, 9).padEnd(9, "0"));
}

function hourOf(hour: number, half: string | undefined): number {
  return half === undefined ? hour : (hour % 12) + (half === "PM" ? 12 : 0);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Gives the days since 1970 of `2026-11-21`, `2026/11/21`, `2026/325`, `21.11.2026` or `Nov 21, 2026`. */
function parseDate(text: string): number | undefined {
  const named = /^([A-Z][a-z]{2}) +(\d{1,2}),? +(\d{4})$/u.exec(text);
  const month = months.indexOf(named?.[1] ?? "") + 1;
  if (named !== null)
    return month === 0 ? undefined : daysSince1970(Number(named[3]), month, Number(named[2]));
  const numbers = text.split(/[-/.]/u).map(Number);
  const [first = Number.NaN, second = Number.NaN, third] = numbers;
  if (numbers.length > 3 || numbers.some(Number.isNaN)) return undefined;
  if (third === undefined) return daysSince1970(first, 1, 1) + second - 1;
  return first > 31 ? daysSince1970(first, second, third) : daysSince1970(third, second, first);
}

/** Days of the Gregorian calendar; March is the first month, so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const fromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}

/**
 * Gives each time as a span since the first, in the order of the lines; undefined where none stands.
 *
 * A column whose first time is zero and whose times often fall holds differences to the frame
 * before. A clock that falls by more than half a day has passed midnight.
 */
export function spansSinceFirst(
  times: readonly (PastedTime | undefined)[],
): readonly (Nanoseconds | undefined)[] {
  const first = times.find((time) => time !== undefined);
  if (first === undefined) return times.map(() => undefined);
  const isDelta = holdsDifferences(times.filter((time) => time !== undefined));
  let now = 0;
  return times.map((time) => {
    if (time === undefined) return undefined;
    if (isDelta) now += time.seconds * 1e9 + time.nanoseconds;
    else now = afterMidnight(difference(first, time), now, time.form);
    return nanoseconds(now);
  });
}

/** Exact: the difference of the seconds is taken before nanoseconds are added. */
function difference(first: PastedTime, time: PastedTime): number {
  return (time.seconds - first.seconds) * 1e9 + time.nanoseconds - first.nanoseconds;
}

function afterMidnight(span: number, before: number, form: PastedTime["form"]): number {
  if (form !== "clock") return span;
  const day = DAY * 1e9;
  return span - before < -day / 2 ? span + day * Math.ceil((before - day / 2 - span) / day) : span;
}

function holdsDifferences(times: readonly PastedTime[]): boolean {
  const first = times[0];
  if (first === undefined || first.form === "date" || first.seconds !== 0 || first.nanoseconds !== 0)
    return false;
  const falls = times.filter((time, i) => {
    const before = times[i - 1];
    return before !== undefined && difference(before, time) < 0;
  });
  // A capture whose clock went back, or whose frames were reordered, falls now and then.
  return falls.length > 0 && falls.length * 5 >= times.length;
}
