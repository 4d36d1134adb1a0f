import type {
  App,
  FuzzyMatch,
  FuzzySuggestModal as ObsidianFuzzySuggestModal,
  Instruction,
  Modal as ObsidianModal,
  Scope as ObsidianScope,
  SuggestModal as ObsidianSuggestModal,
} from "obsidian";
import { prepareFuzzySearch, Scope } from "obsidian-test-mocks/obsidian";

/** A dialog on the page; Escape and a click beside it close it. */
export class Modal implements ObsidianModal {
  readonly scope: ObsidianScope = Scope.create__().asOriginalType__();
  readonly containerEl = createDiv("modal-container");
  readonly modalEl = this.containerEl.createDiv({
    cls: "modal",
    attr: { role: "dialog", "aria-modal": "true" },
  });
  readonly titleEl = this.modalEl.createDiv("modal-title");
  /** Lies over the upper right corner, as Obsidian's does. */
  private readonly closeButton = this.modalEl.createEl("button", {
    cls: "modal-close-button",
    text: "×",
    attr: { "aria-label": "Close" },
  });
  readonly contentEl = this.modalEl.createDiv("modal-content");
  readonly app: App;
  shouldRestoreSelection = true;
  /** Obsidian's own key handling: Escape closes the topmost dialog, wherever the focus is. */
  private readonly onEscape = (event: KeyboardEvent): void => {
    const shown = this.containerEl.ownerDocument.querySelectorAll(".modal-container");
    const isTopmost = [...shown].at(-1) === this.containerEl;
    if (event.key === "Escape" && isTopmost) this.close();
  };
  private closeCallback: () => unknown = () => undefined;

  constructor(app: App) {
    this.app = app;
    this.containerEl.addEventListener("click", (event) => {
      if (event.target === this.containerEl) this.close();
    });
    this.closeButton.addEventListener("click", () => {
      this.close();
    });
  }

  open(): void {
    activeDocument.body.append(this.containerEl);
    activeDocument.addEventListener("keydown", this.onEscape);
    void this.onOpen();
  }

  close(): void {
    if (!this.containerEl.isConnected) return;
    this.containerEl.ownerDocument.removeEventListener("keydown", this.onEscape);
    this.containerEl.remove();
    this.onClose();
    this.closeCallback();
  }

  onOpen(): Promise<void> | void {
    // for subclasses
  }

  onClose(): void {
    // for subclasses
  }

  setTitle(title: string): this {
    this.titleEl.setText(title);
    return this;
  }

  setContent(content: string | DocumentFragment): this {
    this.contentEl.replaceChildren(content);
    return this;
  }

  setCloseCallback(callback: () => unknown): this {
    this.closeCallback = callback;
    return this;
  }
}

/** A prompt with a list: typing narrows it, arrows move, Enter or a click chooses. */
export abstract class SuggestModal<T> extends Modal implements ObsidianSuggestModal<T> {
  limit = 100;
  emptyStateText = "No results found.";
  readonly inputEl = createEl("input", {
    cls: "prompt-input",
    attr: { type: "text", "aria-label": "Search" },
  });
  readonly resultContainerEl = createDiv({ cls: "prompt-results", attr: { role: "listbox" } });
  private shown: readonly T[] = [];
  private active = 0;

  constructor(app: App) {
    super(app);
    this.modalEl.addClass("prompt");
    this.modalEl.replaceChildren(this.inputEl, this.resultContainerEl);
    this.inputEl.addEventListener("input", () => void this.refresh());
    this.inputEl.addEventListener("keydown", (event) => {
      this.onKey(event);
    });
  }

  abstract getSuggestions(query: string): T[] | Promise<T[]>;
  abstract renderSuggestion(value: T, el: HTMLElement): void;
  abstract onChooseSuggestion(item: T, event: MouseEvent | KeyboardEvent): void;

  override open(): void {
    super.open();
    this.inputEl.focus();
    void this.refresh();
  }

  setPlaceholder(placeholder: string): void {
    this.inputEl.placeholder = placeholder;
  }

  setInstructions(_instructions: Instruction[]): void {
    // Obsidian writes them below the list; nothing depends on them here.
  }

  onNoSuggestion(): void {
    this.resultContainerEl.setText(this.emptyStateText);
  }

  selectSuggestion(value: T, event: MouseEvent | KeyboardEvent): void {
    this.close();
    this.onChooseSuggestion(value, event);
  }

  selectActiveSuggestion(event: MouseEvent | KeyboardEvent): void {
    const value = this.shown[this.active];
    if (value !== undefined) this.selectSuggestion(value, event);
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter") this.selectActiveSuggestion(event);
    if (step !== 0) this.mark(this.active + step);
  }

  private async refresh(): Promise<void> {
    this.shown = (await this.getSuggestions(this.inputEl.value)).slice(0, this.limit);
    this.resultContainerEl.empty();
    for (const value of this.shown) {
      const row = this.resultContainerEl.createDiv({ cls: "suggestion-item", attr: { role: "option" } });
      this.renderSuggestion(value, row);
      row.addEventListener("click", (event) => {
        this.selectSuggestion(value, event);
      });
    }
    if (this.shown.length === 0) this.onNoSuggestion();
    this.mark(0);
  }

  private mark(row: number): void {
    this.active = Math.max(0, Math.min(row, this.shown.length - 1));
    for (const [at, child] of [...this.resultContainerEl.children].entries()) {
      child.toggleClass("is-selected", at === this.active);
      child.setAttribute("aria-selected", String(at === this.active));
    }
  }
}

/** The same over a fixed list, narrowed by Obsidian's fuzzy search. */
export abstract class FuzzySuggestModal<T>
  extends SuggestModal<FuzzyMatch<T>>
  implements ObsidianFuzzySuggestModal<T>
{
  abstract getItems(): T[];
  abstract getItemText(item: T): string;
  abstract onChooseItem(item: T, event: MouseEvent | KeyboardEvent): void;

  getSuggestions(query: string): FuzzyMatch<T>[] {
    const search = prepareFuzzySearch(query);
    return this.getItems().flatMap((item) => {
      const match = query === "" ? { score: 0, matches: [] } : search(this.getItemText(item));
      return match === null ? [] : [{ item, match }];
    });
  }

  renderSuggestion(value: FuzzyMatch<T>, el: HTMLElement): void {
    el.setText(this.getItemText(value.item));
  }

  onChooseSuggestion(value: FuzzyMatch<T>, event: MouseEvent | KeyboardEvent): void {
    this.onChooseItem(value.item, event);
  }
}
