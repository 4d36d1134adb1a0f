import { type App, Notice, type TFile } from "obsidian";
import { drawingName, drawStates, findLadderBlocks, makeDrawing } from "../pipeline";
import { whileBusy } from "./busy-notice";
import { isCaptureNote, saveOpenEditors } from "./capture-notes";
import { blockDrawer } from "./draw-blocks";
import { findDrawing, updateDrawing } from "./drawing-files";
import type { LadderCommand } from "./ladder-command";
import { Refusal } from "./refusal";
import { captureBaseName, isCapture } from "./vault-paths";

/** Draws the paths of both ends on the state diagram of TCP: for a capture, or the first ladder block of a note. */
export const drawStateDiagram: LadderCommand = {
  id: "draw-state-diagram",
  name: "Draw state diagram",
  menuTitle: "Draw state diagram",
  icon: "waypoints",
  forFile: (app, file) => {
    if (isCapture(file)) return () => drawStatesOf(app, file, captureBaseName(file), "capture: input");
    return isCaptureNote(app, file) ? () => drawStatesOfNote(app, file) : undefined;
  },
};

async function drawStatesOfNote(app: App, note: TFile): Promise<void> {
  await saveOpenEditors(app, note);
  const block = findLadderBlocks(await app.vault.read(note))[0];
  if (block === undefined) throw new Refusal(`“${note.basename}” has no ladder block.`);
  await drawStatesOf(app, note, note.basename, block.text);
}

/** Makes the drawing beside the file, or renews it with the edits made in it, and opens it. */
async function drawStatesOf(app: App, file: TFile, name: string, text: string): Promise<void> {
  const { reading } = await whileBusy(`Reading “${file.name}”`, (onProgress, signal) => {
    const read = blockDrawer(app, file.path, {
      onProgress,
      signal,
      ...(isCapture(file) ? { capture: file } : {}),
    });
    return read(text, name);
  });
  const drawn = drawStates(reading.trace, reading.options.title ?? name);
  if (drawn === undefined)
    throw new Refusal(`“${file.name}” has no TCP conversation whose ends have states.`);
  const drawing = drawingName(`${name} states`, 0);
  const made = await updateDrawing(app, file.path, drawing, (previous) => makeDrawing(drawn.scene, previous));
  const shown = made ?? findDrawing(app, drawing, file.path);
  if (shown !== undefined) await app.workspace.getLeaf(false).openFile(shown);
  if (drawn.others > 0)
    new Notice(`Conversation ${String(drawn.conversation)} is drawn: name another in a note.`);
}
