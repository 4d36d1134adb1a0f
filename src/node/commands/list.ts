import { DiagnosticError, type Diagnostic } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { formatSpan } from "../../base/time";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { conversationRows, type ConversationRow } from "../conversation-rows";
import { readInput } from "../input";
import { inputParts, type PartFlags } from "../input-parts";
import { formatCount, formatOctets } from "../progress";
import type { Session } from "../session";
import { visibleText } from "../visible-text";

/** Orders of a list by the word for `--sort`: what comes first has the smallest weight. */
const weights = {
  number: () => 0,
  start: ({ start }) => Number(start ?? 0),
  packets: ({ frames }) => -frames,
  bytes: (row) => -sumOf(row.octetsEachWay ?? row.payloadEachWay),
  duration: ({ duration }) => 0 - Number(duration ?? 0),
  "sent-again": ({ retransmissions = 0 }) => -retransmissions,
} as const satisfies Readonly<Record<string, (row: ConversationRow) => number>>;

/** How to print a list; without analysis only what the columns of the index tell. */
export interface ListFlags extends PartFlags {
  readonly json?: boolean;
  readonly analysis?: boolean;
  readonly sort?: keyof typeof weights;
  readonly filter?: string;
}

/** Prints the conversations of an input as a table or as JSON. Throws `CommandError`. */
export async function list(
  name: string,
  { json: asJson = false, analysis = true, sort, filter, ...flags }: ListFlags,
  session: Session,
): Promise<ExitCode | undefined> {
  // What comes through a pipe is not kept for the names in it, only for a filter.
  const isReadOnce = name === "-" && filter === undefined;
  const wishes = { hasAnalysis: analysis, hasVerdicts: asJson, hasNames: analysis && !isReadOnce, filter };
  const input = await readInput(name, { engine: flags.engine, isReadOnce });
  const printed = asJson ? new JsonList() : new TableList();
  for (const part of await inputParts(input, session, flags)) {
    try {
      for (const row of sorted(await conversationRows(part, session, wishes), sort)) printed.add(row);
    } catch (error) {
      throw error instanceof DiagnosticError ? refused(error.diagnostic, name, filter) : error;
    }
  }
  if (printed.isEmpty) session.reporter.say("remark", `${name}: ${whyNone(filter)}`);
  for (const text of printed.texts()) await session.print(text);
  return undefined;
}

function sorted(rows: Iterable<ConversationRow>, order: ListFlags["sort"]): Iterable<ConversationRow> {
  if (order === undefined || order === "number") return rows;
  const weigh = weights[order];
  return [...rows].sort((left, right) => weigh(left) - weigh(right));
}

function sumOf([one, other]: readonly [number, number]): number {
  return one + other;
}

function whyNone(filter: string | undefined): string {
  return filter === undefined
    ? "there is no TCP or UDP conversation"
    : "no conversation has a frame that the filter lets through";
}

/** A fault in the filter points into it. */
function refused(diagnostic: Diagnostic, name: string, filter: string | undefined): CommandError {
  if (diagnostic.at?.kind !== "text" || filter === undefined)
    return new CommandError(exitCodes.failed, formatDiagnostic(diagnostic, { name }));
  const words = formatDiagnostic(diagnostic, { name: "--filter", text: filter });
  return new CommandError(exitCodes.badArguments, words);
}

/** Rows that are printed at once: the text of a large list is never there as a whole. */
const ROWS_AT_ONCE = 2000;

class JsonList {
  readonly #lines: string[] = [];

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  add(row: ConversationRow): void {
    this.#lines.push(`  ${JSON.stringify(row)}`);
  }

  *texts(): Iterable<string> {
    yield this.isEmpty ? "[]\n" : "[\n";
    for (let at = 0; at < this.#lines.length; at += ROWS_AT_ONCE) {
      const isLast = at + ROWS_AT_ONCE >= this.#lines.length;
      yield `${this.#lines.slice(at, at + ROWS_AT_ONCE).join(",\n")}${isLast ? "\n]" : ","}\n`;
    }
  }
}

const columns = [
  "#",
  "protocol",
  "client",
  "server",
  "packets",
  "bytes ->",
  "bytes <-",
  "start",
  "duration",
  "completeness",
  "sent again",
  "server name",
  "what matters",
] as const;

/** Columns of words; all others hold numbers, which stand right. */
const wordColumns: ReadonlySet<string> = new Set([
  ...["protocol", "client", "server", "completeness", "server name", "what matters"],
]);

const isWords = columns.map((column) => wordColumns.has(column));

class TableList {
  readonly #rows: (readonly string[])[] = [];
  readonly #widths = columns.map((column) => column.length);

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  add(row: ConversationRow): void {
    const cells = cellsOf(row);
    for (let at = 0; at < cells.length; at += 1)
      this.#widths[at] = Math.max(this.#widths[at] ?? 0, cells[at]?.length ?? 0);
    this.#rows.push(cells);
  }

  *texts(): Iterable<string> {
    if (this.isEmpty) return;
    yield line(columns, this.#widths);
    for (let at = 0; at < this.#rows.length; at += ROWS_AT_ONCE) {
      const lines = this.#rows.slice(at, at + ROWS_AT_ONCE).map((cells) => line(cells, this.#widths));
      yield visibleText(lines.join(""));
    }
  }
}

function line(cells: readonly string[], widths: readonly number[]): string {
  let text = "";
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? "";
    const width = widths[at] ?? 0;
    text += (at === 0 ? "" : "  ") + (isWords[at] === true ? cell.padEnd(width) : cell.padStart(width));
  }
  return `${text.trimEnd()}\n`;
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
    row.start === undefined ? "" : formatSpan(row.start),
    row.duration === undefined ? "" : formatSpan(row.duration),
    row.completenessText ?? "",
    row.retransmissions === undefined ? "" : formatCount(row.retransmissions),
    row.serverName ?? "",
    row.matter ?? "",
  ];
}
