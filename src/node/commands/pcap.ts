import { dirname } from "node:path";
import { DiagnosticError } from "../../base/diagnostic";
import { formatDiagnostic } from "../../base/format-diagnostic";
import { isOwnCapture, writeBlockCapture, type BlockReading } from "../../pipeline";
import { blockNumber, blockSource, readSource, type SelectionFlags } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import { notOurs } from "../draw-note";
import { isTaken, makeFolder, readOctets, writeAtomically } from "../files";
import { readInput } from "../input";
import type { Session } from "../session";
import { visibleText } from "../visible-text";

/** What `pcap` may be told. */
export interface PcapFlags extends SelectionFlags {
  readonly block?: string;
  readonly output: string;
}

/** Writes what an input says as a pcapng file. Throws `CommandError`. */
export async function pcap(name: string, flags: PcapFlags, session: Session): Promise<ExitCode | undefined> {
  const source = blockSource(await readInput(name, flags), flags, blockNumber(flags.block));
  const { octets, diagnostics } = written(await readSource(source, session), name);
  session.progress.clear();
  session.reporter.findings(diagnostics, { name: flags.output });
  if (flags.output === "-") await new Promise<void>((taken) => process.stdout.write(octets, () => taken()));
  else await put(flags.output, octets, session);
  return undefined;
}

function written(reading: BlockReading, name: string): ReturnType<typeof writeBlockCapture> {
  try {
    return writeBlockCapture(reading);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new CommandError(exitCodes.failed, formatDiagnostic(error.diagnostic, { name }));
  }
}

/** Only a capture this program made is replaced: another one is somebody's evidence. */
async function put(path: string, octets: Uint8Array, session: Session): Promise<void> {
  const present = isTaken(path) ? readOctets(path) : undefined;
  if (present !== undefined && !isOwnCapture(present)) throw notOurs(path);
  const isSame = present !== undefined && Buffer.compare(present, octets) === 0;
  makeFolder(dirname(path));
  if (!isSame) writeAtomically(path, octets);
  await session.print(visibleText(`${isSame ? "unchanged" : "wrote"} ${path}\n`));
}
