import {
  type App,
  type Editor,
  type EditorPosition,
  EditorSuggest,
  type EditorSuggestTriggerInfo,
} from "obsidian";
import { findLadderBlocks, suggestionsAt, type Suggestions } from "../../pipeline";

/** Offers what may be typed in a ladder block: options, names, flags, states. */
export class LadderSuggest extends EditorSuggest<string> {
  #words: readonly string[] = [];

  constructor(app: App) {
    super(app);
    this.limit = 20;
  }

  override onTrigger(cursor: EditorPosition, editor: Editor): EditorSuggestTriggerInfo | null {
    const found = suggestionsIn(editor.getValue(), cursor);
    if (found === undefined) return null;
    this.#words = found.words;
    const start = { line: cursor.line, ch: found.start };
    return { start, end: cursor, query: editor.getRange(start, cursor) };
  }

  override getSuggestions(): string[] {
    return [...this.#words];
  }

  override renderSuggestion(word: string, el: HTMLElement): void {
    el.setText(word);
  }

  override selectSuggestion(word: string): void {
    if (this.context === null) return;
    const { editor, start, end } = this.context;
    editor.replaceRange(word, start, end);
    editor.setCursor({ line: start.line, ch: start.ch + word.length });
  }
}

/** Gives the suggestions at a place of a note; none outside of ladder blocks, and in blocks of quotes and lists. */
function suggestionsIn(note: string, { line, ch }: EditorPosition): Suggestions | undefined {
  for (const { start, end } of findLadderBlocks(note)) {
    const first = note.slice(0, start).split("\n").length - 1;
    const lines = note.slice(start, end).split(/\r?\n/u);
    const inBlock = line - first;
    if (inBlock < 0 || inBlock >= lines.length - 1) continue;
    return suggestionsAt(lines, { line: inBlock, column: ch });
  }
  return undefined;
}
