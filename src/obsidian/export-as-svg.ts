import { isCaptureNote, isDrawingNote } from "./capture-notes";
import { exportCaptureNote, exportDrawing } from "./export-picture";
import type { LadderCommand } from "./ladder-command";

/** Exports a drawing, or all drawings of a capture note, as SVG. */
export const exportAsSvg: LadderCommand = {
  id: "export-svg",
  name: "Export SVG",
  menuTitle: "Export SVG",
  icon: "image-down",
  forFile: (app, file) => {
    if (isDrawingNote(app, file)) return () => exportDrawing(app, file);
    return isCaptureNote(app, file) ? () => exportCaptureNote(app, file) : undefined;
  },
};
