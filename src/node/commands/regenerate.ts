import { dirname, join } from "node:path";
import { describeReport, elementKey, type Drawing } from "../../pipeline";
import { blockNumber, linkOpener } from "../block-source";
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
import { notesOf } from "../folder-notes";
import { folderOf, readInput } from "../input";
import { followCaptures } from "../moved-captures";
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
  /** Which block, from 1. */
  readonly block?: string;
  /** Elements by `EVENT/PART` or id. */
  readonly takeNew?: readonly string[];
  /** False for `--no-repair`. */
  readonly repair: boolean;
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
  const takeNew = new Set(flags.takeNew);
  const { repair } = flags;
  const options = { restoreDeleted: flags.restoreDeleted === true, repair, takeNew, ...onlyBlock(flags) };
  const taken = new Set<string>();
  const outcome = await forEachNote(names, session, async (found) => {
    const note = await withFollowedCaptures(found, session);
    const drawn = await drawNote(note, session, options);
    for (const { drawing } of drawn.drawings) for (const key of takenKeys(drawing)) taken.add(key);
    rows.push(...drawn.drawings.map((planned) => JSON.stringify(drawingRow(note, planned))));
    if (drawn.drawn.length + drawn.failed.length === 0)
      throw new CommandError(exitCodes.failed, `${note.path}: this note has no block ${flags.block ?? ""}`);
    if (drawn.drawn.length === 0) return exitCodes.failed;
    await finishNote(note, drawn, { flags, session: quiet });
    return undefined;
  });
  for (const key of takeNew) if (!taken.has(key)) sayNotTaken(key, session);
  if (flags.json === true) await session.print(rows.length === 0 ? "[]\n" : `[\n${rows.join(",\n")}\n]\n`);
  return outcome;
}

async function withFollowedCaptures(note: NoteFile, session: Session): Promise<NoteFile> {
  const { markdown, moved } = await followCaptures(note);
  for (const [was, now] of moved)
    session.reporter.say("remark", `${note.path}: the capture ${was} has the name ${now} now`);
  return { ...note, markdown };
}

function onlyBlock({ block }: RegenerateFlags): { readonly onlyBlock?: number } {
  return block === undefined ? {} : { onlyBlock: blockNumber(block) - 1 };
}

/** Gives all names by which elements were taken as generated. */
function takenKeys({ report }: Drawing): readonly string[] {
  return [...report.taken, ...report.added].flatMap((element) => [element.id, elementKey(element)]);
}

function sayNotTaken(key: string, session: Session): void {
  session.reporter.say(
    "warning",
    `--take-new ${key}: no element of that name differs from what is generated`,
  );
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

/** Runs work on each note, those of folders too, whatever becomes of the others. Gives the exit code of the last that failed. */
export async function forEachNote(
  names: readonly string[],
  session: Session,
  work: (note: NoteFile) => Promise<ExitCode | undefined>,
): Promise<ExitCode | undefined> {
  let outcome: ExitCode | undefined;
  for (const name of names) {
    try {
      const notes = notesOf(name);
      if (notes.length === 0)
        throw new CommandError(exitCodes.failed, `${name}: no note in this folder has a ladder block`);
      for (const path of notes) outcome = (await tryNote(path, session, work)) ?? outcome;
    } catch (error) {
      outcome = sayFailure(error, session);
    }
  }
  return outcome;
}

async function tryNote(
  path: string,
  session: Session,
  work: (note: NoteFile) => Promise<ExitCode | undefined>,
): Promise<ExitCode | undefined> {
  try {
    return await work(await readNote(path));
  } catch (error) {
    return sayFailure(error, session);
  }
}

/** Says why a file failed and gives the exit code for it; throws again what is no `CommandError`. */
export function sayFailure(error: unknown, session: Session): ExitCode {
  if (!(error instanceof CommandError)) throw error;
  session.reporter.say("error", `packet-ladder: ${error.message}`);
  return error.exitCode;
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
