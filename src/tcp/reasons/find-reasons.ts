import type { Finding } from "../finding";
import type { ObservedSegment } from "../observed-segment";
import { closingFindings } from "./closings";
import { observeExchange, type Exchange } from "./exchange";
import { openingFindings } from "./openings";
import { pauseFindings } from "./pauses";
import { gapFindings, repeatFindings } from "./repeats";
import { resetFindings } from "./resets";
import { segmentColumns, type SegmentColumns } from "./segment-columns";

/**
 * Gives what can be said of a conversation and why: who opened, paused, repeated, closed or reset, in the
 * order in which it began. docs/tcp-reasons.md words the rules.
 *
 * Total: segments may be none, in whatever order, with numbers or without. Without a clock nothing is said
 * about pauses; without numbers nothing about repeats.
 */
export function findReasons(segments: readonly ObservedSegment[]): readonly Finding[] {
  return reasonsOf(observeExchange(segmentColumns(segments)));
}

/** Gives the same of a conversation that was observed before; pauses are left out that are shorter than so many nanoseconds. */
export function reasonsOf(exchange: Exchange, shortestPause = 0): readonly Finding[] {
  if (exchange.columns.count === 0) return [];
  const later = [
    ...repeatFindings(exchange),
    ...gapFindings(exchange),
    ...pauseFindings(exchange, shortestPause),
    ...closingFindings(exchange),
    ...resetFindings(exchange),
  ];
  return [...openingFindings(exchange), ...inOrder(exchange, later)];
}

function inOrder({ columns }: Exchange, findings: Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const positionOf = positionsByNumber(columns);
  return findings
    .map((finding) => ({ finding, at: positionOf(tellingFrame(finding)) }))
    .sort((one, other) => one.at - other.at)
    .map(({ finding }) => finding);
}

/** Gives how to find the position of a number: frames rise, the lines of a list in the order of their times may not. */
function positionsByNumber({ number: numbers, count, isRising }: SegmentColumns): (number: number) => number {
  if (!isRising) {
    const positions = new Map([...numbers.subarray(0, count)].map((number, at) => [number, at]));
    return (number) => positions.get(number) ?? 0;
  }
  return (number) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** A reset's evidence reaches far back; it is told where it happened. */
function tellingFrame({ kind, frames }: Finding): number {
  return (kind === "reset" ? frames.at(-1) : frames[0]) ?? -1;
}
