import type { Diagnostic } from "../../base/diagnostic";
import { parseLine } from "./parse-line";
import type { Statement } from "./statement";
import { opensEvents, tokenizeLine } from "./tokenize-line";

/** Gives what the lines of an event list say, in their order; a line that is not understood is reported. */
export function readStatements(
  lines: readonly string[],
  report: (diagnostic: Diagnostic) => void,
): readonly Statement[] {
  const statements: Statement[] = [];
  let beforeEvents = true;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const tokenized = tokenizeLine(line, beforeEvents);
    if (opensEvents(tokenized.shape)) beforeEvents = false;
    const statement = parseLine({ text: line, number: index + 1, tokenized }, report);
    if (statement !== undefined) statements.push(statement);
  }
  return statements;
}
