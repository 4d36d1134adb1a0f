import { dirname, join } from "node:path";
import { describeReport } from "../../pipeline";
import { linkOpener } from "../block-source";
import { CommandError, exitCodes, type ExitCode } from "../command-error";
import {
  drawNote,
  printPlan,
  printVerdicts,
  reportMerges,
  writeFiles,
  type DrawnNote,
  type NoteToDraw,
  type PlannedDrawing,
} from "../draw-note";
import { isFile } from "../find-link";
import { folderOf, readInput } from "../input";
import type { Session } from "../session";

/** A note as it stands in its file. */
export interface NoteFile extends NoteToDraw {
  readonly path: string;
  /** The byte order mark it begins with, or nothing. */
  readonly mark: string;
}

/** The flags of `regenerate`. */
export interface RegenerateFlags {
  readonly dryRun?: true;
  readonly json?: true;
  readonly restoreDeleted?: true;
}

/**
 * Makes or renews the drawings of notes. A note that cannot be drawn does not stop the others;
 * the exit code is then 2. A conflict with an edit made by hand is no failure.
 */
export async function regenerate(
  names: readonly string[],
  flags: RegenerateFlags,
  session: Session,
): Promise<ExitCode | undefined> {
  const rows: string[] = [];
  // With --json, stdout holds the JSON and nothing else.
  const quiet = flags.json === true ? { ...session, print: () => Promise.resolve() } : session;
  const outcome = await forEachNote(names, session, async (note) => {
    const drawn = await drawNote(note, session, { restoreDeleted: flags.restoreDeleted === true });
    rows.push(...drawn.drawings.map((planned) => JSON.stringify(drawingRow(note, planned))));
    if (drawn.drawn.length === 0) return exitCodes.failed;
    await finishNote(note, drawn, { flags, session: quiet });
    return undefined;
  });
  if (flags.json === true) await session.print(rows.length === 0 ? "[]\n" : `[\n${rows.join(",\n")}\n]\n`);
  return outcome;
}

interface Finish {
  readonly flags: RegenerateFlags;
  readonly session: Session;
}

async function finishNote(note: NoteFile, drawn: DrawnNote, { flags, session }: Finish): Promise<void> {
  const files = [
    { path: note.path, text: note.mark + drawn.markdown },
    ...drawn.drawings.map(({ path, drawing }) => ({ path, text: drawing.markdown })),
  ];
  if (flags.dryRun === true) await printPlan(files, session);
  else await writeFiles(note.folder, files, session);
  if (flags.json === true) return;
  reportMerges(drawn, session);
  await printVerdicts(drawn.drawn, session);
}

/** Gives what became of one drawing, as JSON has it. */
function drawingRow(note: NoteFile, { path, previous, drawing }: PlannedDrawing): object {
  const isSame = previous === drawing.markdown;
  return {
    note: note.path,
    drawing: path,
    outcome: previous === undefined ? "made" : isSame ? "unchanged" : "changed",
    summary: describeReport(drawing.report),
    ...drawing.report,
  };
}

/** Runs work on each note, whatever becomes of the others. Gives the exit code of the last that failed. */
export async function forEachNote(
  names: readonly string[],
  session: Session,
  work: (note: NoteFile) => Promise<ExitCode | undefined>,
): Promise<ExitCode | undefined> {
  let outcome: ExitCode | undefined;
  for (const name of names) {
    try {
      outcome = (await work(await readNote(name))) ?? outcome;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      session.reporter.say("error", `packet-ladder: ${error.message}`);
      outcome = error.exitCode;
    }
  }
  return outcome;
}

/** Gives a capture note; for a drawing note, the capture note beside it that has its name. Throws `CommandError`. */
async function readNote(name: string): Promise<NoteFile> {
  const input = await readInput(name);
  if (input.path === undefined)
    throw new CommandError(exitCodes.badArguments, "a note cannot come from stdin: it has a place");
  if (input.kind === "drawing") {
    const beside = join(dirname(input.path), `${input.stem.replace(/ \d+$/u, "")}.md`);
    const exact = join(dirname(input.path), `${input.stem}.md`);
    const found = [exact, beside].find(isFile);
    if (found !== undefined) return readNote(found);
    throw new CommandError(
      exitCodes.failed,
      `${name}: this is a drawing, and its capture note ${exact} is not there`,
    );
  }
  if (input.kind !== "note")
    throw new CommandError(exitCodes.failed, `${name}: there is no ladder block in this file`);
  const folder = folderOf(input);
  return {
    path: input.path,
    mark: input.mark,
    folder,
    stem: input.stem,
    markdown: input.text,
    open: linkOpener(folder),
  };
}
