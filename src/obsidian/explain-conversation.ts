import { type App, Notice, type TFile } from "obsidian";
import { explainTrace, findLadderBlocks, renewExplanation } from "../pipeline";
import { whileBusy } from "./busy-notice";
import { isCaptureNote, saveOpenEditors } from "./capture-notes";
import { blockDrawer } from "./draw-blocks";
import type { LadderCommand } from "./ladder-command";
import { Refusal } from "./refusal";

/** Writes what happened in the conversations of a capture note into its section "What happened". */
export const explainConversation: LadderCommand = {
  id: "explain-conversation",
  name: "Explain conversation",
  menuTitle: "Explain conversation",
  icon: "message-circle-question",
  forFile: (app, file) => (isCaptureNote(app, file) ? () => explainNote(app, file) : undefined),
};

async function explainNote(app: App, note: TFile): Promise<void> {
  await saveOpenEditors(app, note);
  const blocks = findLadderBlocks(await app.vault.read(note));
  const explanations = await whileBusy(`Reading “${note.basename}”`, async (onProgress, signal) => {
    const read = blockDrawer(app, note.path, { onProgress, signal });
    const told: ReturnType<typeof explainTrace>[number][] = [];
    for (const { text, firstLine } of blocks) {
      const { reading } = await read(text, note.basename);
      told.push(...explainTrace(reading.trace, firstLine));
    }
    return told;
  });
  if (explanations.length === 0)
    throw new Refusal(
      `“${note.basename}” has no TCP conversation to explain, or a filter leaves out what would.`,
    );
  await app.vault.process(note, (now) => renewExplanation(now, explanations));
  new Notice(`“${note.basename}” says what happened.`);
}
