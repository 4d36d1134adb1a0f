import { DiagnosticError, type Diagnostic, type TextPosition } from "../../base/diagnostic";
import type { Filter } from "./filter";
import { parseFilter } from "./parse-filter";

/** A filter as a block writes it, and where. */
interface WrittenFilter {
  readonly text: string;
  readonly at: TextPosition;
}

/** A filter to be applied, and what is to be said about it. */
interface FilterReading {
  readonly parsed: Filter | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Understands a filter; without one every frame passes. Throws `DiagnosticError` where it cannot be understood:
 * it must not draw everything, nor nothing. `isHeld` is as for `parseFilter`.
 */
export function readFilter(
  written: WrittenFilter | undefined,
  isHeld?: (field: string) => boolean,
): FilterReading {
  if (written === undefined) return { parsed: undefined, diagnostics: [] };
  const { filter, diagnostics } = parseFilter(written.text, written.at, isHeld);
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new DiagnosticError(error);
  return { parsed: filter, diagnostics };
}
