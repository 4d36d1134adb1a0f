import {
  type App,
  type Editor,
  type EditorPosition,
  EditorSuggest,
  type EditorSuggestTriggerInfo,
} from "obsidian";
import { findLadderFences, suggestionsAt, type Suggestions } from "../../pipeline";

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

/** Gives the suggestions at a place of a note, in ladder blocks only; also in those of quotes, callouts and lists. */
function suggestionsIn(note: string, { line, ch }: EditorPosition): Suggestions | undefined {
  for (const { lines, prefixes, firstLine } of findLadderFences(note)) {
    const inBlock = line - (firstLine - 1);
    if (inBlock < 0 || inBlock >= lines.length) continue;
    const before = prefixes[inBlock]?.length ?? 0;
    const column = ch - before;
    // On an empty line Enter is meant for the line: nothing is offered before a key was typed.
    if (column <= 0 || lines[inBlock]?.slice(0, column).trim() === "") return undefined;
    const found = suggestionsAt(lines, { line: inBlock, column });
    return found === undefined
      ? undefined
      : { ...found, start: found.start + before, end: found.end + before };
  }
  return undefined;
}
