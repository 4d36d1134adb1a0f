import type { Notice as ObsidianNotice } from "obsidian";

const DEFAULT_DURATION_MS = 5000;

/** A notice in the corner of the active window, with the class names of Obsidian's; a duration of 0 stays. */
export class Notice implements ObsidianNotice {
  readonly noticeEl: HTMLElement = createDiv();
  readonly containerEl: HTMLElement;
  readonly messageEl: HTMLElement;

  constructor(message: string | DocumentFragment, durationMs = DEFAULT_DURATION_MS) {
    this.containerEl = createDiv({ cls: "notice", attr: { role: "alert" } });
    cornerOf(activeDocument).append(this.containerEl);
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

/** Elements found in a window of its own may lack what Obsidian gives to elements: what is made here is put there. */
function cornerOf(shown: Document): Element {
  const corner = shown.querySelector(".notice-container") ?? createDiv("notice-container");
  shown.body.append(corner);
  return corner;
}
