import { DiagnosticError } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { formatSpan } from "../../base/time";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { conversationRows, type ConversationRow } from "../conversation-rows";
import { readInput } from "../input";
import { inputParts, type PartFlags } from "../input-parts";
import { formatCount, formatOctets } from "../progress";
import type { Session } from "../session";
import { visibleText } from "../visible-text";

/** How to print a list; without analysis only what the columns of the index tell. */
export interface ListFlags extends PartFlags {
  readonly json?: boolean;
  readonly analysis?: boolean;
}

/** Prints the conversations of an input as a table or as JSON. Throws `CommandError`. */
export async function list(
  name: string,
  { json: asJson = false, analysis = true, ...flags }: ListFlags,
  session: Session,
): Promise<ExitCode | undefined> {
  const rows: ConversationRow[] = [];
  for (const part of await inputParts(
    await readInput(name, { engine: flags.engine, isReadOnce: true }),
    session,
    flags,
  )) {
    try {
      rows.push(...(await conversationRows(part, session, analysis)));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      throw new CommandError(exitCodes.failed, formatDiagnostic(error.diagnostic, { name }));
    }
  }
  if (rows.length === 0) session.reporter.say("remark", `${name}: there is no TCP or UDP conversation`);
  await session.print(asJson ? jsonOf(rows) : tableOf(rows));
  return undefined;
}

function jsonOf(rows: readonly ConversationRow[]): string {
  return rows.length === 0 ? "[]\n" : `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`;
}

const columns = [
  "#",
  "protocol",
  "client",
  "server",
  "packets",
  "bytes ->",
  "bytes <-",
  "duration",
  "completeness",
  "sent again",
  "what matters",
] as const;

/** Columns of words; all others hold numbers, which stand right. */
const wordColumns: ReadonlySet<string> = new Set([
  ...["protocol", "client", "server", "completeness", "what matters"],
]);

function tableOf(rows: readonly ConversationRow[]): string {
  if (rows.length === 0) return "";
  const table = [[...columns], ...rows.map(cellsOf)];
  const widths = columns.map((_, at) =>
    table.reduce((most, cells) => Math.max(most, cells[at]?.length ?? 0), 0),
  );
  return visibleText(table.map((cells) => `${line(cells, widths)}\n`).join(""));
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, at) =>
    wordColumns.has(columns[at] ?? "") ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
  );
  return padded.join("  ").trimEnd();
}

function cellsOf(row: ConversationRow): string[] {
  const [sent, received] = row.octetsEachWay ?? row.payloadEachWay;
  return [
    String(row.number),
    row.protocol,
    ...row.ends,
    formatCount(row.frames),
    formatOctets(sent),
    formatOctets(received),
    row.duration === undefined ? "" : formatSpan(row.duration),
    row.completenessText ?? "",
    row.retransmissions === undefined ? "" : formatCount(row.retransmissions),
    row.matter ?? "",
  ];
}
