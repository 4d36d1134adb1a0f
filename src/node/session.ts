import { createProgress, type Progress } from "./progress";
import { createReporter, type Reporter } from "./reporter";

/** What every command talks to a person with. */
export interface Session {
  readonly reporter: Reporter;
  readonly progress: Progress;
  /** Writes text, or its octets, to stdout; done when the text is taken, so that a slow reader slows us down. */
  readonly print: (text: string | Uint8Array) => Promise<void>;
}

/** Gives the session of this process: results on stdout, everything else on stderr. */
export function createSession(): Session {
  const progress = createProgress(process.stderr, () => performance.now());
  const reporter = createReporter((text) => {
    progress.clear();
    process.stderr.write(text);
  });
  return { reporter, progress, print };
}

async function print(text: string | Uint8Array): Promise<void> {
  if (text.length === 0) return;
  await new Promise<void>((taken) => process.stdout.write(text, () => taken()));
}
