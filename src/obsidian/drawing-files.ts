import type { App, TFile } from "obsidian";
import type { Drawing, DrawingLookup } from "../pipeline";
import { isDrawingNote, saveOpenEditors } from "./capture-notes";
import { untilClosedViewHasWritten } from "./closed-views";
import { isExcalidrawView, openDrawingViews } from "./excalidraw-automate";
import { changeOpenDrawing, type DrawingChange, saveOpenDrawing } from "./open-drawing";
import { Refusal } from "./refusal";
import { findLinked, folderOf, pathFrom } from "./vault-paths";

/**
 * Makes or changes the drawing note `name` (without `.md`) of a note, in one atomic write; gives it
 * back where it was made.
 *
 * A drawing open in the Excalidraw plugin is changed on its canvas. Refuses to touch a file that is
 * not ours: a note, or a drawing without any element of ours. A missing drawing is made beside the note,
 * whatever folder its name leads to.
 */
export async function updateDrawing(
  app: App,
  notePath: string,
  name: string,
  change: (previous: string | undefined) => Drawing,
): Promise<TFile | undefined> {
  await untilWindowAnswered();
  const drawing = findDrawing(app, name, notePath);
  if (drawing === undefined) return createDrawing(app, notePath, name, change(undefined));
  await changeDrawing(app, drawing, (previous) => {
    const changed = change(previous);
    if (changed.isForeign === true) throw foreign(drawing);
    return changed;
  });
  return undefined;
}

/** Changes a drawing note in one atomic write; one that is open in the Excalidraw plugin, on its canvas. */
export async function changeDrawing(app: App, drawing: TFile, change: DrawingChange): Promise<void> {
  // Its Markdown may be open beside its canvas, with a save of its own.
  await saveOpenEditors(app, drawing);
  const views = openDrawingViews(app, drawing);
  if (views.length > 0) await changeOpenDrawing(app.vault, drawing, views, change);
  else {
    await untilClosedViewHasWritten(app, drawing);
    await app.vault.process(drawing, (previous) => change(previous).markdown);
  }
}

/** Each drawing is read, merged and packed in a task of its own: a ladder of many pages must not hold up keys and clicks. */
export function untilWindowAnswered(): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve);
  });
}

/** Gives the text of a drawing note as the person sees it: an open canvas is saved first. */
export async function readDrawingFile(app: App, drawing: TFile): Promise<string> {
  const view = openDrawingViews(app, drawing)[0];
  if (view !== undefined && isExcalidrawView(view)) await saveOpenDrawing(drawing, view);
  return app.vault.read(drawing);
}

/**
 * Gives the drawing note `name` (without `.md`) that a note means, where it exists: beside the note, a path
 * also from the vault's root, else one of that name which the note links. Never another note's drawing
 * that happens to have the same name.
 */
export function findDrawing(app: App, name: string, notePath: string): TFile | undefined {
  const file = `${withoutExtension(name)}.md`;
  const folders = name.includes("/") ? [folderOf(notePath), ""] : [folderOf(notePath)];
  for (const folder of folders) {
    const path = pathFrom(folder, file);
    const drawing = path === undefined ? null : app.vault.getFileByPath(path);
    if (drawing !== null) return drawing;
  }
  const linked = Object.keys(app.metadataCache.resolvedLinks[notePath] ?? {});
  const path = linked.find((candidate) => candidate.split("/").at(-1) === fileNameOf(name));
  return path === undefined ? undefined : (app.vault.getFileByPath(path) ?? undefined);
}

/** Gives how the drawings of a note are found; a link counts where it leads to a drawing. */
export function drawingLookup(app: App, notePath: string): DrawingLookup {
  return {
    hasDrawing: (name) => findDrawing(app, name, notePath) !== undefined,
    drawingText: async (name) => {
      const file = findDrawing(app, name, notePath);
      await untilWindowAnswered();
      return file === undefined ? undefined : await app.vault.read(file);
    },
    linkedDrawing: (target) => {
      const file = findLinked(app, target, notePath) ?? findLinked(app, `${target}.md`, notePath);
      if (file === undefined || !isDrawingNote(app, file)) return undefined;
      const isBeside = folderOf(file.path) === folderOf(notePath);
      return withoutExtension(isBeside ? file.name : file.path);
    },
  };
}

async function createDrawing(app: App, notePath: string, name: string, drawing: Drawing): Promise<TFile> {
  const path = pathFrom(folderOf(notePath), fileNameOf(name));
  if (path === undefined) throw new Refusal(`“${name}” is no name for a drawing.`);
  return app.vault.create(path, drawing.markdown);
}

/** The name of the file itself: `x.excalidraw.md` for `drawings/x.excalidraw`. */
function fileNameOf(name: string): string {
  return `${withoutExtension(name).split("/").at(-1) ?? name}.md`;
}

/** Links may name the file with its extension. */
function withoutExtension(name: string): string {
  return name.replace(/\.md$/iu, "");
}

function foreign(drawing: TFile): Refusal {
  return new Refusal(
    `“${drawing.basename}” was not drawn from a ladder and stays as it is. ` +
      "Name another drawing in the block: drawing: [[name.excalidraw]]",
  );
}
