import { type App, Notice, type TFile } from "obsidian";
import { isCaptureNote } from "./capture-notes";
import type { LadderCommand } from "./ladder-command";
import { whileBusy } from "./busy-notice";
import { explainFailure } from "./refusal";
import { type RegeneratedFile, regenerateFile } from "./regenerate-note";
import { type RegeneratedDrawing, rememberRegenerated } from "./regenerate-undo";
import { folderOf } from "./vault-paths";

/** Regenerates all drawings of the folder that the active file is in, and of the folders below. */
export const regenerateFolder: LadderCommand = {
  id: "regenerate-folder",
  name: "Regenerate all diagrams in this folder",
  menuTitle: "Regenerate all diagrams in this folder",
  icon: "folder-sync",
  forFile: (app, file) => folderWork(app, folderOf(file.path), file),
};

/** Gives what regenerating a folder does; undefined where it holds no capture note, or none but `alone`. */
export function folderWork(app: App, folder: string, alone?: TFile): (() => Promise<void>) | undefined {
  const notes = captureNotesIn(app, folder);
  if (notes.length === 0 || (notes.length === 1 && notes[0] === alone)) return undefined;
  return () => regenerateNotes(app, notes);
}

function captureNotesIn(app: App, folder: string): readonly TFile[] {
  const start = folder === "" || folder === "/" ? "" : `${folder}/`;
  return app.vault
    .getMarkdownFiles()
    .filter((file) => file.path.startsWith(start) && isCaptureNote(app, file))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * Regenerates notes one after the other; one that fails does not stop the others. One notice tells how far it is,
 * another what became of them, and one undo takes all of it back; a cancel keeps what was done until then.
 */
async function regenerateNotes(app: App, notes: readonly TFile[]): Promise<void> {
  const changed: RegeneratedDrawing[] = [];
  const done: RegeneratedFile[] = [];
  const failures: string[] = [];
  const left = await whileBusy("Regenerating", async (_onProgress, signal, say) => {
    for (const [at, note] of notes.entries()) {
      say(`${String(at + 1)} of ${String(notes.length)} notes`);
      try {
        done.push(await regenerateFile(app, note, {}, { signal, changed }));
      } catch (error) {
        if (signal.aborted) return notes.length - at;
        failures.push(`“${note.basename}”: ${explainFailure(error)}`);
      }
    }
    return 0;
  });
  rememberRegenerated(app, changed);
  const lines = [
    summary(done, changed),
    ...(left === 0 ? [] : [`Cancelled: ${countedNotes(left)} left as they were.`]),
    ...failures,
    ...done.flatMap(troubles),
  ];
  new Notice(lines.join("\n"), lines.length > 1 ? 0 : undefined);
}

function summary(done: readonly RegeneratedFile[], drawings: readonly RegeneratedDrawing[]): string {
  const drawn = done.flatMap(({ result, refusals }) =>
    result.drawn.filter(({ name }) => !refusals.has(name)),
  ).length;
  const made = drawn === 1 ? "1 diagram" : `${String(drawn)} diagrams`;
  const changed = drawings.filter(({ before, after }) => before !== after).length;
  return `${made} of ${countedNotes(done.length)} regenerated, ${String(changed)} changed.`;
}

function countedNotes(count: number): string {
  return count === 1 ? "1 note" : `${String(count)} notes`;
}

function troubles({ note, result, refusals }: RegeneratedFile): readonly string[] {
  const conflicts = result.drawn.reduce((sum, { drawing }) => sum + drawing.report.conflicts.length, 0);
  return [
    ...refusals.values(),
    ...(result.failed.length === 0 ? [] : [`“${note.basename}”: a block could not be drawn.`]),
    ...(conflicts === 0
      ? []
      : [`“${note.basename}”: ${String(conflicts)} of your edits stand against new values.`]),
  ];
}
