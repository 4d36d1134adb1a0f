import { observedConversations, type ObservedConversation } from "../../trace/observed-conversations";
import type { Trace } from "../../trace/trace";
import { withMarks } from "../../trace/with-marks";
import { withReasons } from "../../trace/with-reasons";
import type { BlockOptions } from "./block-options";

/** A trace of a text, and its conversations as a whole: what the checker looks at as well. */
export interface BuiltTrace {
  readonly trace: Trace;
  readonly observed: readonly ObservedConversation[];
}

/** Gives a trace whose segments are all there with marks, reasons and verdicts. */
export function judgedTrace(trace: Trace, options: Pick<BlockOptions, "marks">): BuiltTrace {
  const observed = observedConversations(trace);
  const marked = withMarks(trace, options.marks ?? "reasoned", true, observed);
  return { trace: withReasons(marked, observed), observed };
}
