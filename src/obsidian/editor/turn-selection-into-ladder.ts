import type { App, Editor } from "obsidian";
import { turnIntoLadder } from "../../pipeline";
import { Refusal } from "../refusal";
import type { EditorCommand } from "./editor-command";
import { replaceByBlock } from "./replace-by-block";

/** Replaces what is selected, else puts in what is on the clipboard, as a ladder block that draws it. */
export const turnSelectionIntoLadder: EditorCommand = {
  id: "turn-into-ladder",
  name: "Turn selection or clipboard into ladder",
  menuTitle: "Turn into ladder",
  icon: "git-compare-arrows",
  forEditor: (app, editor) => () => turn(app, editor),
  isInMenu: (editor) => editor.getSelection().trim() !== "",
};

async function turn(app: App, editor: Editor): Promise<void> {
  const selected = editor.getSelection();
  const isSelected = selected.trim() !== "";
  const text = isSelected ? selected : await clipboardText();
  const block = turnIntoLadder(text);
  if (editor.getSelection() !== selected)
    throw new Refusal("The selection has changed; nothing was replaced.");
  replaceByBlock(app, editor, block);
}

async function clipboardText(): Promise<string> {
  // Only the window that has the focus may read it.
  const text = await activeWindow.navigator.clipboard.readText();
  if (text.trim() !== "") return text;
  throw new Refusal("Select what Wireshark, tshark or tcpdump printed, or copy it, and try again.");
}
