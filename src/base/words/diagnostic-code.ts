import type { captureWords } from "./capture-words";
import type { noteWords } from "./note-words";
import type { textWords } from "./text-words";
import type { writingWords } from "./writing-words";

/** The closed set of findings; docs/diagnostics.md has a row for each. */
export type DiagnosticCode =
  | keyof typeof captureWords
  | keyof typeof noteWords
  | keyof typeof textWords
  | keyof typeof writingWords;
