import { isCaptureNote, isDrawingNote } from "./capture-notes";
import { ExportModal } from "./export-modal";
import { exportCaptureNote, exportDrawing, type PictureLook } from "./export-picture";
import type { LadderCommand, Work } from "./ladder-command";

/** Exports a drawing, or all drawings of a capture note, in a format and for a page that a dialog asks for. */
export const exportWithLook: LadderCommand = {
  id: "export-picture",
  name: "Export picture…",
  menuTitle: "Export picture…",
  icon: "images",
  forFile: (app, file) => {
    const ask =
      (work: (look: PictureLook) => Promise<void>): Work =>
      () => {
        new ExportModal(app, work).open();
        return Promise.resolve();
      };
    if (isDrawingNote(app, file)) return ask((look) => exportDrawing(app, file, look));
    return isCaptureNote(app, file) ? ask((look) => exportCaptureNote(app, file, look)) : undefined;
  },
};
