import type { BlockReading } from "./read-block";
import type { BlockOptions } from "../read/text/block-options";
import { cutTrace } from "../trace/cut-trace";
import { withStates, type StateMode } from "../trace/with-states";
import { withTimers } from "../trace/with-timers";
import { withTransit } from "../trace/with-transit";

/** What was read of a block: all of it, and which of its arrows are shown where not all are. */
type Observation = Omit<BlockReading, "observed"> & { readonly shown?: ReadonlySet<string> };

/**
 * Adds to a trace what follows from its segments, as far as the block wants it.
 *
 * What a filter leaves out is left out afterwards: it happened, and what follows from it is true.
 */
export function withInferences({ shown, ...reading }: Observation): BlockReading {
  const { trace: observed, options } = reading;
  const timed = options.slant === undefined || options.slant === "auto" ? withTransit(observed) : observed;
  const trace = withTimers(withStates(timed, stateMode(options)), !options.hide.includes("timers"));
  if (shown === undefined) return { ...reading, observed, trace };
  return { ...reading, observed: cutTrace(observed, shown), trace: cutTrace(trace, shown) };
}

function stateMode({ states, hide }: BlockOptions): StateMode {
  return hide.includes("states") ? "off" : (states ?? "auto");
}
