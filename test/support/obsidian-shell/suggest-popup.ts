import type { EditorSuggest } from "obsidian";
import type { TFile } from "obsidian-test-mocks/obsidian";
import type { SourceEditor } from "./source-editor";

/** What a plugin registered to be asked at each key; its values are its own. */
type AnySuggest = EditorSuggest<unknown>;

/** The list below the cursor: the first suggester that answers fills it; arrows move, Enter, Tab or a click choose. */
export class SuggestPopup {
  private readonly suggests: readonly AnySuggest[];
  private readonly editor: SourceEditor;
  private readonly file: TFile;
  private active: { readonly suggest: AnySuggest; readonly values: readonly unknown[] } | undefined;
  private el: HTMLElement | undefined;
  private chosen = 0;

  constructor(suggests: readonly AnySuggest[], editor: SourceEditor, file: TFile) {
    this.suggests = suggests;
    this.editor = editor;
    this.file = file;
  }

  /** After a key changed the text. */
  async refresh(): Promise<void> {
    this.close();
    for (const suggest of this.suggests) {
      const editor = this.editor.asOriginalType__();
      const file = this.file.asOriginalType2__();
      const found = suggest.onTrigger(this.editor.getCursor(), editor, file);
      if (found === null) continue;
      suggest.context = { ...found, editor, file };
      this.show(suggest, (await suggest.getSuggestions(suggest.context)).slice(0, suggest.limit));
      return;
    }
  }

  /** Tells whether the key was for the list. */
  onKey(event: KeyboardEvent): boolean {
    if (this.active === undefined) return false;
    const { values } = this.active;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" || event.key === "Tab") this.choose(values[this.chosen], event);
    else if (event.key === "ArrowDown") this.mark((this.chosen + 1) % values.length);
    else if (event.key === "ArrowUp") this.mark((this.chosen + values.length - 1) % values.length);
    else return false;
    event.preventDefault();
    return true;
  }

  close(): void {
    this.el?.remove();
    this.active = undefined;
  }

  private show(suggest: AnySuggest, values: readonly unknown[]): void {
    if (values.length === 0) return;
    this.active = { suggest, values };
    const place = this.editor.cm.coordsAtPos(this.editor.cm.state.selection.main.head);
    this.el = createDiv({ cls: "suggestion-container", attr: { role: "listbox" } });
    activeDocument.body.append(this.el);
    this.el.setCssProps({
      "--menu-x": `${String(place?.left ?? 0)}px`,
      "--menu-y": `${String(place?.bottom ?? 0)}px`,
    });
    for (const value of values) {
      const row = this.el.createDiv({ cls: "suggestion-item", attr: { role: "option" } });
      suggest.renderSuggestion(value, row);
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        this.choose(value, event);
      });
    }
    this.mark(0);
  }

  private choose(value: unknown, event: MouseEvent | KeyboardEvent): void {
    this.active?.suggest.selectSuggestion(value, event);
    this.close();
  }

  private mark(row: number): void {
    this.chosen = row;
    for (const [at, child] of [...(this.el?.children ?? [])].entries()) {
      child.toggleClass("is-selected", at === row);
      child.setAttribute("aria-selected", String(at === row));
    }
  }
}
