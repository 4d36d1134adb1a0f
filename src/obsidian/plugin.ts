import { Notice, Plugin } from "obsidian";
import { findLadderFences, highlightBlock } from "../pipeline";
import { BlockPictures } from "./block-picture";
import { CaptureView, captureViewType } from "./capture-view";
import { fillEditorMenu, fillFileMenu, fillFilesMenu, ladderCommands, paletteCommand } from "./commands";
import { takeCaptures } from "./drop-capture";
import { addSelectionItems, editorCommands, editorPaletteCommand } from "./editor/editor-command";
import { LadderSuggest } from "./editor/ladder-suggest";
import { offerLadder } from "./editor/offer-ladder";
import { closeEngine } from "./engine/engine";
import { lookForBlocks } from "./capture-notes";
import { watchDrawingViews } from "./closed-views";
import { followRenames } from "./follow-renames";
import { renderLadderBlock } from "./ladder-block";
import { registerOutsideDoors } from "./outside-doors";
import { showDrawing } from "./show-drawing";
import { showWorkStatus } from "./work-status";
import { applySettings, type LadderSettings, readSettings, settingsOf } from "./settings/ladder-settings";
import { LadderSettingTab } from "./settings/settings-tab";
import { captureExtensions } from "./vault-paths";

/** The plugin: it registers, the work is done where the names point to. */
export class PacketLadderPlugin extends Plugin {
  /** Where a setting tab looks for its values unless it is told otherwise: ours is told, another reader may not be. */
  override settings: LadderSettings = settingsOf(this.app);

  override onload(): Promise<void> {
    const parts: Readonly<Record<string, () => void>> = {
      commands: () => {
        this.#registerCommands();
      },
      menus: () => {
        this.#registerMenus();
      },
      "drops and pastes": () => {
        this.#registerDrops();
      },
      "editor commands": () => {
        this.#registerEditorCommands();
      },
      "ladder blocks": () => {
        this.#registerBlocks();
      },
      "drawings as pictures": () => {
        this.#registerPictures();
      },
      captures: () => {
        this.#registerCaptureView();
      },
      "renamed files": () => {
        this.registerEvent(followRenames(this.app));
      },
      "open drawings": () => {
        this.registerEvent(watchDrawingViews(this.app));
      },
      "links and the command line": () => {
        registerOutsideDoors(this);
      },
      "the status bar": () => {
        showWorkStatus(this);
      },
      settings: () => {
        this.addSettingTab(new LadderSettingTab(this));
      },
    };
    for (const [what, register] of Object.entries(parts)) this.#orWithout(what, register);
    this.register(() => {
      closeEngine(this.app);
    });
    return this.#loadSettings();
  }

  /** A host that lacks something, or a plugin that was first, must cost that part only. */
  #orWithout(what: string, register: () => void): void {
    try {
      register();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      new Notice(`Packet Ladder works without ${what} here (${reason}).`);
    }
  }

  #registerCommands(): void {
    for (const command of ladderCommands) this.addCommand(paletteCommand(this.app, command));
    this.registerEvent(
      this.app.workspace.on("file-open", (file) => {
        void lookForBlocks(this.app, file).catch(() => undefined);
      }),
    );
  }

  #registerMenus(): void {
    const { workspace } = this.app;
    this.registerEvent(
      workspace.on("file-menu", (menu, file) => {
        fillFileMenu(this.app, menu, file);
      }),
    );
    this.registerEvent(
      workspace.on("files-menu", (menu, files) => {
        fillFilesMenu(this.app, menu, files);
      }),
    );
    this.registerEvent(
      workspace.on("editor-menu", (menu, _editor, { file }) => {
        fillEditorMenu(this.app, menu, file);
      }),
    );
  }

  #registerDrops(): void {
    const { workspace } = this.app;
    this.registerEvent(
      workspace.on("editor-drop", (event, editor, { file }) => {
        if (event.defaultPrevented) return;
        if (takeCaptures(this.app, event, editor, file)) event.preventDefault();
      }),
    );
    this.registerEvent(
      workspace.on("editor-paste", (event, editor, { file }) => {
        if (event.defaultPrevented) return;
        if (takeCaptures(this.app, event, editor, file)) event.preventDefault();
        else offerLadder(this.app, event, editor);
      }),
    );
  }

  /** Another device has changed the settings. */
  override async onExternalSettingsChange(): Promise<void> {
    await this.#loadSettings();
  }

  /** Where what was stored cannot be read, the defaults hold. */
  async #loadSettings(): Promise<void> {
    const stored: unknown = await this.loadData().catch(() => undefined);
    applySettings(this.app, readSettings(stored));
  }

  #registerEditorCommands(): void {
    for (const command of editorCommands) this.addCommand(editorPaletteCommand(this.app, command));
    this.registerEvent(
      this.app.workspace.on("editor-menu", (menu, editor) => {
        addSelectionItems(this.app, menu, editor);
      }),
    );
    void this.#registerColours();
    this.registerEditorSuggest(new LadderSuggest(this.app));
  }

  /** CodeMirror comes from the host; where it is not to be had, colours are all that is missing. */
  async #registerColours(): Promise<void> {
    const colours = await import("./editor/ladder-colours").catch(() => undefined);
    if (colours === undefined) return;
    this.#orWithout("colours", () => {
      this.registerEditorExtension(colours.ladderColours({ findLadderFences, highlightBlock }));
    });
  }

  #registerBlocks(): void {
    const host = { app: this.app, pictures: new BlockPictures(this.app) };
    this.#registerIfFree("ladder blocks", () => {
      this.registerMarkdownCodeBlockProcessor("ladder", (source, el, context) => {
        renderLadderBlock(host, source, el, context);
      });
    });
  }

  #registerPictures(): void {
    this.registerMarkdownPostProcessor((el, context) => {
      showDrawing(this.app, el, context);
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
