import { basename, dirname, join, resolve } from "node:path";
import { DiagnosticError } from "../base/diagnostic";
import { formatDiagnostic, type DiagnosticSubject } from "../base/format-diagnostic";
import {
  describeChanges,
  describeDetails,
  describeReport,
  elementKey,
  isOwnDrawing,
  regenerateNote,
  type Drawing,
  type DrawingLookup,
  type DrawnBlock,
  type LadderBlock,
  type OpenCapture,
  type RegeneratedNote,
} from "../pipeline";
import { flagFinding, reportReading } from "./block-source";
import { CommandError, exitCodes } from "./command-error";
import { kindOfPath, makeFolder, readTextFile, writeAtomically } from "./files";
import { findLink, findVaultRoot, isFile, linkTarget } from "./find-link";
import type { Session } from "./session";
import { visibleText } from "./visible-text";

/** A capture note about to be drawn, there or still to be made. */
export interface NoteToDraw {
  /** Where it stands or will stand. */
  readonly folder: string;
  /** Its name without `.md`. */
  readonly stem: string;
  readonly markdown: string;
  readonly open: OpenCapture;
  /** True where the note is not there yet and its block says only what flags say: a fault in it is one of theirs. */
  readonly isAllFlags?: boolean;
}

/** What drawing a note comes to; nothing is written yet. */
export interface DrawnNote extends RegeneratedNote {
  /** The drawing notes, by path, in the order of their blocks. */
  readonly drawings: readonly PlannedDrawing[];
}

/** What drawing a note can be told beside the note. */
export interface DrawOptions {
  /** Brings back what a person deleted from the drawings. */
  readonly restoreDeleted?: boolean;
  /** Elements that become as generated, by `EVENT/PART` or id. */
  readonly takeNew?: ReadonlySet<string>;
  /** The only block to draw, from 0. */
  readonly onlyBlock?: number;
  /** False for `--no-repair`. */
  readonly repair?: boolean;
}

/** A drawing note to be written. */
export interface PlannedDrawing {
  readonly path: string;
  /** What stands there now; undefined: nothing. */
  readonly previous: string | undefined;
  readonly drawing: Drawing;
}

/** A text to be put at a path. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** Gives the path of the capture note itself. */
export function notePath(note: Pick<NoteToDraw, "folder" | "stem">): string {
  return join(note.folder, `${note.stem}.md`);
}

/**
 * Draws every ladder block of a note, over the drawings that are there, and reports what was found.
 *
 * Writes nothing. Throws `CommandError` where a drawing's place is taken by something this program did not make,
 * and for bad flags.
 */
export async function drawNote(
  note: NoteToDraw,
  session: Session,
  options: DrawOptions = {},
): Promise<DrawnNote> {
  const drawings: PlannedDrawing[] = [];
  const regenerated = await regenerateNote(note.markdown, note.stem, {
    openCapture: note.open,
    onProgress: session.progress.show,
    ...options,
    drawings: lookupFor(note),
    updateDrawing: (name, change) => {
      const path = drawingPath(name, note);
      if (drawings.some((planned) => planned.path === path)) {
        const words = `${notePath(note)}: two ladder blocks name the drawing ${name}; give each its own 'drawing:' line`;
        throw new CommandError(exitCodes.failed, words);
      }
      drawings.push(planDrawing(path, change));
      return Promise.resolve();
    },
  });
  session.progress.clear();
  report(regenerated, note, session);
  return { ...regenerated, drawings };
}

/**
 * A drawing stands beside its note, unless its name leads into another folder, from the note's or from the
 * vault's root, where it is. Names without a folder are not searched: notes of one name in two folders have
 * drawings of one name. A missing drawing is always made beside the note.
 */
function drawingPath(name: string, { folder }: NoteToDraw): string {
  const file = `${name.replace(/\.md$/iu, "")}.md`;
  const beside = join(folder, basename(file));
  if (basename(file) === file) return beside;
  return [folder, findVaultRoot(folder)].map((from) => join(from, file)).find(isFile) ?? beside;
}

function lookupFor(note: NoteToDraw): DrawingLookup {
  const root = findVaultRoot(note.folder);
  return {
    hasDrawing: (name) => isFile(drawingPath(name, note)),
    drawingText: (name) => Promise.resolve(textAt(drawingPath(name, note))),
    linkedDrawing: (target) => {
      const path = [target, `${target}.md`].map((each) => findLink(each, note.folder)).find(isOurDrawing);
      if (path === undefined) return undefined;
      const from = dirname(path) === resolve(note.folder) ? note.folder : root;
      return linkTarget(from, path).replace(/\.md$/iu, "");
    },
  };
}

