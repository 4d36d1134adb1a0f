import type { Trace } from "./trace";

/** Gives the times of a capture's events on the clock: what tells equal packets apart, whatever is filtered. */
export function eventMoments({ start, events }: Trace): ReadonlyMap<string, string> {
  if (start === undefined) return new Map();
  const timed = events.flatMap(({ id, time }): [string, string][] =>
    time === undefined ? [] : [[id, String(start + BigInt(time))]],
  );
  return new Map(timed);
}
