import { DiagnosticError } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { indexCapture, packetRows, traceRows } from "../../pipeline";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { readInput } from "../input";
import { inputParts, type InputPart, type PartFlags } from "../input-parts";
import type { Session } from "../session";

/** What `packets` is to print. */
export interface PacketsRequest {
  readonly input: string;
  /** Wireshark's names, in the order of the columns. */
  readonly fields: readonly string[];
  readonly flags: PartFlags;
}

type Row = readonly string[];

/** Characters gathered before they are written: a write for each row would take longer than the reading. */
const WRITE_SIZE = 64 * 1024;

/** Prints a header line and one line per frame, tab-separated. Throws `CommandError`. */
export async function packets(request: PacketsRequest, session: Session): Promise<ExitCode | undefined> {
  try {
    await printRows(request, session);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const isBadField = error.diagnostic.code === "unknown-field";
    const name = isBadField ? "--fields" : request.input;
    const exitCode = isBadField ? exitCodes.badArguments : exitCodes.failed;
    throw new CommandError(exitCode, formatDiagnostic(error.diagnostic, { name }));
  }
  return undefined;
}

async function printRows(request: PacketsRequest, session: Session): Promise<void> {
  let text = `${request.fields.join("\t")}\n`;
  for (const part of await inputParts(
    await readInput(request.input, request.flags),
    session,
    request.flags,
  )) {
    for await (const row of await rowsOf(part, request, session)) {
      text += `${row.join("\t")}\n`;
      if (text.length < WRITE_SIZE) continue;
      await session.print(text);
      text = "";
    }
  }
  await session.print(text);
}

async function rowsOf(
  part: InputPart,
  request: PacketsRequest,
  session: Session,
): Promise<AsyncIterable<Row> | Iterable<Row>> {
  if (part.kind === "trace") return traceRows(part.trace, request.fields, part.rules);
  const index = await indexCapture(part.source, session.progress.show, part.rules);
  session.progress.clear();
  session.reporter.findings(index.diagnostics, { name: part.source.name });
  return packetRows(part.source, index, request.fields);
}
