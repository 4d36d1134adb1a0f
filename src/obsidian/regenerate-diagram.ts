import { type App, MarkdownView, type TFile } from "obsidian";
import { findLadderBlocks } from "../pipeline";
import { captureNoteOf, hasDrawing, isCaptureNote, isDrawingNote } from "./capture-notes";
import type { LadderCommand } from "./ladder-command";
import { regenerateCaptureNote } from "./regenerate-note";

/** Regenerates the drawings of a capture note; from a drawing, those of the note it belongs to. */
export const regenerateDiagram: LadderCommand = {
  id: "regenerate-diagram",
  name: "Regenerate diagram",
  menuTitle: "Regenerate diagram",
  icon: "refresh-cw",
  forFile: (app, file) => {
    const note = noteOf(app, file);
    return note === undefined ? undefined : () => regenerateCaptureNote(app, note);
  },
};

/** Regenerates the drawing of the block the cursor is in. */
export const regenerateBlock: LadderCommand = {
  id: "regenerate-block",
  name: "Regenerate diagram at the cursor",
  menuTitle: "Regenerate diagram at the cursor",
  icon: "refresh-cw",
  forFile: (app, file) => {
    const onlyBlock = blockAtCursor(app, file);
    return onlyBlock === undefined ? undefined : () => regenerateCaptureNote(app, file, { onlyBlock });
  },
};

/** Regenerates the same drawings and brings back what a person deleted from them. */
export const restoreDeleted: LadderCommand = {
  id: "restore-deleted",
  name: "Restore deleted parts of the diagram",
  menuTitle: "Restore deleted parts of the diagram",
  icon: "archive-restore",
  forFile: (app, file) => {
    const note = noteOf(app, file);
    if (note === undefined || !hasDrawing(app, note)) return undefined;
    return () => regenerateCaptureNote(app, note, { restoreDeleted: true });
  },
};

/** Gives the number, from 0, of the ladder block the cursor stands in, its fences included. */
function blockAtCursor(app: App, file: TFile): number | undefined {
  const view = app.workspace.getActiveViewOfType(MarkdownView);
  if (view === null || view.file?.path !== file.path) return undefined;
  const text = view.getViewData();
  const { line } = view.editor.getCursor();
  const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length - 1;
  const at = findLadderBlocks(text).findIndex(
    ({ start, end }) => line >= lineOf(start) - 1 && line <= lineOf(end),
  );
  return at < 0 ? undefined : at;
}

function noteOf(app: App, file: TFile): TFile | undefined {
  return isDrawingNote(app, file) ? captureNoteOf(app, file) : noteItself(app, file);
}

function noteItself(app: App, file: TFile): TFile | undefined {
  return isCaptureNote(app, file) ? file : undefined;
}
