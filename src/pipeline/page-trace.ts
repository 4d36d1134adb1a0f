import type { Shown } from "../read/text/block-options";
import type { BlockReading } from "./read-block";
import type { Trace } from "../trace/trace";
import { foldDetail } from "../trace/fold-detail";
import { withEndpointOrder } from "../trace/with-endpoint-order";
import { foldTrace } from "../trace/with-folds";
import { withPhases } from "../trace/with-phases";
import { withRoundTrips } from "../trace/with-round-trips";
import { withWrittenTimers } from "../trace/with-written-timers";
import { withoutCrowdedTransit } from "../trace/without-crowded-transit";

/** What is drawn of a block. */
export interface DrawnTraces {
  /** The ladder: what would be too long is folded, what is asked for is added. */
  readonly ladder: Trace;
  /** What its folded rows stand for; undefined where there are none, or nobody wants it. */
  readonly detail: Trace | undefined;
}

/** Gives what is drawn of a block, before it is cut into pages. */
export function drawnTraces({ trace, options }: BlockReading): DrawnTraces {
  const isShown = (item: Shown): boolean => options.show.includes(item) && !options.hide.includes(item);
  const ordered = options.endpoints.length === 0 ? withEndpointOrder(trace) : trace;
  const folding = foldTrace(ordered, options.fold ?? "auto");
  let ladder = withoutCrowdedTransit(folding.trace);
  if (!options.hide.includes("timers")) ladder = withWrittenTimers(ladder);
  if (isShown("rtt")) ladder = withRoundTrips(ladder);
  if (isShown("phases")) ladder = withPhases(ladder);
  const detail = options.hide.includes("details")
    ? undefined
    : foldDetail(ordered, folding.runs, isShown("details"));
  return { ladder, detail: detail === undefined ? undefined : withoutCrowdedTransit(detail) };
}
