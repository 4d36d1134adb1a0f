import { type App, Modal } from "obsidian";
import { startShown } from "./busy-notice";
import type { PictureLook } from "./export-picture";
import { nameDialog } from "./name-dialog";

/** What can be chosen, the first of each being what *Export SVG* does. */
const formats: readonly (readonly [string, Pick<PictureLook, "pngScale">])[] = [
  ["SVG", {}],
  ["PNG", { pngScale: 1 }],
  ["PNG, twice as large", { pngScale: 2 }],
  ["PNG, four times as large", { pngScale: 4 }],
];
const pages: readonly (readonly [string, Pick<PictureLook, "theme">])[] = [
  ["as the block says", {}],
  ["light", { theme: "light" }],
  ["dark", { theme: "dark" }],
];
const backgrounds: readonly (readonly [string, Pick<PictureLook, "background">])[] = [
  ["filled", {}],
  ["transparent", { background: "transparent" }],
];

/** Asks how a picture is to be exported: its format, the page it is for, its background. Enter does it. */
export class ExportModal extends Modal {
  readonly #work: (look: PictureLook) => Promise<void>;
  readonly #look: PictureLook[] = [];

  constructor(app: App, work: (look: PictureLook) => Promise<void>) {
    super(app);
    this.#work = work;
  }

  override onOpen(): void {
    nameDialog(this, "Export picture");
    this.modalEl.addClass("packet-ladder-export");
    this.#add("Format", formats);
    this.#add("Page", pages);
    this.#add("Background", backgrounds);
    const text =
      "An SVG stays sharp and brings its handwriting along. A slide program that ignores the fonts of an SVG shows " +
      "a PNG as it is drawn here.";
    this.contentEl.createEl("p", { cls: "packet-ladder-muted", text });
    const bar = this.contentEl.createDiv("modal-button-container");
    const go = bar.createEl("button", { cls: "mod-cta", text: "Export" });
    go.addEventListener("click", () => {
      this.#export();
    });
    this.modalEl.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.target === go) return;
      event.preventDefault();
      this.#export();
    });
  }

  #add(name: string, choices: readonly (readonly [string, PictureLook])[]): void {
    const row = this.contentEl.createEl("label", "packet-ladder-field");
    row.createSpan({ cls: "packet-ladder-field-name", text: name });
    const select = row.createEl("select", "dropdown");
    for (const [words] of choices) select.createEl("option", { text: words });
    const at = this.#look.push({}) - 1;
    select.addEventListener("change", () => {
      this.#look[at] = choices[select.selectedIndex]?.[1] ?? {};
    });
  }

  #export(): void {
    this.close();
    const look = this.#look.reduce((all, one) => ({ ...all, ...one }), {});
    startShown(() => this.#work(look));
  }
}
