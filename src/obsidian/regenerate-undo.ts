import { type App, Notice, type TFile } from "obsidian";
import { undoDrawing } from "../pipeline";
import { changeDrawing } from "./drawing-files";
import type { LadderCommand } from "./ladder-command";
import { Refusal } from "./refusal";

/** More drawings than these are counted: a notice is small. */
const NAMES_SHOWN = 5;

/** A drawing that was regenerated: its text before, and as it was left. A file stays itself when it is renamed. */
export interface RegeneratedDrawing {
  readonly file: TFile;
  readonly before: string;
  readonly after: string;
}

/** The drawings of the last regenerate, by app: what a person can still take back. Nothing of it is stored. */
const lastRegenerated = new WeakMap<App, readonly RegeneratedDrawing[]>();

/** Remembers what a regenerate changed, in place of the one before; one that changed nothing is not remembered. */
export function rememberRegenerated(app: App, drawings: readonly RegeneratedDrawing[]): void {
  const changed = drawings.filter(({ before, after }) => before !== after);
  if (changed.length > 0) lastRegenerated.set(app, changed);
}

/** Puts the drawings of the last regenerate back as they were; to the octet where nothing was changed since. */
export const undoLastRegenerate: LadderCommand = {
  id: "undo-last-regenerate",
  name: "Undo last regenerate",
  menuTitle: "Undo last regenerate",
  icon: "undo-2",
  forFile: (app, file) => (isOfLast(app, file) ? () => undoRegenerate(app) : undefined),
  otherwise: (app) => (lastRegenerated.has(app) ? () => undoRegenerate(app) : undefined),
};

function isOfLast(app: App, file: TFile): boolean {
  return lastRegenerated.get(app)?.some((drawing) => drawing.file === file) === true;
}

/**
 * Puts back the drawings of the last regenerate; what was changed in them since stays. Nothing is undone where one of
 * them is no longer there; what the vault refuses half-way can be tried again.
 */
export async function undoRegenerate(app: App): Promise<void> {
  const drawings = lastRegenerated.get(app) ?? [];
  const gone = drawings.find(({ file }) => app.vault.getFileByPath(file.path) !== file);
  if (gone !== undefined) throw new Refusal(`“${gone.file.path}” is no longer there: nothing was undone.`);
  const edited = new Set<TFile>();
  for (const [at, { file, before, after }] of drawings.entries()) {
    await changeDrawing(app, file, (now) => {
      if (now !== after) edited.add(file);
      return undoDrawing(now, { before, after });
    });
    lastRegenerated.set(app, drawings.slice(at + 1));
  }
  lastRegenerated.delete(app);
  const since = edited.size > 0 ? " What you changed since stays." : "";
  new Notice(`As before the last regenerate: ${named(drawings)}.${since}`);
}

function named(drawings: readonly RegeneratedDrawing[]): string {
  const names = drawings.slice(0, NAMES_SHOWN).map(({ file }) => `“${file.basename}”`);
  const more = drawings.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}
