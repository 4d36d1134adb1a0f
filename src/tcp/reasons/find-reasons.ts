import type { Finding } from "../finding";
import type { ObservedSegment } from "../observed-segment";
import { closingFindings } from "./closings";
import { observeExchange, type Exchange } from "./exchange";
import { openingFindings } from "./openings";
import { pauseFindings } from "./pauses";
import { gapFindings, repeatFindings } from "./repeats";
import { resetFindings } from "./resets";

/**
 * Gives what can be said of a conversation and why: who opened, paused, repeated, closed or reset, in the
 * order in which it began. docs/tcp-reasons.md words the rules.
 *
 * Total: any segments, also none, in any order, with numbers or without. Without a clock nothing is said
 * about pauses; without numbers nothing about repeats.
 */
export function findReasons(segments: readonly ObservedSegment[]): readonly Finding[] {
  return reasonsOf(observeExchange(segments));
}

/** Gives the same of a conversation that was observed before. */
export function reasonsOf(exchange: Exchange): readonly Finding[] {
  if (exchange.steps.length === 0) return [];
  const order = new Map(exchange.steps.map(({ segment }, position) => [segment.number, position]));
  // A reset's evidence reaches far back; it is told where it happened.
  const begins = ({ kind, frames }: Finding): number =>
    order.get((kind === "reset" ? frames.at(-1) : frames[0]) ?? -1) ?? 0;
  const later = [
    ...repeatFindings(exchange),
    ...gapFindings(exchange),
    ...pauseFindings(exchange),
    ...closingFindings(exchange),
    ...resetFindings(exchange),
  ].sort((one, other) => begins(one) - begins(other));
  return [...openingFindings(exchange), ...later];
}
