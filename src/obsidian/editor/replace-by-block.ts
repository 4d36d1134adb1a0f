import type { App, Editor } from "obsidian";
import { withPresets } from "../settings/with-presets";

/** Puts a new block, as the settings want new ladders, in the place of the selection, on lines of its own, in one step that one undo takes back. */
export function replaceByBlock(app: App, editor: Editor, fenced: string): void {
  const block = withPresets(app, editor.getValue(), fenced);
  const from = editor.getCursor("from");
  const to = editor.getCursor("to");
  const before = editor.getLine(from.line).slice(0, from.ch);
  const after = editor.getLine(to.line).slice(to.ch);
  const isLineStart = before.trim() === "";
  const start = isLineStart ? { line: from.line, ch: 0 } : from;
  const end = after.trim() === "" ? block.trimEnd() : block;
  editor.replaceRange(`${isLineStart ? "" : "\n"}${end}`, start, to);
}
