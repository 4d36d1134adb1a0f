import { dirname } from "node:path";
import { writeBlock, type TextFormat } from "../../pipeline";
import { blockNumber, blockSource, readSource, type SelectionFlags } from "../block-source";
import type { ExitCode } from "../command-error";
import { planText } from "../text-file";
import { writeFiles } from "../draw-note";
import { readInput } from "../input";
import type { Session } from "../session";
import { visibleText } from "../visible-text";

/** What `events` may be told. */
export interface EventsFlags extends SelectionFlags {
  readonly block?: string;
  readonly format: TextFormat;
  readonly output?: string;
}

/** Writes what an input says as an event list, or in another language of text. Throws `CommandError`. */
export async function events(
  name: string,
  flags: EventsFlags,
  session: Session,
): Promise<ExitCode | undefined> {
  const source = blockSource(await readInput(name, flags), flags, blockNumber(flags.block));
  const { text, diagnostics } = writeBlock(await readSource(source, session), flags.format);
  session.progress.clear();
  session.reporter.findings(diagnostics, { name: flags.output ?? "output" });
  if (flags.output === undefined || flags.output === "-") await session.print(visibleText(text));
  else await writeFiles(dirname(flags.output), [planText(flags.output, text)], session);
  return undefined;
}
