import { type App, Menu, type TFile } from "obsidian-test-mocks/obsidian";
import { showMenu } from "./menu";
import { servicesOf } from "./services";

/** Keeps the list of files on the page: a click opens one, the other button shows its menu. */
export function showFileExplorer(app: App, into: HTMLElement): void {
  const refresh = (): void => {
    into.empty();
    const files = app.vault.getFiles().filter((file) => isShown(app, file));
    for (const file of files.sort((a, b) => (a.path < b.path ? -1 : 1))) addRow(app, file, into);
  };
  for (const event of ["create", "delete", "rename"]) app.vault.on(event, refresh);
  app.workspace.onLayoutReady(refresh);
}

/** Obsidian hides files of an unknown kind unless "Detect all file extensions" is on. */
function isShown(app: App, file: TFile): boolean {
  return servicesOf(app).extensions.has(file.extension) && !file.path.startsWith(".");
}

function addRow(app: App, file: TFile, into: HTMLElement): void {
  const row = into.createDiv({ cls: "nav-file-title tree-item-self", text: file.path });
  row.dataset["path"] = file.path;
  row.addEventListener("click", () => void app.workspace.getLeaf(false).openFile(file));
  row.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const menu = Menu.create2__();
    app.workspace.trigger("file-menu", menu.asOriginalType2__(), file, "file-explorer-context-menu");
    showMenu(menu, { x: event.clientX, y: event.clientY });
  });
}

/** The menu of several files, as when they are selected in the list. */
export function showFilesMenu(app: App, files: readonly TFile[]): void {
  const menu = Menu.create2__();
  app.workspace.trigger("files-menu", menu.asOriginalType2__(), files, "file-explorer-context-menu");
  showMenu(menu, { x: 20, y: 20 });
}
