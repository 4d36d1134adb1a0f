import { MarkdownView as MockMarkdownView, Component, type TFile } from "obsidian-test-mocks/obsidian";
import { renderNote } from "./markdown-rendering";

/** A note in reading view: rendered when it is opened and whenever its file changes. */
export class MarkdownView extends MockMarkdownView {
  private page: Component | undefined;

  override async onLoadFile(file: TFile): Promise<void> {
    await this.show(file);
    this.registerEvent(
      this.app.vault.on("modify", (changed) => {
        if (changed === file) void this.show(file);
      }),
    );
  }

  override async onUnloadFile(): Promise<void> {
    await super.onUnloadFile(this.file ?? missing());
    this.page?.unload();
  }

  /** As if a person typed: the view holds text that is not in the file yet. */
  type(text: string): void {
    this.setViewData(text, false);
  }

  override async save(): Promise<void> {
    if (this.file !== null && this.data !== (await this.app.vault.read(this.file))) {
      await this.app.vault.modify(this.file, this.data);
    }
  }

  private async show(file: TFile): Promise<void> {
    this.page?.unload();
    this.setViewData(await this.app.vault.read(file), true);
    const page = new Component();
    this.page = page;
    page.load();
    this.contentEl.empty();
    const sheet = this.contentEl.createDiv("markdown-preview-view markdown-rendered");
    renderNote({ app: this.app, path: file.path, text: this.data, owner: page }, sheet);
  }
}

function missing(): never {
  throw new Error("a view without a file was closed");
}
