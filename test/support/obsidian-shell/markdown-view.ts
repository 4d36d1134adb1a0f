import { MarkdownView as MockMarkdownView, Component, type TFile } from "obsidian-test-mocks/obsidian";
import { openEditor } from "./editing";
import { renderNote } from "./markdown-rendering";
import { SourceEditor } from "./source-editor";

/** A note in reading view: rendered when it is opened and whenever its file changes. */
export class MarkdownView extends MockMarkdownView {
  private page: Component | undefined;

  override async onLoadFile(file: TFile): Promise<void> {
    await this.show(file);
    this.registerEvent(
      this.app.vault.on("modify", (changed) => {
        if (changed === file && !(this.editor instanceof SourceEditor)) void this.show(file);
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

  /** Shows the note as its source in an editor on the page, until another file is opened. */
  edit(): SourceEditor {
    const { app, file } = this;
    if (file === null) return missing();
    this.page?.unload();
    this.contentEl.empty();
    const into = this.contentEl.createDiv("markdown-source-view cm-s-obsidian mod-cm6");
    const onChange = (text: string): void => {
      this.data = text;
    };
    const editor = openEditor({ app, file, text: this.data, onChange }, into);
    this.editor = editor;
    editor.focus();
    return editor;
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
