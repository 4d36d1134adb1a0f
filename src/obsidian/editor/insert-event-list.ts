import { type App, type Editor, FuzzySuggestModal } from "obsidian";
import { fencedLadder, listTemplates, type ListTemplate } from "../../pipeline";
import type { EditorCommand } from "./editor-command";
import { replaceByBlock } from "./replace-by-block";

/** Asks for an exchange to start from, and puts its event list into the note. */
export const insertEventList: EditorCommand = {
  id: "insert-event-list",
  name: "Insert event list…",
  menuTitle: "Insert event list…",
  icon: "list-plus",
  forEditor: (app, editor) => () => {
    new TemplateSuggester(app, editor).open();
    return Promise.resolve();
  },
  isInMenu: () => true,
};

class TemplateSuggester extends FuzzySuggestModal<ListTemplate> {
  readonly #editor: Editor;

  constructor(app: App, editor: Editor) {
    super(app);
    this.#editor = editor;
    this.setPlaceholder("Which exchange?");
  }

  getItems(): ListTemplate[] {
    return [...listTemplates];
  }

  getItemText(template: ListTemplate): string {
    return template.name;
  }

  onChooseItem(template: ListTemplate): void {
    replaceByBlock(this.app, this.#editor, fencedLadder(template.text));
  }
}
