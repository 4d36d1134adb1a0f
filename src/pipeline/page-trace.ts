import type { BlockOptions, Shown } from "../read/text/block-options";
import type { BlockReading } from "./read-block";
import type { Trace } from "../trace/trace";
import { foldDetail } from "../trace/fold-detail";
import { lifelinePages } from "../trace/lifeline-pages";
import { withEndpointOrder } from "../trace/with-endpoint-order";
import { foldTrace } from "../trace/with-folds";
import { withPhases } from "../trace/with-phases";
import { withRoundTrips } from "../trace/with-round-trips";
import { withWrittenTimers } from "../trace/with-written-timers";
import { withoutCrowdedTransit } from "../trace/without-crowded-transit";

/** What is drawn of a block, or of a part of it. */
export interface DrawnTraces {
  /** The ladder: what would be too long is folded, what is asked for is added. */
  readonly ladder: Trace;
  /** What its folded rows stand for; undefined where there are none, or nobody wants it. */
  readonly detail: Trace | undefined;
}

/** Gives what is drawn of a block in one picture, however wide. */
export function drawnWhole({ trace, options }: BlockReading): Trace {
  return drawnTraces(options.endpoints.length === 0 ? withEndpointOrder(trace) : trace, options).ladder;
}

/** Gives what is drawn of a block in drawing notes, before it is cut into pages: parts of as many lifelines as can be read. */
export function drawnParts({ trace, options }: BlockReading): readonly DrawnTraces[] {
  const isOrdered = options.endpoints.length > 0;
  return lifelinePages(trace).map((part) => drawnTraces(isOrdered ? part : withEndpointOrder(part), options));
}

function drawnTraces(trace: Trace, options: BlockOptions): DrawnTraces {
  const isShown = (item: Shown): boolean => options.show.includes(item) && !options.hide.includes(item);
  const folding = foldTrace(trace, options.fold ?? "auto");
  let ladder = withoutCrowdedTransit(folding.trace);
  if (!options.hide.includes("timers")) ladder = withWrittenTimers(ladder);
  if (isShown("rtt")) ladder = withRoundTrips(ladder);
  if (isShown("phases")) ladder = withPhases(ladder);
  const detail = options.hide.includes("details")
    ? undefined
    : foldDetail(trace, folding.runs, isShown("details"));
  return { ladder, detail: detail === undefined ? undefined : withoutCrowdedTransit(detail) };
}
