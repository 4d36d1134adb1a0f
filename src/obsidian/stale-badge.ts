import type { App } from "obsidian";
import { DiagnosticError } from "../base/diagnostic";
import { drawingName, drawnCaptures, namedDrawing, readDrawing } from "../pipeline";
import { startShown } from "./busy-notice";
import { findDrawing } from "./drawing-files";
import { regenerateCaptureNote } from "./regenerate-note";

/** A block of a note, and the fingerprint of the capture it shows. */
export interface BadgePlace {
  readonly notePath: string;
  readonly text: string;
  readonly blockIndex: number;
  readonly fingerprint: string;
}

/** Says under a block that its drawing was made from an older capture, with the button that renews it. */
export async function addStaleBadge(app: App, into: HTMLElement, place: BadgePlace): Promise<void> {
  if (!(await isStale(app, place))) return;
  const badge = into.createDiv({ cls: "packet-ladder-finding mod-warning", attr: { role: "status" } });
  badge.createSpan({ text: "Stale: the capture is newer than the drawing. " });
  const button = badge.createEl("button", { text: "Regenerate" });
  button.addEventListener("click", () => {
    startShown(async () => {
      const note = app.vault.getFileByPath(place.notePath);
      if (note === null) return;
      await regenerateCaptureNote(app, note, { onlyBlock: place.blockIndex });
      badge.remove();
    });
  });
}

/** Whether the drawing of a block is there and says that it was drawn from other octets. */
async function isStale(app: App, { notePath, text, blockIndex, fingerprint }: BadgePlace): Promise<boolean> {
  const noteName = (notePath.split("/").at(-1) ?? notePath).replace(/\.md$/iu, "");
  const name = namedDrawing({ text }) ?? drawingName(noteName, blockIndex);
  const drawing = findDrawing(app, name, notePath);
  if (drawing === undefined) return false;
  try {
    const drawn = drawnCaptures(readDrawing(await app.vault.cachedRead(drawing)));
    return drawn !== undefined && drawn !== fingerprint;
  } catch (error) {
    // A drawing that cannot be read is told when it is regenerated.
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}
