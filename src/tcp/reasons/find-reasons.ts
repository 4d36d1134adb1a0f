import type { Finding } from "../finding";
import type { ObservedSegment } from "../observed-segment";
import { closingFindings } from "./closings";
import { observeExchange, type Exchange } from "./exchange";
import { openingFindings } from "./openings";
import { pauseFindings } from "./pauses";
import { gapFindings, repeatFindings } from "./repeats";
import { resetFindings } from "./resets";
import { segmentColumns } from "./segment-columns";

/**
 * Gives what can be said of a conversation and why: who opened, paused, repeated, closed or reset, in the
 * order in which it began. docs/tcp-reasons.md words the rules.
 *
 * Total: any segments, also none, in any order, with numbers or without. Without a clock nothing is said
 * about pauses; without numbers nothing about repeats.
 */
export function findReasons(segments: readonly ObservedSegment[]): readonly Finding[] {
  return reasonsOf(observeExchange(segmentColumns(segments)));
}

/** Gives the same of a conversation that was observed before. */
export function reasonsOf(exchange: Exchange): readonly Finding[] {
  if (exchange.columns.count === 0) return [];
  const later = [
    ...repeatFindings(exchange),
    ...gapFindings(exchange),
    ...pauseFindings(exchange),
    ...closingFindings(exchange),
    ...resetFindings(exchange),
  ];
  return [...openingFindings(exchange), ...inOrder(exchange, later)];
}

function inOrder({ columns }: Exchange, findings: Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const positions = new Map(findings.map((finding) => [tellingFrame(finding), 0]));
  for (let at = 0; at < columns.count; at += 1) {
    const number = columns.number[at] ?? 0;
    if (positions.has(number)) positions.set(number, at);
  }
  const begins = (finding: Finding): number => positions.get(tellingFrame(finding)) ?? 0;
  return findings.sort((one, other) => begins(one) - begins(other));
}

/** A reset's evidence reaches far back; it is told where it happened. */
function tellingFrame({ kind, frames }: Finding): number {
  return (kind === "reset" ? frames.at(-1) : frames[0]) ?? -1;
}
