import { type App, Notice, type TFile } from "obsidian";
import { openDrawingViews } from "./excalidraw-automate";
import type { LadderCommand } from "./ladder-command";
import { Refusal } from "./refusal";

/** A drawing that was regenerated: its text before, and as it was left. */
export interface RegeneratedDrawing {
  readonly path: string;
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

/** Puts the drawings of the last regenerate back as they were, to the octet. */
export const undoLastRegenerate: LadderCommand = {
  id: "undo-last-regenerate",
  name: "Undo last regenerate",
  menuTitle: "Undo last regenerate",
  icon: "undo-2",
  forFile: (app, file) => (isOfLast(app, file) ? () => undoRegenerate(app) : undefined),
  otherwise: (app) => (lastRegenerated.has(app) ? () => undoRegenerate(app) : undefined),
};

function isOfLast(app: App, file: TFile): boolean {
  return lastRegenerated.get(app)?.some(({ path }) => path === file.path) === true;
}

/**
 * Puts back the drawings of the last regenerate. All or none: refuses where one was changed since,
 * or is open in a drawing view, which would write its own picture over it.
 */
export async function undoRegenerate(app: App): Promise<void> {
  const drawings = lastRegenerated.get(app) ?? [];
  const files = await Promise.all(drawings.map((drawing) => findUnchanged(app, drawing)));
  for (const { file, before, after } of files) {
    await app.vault.process(file, (now) => (now === after ? before : now));
  }
  lastRegenerated.delete(app);
  const names = files.map(({ file }) => `“${file.basename}”`).join(", ");
  new Notice(`As before the last regenerate: ${names}.`);
}

async function findUnchanged(
  app: App,
  { path, before, after }: RegeneratedDrawing,
): Promise<{ readonly file: TFile; readonly before: string; readonly after: string }> {
  const file = app.vault.getFileByPath(path);
  if (file === null) throw new Refusal(`“${path}” is no longer there: nothing was undone.`);
  if (openDrawingViews(app, file).length > 0)
    throw new Refusal(`“${file.basename}” is open as a drawing. Close it, then undo again.`);
  if ((await app.vault.read(file)) !== after)
    throw new Refusal(`“${file.basename}” was changed since: nothing was undone.`);
  return { file, before, after };
}
