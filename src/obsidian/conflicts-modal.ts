import { type App, Modal } from "obsidian";
import type { Drawing } from "../pipeline";
import { startShown } from "./busy-notice";
import { nameDialog } from "./name-dialog";
import { capitalised } from "./refusal";

/** A value that a person changed and that is generated anew, in one of a note's drawings. */
export type ShownConflict = Drawing["report"]["conflicts"][number] & {
  /** Number of the block, from 0, and name of its drawing. */
  readonly block: number;
  readonly drawing: string;
};

/** Shows conflicts one by one: what was kept, what is generated now, and a button that takes it. */
export class ConflictsModal extends Modal {
  readonly #conflicts: readonly ShownConflict[];
  readonly #take: (conflict: ShownConflict) => Promise<void>;

  constructor(
    app: App,
    conflicts: readonly ShownConflict[],
    take: (conflict: ShownConflict) => Promise<void>,
  ) {
    super(app);
    this.#conflicts = conflicts;
    this.#take = take;
  }

  override onOpen(): void {
    nameDialog(this, "Your edits were kept");
    const text =
      "Where you had changed something that is generated anew, your value stands. Take the new one here.";
    this.contentEl.createEl("p", { cls: "packet-ladder-muted", text });
    const list = this.contentEl.createEl("ul", "packet-ladder-conflicts");
    for (const conflict of this.#conflicts) this.#show(list.createEl("li"), conflict);
  }

  #show(item: HTMLElement, conflict: ShownConflict): void {
    const { aspect, part, kept, generated } = conflict;
    item.createDiv({ text: `${capitalised(aspect)} of the ${part}: “${kept}”` });
    item.createDiv({ cls: "packet-ladder-muted", text: `generated now: “${generated}”` });
    const button = item.createEl("button", { text: "Take new value" });
    button.addEventListener("click", () => {
      button.disabled = true;
      startShown(async () => {
        await this.#take(conflict);
        item.empty();
        item.setText(`Taken: “${generated}”`);
      });
    });
  }
}
