import type { App, TFile } from "obsidian";
import { drawingName, writtenOptions } from "../pipeline";
import { startShown } from "./busy-notice";
import { findDrawing } from "./drawing-files";
import { editBlock } from "./edit-ladder";
import { exportCaptureNote } from "./export-picture";
import { regenerateCaptureNote } from "./regenerate-note";

/** Which block of which note the buttons are for. */
export interface ButtonPlace {
  readonly notePath: string;
  /** The block's number in the note, from 0. */
  readonly blockIndex: number;
  /** The block's text, defaults of the frontmatter included. */
  readonly text: string;
}

/** Adds below a block what can be done with it: make or update its diagram, open it, change it, export it. */
export function addBlockButtons(app: App, into: HTMLElement, place: ButtonPlace): void {
  const note = app.vault.getFileByPath(place.notePath);
  if (note === null) return;
  const bar = into.createDiv({
    cls: "packet-ladder-bar packet-ladder-block-buttons",
    attr: { role: "toolbar", "aria-label": "Ladder" },
  });
  const drawing = drawingOf(app, note, place);
  const add = (text: string, work: () => Promise<void>): void => {
    const button = bar.createEl("button", { text });
    button.addEventListener("click", (event) => {
      // In live preview a click would put the cursor into the block.
      event.stopPropagation();
      startShown(work);
    });
  };
  const onlyBlock = place.blockIndex;
  add(drawing === undefined ? "Make diagram" : "Update diagram", () =>
    regenerateCaptureNote(app, note, { onlyBlock }),
  );
  if (drawing !== undefined) add("Open diagram", () => app.workspace.getLeaf("tab").openFile(drawing));
  add("Change…", () => editBlock(app, note, place.blockIndex));
  add("Export SVG", () => exportCaptureNote(app, note));
}

function drawingOf(app: App, note: TFile, { blockIndex, text }: ButtonPlace): TFile | undefined {
  const written = writtenOptions("", 0, text).note.get("drawing");
  const named = /^\[\[(?<target>[^\]#|]+)/u.exec(written ?? "")?.groups?.["target"] ?? written;
  return findDrawing(app, named ?? drawingName(note.basename, blockIndex), note.path);
}
