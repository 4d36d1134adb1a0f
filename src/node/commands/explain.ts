import { explainTrace, explanationSection } from "../../pipeline";
import { blockNumber, blockSource, readSource, type SelectionFlags } from "../block-source";
import type { ExitCode } from "../command-error";
import { readInput } from "../input";
import type { Session } from "../session";
import { visibleText } from "../visible-text";

/** Which input to explain, and which part of it. */
export interface ExplainRequest {
  readonly input: string;
  readonly flags: SelectionFlags & { readonly block?: string };
}

/** Prints what happened, as Markdown; says so where there is nothing to explain. Throws `CommandError`. */
export async function explain(
  { input, flags }: ExplainRequest,
  session: Session,
): Promise<ExitCode | undefined> {
  const source = blockSource(await readInput(input, flags), flags, blockNumber(flags.block));
  const { trace } = await readSource(source, session);
  session.progress.clear();
  const explanations = explainTrace(trace, source.subject.firstLine);
  if (explanations.length === 0) {
    const why =
      flags.filter === undefined
        ? "there is no TCP conversation to explain"
        : "a filter leaves out what would explain it";
    session.reporter.say("remark", `${input}: ${why}`);
  }
  await session.print(visibleText(explanationSection(explanations)));
  return undefined;
}
