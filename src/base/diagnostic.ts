import type { DiagnosticCode } from "./words/diagnostic-code";

/** How much a finding matters: an error costs content, a warning a doubt, a remark neither. */
export type Severity = "error" | "warning" | "remark";

/** A place among octets: counted from the start of the file, or of the frame where `frame` is given. */
export interface OctetPosition {
  readonly kind: "octets";
  readonly offset: number;
  /** Frame number, from 1. */
  readonly frame?: number;
  /** Name of the layer the offset lies in, as Wireshark abbreviates it ("ip", "tcp"). */
  readonly layer?: string;
}

/** A place in a text; line and column count from 1, in UTF-16 units. */
export interface TextPosition {
  readonly kind: "text";
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Where a finding was made. */
export type Position = OctetPosition | TextPosition;

/**
 * A finding as data; words are made once, by `formatDiagnostic`.
 *
 * `found` and `needed` hold the values that disagree, in the unit the code's row in
 * docs/diagnostics.md names. `suggestion` is a replacement the user may type. `count`
 * tells how often the same cause was met when only its first place is reported.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly at?: Position;
  readonly found?: string | number;
  readonly needed?: string | number;
  readonly suggestion?: string;
  readonly count?: number;
}

/**
 * The only error this program throws on bad input: nothing could be read, and why.
 *
 * Readers throw it when there is nothing to draw; note readers when the note cannot be
 * understood, in which case the note is left untouched.
 */
export class DiagnosticError extends Error {
  readonly diagnostic: Diagnostic;
  /** What had been found before it came to that, in the order it was found. */
  readonly others: readonly Diagnostic[];

  /** By its name: in main.js the window and the core have each a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "DiagnosticError";
  }

  constructor(diagnostic: Diagnostic, others: readonly Diagnostic[] = []) {
    super(diagnostic.code);
    this.name = "DiagnosticError";
    this.diagnostic = diagnostic;
    this.others = others;
  }
}
