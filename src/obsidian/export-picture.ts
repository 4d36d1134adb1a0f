import { type App, Notice, type TFile } from "obsidian";
import { DiagnosticError } from "../base/diagnostic";
import { blockTheme, darkScene, isOwnSvg, readDrawing, regenerateNote, type Scene } from "../pipeline";
import { whileBusy } from "./busy-notice";
import { blockDrawer } from "./draw-blocks";
import { saveOpenEditors } from "./capture-notes";
import { engineOf } from "./engine/engine";
import { findDrawing, readDrawingFile } from "./drawing-files";
import { pngPicture } from "./png-picture";
import { Refusal } from "./refusal";
import { folderOf } from "./vault-paths";

/** How a picture is exported; left out: an SVG as it is drawn. */
export interface PictureLook {
  /** As PNG, and how many times as large. */
  readonly pngScale?: number;
  /** The page it is for; left out: what the block says. */
  readonly theme?: "light" | "dark";
  readonly background?: "transparent";
}

/** Exports a drawing note as a picture beside it. */
export async function exportDrawing(app: App, drawing: TFile, look: PictureLook = {}): Promise<void> {
  const scene = readDrawing(await readDrawingFile(app, drawing));
  const place = { folder: folderOf(drawing.path), name: pictureName(drawing.basename) };
  const path = await writePicture(app, place, scene, look);
  new Notice(`Exported “${path}”.`);
}

/** Exports what every ladder block of a capture note draws now, with the edits made in its drawing, as pictures beside it. */
export async function exportCaptureNote(app: App, note: TFile, look: PictureLook = {}): Promise<void> {
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
      const place = { folder: folderOf(note.path), name: pictureName(name) };
      const whole = { theme: blockTheme(reading.options), ...look };
      paths.push(await writePicture(app, place, drawing.scene, whole));
    }
  }
  new Notice(`Exported ${paths.map((path) => `“${path}”`).join(", ")}.`);
}

function pictureName(drawing: string): string {
  return (drawing.split("/").at(-1) ?? drawing).replace(/\.excalidraw$/u, "");
}

interface PicturePlace {
  readonly folder: string;
  /** Without extension. */
  readonly name: string;
}

/** Writes a picture; one of another origin, and any PNG, is left alone, and the next free name taken. */
async function writePicture(
  app: App,
  { folder, name }: PicturePlace,
  scene: Scene,
  { pngScale, theme, ...frame }: PictureLook,
): Promise<string> {
  const shown = theme === "dark" ? darkScene(scene) : scene;
  const svg = await engineOf(app).ask("exportSvg", { scene: shown, ...frame });
  const png = pngScale === undefined ? undefined : await pngPicture(svg, pngScale);
  const extension = png === undefined ? "svg" : "png";
  for (let attempt = 1; ; attempt += 1) {
    const suffix = attempt === 1 ? "" : ` ladder${attempt === 2 ? "" : ` ${String(attempt - 1)}`}`;
    const path = `${folder === "" ? "" : `${folder}/`}${name}${suffix}.${extension}`;
    const existing = app.vault.getFileByPath(path);
    if (existing === null) {
      await (png === undefined ? app.vault.create(path, svg) : app.vault.createBinary(path, png));
      return path;
    }
    if (png === undefined && isOwnSvg(await app.vault.read(existing))) {
      await app.vault.process(existing, () => svg);
      return path;
    }
  }
}
