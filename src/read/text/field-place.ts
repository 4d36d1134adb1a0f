import type { Place } from "./finding";

const names = { seq: "seq(?:uence(?: number)?)?", ack: "ack(?:nowledge?ment(?: number)?)?" } as const;

/** Gives the place of a sequence number or acknowledgment in its line: behind the field's name, else where the number stands last; else the whole line. */
export function fieldPlace(text: string, line: number, field: "seq" | "ack", number: string): Place {
  const digits = number.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  const named = new RegExp(`\\b${names[field]}[\\s=:#]*(?=${digits}(?![\\w+]))`, "iu").exec(text);
  const start = named === null ? text.lastIndexOf(number) : named.index + named[0].length;
  return start === -1 ? { line, start: 0, end: text.length } : { line, start, end: start + number.length };
}
