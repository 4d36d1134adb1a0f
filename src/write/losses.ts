import type { Diagnostic } from "../base/diagnostic";
import { lineFinding } from "./not-carried";

/** Gathers what a form of writing has no words for: each thing once, with its first line and how often. */
export class Losses {
  readonly #found = new Map<string, { readonly line: number; count: number }>();

  /** Notes that something is lost in a line of what is written, from 1. */
  add(what: string, line: number): void {
    const known = this.#found.get(what);
    if (known === undefined) this.#found.set(what, { line, count: 1 });
    else known.count += 1;
  }

  /** Gives the findings, in the order in which things were lost first. */
  findings(): readonly Diagnostic[] {
    return [...this.#found].map(([what, { line, count }]) => lineFinding(what, line, count));
  }
}
