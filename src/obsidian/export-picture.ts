import { type App, Notice, type TFile } from "obsidian";
import { DiagnosticError } from "../base/diagnostic";
import { blockTheme, darkScene, isOwnSvg, readDrawing, regenerateNote, type Scene } from "../pipeline";
import { whileBusy } from "./busy-notice";
import { blockDrawer } from "./draw-blocks";
import { saveOpenEditors } from "./capture-notes";
import { engineOf } from "./engine/engine";
import { findDrawing, readDrawingFile } from "./drawing-files";
import { Refusal } from "./refusal";
import { folderOf } from "./vault-paths";

/** Exports a drawing note as an SVG beside it. */
export async function exportDrawing(app: App, drawing: TFile): Promise<void> {
  const scene = readDrawing(await readDrawingFile(app, drawing));
  const path = await writePicture(app, folderOf(drawing.path), pictureName(drawing.basename), scene);
  new Notice(`Exported “${path}”.`);
}

/** Exports what every ladder block of a capture note draws now, with the edits made in its drawing, as SVGs beside it. */
export async function exportCaptureNote(app: App, note: TFile): Promise<void> {
  await saveOpenEditors(app, note);
  const result = await whileBusy(`Exporting “${note.basename}”`, async (onProgress, signal) =>
    regenerateNote(await app.vault.read(note), note.basename, {
      drawBlock: blockDrawer(app, note.path, { onProgress, signal }),
      updateDrawing: async (name, change) => {
        const drawing = findDrawing(app, name, note.path);
        change(drawing === undefined ? undefined : await readDrawingFile(app, drawing));
      },
    }),
  );
  const failure = result.failed[0];
  if (failure !== undefined) throw new DiagnosticError(failure.diagnostic);
  if (result.drawn.length === 0) throw new Refusal(`“${note.basename}” has no ladder block.`);
  const paths: string[] = [];
  for (const { pages, reading } of result.drawn) {
    for (const { name, drawing } of pages) {
      const scene = blockTheme(reading.options) === "dark" ? darkScene(drawing.scene) : drawing.scene;
      paths.push(await writePicture(app, folderOf(note.path), pictureName(name), scene));
    }
  }
  new Notice(`Exported ${paths.map((path) => `“${path}”`).join(", ")}.`);
}

function pictureName(drawing: string): string {
  return (drawing.split("/").at(-1) ?? drawing).replace(/\.excalidraw$/u, "");
}

/** Writes a picture; one of another origin is left alone, and the next free name taken. */
async function writePicture(app: App, folder: string, name: string, scene: Scene): Promise<string> {
  const svg = await engineOf(app).ask("exportSvg", { scene });
  for (let attempt = 1; ; attempt += 1) {
    const fileName =
      attempt === 1 ? `${name}.svg` : `${name} ladder${attempt === 2 ? "" : ` ${String(attempt - 1)}`}.svg`;
    const path = folder === "" ? fileName : `${folder}/${fileName}`;
    const existing = app.vault.getFileByPath(path);
    if (existing === null) {
      await app.vault.create(path, svg);
      return path;
    }
    if (isOwnSvg(await app.vault.read(existing))) {
      await app.vault.process(existing, () => svg);
      return path;
    }
  }
}
