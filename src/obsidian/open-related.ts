import { type App, MarkdownView, Notice, type TFile } from "obsidian";
import { drawingName, findLadderBlocks, writtenOptions } from "../pipeline";
import { captureNoteOf, hasDrawing, isCaptureNote, isDrawingNote, showNote } from "./capture-notes";
import { findDrawing } from "./drawing-files";
import type { LadderCommand } from "./ladder-command";
import { Refusal } from "./refusal";
import { captureBaseName, findLinked, folderOf, isCapture, pathFrom } from "./vault-paths";

/** Opens the capture a note or its drawing was drawn from. */
export const openCapture: LadderCommand = {
  id: "open-capture",
  name: "Open capture",
  menuTitle: "Open capture",
  icon: "network",
  forFile: (app, file) => {
    const note = noteOf(app, file);
    return note === undefined ? undefined : () => openCaptureOf(app, note);
  },
};

/** Opens the drawing of a capture note. */
export const openDiagram: LadderCommand = {
  id: "open-diagram",
  name: "Open diagram",
  menuTitle: "Open diagram",
  icon: "git-compare-arrows",
  forFile: (app, file) =>
    isCaptureNote(app, file) && hasDrawing(app, file) ? () => openDrawingOf(app, file) : undefined,
};

/** Opens the note a drawing belongs to, or that stands beside a capture. */
export const openNote: LadderCommand = {
  id: "open-note",
  name: "Open ladder note",
  menuTitle: "Open ladder note",
  icon: "file-text",
  forFile: (app, file) => {
    const note = isDrawingNote(app, file) ? captureNoteOf(app, file) : noteBeside(app, file);
    return note === undefined ? undefined : () => showNote(app, note);
  },
};

function noteOf(app: App, file: TFile): TFile | undefined {
  if (isDrawingNote(app, file)) return captureNoteOf(app, file);
  const view = app.workspace.getActiveViewOfType(MarkdownView);
  const text = view?.file?.path === file.path ? view.getViewData() : undefined;
  const isOfCapture = text === undefined || /^[>\s]*(?:ladder-)?capture\s*:/imu.test(text);
  return isOfCapture && isCaptureNote(app, file) ? file : undefined;
}

function noteBeside(app: App, capture: TFile): TFile | undefined {
  if (!isCapture(capture)) return undefined;
  const path = pathFrom(folderOf(capture.path), `${captureBaseName(capture)}.md`);
  return path === undefined ? undefined : (app.vault.getFileByPath(path) ?? undefined);
}

async function openCaptureOf(app: App, note: TFile): Promise<void> {
  for (const { text } of findLadderBlocks(await app.vault.read(note))) {
    const capture = findLinked(
      app,
      linkTarget(writtenOptions("", 0, text).note.get("capture") ?? ""),
      note.path,
    );
    if (capture !== undefined) return app.workspace.getLeaf("tab").openFile(capture);
  }
  throw new Refusal(`“${note.basename}” was not drawn from a capture.`);
}

async function openDrawingOf(app: App, note: TFile): Promise<void> {
  for (const [index, { text }] of findLadderBlocks(await app.vault.read(note)).entries()) {
    const named = linkTarget(writtenOptions("", 0, text).note.get("drawing") ?? "");
    const drawing = findDrawing(app, named === "" ? drawingName(note.basename, index) : named, note.path);
    if (drawing !== undefined) return app.workspace.getLeaf("tab").openFile(drawing);
  }
  new Notice("No diagram was made yet.");
}

/** The target of `[[target#place|name]]`, or the text itself. */
function linkTarget(value: string): string {
  return (/^\[\[(?<target>[^\]#|]+)/u.exec(value)?.groups?.["target"] ?? value).trim();
}
