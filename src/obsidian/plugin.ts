import { Notice, Plugin } from "obsidian";
import { BlockPictures } from "./block-picture";
import { CaptureView, captureViewType } from "./capture-view";
import { fillFileMenu, ladderCommands, paletteCommand } from "./commands";
import { closeEngine } from "./engine/engine";
import { watchDrawingViews } from "./closed-views";
import { followRenames } from "./follow-renames";
import { renderLadderBlock } from "./ladder-block";
import { applySettings, readSettings } from "./settings/ladder-settings";
import { LadderSettingTab } from "./settings/settings-tab";
import { captureExtensions } from "./vault-paths";

/** The plugin: it registers, the work is done where the names point to. */
export class PacketLadderPlugin extends Plugin {
  override onload(): Promise<void> {
    for (const command of ladderCommands) this.addCommand(paletteCommand(this.app, command));
    this.registerEvent(
      this.app.workspace.on("file-menu", (menu, file) => {
        fillFileMenu(this.app, menu, file);
      }),
    );
    this.registerEvent(followRenames(this.app));
    this.registerEvent(watchDrawingViews(this.app));
    this.#registerBlocks();
    this.#registerCaptureView();
    this.addSettingTab(new LadderSettingTab(this));
    this.register(() => {
      closeEngine(this.app);
    });
    return this.#loadSettings();
  }

  /** Another device has changed the settings. */
  override async onExternalSettingsChange(): Promise<void> {
    await this.#loadSettings();
  }

  async #loadSettings(): Promise<void> {
    applySettings(this.app, readSettings(await this.loadData()));
  }

  #registerBlocks(): void {
    const host = { app: this.app, pictures: new BlockPictures(this.app) };
    this.#registerIfFree("ladder blocks", () => {
      this.registerMarkdownCodeBlockProcessor("ladder", (source, el, context) => {
        renderLadderBlock(host, source, el, context);
      });
    });
  }

  #registerCaptureView(): void {
    this.registerView(captureViewType, (leaf) => new CaptureView(leaf));
    for (const extension of captureExtensions) {
      this.#registerIfFree(`.${extension} files`, () => {
        this.registerExtensions([extension], captureViewType);
      });
    }
  }

  /** Registrations throw where another plugin was first; that must not cost the others. */
  #registerIfFree(what: string, register: () => void): void {
    try {
      register();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      new Notice(`Another plugin already shows ${what}. Everything else works.`);
    }
  }
}
