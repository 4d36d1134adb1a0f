import type { Extension } from "@codemirror/state";
import type {
  CliFlags,
  CliHandler,
  Command,
  EditorSuggest,
  MarkdownPostProcessor,
  ObsidianProtocolHandler,
  SettingTab,
  ViewCreator,
} from "obsidian";
import { Plugin as MockPlugin } from "obsidian-test-mocks/obsidian";
import { type CodeBlockHandler, servicesOf } from "./services";

/** A plugin whose registrations reach the app, throw where Obsidian's throw, and end with it. */
export abstract class Plugin extends MockPlugin {
  override addCommand(command: Command): Command {
    const full = {
      ...command,
      id: `${this.manifest.id}:${command.id}`,
      name: `${this.manifest.name}: ${command.name}`,
    };
    const { commands } = servicesOf(this.app);
    commands.set(full.id, full);
    this.register(() => commands.delete(full.id));
    return full;
  }

  override registerView(type: string, create: ViewCreator): void {
    const { views } = servicesOf(this.app);
    if (views.has(type)) throw new Error(`Attempting to register an existing view type "${type}"`);
    views.set(type, create);
    this.register(() => views.delete(type));
  }

  override registerExtensions(names: string[], viewType: string): void {
    const { extensions } = servicesOf(this.app);
    for (const name of names) {
      if (extensions.has(name))
        throw new Error(`Attempting to register an existing file extension "${name}"`);
      extensions.set(name, viewType);
      this.register(() => extensions.delete(name));
    }
  }

  override registerMarkdownCodeBlockProcessor(
    language: string,
    handler: CodeBlockHandler,
  ): MarkdownPostProcessor {
    const { codeBlocks } = servicesOf(this.app);
    if (codeBlocks.has(language))
      throw new Error(`Code block postprocessor for language ${language} is already registered`);
    codeBlocks.set(language, handler);
    this.register(() => codeBlocks.delete(language));
    return () => undefined;
  }

  override addSettingTab(tab: SettingTab): void {
    const { settingTabs } = servicesOf(this.app);
    settingTabs.push(tab);
    this.register(() => settingTabs.splice(settingTabs.indexOf(tab), 1));
    tab.update();
  }

  override registerEditorExtension(extension: Extension): void {
    const { editorExtensions } = servicesOf(this.app);
    editorExtensions.push(extension);
    this.register(() => editorExtensions.splice(editorExtensions.indexOf(extension), 1));
  }

  override registerEditorSuggest(suggest: EditorSuggest<unknown>): void {
    const { editorSuggests } = servicesOf(this.app);
    editorSuggests.push(suggest);
    this.register(() => editorSuggests.splice(editorSuggests.indexOf(suggest), 1));
  }

  override registerMarkdownPostProcessor(processor: MarkdownPostProcessor): MarkdownPostProcessor {
    const { postProcessors } = servicesOf(this.app);
    postProcessors.push(processor);
    this.register(() => postProcessors.splice(postProcessors.indexOf(processor), 1));
    return processor;
  }

  override registerObsidianProtocolHandler(action: string, handler: ObsidianProtocolHandler): void {
    const { protocols } = servicesOf(this.app);
    if (protocols.has(action)) throw new Error(`the action "${action}" is taken`);
    protocols.set(action, handler);
    this.register(() => protocols.delete(action));
  }

  override registerCliHandler(
    command: string,
    _description: string,
    _flags: CliFlags | null,
    handler: CliHandler,
  ): void {
    const { cliHandlers } = servicesOf(this.app);
    cliHandlers.set(command, handler);
    this.register(() => cliHandlers.delete(command));
  }

  override addStatusBarItem(): HTMLElement {
    const bar = document.querySelector<HTMLElement>(".status-bar");
    const item = (bar ?? document.body).createDiv("status-bar-item");
    this.register(() => {
      item.remove();
    });
    return item;
  }

  override async loadData(): Promise<unknown> {
    const { adapter } = this.app.vault;
    return (await adapter.exists(this.dataPath())) ? JSON.parse(await adapter.read(this.dataPath())) : null;
  }

  override async saveData(data: unknown): Promise<void> {
    await this.app.vault.adapter.write(this.dataPath(), JSON.stringify(data, null, 2));
  }

  private dataPath(): string {
    return `${this.app.vault.configDir}/plugins/${this.manifest.id}/data.json`;
  }
}
