import type { Modal } from "obsidian";

/** Gives a dialog that opens its title, also for screen readers, and the focus: keys go to it, and press no button yet. */
export function nameDialog(dialog: Modal, title: string): void {
  dialog.setTitle(title);
  dialog.modalEl.setAttribute("aria-label", title);
  dialog.contentEl.tabIndex = -1;
  dialog.contentEl.focus();
}
