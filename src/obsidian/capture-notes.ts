import { type App, MarkdownView, type TFile } from "obsidian";
import { drawingName, findLadderBlocks } from "../pipeline";
import { findLinked, folderOf, pathFrom } from "./vault-paths";

/** Tells a drawing note by its frontmatter, as the Excalidraw plugin does. */
export function isDrawingNote(app: App, file: TFile): boolean {
  const mark: unknown = app.metadataCache.getFileCache(file)?.frontmatter?.["excalidraw-plugin"];
  return file.extension === "md" && mark !== undefined && mark !== null && mark !== false;
}

/**
 * Tells a capture note, without reading the file: by the text of an open editor, else by what the
 * metadata cache knows, a fenced block and a drawing that is embedded or stands beside it.
 */
export function isCaptureNote(app: App, file: TFile): boolean {
  if (file.extension !== "md" || isDrawingNote(app, file)) return false;
  const text = openEditors(app, file)[0]?.getViewData();
  if (text !== undefined) return findLadderBlocks(text).length > 0;
  const known = notesRead.get(file);
  if (known?.modified === file.stat.mtime) return known.hasBlocks;
  return hasFencedBlock(app, file) && hasDrawing(app, file);
}

/** What notes held when they were read last, for as long as they stay as they were. */
const notesRead = new WeakMap<TFile, { readonly modified: number; readonly hasBlocks: boolean }>();

/** Reads whether a note has ladder blocks, where it can have one, and remembers it: `isCaptureNote` knows it then. */
export async function lookForBlocks(app: App, file: TFile | null): Promise<void> {
  if (file?.extension !== "md" || isDrawingNote(app, file) || !hasFencedBlock(app, file)) return;
  const modified = file.stat.mtime;
  const hasBlocks = findLadderBlocks(await app.vault.cachedRead(file)).length > 0;
  notesRead.set(file, { modified, hasBlocks });
}

/** Whether a note has been drawn: a drawing is embedded in it, or stands beside it. */
export function hasDrawing(app: App, note: TFile): boolean {
  return embedsDrawing(app, note) || hasDrawingBeside(app, note);
}

/** Gives the capture note a drawing note belongs to: by its name, else the note with a fenced block that links it. */
export function captureNoteOf(app: App, drawing: TFile): TFile | undefined {
  const name = drawing.basename.replace(/\.excalidraw$/u, "");
  const folder = folderOf(drawing.path);
  for (const candidate of [name, name.replace(/ \d+$/u, "")]) {
    const path = pathFrom(folder, `${candidate}.md`);
    const note = path === undefined ? null : app.vault.getFileByPath(path);
    if (note !== null && note !== drawing && hasFencedBlock(app, note)) return note;
  }
  return linkingNotes(app, drawing).find((note) => hasFencedBlock(app, note) && !isDrawingNote(app, note));
}

/** Gives the Markdown editors a note is open in; tabs that Obsidian has not loaded yet hold no text. */
function openEditors(app: App, note: TFile): readonly MarkdownView[] {
  const views = app.workspace.getLeavesOfType("markdown").map((leaf) => leaf.view);
  return views.filter((view) => view instanceof MarkdownView).filter((view) => view.file?.path === note.path);
}

/** Brings a note to the front: the tab it is open in, else the current one. */
export async function showNote(app: App, note: TFile): Promise<void> {
  const open = openEditors(app, note)[0];
  if (open === undefined) await app.workspace.getLeaf(false).openFile(note);
  else await app.workspace.revealLeaf(open.leaf);
}

/** Writes what was typed in open editors, so that the file is what the person sees. */
export async function saveOpenEditors(app: App, note: TFile): Promise<void> {
  for (const editor of openEditors(app, note)) await editor.save();
}

/** What a fenced block can stand in, by the names the metadata cache has for sections. */
const BLOCK_SECTIONS: ReadonlySet<string> = new Set(["code", "callout", "blockquote", "list"]);

/** Whether a note can hold a ladder block, as far as the metadata cache knows. */
export function mayHoldBlocks(app: App, note: TFile): boolean {
  if (isDrawingNote(app, note)) return false;
  if (openEditors(app, note).length > 0) return true;
  return hasSection(app, note, (type) => BLOCK_SECTIONS.has(type));
}

function hasFencedBlock(app: App, note: TFile): boolean {
  return hasSection(app, note, (type) => type === "code");
}

/** A note the cache knows nothing of yet may hold anything. */
function hasSection(app: App, note: TFile, isWanted: (type: string) => boolean): boolean {
  const sections = app.metadataCache.getFileCache(note)?.sections;
  return sections?.some(({ type }) => isWanted(type)) ?? true;
}

function embedsDrawing(app: App, note: TFile): boolean {
  const embeds = app.metadataCache.getFileCache(note)?.embeds ?? [];
  return embeds.some(({ link }) => {
    const file = findLinked(app, link, note.path);
    return file !== undefined && isDrawingNote(app, file);
  });
}

function hasDrawingBeside(app: App, note: TFile): boolean {
  const path = pathFrom(folderOf(note.path), `${drawingName(note.basename, 0)}.md`);
  const drawing = path === undefined ? null : app.vault.getFileByPath(path);
  return drawing !== null && isDrawingNote(app, drawing);
}

function linkingNotes(app: App, drawing: TFile): readonly TFile[] {
  return Object.entries(app.metadataCache.resolvedLinks)
    .filter(([, links]) => drawing.path in links)
    .map(([path]) => app.vault.getFileByPath(path))
    .filter((note) => note !== null);
}
