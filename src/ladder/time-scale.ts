import { formatSeconds, type Nanoseconds } from "../base/time";
import type { Trace, TraceEvent } from "../trace/trace";
import type { LadderOptions } from "./ladder-options";
import { SILENCE } from "./measures";

/** A silence is torn out of the page only when people would wait for it … */
const LEAST_TEAR = 1e9;
/** … and when it is this many times the trace's usual gap. */
const TEAR_FACTOR = 5;

/** How spans of time become space. */
export interface TimeScale {
  readonly proportional: boolean;
  /** Px of air for a silence that is not torn. */
  readonly height: (gap: number) => number;
  readonly isTorn: (gap: number) => boolean;
}

/**
 * Gives the scale of a page: piecewise, so that 20 µs and 5 s are readable on one.
 *
 * Up to the median gap, rows stand as close as their labels allow; each doubling adds the same air, up
 * to a maximum; what is longer than `tear` is torn. In rows nothing is torn and no silence takes space.
 */
export function timeScale(trace: Trace, options: LadderOptions): TimeScale {
  const proportional = isProportional(trace, options);
  if (!proportional) return { proportional, height: () => 0, isTorn: () => false };
  const gaps = gapsOf(trace);
  const median = gaps[(gaps.length - 1) >> 1] ?? 0;
  return {
    proportional,
    height: (gap) =>
      gap <= median || median === 0 ? 0 : Math.min(SILENCE.max, SILENCE.doubling * Math.log2(gap / median)),
    isTorn: (gap) => gap >= (options.tear ?? Math.max(LEAST_TEAR, TEAR_FACTOR * usualGap(gaps))) && gap > 0,
  };
}

/** Positive gaps between events in the order of time, shortest first. */
function gapsOf(trace: Trace): readonly number[] {
  const times = trace.events.flatMap((event) => momentsOf(event));
  times.sort((a, b) => a - b);
  const gaps = times.map((time, i) => time - (times[i - 1] ?? time)).filter((gap) => gap > 0);
  return gaps.sort((a, b) => a - b);
}

/** An arrow whose way is assumed leaves and arrives; anything else happens when it was seen. */
function momentsOf(event: TraceEvent): readonly number[] {
  const way = /* @__KEY__ */ "assumedWay" in event ? event.assumedWay : undefined;
  if (way !== undefined) return [way.departure, way.arrival];
  return event.time === undefined ? [] : [event.time];
}

/** The median of all gaps but the longest: of two, one may well be the silence itself. */
function usualGap(gaps: readonly number[]): number {
  const others = gaps.slice(0, -1);
  return others[others.length >> 1] ?? 0;
}

function isProportional(trace: Trace, options: LadderOptions): boolean {
  if (options.time !== undefined) return options.time === "proportional";
  return trace.events.some((event) => event.time !== undefined);
}

/** Decimals that tell the times of a trace apart: at least as many as they need, at most nine. */
export function timeDecimals(trace: Trace): 3 | 6 | 9 {
  const times = trace.events.flatMap((event) => (event.time === undefined ? [] : [event.time]));
  if (times.every((time) => time % 1e6 === 0)) return 3;
  if (times.every((time) => time % 1e3 === 0)) return 6;
  const shown = new Set(times.map((time) => formatSeconds(time, 6)));
  return shown.size === new Set<Nanoseconds>(times).size ? 6 : 9;
}
