import type { Shown } from "../read/text/block-options";
import type { BlockReading } from "./read-block";
import type { Trace } from "../trace/trace";
import { withEndpointOrder } from "../trace/with-endpoint-order";
import { withFolds } from "../trace/with-folds";
import { withPhases } from "../trace/with-phases";
import { withRoundTrips } from "../trace/with-round-trips";
import { withWrittenTimers } from "../trace/with-written-timers";
import { withoutCrowdedTransit } from "../trace/without-crowded-transit";

/** Gives the trace as a page shows it: what would be too long is folded, what is asked for is added. */
export function pageTrace({ trace, options }: BlockReading): Trace {
  const isShown = (item: Shown): boolean => options.show.includes(item) && !options.hide.includes(item);
  const ordered = options.endpoints.length === 0 ? withEndpointOrder(trace) : trace;
  let page = withoutCrowdedTransit(withFolds(ordered, options.fold ?? "auto"));
  if (!options.hide.includes("timers")) page = withWrittenTimers(page);
  if (isShown("rtt")) page = withRoundTrips(page);
  return isShown("phases") ? withPhases(page) : page;
}
