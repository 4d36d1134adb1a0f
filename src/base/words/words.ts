import type { Diagnostic } from "../diagnostic";

/** The sentence and, where one helps, the hint of a diagnostic. */
export interface Words {
  /** What was found and what was needed, without a final period. */
  readonly says: (diagnostic: Diagnostic) => string;
  /** What to do next. */
  readonly hint?: (diagnostic: Diagnostic) => string;
}
