import { type PresetKey, presetKeys, presetWords } from "../settings/ladder-settings";
import type { NoteDraft } from "./note-draft";

const labels: Readonly<Record<PresetKey, string>> = {
  time: "Time",
  seq: "Sequence numbers",
  labels: "Labels",
  states: "States",
  marks: "Marks",
  theme: "Theme",
};

/** The options of a ladder as fields, each with where its value comes from. */
export class PreviewFields {
  readonly #draft: NoteDraft;
  readonly #onChange: () => void;
  readonly #origins = new Map<string, HTMLElement>();
  #filter: HTMLInputElement | undefined;
  #filterFinding: HTMLElement | undefined;

  constructor(into: HTMLElement, draft: NoteDraft, onChange: () => void) {
    this.#draft = draft;
    this.#onChange = onChange;
    this.#addText(into, "title", "Title");
    this.#addFilter(into);
    for (const key of presetKeys) this.#addWords(into, key);
  }

  /** Says what is wrong with the filter, while it is typed. */
  showFilterFinding(message: string | undefined): void {
    this.#filter?.setAttribute("aria-invalid", String(message !== undefined));
    this.#filterFinding?.setText(message ?? "");
    // On a phone the buttons would cover it.
    if (message !== undefined) this.#filterFinding?.scrollIntoView({ block: "nearest" });
  }

  #addFilter(into: HTMLElement): void {
    this.#filter = this.#addText(into, "filter", "Filter");
    this.#filter.addClass("packet-ladder-filter");
    this.#filter.placeholder = "tcp.len > 0";
    this.#filterFinding = into.createDiv({
      cls: "packet-ladder-finding mod-error",
      attr: { role: "status", id: "packet-ladder-filter-finding" },
    });
    this.#filter.setAttribute("aria-describedby", "packet-ladder-filter-finding");
  }

  #addText(into: HTMLElement, key: string, name: string): HTMLInputElement {
    const row = this.#addRow(into, key, name);
    const input = row.createEl("input", { type: "text", value: this.#draft.option(key).value });
    input.setAttribute("spellcheck", "false");
    input.addEventListener("input", () => {
      this.#choose(key, input.value);
    });
    return input;
  }

  #addWords(into: HTMLElement, key: PresetKey): void {
    const row = this.#addRow(into, key, labels[key]);
    const select = row.createEl("select", { cls: "dropdown" });
    const { value } = this.#draft.option(key);
    const words = ["", ...presetWords(key)];
    // A value of one's own, such as two themes at once, stays choosable.
    if (!words.includes(value)) words.push(value);
    for (const word of words)
      select.createEl("option", { text: word === "" ? "default" : word, value: word });
    select.value = value;
    select.addEventListener("change", () => {
      this.#choose(key, select.value);
    });
  }

  #addRow(into: HTMLElement, key: string, name: string): HTMLElement {
    const row = into.createEl("label", "packet-ladder-field");
    row.createSpan({ cls: "packet-ladder-field-name", text: name });
    const origin = row.createSpan({ cls: "packet-ladder-origin" });
    this.#origins.set(key, origin);
    this.#showOrigin(key);
    return row;
  }

  #choose(key: string, value: string): void {
    this.#draft.choose(key, value);
    this.#showOrigin(key);
    this.#onChange();
  }

  #showOrigin(key: string): void {
    this.#origins.get(key)?.setText(this.#draft.option(key).origin);
  }
}
