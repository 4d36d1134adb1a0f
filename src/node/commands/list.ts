import { DiagnosticError, type Diagnostic } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { ConversationCursor } from "../../pipeline";
import { writeCount, writeNumber, writeOctets, writeSpan, type WriteFigure } from "../cell-figures";
import { CellTable, type TableColumn } from "../cell-table";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { conversationRows, type ConversationRow, type RowList } from "../conversation-rows";
import { readInput, type Input } from "../input";
import { inputParts, type PartFlags } from "../input-parts";
import type { Session } from "../session";

/** Orders of a list by the word for `--sort`: what comes first has the smallest weight. */
const weights = {
  number: () => 0,
  start: ({ start }) => Number(start ?? 0),
  packets: ({ frames }) => -frames,
  bytes: (row) => -sumOf(row.octetsEachWay ?? row.payloadEachWay),
  duration: ({ duration }) => 0 - Number(duration ?? 0),
  "sent-again": ({ retransmissions = 0 }) => -retransmissions,
  anomalies: (row) => -(anomaliesOf(row) ?? 0),
} as const satisfies Readonly<Record<string, (row: ConversationRow) => number>>;

/** How to print a list; without analysis only what the columns of the index tell. */
export interface ListFlags extends PartFlags {
  readonly json?: boolean;
  readonly analysis?: boolean;
  readonly sort?: keyof typeof weights;
  readonly filter?: string;
}

/** In octets: of smaller inputs little is compiled, and asking for V8's flags takes longer than that saves. */
const LARGE = 4e6;

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
  if (isLarge(input)) (await import("../compile-less")).compileLess();
  const printed = asJson ? new JsonList() : new TableList();
  for (const part of await inputParts(input, session, flags)) {
    try {
      addRows(printed, await conversationRows(part, session, wishes), sort);
    } catch (error) {
      throw error instanceof DiagnosticError ? refused(error.diagnostic, name, filter) : error;
    }
  }
  if (printed.isEmpty) session.reporter.say("remark", `${name}: ${whyNone(filter)}`);
  for (const text of printed.texts()) await session.print(text);
  return undefined;
}

/** Of a stream nobody knows. */
function isLarge(input: Input): boolean {
  return input.kind === "capture" && (input.source.size ?? Infinity) >= LARGE;
}

function addRows(printed: JsonList | TableList, rows: RowList, order: ListFlags["sort"]): void {
  if (order !== undefined && order !== "number") {
    for (const place of sorted(rows, weights[order])) printed.add(rows.at(place));
    return;
  }
  for (let place = 0; place < rows.count; place += 1) printed.add(rows.at(place));
}

/** Gives the places of rows, the smallest weight first. */
function sorted({ count, at }: RowList, weigh: (row: ConversationRow) => number): Uint32Array {
  const weighed = Float64Array.from({ length: count }, (_, place) => weigh(at(place)));
  const places = Uint32Array.from(weighed, (_, place) => place);
  return places.sort((one, other) => (weighed[one] ?? 0) - (weighed[other] ?? 0) || one - other);
}

/** What was sent again counts, too. */
function anomaliesOf({ retransmissions, anomalies }: ConversationRow): number | undefined {
  if (retransmissions === undefined) return undefined;
  let sum = retransmissions;
  for (const kind in anomalies) sum += anomalies[kind] ?? 0;
  return sum;
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

const columns: readonly TableColumn[] = [
  { heading: "#", align: "right" },
  { heading: "protocol", align: "left" },
  { heading: "client", align: "left" },
  { heading: "server", align: "left" },
  { heading: "packets", align: "right" },
  { heading: "bytes ->", align: "right" },
  { heading: "bytes <-", align: "right" },
  { heading: "start", align: "right" },
  { heading: "duration", align: "right" },
  { heading: "completeness", align: "left" },
  { heading: "sent again", align: "right" },
  { heading: "anomalies", align: "right" },
  { heading: "server name", align: "left" },
  { heading: "what matters", align: "left" },
];

class TableList {
  readonly #table = new CellTable(columns);

  get isEmpty(): boolean {
    return this.#table.isEmpty;
  }

  add(row: ConversationRow): void {
    const table = this.#table;
    const [sent, received] = row.octetsEachWay ?? row.payloadEachWay;
    table.addFigure(writeNumber, row.number);
    table.add(row.protocol);
    this.#addEnds(row);
    table.addFigure(writeCount, row.frames);
    table.addFigure(writeOctets, sent);
    table.addFigure(writeOctets, received);
    this.#addIfKnown(writeSpan, row.start);
    this.#addIfKnown(writeSpan, row.duration);
    table.add(row.completenessText ?? "");
    this.#addIfKnown(writeCount, row.retransmissions);
    this.#addIfKnown(writeCount, anomaliesOf(row));
    table.add(row.serverName ?? "");
    table.add(row.matter ?? "");
  }

  /** Addresses of IPv4 need not become texts. */
  #addEnds(row: ConversationRow): void {
    if (row instanceof ConversationCursor && row.isIpv4) {
      this.#table.addIpv4End(row.addressOf(0), row.portOf(0));
      this.#table.addIpv4End(row.addressOf(1), row.portOf(1));
    } else for (const end of row.ends) this.#table.add(end);
  }

  #addIfKnown(write: WriteFigure, figure: number | undefined): void {
    if (figure === undefined) this.#table.add("");
    else this.#table.addFigure(write, figure);
  }

  texts(): Iterable<Uint8Array> {
    return this.isEmpty ? [] : this.#table.lines();
  }
}
