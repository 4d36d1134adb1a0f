import { type App, type Editor, type EditorPosition, Notice } from "obsidian";
import { findLadderFences, looksLikePackets, turnIntoLadder } from "../../pipeline";
import { startShown } from "../busy-notice";
import { Refusal } from "../refusal";
import { settingsOf } from "../settings/ladder-settings";
import { replaceByBlock } from "./replace-by-block";

/** How long the offer stands, in milliseconds. */
const OFFER_MS = 12_000;

/** Offers to draw what was just pasted, where it is what a tool printed of packets; the paste itself goes its way. */
export function offerLadder(app: App, event: ClipboardEvent, editor: Editor): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!settingsOf(app).offer || !looksLikePackets(text) || isInBlock(editor)) return;
  const inserted = insertedText(editor);
  const content = createFragment();
  content.createDiv({ text: "These look like packets.", attr: { role: "status" } });
  const button = content.createEl("button", { cls: "packet-ladder-notice-button", text: "Turn into ladder" });
  const notice = new Notice(content, OFFER_MS);
  button.addEventListener("click", () => {
    notice.hide();
    startShown(() =>
      Promise.resolve().then(() => {
        turnPasted(app, editor, { text, inserted: inserted() });
      }),
    );
  });
}

function isInBlock(editor: Editor): boolean {
  const { line } = editor.getCursor();
  return findLadderFences(editor.getValue()).some(
    ({ firstLine, lines }) => line >= firstLine - 1 && line < firstLine - 1 + Math.max(1, lines.length),
  );
}

/** Gives what tells, later, what the paste that is going on has put in: of HTML, Obsidian makes Markdown. */
function insertedText(editor: Editor): () => string {
  let inserted = "";
  const start = editor.getCursor("from");
  window.setTimeout(() => {
    inserted = editor.getRange(start, editor.getCursor("to"));
  });
  return () => inserted;
}

interface Pasted {
  /** What the clipboard calls plain text. */
  readonly text: string;
  /** What arrived in the note. */
  readonly inserted: string;
}

function turnPasted(app: App, editor: Editor, { text, inserted }: Pasted): void {
  const pasted = inserted === "" ? text.replace(/\r\n?/gu, "\n") : inserted;
  const at = editor.getValue().lastIndexOf(pasted);
  if (at === -1)
    throw new Refusal("The pasted text has changed. Select its lines, then choose “Turn into ladder”.");
  const block = turnIntoLadder(text);
  const place = (offset: number): EditorPosition => editor.offsetToPos(offset);
  editor.setSelection(place(at), place(at + pasted.length));
  replaceByBlock(app, editor, block);
}
