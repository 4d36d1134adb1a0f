import { type App, type EventRef, type TAbstractFile, TFile } from "obsidian";
import { withRenamedTargets } from "../pipeline";
import { startShown } from "./busy-notice";
import { isDrawingNote, mayHoldBlocks, saveOpenEditors } from "./capture-notes";
import { folderOf, isCapture, pathFrom } from "./vault-paths";

/**
 * Follows captures and drawings that are renamed or moved: Obsidian changes the links of a note, but not the
 * lines of a ladder block. The caller registers what this gives.
 */
export function followRenames(app: App): EventRef {
  return app.vault.on("rename", (file, oldPath) => {
    startShown(() => followRename(app, file, oldPath));
  });
}

/** Changes the lines that named a file, in every note that has ladder blocks. */
export async function followRename(app: App, file: TAbstractFile, oldPath: string): Promise<void> {
  if (!(file instanceof TFile) || !isFollowed(app, file, oldPath)) return;
  for (const note of app.vault.getMarkdownFiles()) {
    if (!mayHoldBlocks(app, note)) continue;
    const rename = renamingFor(app, note, { file, oldPath });
    const text = await app.vault.cachedRead(note);
    if (withRenamedTargets(text, rename) === text) continue;
    await saveOpenEditors(app, note);
    await app.vault.process(note, (now) => withRenamedTargets(now, rename));
  }
}

/** The cache may not know the file under its new name yet; a drawing is then known by its old one. */
function isFollowed(app: App, file: TFile, oldPath: string): boolean {
  return isCapture(file) || /\.excalidraw\.md$/iu.test(oldPath) || isDrawingNote(app, file);
}

interface Renamed {
  readonly file: TFile;
  readonly oldPath: string;
}

function renamingFor(
  app: App,
  note: TFile,
  { file, oldPath }: Renamed,
): (target: string) => string | undefined {
  const folder = folderOf(note.path);
  const isBeside = folderOf(file.path) === folder;
  const path = isBeside ? file.name : file.path;
  return (target) => {
    const isDrawing = /\.excalidraw(?:\.md)?$/iu.test(target) || file.extension === "md";
    const named = isDrawing && !/\.md$/iu.test(target) ? `${target}.md` : target;
    if (!leadsTo(app, named, { folder, oldPath })) return undefined;
    return isDrawing && named !== target ? path.replace(/\.md$/iu, "") : path;
  };
}

/** A path counts from the note, then from the vault's root; a name alone was looked up anywhere, if nothing else has it. */
function leadsTo(
  app: App,
  target: string,
  { folder, oldPath }: { readonly folder: string; readonly oldPath: string },
): boolean {
  const paths = [pathFrom(folder, target), pathFrom("", target)];
  if (paths.includes(oldPath)) return true;
  const isTaken = paths.some((path) => path !== undefined && app.vault.getFileByPath(path) !== null);
  // Obsidian finds files whatever the case of a link.
  const isOld = (path: string | undefined): boolean => path?.toLowerCase() === oldPath.toLowerCase();
  if (!isTaken && paths.some(isOld)) return true;
  const isNameOnly =
    !target.includes("/") && oldPath.split("/").at(-1)?.toLowerCase() === target.toLowerCase();
  return isNameOnly && !isTaken && !app.vault.getFiles().some(({ name }) => name === target);
}
