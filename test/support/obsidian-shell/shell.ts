import type { App as ObsidianApp, Plugin as ObsidianPlugin, PluginManifest } from "obsidian";
import { App, Platform, type TFile, WorkspaceLeaf } from "obsidian-test-mocks/obsidian";
import { setup } from "obsidian-test-mocks/setup";
import { ExcalidrawView, installExcalidraw } from "./excalidraw";
import { showFileExplorer, showFilesMenu } from "./file-explorer";
import { MarkdownView } from "./markdown-view";
import { CommandPalette } from "./palette";
import { servicesOf, ShellServices } from "./services";
import type { SourceEditor } from "./source-editor";
import { PluginSettingTab, SettingsDialog } from "./settings-dialog";
import { ShellVault } from "./vault";
import { ShellWorkspace } from "./workspace";

/** How the stand-in starts. */
export interface ShellOptions {
  /** Text files by path; captures are added with `addFile`. */
  readonly notes?: Readonly<Record<string, string>>;
  readonly mobile?: boolean;
  /** The Excalidraw plugin's stand-in is there from the start. */
  readonly excalidraw?: boolean;
}

/** A plugin class, as `main.js` exports it. */
export type PluginClass = new (app: ObsidianApp, manifest: PluginManifest) => ObsidianPlugin;

/** A running stand-in for Obsidian: its app, and what a person or the world does to it. */
export class Shell {
  readonly app: App;
  readonly vault: ShellVault;
  readonly services: ShellServices;
  private plugin: ObsidianPlugin | undefined;

  constructor(app: App, vault: ShellVault) {
    this.app = app;
    this.vault = vault;
    this.services = servicesOf(app);
    this.services.app = app.asOriginalType__();
  }

  /** Adds a binary file, with the folders above it. */
  async addFile(path: string, octets: Uint8Array): Promise<TFile> {
    const folder = path.split("/").slice(0, -1).join("/");
    if (folder !== "" && this.vault.getFolderByPath(folder) === null) await this.vault.createFolder(folder);
    return this.vault.createBinary(path, new Uint8Array(octets).buffer);
  }

  /** Loads a plugin and lets the layout be ready. */
  enable(pluginClass: PluginClass, manifest: PluginManifest): ObsidianPlugin {
    const plugin = new pluginClass(this.app.asOriginalType__(), manifest);
    plugin.load();
    this.app.workspace.setLayoutReady__();
    this.plugin = plugin;
    return plugin;
  }

  /** Waits until what was started by the plugin's loading, its settings, is there. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Switches the plugin off that was loaded last. */
  disable(): void {
    this.plugin?.unload();
  }

  /** Opens a file in the active tab, or in a new one. */
  async open(path: string, newTab = false): Promise<WorkspaceLeaf> {
    const leaf = this.app.workspace.getLeaf(newTab);
    await leaf.openFile(this.file(path));
    return leaf;
  }

  /** Opens a note in an editor on the page; gives the editor. */
  async edit(path: string): Promise<SourceEditor> {
    const { view } = await this.open(path);
    const note: unknown = view;
    if (!(note instanceof MarkdownView)) throw new Error(`${path} is no note`);
    return note.edit();
  }

  /** Gives a file that must be there. */
  file(path: string): TFile {
    const file = this.vault.getFileByPath(path);
    if (file === null) throw new Error(`no file ${path} in the vault`);
    return file;
  }

  async read(path: string): Promise<string> {
    return this.vault.read(this.file(path));
  }

  /** Gives the paths of all files, sorted. */
  paths(): readonly string[] {
    return this.vault
      .getFiles()
      .map((file) => file.path)
      .sort();
  }

  /** Names of the commands the palette shows now, without the plugin's. */
  commandNames(): readonly string[] {
    return this.services.availableCommands().map((command) => command.name.replace(/^[^:]+: /u, ""));
  }

  /** Opens the settings at the plugin's page. */
  openSettings(): void {
    const [tab] = this.services.settingTabs;
    if (!(tab instanceof PluginSettingTab)) throw new Error("no plugin has settings");
    new SettingsDialog(this.app.asOriginalType__(), tab).open();
  }

