import { writeSync } from "node:fs";
import { DiagnosticError } from "../base/diagnostic";
import { formatDiagnostic } from "../base/format-diagnostic";
import { runArguments } from "./arguments";
import { CommandError, describeSystemError, exitCodes, type ExitCode } from "./command-error";
import { createSession, type Session } from "./session";

/**
 * Runs one command line (without `node` and the script) to its end and gives the exit code.
 *
 * Never throws: bad input is words on stderr, a bug of ours one line that asks for a report.
 */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  endWithTheOutput();
  const session = createSession();
  try {
    return await runArguments(argv, session);
  } catch (error) {
    return explain(error, session);
  } finally {
    session.progress.clear();
  }
}

function explain(error: unknown, session: Session): ExitCode {
  if (error instanceof CommandError) {
    session.reporter.say("error", `packet-ladder: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof DiagnosticError) {
    session.reporter.say("error", formatDiagnostic(error.diagnostic, { name: "packet-ladder" }));
    return exitCodes.failed;
  }
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  session.reporter.say(
    "error",
    `packet-ladder: a bug of this program, please report it: ${firstLine(words)}`,
  );
  return exitCodes.failed;
}

function firstLine(words: string): string {
  return words.split("\n", 1)[0] ?? "";
}

/** `packet-ladder packets … | head` ends when `head` does; that is no failure. A full disk behind `>` is one. */
function endWithTheOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // Once is enough for a process that runs several command lines.
    if (stream.listenerCount("error") > 0) continue;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(exitCodes.done);
      if (stream === process.stdout)
        writeSync(process.stderr.fd, `packet-ladder: ${describeSystemError(error, "standard output")}\n`);
      process.exit(exitCodes.failed);
    });
  }
}