function textAt(path: string): string | undefined {
  try {
    return readTextFile(path).text;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

function isOurDrawing(path: string | undefined): path is string {
  if (path?.endsWith(".md") !== true) return false;
  try {
    return isOwnDrawing(readTextFile(path).text);
  } catch (error) {
    // A link may lead to any note, and to files that cannot be read.
    if (error instanceof DiagnosticError || error instanceof CommandError) return false;
    throw error;
  }
}

/** Gives a drawing note to be written over what is there. Throws `CommandError` where that was not made here. */
export function planDrawing(path: string, change: (previous: string | undefined) => Drawing): PlannedDrawing {
  if (kindOfPath(path) === "nothing") return { path, previous: undefined, drawing: change(undefined) };
  const { text: previous, mark } = readTextFile(path);
  try {
    if (!isOwnDrawing(previous)) throw notOurs(path);
    return { path, previous: mark + previous, drawing: withMark(mark, change(previous)) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new CommandError(exitCodes.failed, formatDiagnostic(error.diagnostic, { name: path }));
  }
}

function withMark(mark: string, drawing: Drawing): Drawing {
  return mark === "" ? drawing : { ...drawing, markdown: mark + drawing.markdown };
}

/** Gives the refusal to overwrite a file. */
export function notOurs(path: string): CommandError {
  const words = `${path}: this file is there already and was not made by packet-ladder; move it, or write elsewhere`;
  return new CommandError(exitCodes.failed, words);
}

function report(regenerated: RegeneratedNote, note: NoteToDraw, session: Session): void {
  const subjectOf = (block: LadderBlock): DiagnosticSubject => ({ ...block, name: notePath(note) });
  for (const { block, reading } of regenerated.drawn) reportReading(reading, subjectOf(block), session);
  for (const { block, diagnostic, others } of regenerated.failed) {
    const finding = note.isAllFlags === true ? flagFinding(diagnostic, block.text) : diagnostic;
    session.reporter.findings(others, subjectOf(block));
    const subject = finding.at?.kind === "text" ? subjectOf(block) : { name: captureOf(block) };
    session.reporter.findings([finding], subject);
  }
}

/** Gives the capture that a block names, as it is written there. */
function captureOf({ text }: LadderBlock): string {
  const link = /^[^\S\n]*capture[^\S\n]*:(?<link>.*)$/imu.exec(text)?.groups?.["link"] ?? "";
  return link.replace(/\[\[|\]\]/gu, "").trim();
}

/** Says in one sentence per drawing what became of the edits made by hand, and below it what to look at. */
export function reportMerges(drawn: Pick<DrawnNote, "drawings">, session: Session): void {
  for (const { path, previous, drawing } of drawn.drawings) {
    if (previous === undefined) continue;
    session.reporter.say("remark", `${path}: ${describeReport(drawing.report)}`);
    for (const line of describeDetails(drawing.report)) session.reporter.say("remark", `  ${line}`);
    for (const conflict of drawing.report.conflicts)
      session.reporter.say("remark", `  to take what is generated now: --take-new '${elementKey(conflict)}'`);
    if (drawing.report.deleted.length > 0)
      session.reporter.say("remark", "  to have what you deleted back: --restore-deleted");
    for (const line of describeChanges(drawing.report, drawing.scene))
      session.reporter.say("remark", `  ${line}`);
  }
}

/**
 * Writes files in their order, making the folder, and prints a line for each: `wrote` or, where the
 * file already has these octets, `unchanged`. Throws `CommandError` at the first that cannot be written.
 */
export async function writeFiles(
  folder: string,
  files: readonly PlannedFile[],
  session: Session,
): Promise<void> {
  makeFolder(folder);
  for (const { path, text } of files) {
    const isSame = kindOfPath(path) === "file" && sameText(path, text);
    if (!isSame) writeAtomically(path, text);
    await session.print(visibleText(`${isSame ? "unchanged" : "wrote"} ${path}\n`));
  }
}

/** Prints for each file what writing would do: `would write` or `unchanged`. Writes nothing. */
export async function printPlan(files: readonly PlannedFile[], session: Session): Promise<void> {
  for (const { path, text } of files) {
    const isSame = kindOfPath(path) === "file" && sameText(path, text);
    await session.print(visibleText(`${isSame ? "unchanged" : "would write"} ${path}\n`));
  }
}

function sameText(path: string, text: string): boolean {
  const present = readTextFile(path);
  return present.mark + present.text === text;
}

/** Prints one line for every conversation that was drawn. */
export async function printVerdicts(drawn: readonly DrawnBlock[], session: Session): Promise<void> {
  const lines = drawn.flatMap(({ reading }) =>
    reading.trace.conversations
      .filter(({ verdict }) => verdict !== "")
      .map(({ number, verdict }) => `conversation ${String(number)}: ${verdict}\n`),
  );
  await session.print(visibleText(lines.join("")));
}
