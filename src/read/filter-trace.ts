import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import type { Trace } from "../trace/trace";
import { matchFilter } from "./filter/match-filter";
import { readFilter } from "./filter/read-filter";
import type { BlockOptions } from "./text/block-options";
import { traceArrows } from "./trace-fields";
import { isHeldByTexts, traceFilterFrame } from "./trace-filter-frame";

/** The arrows that a filter lets through, by their ids, and what is to be said about it. */
export interface FilteredArrows {
  readonly shown: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies the filter of a block to the arrows of a list or pasted text, as `readCapture` does to frames.
 *
 * Throws `DiagnosticError`: what is wrong with the filter, `nothing-selected`, or `filter-field-not-held` where
 * that is the reason.
 */
export function filterTrace(
  trace: Trace,
  { filter, wireshark = "4.4" }: Pick<BlockOptions, "wireshark"> & Required<Pick<BlockOptions, "filter">>,
): FilteredArrows {
  const { parsed, diagnostics } = readFilter(filter, isHeldByTexts);
  const arrows = traceArrows(trace, wireshark);
  const shown = new Set<string>();
  for (const arrow of arrows) if (matchFilter(parsed, traceFilterFrame(arrow))) shown.add(arrow.event.id);
  // A text without messages has other things to be said about it.
  if (shown.size > 0 || arrows.length === 0) return { shown, diagnostics };
  const reason = diagnostics.find(({ code }) => code === "filter-field-not-held");
  throw new DiagnosticError({
    ...(reason ?? { code: "nothing-selected", at: filter.at, found: arrows.length }),
    severity: "error",
  });
}
