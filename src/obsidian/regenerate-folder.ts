import { type App, Notice, type TFile } from "obsidian";
import { isCaptureNote } from "./capture-notes";
import type { LadderCommand } from "./ladder-command";
import { explainFailure, Refusal } from "./refusal";
import { type RegeneratedFile, regenerateFile } from "./regenerate-note";
import { rememberRegenerated } from "./regenerate-undo";
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

/** Regenerates notes one after the other; one that fails does not stop the others. One notice, one undo. */
async function regenerateNotes(app: App, notes: readonly TFile[]): Promise<void> {
  const done: RegeneratedFile[] = [];
  const failures: string[] = [];
  for (const note of notes) {
    try {
      done.push(await regenerateFile(app, note, {}));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") break;
      failures.push(`“${note.basename}”: ${explainFailure(error)}`);
    }
  }
  const changed = done.flatMap((each) => each.changed);
  rememberRegenerated(app, changed);
  if (done.length + failures.length === 0) throw new Refusal("Nothing was regenerated.");
  const lines = [summary(done, changed.length), ...failures, ...done.flatMap(troubles)];
  new Notice(lines.join("\n"), lines.length > 1 ? 0 : undefined);
}

function summary(done: readonly RegeneratedFile[], changed: number): string {
  const drawings = done.reduce((sum, { result }) => sum + result.drawn.length, 0);
  const made = drawings === 1 ? "1 diagram" : `${String(drawings)} diagrams`;
  const notes = done.length === 1 ? "1 note" : `${String(done.length)} notes`;
  return `${made} of ${notes} regenerated, ${String(changed)} changed.`;
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
