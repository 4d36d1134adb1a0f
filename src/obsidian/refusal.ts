import { DiagnosticError } from "../base/diagnostic";
import { describeDiagnostic } from "../base/format-diagnostic";

/** What was asked for cannot be done here and now; the message says why, and what to do, in plain words. */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refusal";
  }
}

/** Gives a failure in one sentence for a person: a refusal, a finding, or what the vault says. */
export function explainFailure(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof DiagnosticError) return `${capitalised(describeDiagnostic(error.diagnostic))}.`;
  return `This did not work: ${error instanceof Error ? error.message : String(error)}`;
}

/** Gives a sentence its capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