  /** Shows the menu of several selected files. */
  openFilesMenu(paths: readonly string[]): void {
    showFilesMenu(
      this.app,
      paths.map((path) => this.file(path)),
    );
  }

  /** Drops files from outside on the note in the active tab; tells whether a plugin took them. */
  drop(files: readonly File[], insert: (text: string) => void): boolean {
    const event = new Event("drop", { cancelable: true });
    const list = Object.assign([...files], { item: (at: number) => files[at] ?? null });
    Object.assign(event, { dataTransfer: { files: list } });
    const info = { file: this.app.workspace.getActiveFile() };
    const editor = { getSelection: () => "", replaceSelection: insert };
    this.app.workspace.trigger("editor-drop", event, editor, info);
    return event.defaultPrevented;
  }

  /** Follows a link `obsidian://ACTION?…`. */
  followProtocol(action: string, params: Readonly<Record<string, string>>): void {
    void this.services.protocols.get(action)?.({ ...params, action });
  }

  /** Runs a command of Obsidian's own command line, and gives what it prints. */
  async runCli(command: string, params: Readonly<Record<string, string>>): Promise<string> {
    const handler = this.services.cliHandlers.get(command);
    if (handler === undefined) throw new Error(`no command ${command}`);
    return handler({ ...params });
  }

  /**
   * Moves the open tab into a window of its own, as dragging it out does; the elements are adopted, not made anew.
   * It is the active one: what is opened from now on opens there.
   */
  popOut(): void {
    const leaf = activeDocument.querySelector(".workspace-leaf");
    const popup = window.open("", "_blank", "popup,width=900,height=800");
    if (leaf === null || popup === null) throw new Error("there is nothing to pop out, or no window for it");
    popup.document.body.className = document.body.className;
    for (const style of document.querySelectorAll("style")) popup.document.head.append(style.cloneNode(true));
    popup.document.body.append(leaf);
    Object.assign(window, { activeWindow: popup, activeDocument: popup.document });
  }

  openPalette(): void {
    new CommandPalette(this.app.asOriginalType__()).open();
  }

  /** Gives the texts of the notices on the page. */
  notices(): readonly string[] {
    return [...document.querySelectorAll(".notice-message")].map((el) => el.textContent);
  }

  /** Gives the drawing view of a file, where one is open. */
  drawingView(path: string): ExcalidrawView | undefined {
    const views: unknown[] = this.app.workspace.getLeavesOfType("excalidraw").map((leaf) => leaf.view);
    return views.filter((view) => view instanceof ExcalidrawView).find((view) => view.file?.path === path);
  }

  installExcalidraw(): () => void {
    return installExcalidraw(this.app);
  }
}

/** Starts the stand-in on the current document. */
export function openShell(options: ShellOptions = {}): Shell {
  setup();
  ShellVault.install();
  ShellWorkspace.install();
  Object.assign(Platform, { isWin: false, isLinux: true, ...device(options.mobile === true) });
  const app = App.createConfigured__({ files: { ...options.notes } });
  Object.assign(app, { shellServices: new ShellServices() });
  const { vault } = app;
  if (!(vault instanceof ShellVault)) throw new Error("the strict vault is not installed");
  servicesOf(app).views.set("markdown", (leaf) =>
    new MarkdownView(WorkspaceLeaf.fromOriginalType3__(leaf)).asOriginalType2__(),
  );
  if (options.excalidraw === true) installExcalidraw(app);
  layPage(app, options.mobile === true);
  return new Shell(app, vault);
}

function device(mobile: boolean): Partial<typeof Platform> {
  return {
    isDesktop: !mobile,
    isDesktopApp: !mobile,
    isMobile: mobile,
    isMobileApp: mobile,
    isPhone: mobile,
  };
}

function layPage(app: App, mobile: boolean): void {
  document.body.empty();
  document.body.toggleClass("is-mobile", mobile);
  document.body.toggleClass("is-phone", mobile);
  const page = document.body.createDiv("app-container");
  showFileExplorer(app, page.createDiv("nav-files-container"));
  page.createDiv("workspace-leaf mod-active");
  document.body.createDiv({ cls: "status-bar" });
}
