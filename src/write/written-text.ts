import type { Diagnostic } from "../base/diagnostic";

/** A trace as a text, and what of it the text does not say; lines count in the text. */
export interface WrittenText {
  /** Ends with a line break. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}
