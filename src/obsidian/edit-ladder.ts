import { type App, type TFile } from "obsidian";
import { findLadderBlocks } from "../pipeline";
import { isCaptureNote, saveOpenEditors } from "./capture-notes";
import type { LadderCommand } from "./ladder-command";
import { NoteDraft } from "./preview/note-draft";
import { PreviewModal } from "./preview/preview-modal";
import { regenerateCaptureNote } from "./regenerate-note";
import { Refusal } from "./refusal";

/** Changes names, filter and looks of a ladder in a dialog, and regenerates its drawing. */
export const editLadder: LadderCommand = {
  id: "rename-endpoints",
  name: "Rename endpoints and change looks…",
  menuTitle: "Rename endpoints…",
  icon: "pencil",
  forFile: (app, file) => (isCaptureNote(app, file) ? () => editBlock(app, file, 0) : undefined),
};

/** Opens the dialog for a block of a note. */
export async function editBlock(app: App, note: TFile, blockIndex: number): Promise<void> {
  await saveOpenEditors(app, note);
  const markdown = await app.vault.read(note);
  if (findLadderBlocks(markdown)[blockIndex] === undefined)
    throw new Refusal(`“${note.basename}” has no ladder block.`);
  const draft = new NoteDraft({ path: note.path, isNew: false, markdown, blockIndex });
  const confirm = (decided: NoteDraft): Promise<void> => changeAndRegenerate(app, note, decided);
  new PreviewModal(app, { draft, capture: undefined, title: `Ladder of “${note.basename}”`, confirm }).open();
}

/** Writes what was decided into the note, in one write, and regenerates its drawings. Refuses where the note changed meanwhile. */
export async function changeAndRegenerate(app: App, note: TFile, draft: NoteDraft): Promise<void> {
  await saveOpenEditors(app, note);
  const { before, markdown } = draft;
  if (markdown !== before) {
    await app.vault.process(note, (now) => {
      if (now === before) return markdown;
      throw new Refusal(`“${note.basename}” was changed meanwhile and stays as it is. Try again.`);
    });
  }
  await regenerateCaptureNote(app, note);
}
