import type { Notice as ObsidianNotice } from "obsidian";

const DEFAULT_DURATION_MS = 5000;

/** A notice on the page, in the corner and with the class names of Obsidian's; a duration of 0 stays. */
export class Notice implements ObsidianNotice {
  readonly noticeEl: HTMLElement = createDiv();
  readonly containerEl: HTMLElement;
  readonly messageEl: HTMLElement;

  constructor(message: string | DocumentFragment, durationMs = DEFAULT_DURATION_MS) {
    const corner =
      document.querySelector<HTMLElement>(".notice-container") ?? document.body.createDiv("notice-container");
    this.containerEl = corner.createDiv({ cls: "notice", attr: { role: "alert" } });
    this.messageEl = this.containerEl.createDiv("notice-message");
    this.setMessage(message);
    this.containerEl.addEventListener("click", () => {
      this.hide();
    });
    if (durationMs > 0) setTimeout(() => this.hide(), durationMs);
  }

  setMessage(message: string | DocumentFragment): this {
    this.messageEl.empty();
    this.messageEl.append(message);
    return this;
  }

  hide(): void {
    this.containerEl.remove();
  }
}
