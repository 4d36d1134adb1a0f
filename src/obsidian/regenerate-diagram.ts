import type { App, TFile } from "obsidian";
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

function noteOf(app: App, file: TFile): TFile | undefined {
  return isDrawingNote(app, file) ? captureNoteOf(app, file) : noteItself(app, file);
}

function noteItself(app: App, file: TFile): TFile | undefined {
  return isCaptureNote(app, file) ? file : undefined;
}
