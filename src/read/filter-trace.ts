import { DiagnosticError, type Diagnostic } from "../base/diagnostic";
import { cutTrace } from "../trace/cut-trace";
import type { Trace } from "../trace/trace";
import { matchFilter } from "./filter/match-filter";
import { readFilter } from "./filter/read-filter";
import type { BlockOptions, PlacedChoice } from "./text/block-options";
import { traceArrows } from "./trace-fields";
import { isHeldByTexts, traceFilterFrame } from "./trace-filter-frame";

/** The arrows that a filter lets through, by their ids, and what is to be said about it. */
export interface FilteredArrows {
  readonly shown: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives the conversation of a list or pasted text that a block asks for, as if the text held nothing else; all of it
 * where none is chosen.
 *
 * Throws `DiagnosticError` `no-such-conversation`.
 */
export function chosenTrace(trace: Trace, choice: PlacedChoice | undefined): Trace {
  const number = choice === undefined ? undefined : chosenNumber(trace, choice);
  if (number === undefined) return trace;
  const own = trace.events.filter((event) => event.kind === "segment" && event.conversation === number);
  const conversations = trace.conversations.filter((each) => each.number === number);
  return { ...cutTrace(trace, new Set(own.map(({ id }) => id))), conversations };
}

/** Undefined for all, and where there is none to choose from. Ends are named as in the list, either way round. */
function chosenNumber({ conversations }: Trace, choice: PlacedChoice): number | undefined {
  if (choice.kind === "all" || conversations.length === 0) return undefined;
  const found = conversations.find(({ number, client, server }) =>
    choice.kind === "ends"
      ? isPair(choice.ends, [client, server]) || isPair(choice.ends, [server, client])
      : choice.kind === "number" && number === choice.number,
  );
  if (found !== undefined) return found.number;
  const name = choice.kind === "ends" ? choice.ends.join(" - ") : String(choice.number);
  const place = choice.at === undefined ? {} : { at: choice.at };
  throw new DiagnosticError({
    ...{ code: "no-such-conversation", severity: "error", ...place },
    ...{ found: name, needed: conversations.length },
  });
}

function isPair(ends: readonly [string, string], [from, to]: readonly [string, string]): boolean {
  return ends[0].toLowerCase() === from.toLowerCase() && ends[1].toLowerCase() === to.toLowerCase();
}

/**
 * Applies the filter of a block to the arrows of a list or pasted text, as `readCapture` does to frames; undefined
 * without one.
 *
 * Throws `DiagnosticError`: what is wrong with the filter, `nothing-selected`, or `filter-field-not-held` where
 * that is the reason.
 */
export function filterTrace(
  trace: Trace,
  { filter, wireshark = "4.4" }: Pick<BlockOptions, "wireshark" | "filter">,
): FilteredArrows | undefined {
  if (filter === undefined) return undefined;
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
