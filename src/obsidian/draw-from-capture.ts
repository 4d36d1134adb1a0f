import { type App, FuzzySuggestModal, type TFile } from "obsidian";
import { startShown } from "./busy-notice";
import { drawCapture } from "./draw-capture";
import type { LadderCommand } from "./ladder-command";
import { isCapture } from "./vault-paths";

/** Draws the active capture; elsewhere asks which capture of the vault is meant. */
export const drawFromCapture: LadderCommand = {
  id: "draw-from-capture",
  name: "Draw ladder from capture…",
  menuTitle: "Draw ladder",
  icon: "git-compare-arrows",
  forFile: (app, file) => (isCapture(file) ? () => drawCapture(app, file) : undefined),
  otherwise: (app) => {
    if (!app.vault.getFiles().some(isCapture)) return undefined;
    return () => {
      new CaptureSuggester(app).open();
      return Promise.resolve();
    };
  },
};

class CaptureSuggester extends FuzzySuggestModal<TFile> {
  constructor(app: App) {
    super(app);
    this.setPlaceholder("Which capture?");
    this.emptyStateText = "No capture of that name.";
  }

  getItems(): TFile[] {
    return this.app.vault
      .getFiles()
      .filter(isCapture)
      .sort((a, b) => b.stat.mtime - a.stat.mtime);
  }

  getItemText(capture: TFile): string {
    return capture.path;
  }

  onChooseItem(capture: TFile): void {
    startShown(() => drawCapture(this.app, capture));
  }
}
