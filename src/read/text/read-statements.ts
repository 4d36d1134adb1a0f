import type { Diagnostic } from "../../base/diagnostic";
import { reportHeard, type HeardLine } from "./heard-lines";
import { parseLine } from "./parse-line";
import { isOddLine, plainerLine } from "./plainer-line";
import type { Statement } from "./statement";
import type { TokenizedLine } from "./token";
import { opensEvents, tokenizeLine } from "./tokenize-line";

type Report = (diagnostic: Diagnostic) => void;

/**
 * Gives what the lines of an event list say, in their order; a line that is not understood is reported.
 *
 * Lines that are understood once bullets and the like are left out are read so, with one remark for all.
 */
export function readStatements(lines: readonly string[], report: Report): readonly Statement[] {
  const statements: Statement[] = [];
  const heard: HeardLine[] = [];
  let beforeEvents = true;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const { text, tokenized } = tokenizedLine(line, beforeEvents);
    if (text !== line) heard.push([index, text.trim()]);
    if (opensEvents(tokenized.shape)) beforeEvents = false;
    const statement = parseLine({ text, number: index + 1, tokenized }, report);
    if (statement !== undefined) statements.push(statement);
  }
  reportHeard(heard, lines, report);
  return statements;
}

interface PlainLine {
  readonly text: string;
  readonly tokenized: TokenizedLine;
}

function tokenizedLine(text: string, beforeEvents: boolean): PlainLine {
  const tokenized = tokenizeLine(text, beforeEvents);
  if (tokenized.shape !== "unknown" && !isOddLine(text)) return { text, tokenized };
  const plain = plainerLine(text);
  const again = tokenizeLine(plain, beforeEvents);
  return plain !== text && opensEvents(again.shape) ? { text: plain, tokenized: again } : { text, tokenized };
}
