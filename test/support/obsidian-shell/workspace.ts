import type { View } from "obsidian";
import {
  FileView,
  Menu,
  type TFile,
  type View as MockView,
  Workspace,
  WorkspaceLeaf,
} from "obsidian-test-mocks/obsidian";
import { showMenu } from "./menu";
import { servicesOf } from "./services";

/** A workspace whose leaves are on the page and know their views. */
export class ShellWorkspace extends Workspace {
  static install(): void {
    Workspace.create2__ = (app, containerEl) => new ShellWorkspace(app, containerEl);
    ShellLeaf.installLeaf();
  }

  override async openLinkText(linktext: string, sourcePath: string): Promise<void> {
    const [path = "", subpath] = linktext.split("#");
    const leaf = this.getLeaf(false);
    if (!(leaf instanceof ShellLeaf)) throw new Error("a leaf of the mocks");
    const file = leaf.app__.metadataCache.getFirstLinkpathDest(path, sourcePath);
    if (file === null) throw new Error(`no file ${path}`);
    await leaf.openFile(file);
    if (subpath !== undefined) leaf.tellSubpath(`#${subpath}`);
  }

  /** Brings a tab to the front; only that one is on the page. */
  override setActiveLeaf(leaf: WorkspaceLeaf): void {
    const view: unknown = leaf.view;
    const slot = activeDocument.querySelector(".workspace-leaf");
    if (isView(view) && slot?.contains(view.containerEl) === false) slot.replaceChildren(view.containerEl);
    super.setActiveLeaf(leaf);
  }

  override getActiveViewOfType<T extends View>(type: abstract new (...args: never[]) => T): T | null {
    const view = this.activeLeaf?.view;
    return view instanceof type ? view : null;
  }
}

/** A leaf that opens files in the view registered for them, and closes the view it had. */
export class ShellLeaf extends WorkspaceLeaf {
  static installLeaf(): void {
    WorkspaceLeaf.create2__ = (app, id) => new ShellLeaf(app, id);
  }

  override async openFile(file: TFile): Promise<void> {
    await this.closeView();
    await super.openFile(file);
    const type = viewTypeOf(this.app__, file);
    await this.setViewState({ type });
    const create = servicesOf(this.app__).views.get(type);
    if (create !== undefined) await this.mount(create(this.asOriginalType3__()), file);
    this.app__.workspace.setActiveLeaf(this);
    this.app__.workspace.trigger("file-open", file);
  }

  /** As Obsidian hands a view what a link says behind its `#`. */
  tellSubpath(subpath: string): void {
    const view: unknown = this.view;
    if (isView(view)) view.setEphemeralState({ subpath });
  }

  override detach(): void {
    void this.closeView();
    super.detach();
  }

  private async mount(view: View, file: TFile): Promise<void> {
    this.view = view;
    Reflect.set(view, "app", servicesOf(this.app__).app);
    view.containerEl.addClass("workspace-leaf-content");
    view.containerEl.dataset["type"] = view.getViewType();
    activeDocument.querySelector(".workspace-leaf")?.replaceChildren(view.containerEl);
    view.load();
    const mock: unknown = view;
    if (!(mock instanceof FileView)) return;
    mock.file = file;
    view.containerEl.prepend(viewHeader(this.app__, file));
    mock.contentEl.addClass("view-content");
    await mock.onLoadFile(file);
  }

  private async closeView(): Promise<void> {
    const view: unknown = this.view;
    if (!isView(view)) return;
    if (view instanceof FileView && view.file !== null) await view.onUnloadFile(view.file);
    view.unload();
    view.containerEl.remove();
    this.view = null;
  }
}

/** The head of a tab: the file's name, and the button that opens its menu, on every device and in every window. */
function viewHeader(app: ShellLeaf["app__"], file: TFile): HTMLElement {
  const header = createDiv("view-header");
  header.createDiv({ cls: "view-header-title", text: file.basename });
  const more = header.createEl("button", { text: "⋮", attr: { "aria-label": "More options" } });
  more.addEventListener("click", (event) => {
    const menu = Menu.create2__();
    app.workspace.trigger("file-menu", menu.asOriginalType2__(), file, "more-options");
    showMenu(menu, { x: event.clientX, y: event.clientY });
  });
  return header;
}

function isView(value: unknown): value is MockView {
  return typeof value === "object" && value !== null;
}

/** An Excalidraw view for drawing notes where that plugin is there; else what the extension says. */
function viewTypeOf(app: ShellLeaf["app__"], file: TFile): string {
  const services = servicesOf(app);
  const drawing = app.metadataCache.getFileCache(file)?.frontmatter?.["excalidraw-plugin"] !== undefined;
  if (drawing && services.views.has("excalidraw")) return "excalidraw";
  return services.extensions.get(file.extension) ?? "unsupported";
}
