import type { App, TFile } from "obsidian";

/** What a command does once it is chosen. */
export type Work = () => Promise<void>;

/** One command of the palette, and the same in the menu of a file. */
export interface LadderCommand {
  readonly id: string;
  readonly name: string;
  readonly menuTitle: string;
  readonly icon: string;
  /** Gives what it does with a file, where it applies to it. Asked whenever a palette or menu opens: reads nothing. */
  readonly forFile: (app: App, file: TFile) => Work | undefined;
  /** Gives what it does from the palette where the active file is none of its own. */
  readonly otherwise?: (app: App) => Work | undefined;
}
