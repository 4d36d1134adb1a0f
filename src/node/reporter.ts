import type { Diagnostic, Severity } from "../base/diagnostic";
import { formatDiagnostic, type DiagnosticSubject } from "../base/format-diagnostic";
import { visibleText } from "./visible-text";

/** Tells a person on stderr what was found, and remembers the worst of it for the exit code. */
export interface Reporter {
  /** Says each finding in full. */
  readonly findings: (found: readonly Diagnostic[], subject: DiagnosticSubject) => void;
  /** Says something about the work itself; a warning counts under `--strict`. */
  readonly say: (severity: Severity, words: string) => void;
  /** Gives the worst severity said so far. */
  readonly worst: () => Severity | undefined;
}

const rank: Readonly<Record<Severity, number>> = { remark: 0, warning: 1, error: 2 };

/** Gives a reporter that hands each message, with its line break, to `write`. */
export function createReporter(write: (text: string) => void): Reporter {
  let worst: Severity | undefined;
  const note = (severity: Severity): void => {
    if (worst === undefined || rank[severity] > rank[worst]) worst = severity;
  };
  return {
    findings(found, subject) {
      for (const diagnostic of found) {
        note(diagnostic.severity);
        write(`${visibleText(formatDiagnostic(diagnostic, subject))}\n`);
      }
    },
    say(severity, words) {
      note(severity);
      write(`${visibleText(words)}\n`);
    },
    worst: () => worst,
  };
}
