import { type App, TextFileView, type TFile, WorkspaceLeaf } from "obsidian-test-mocks/obsidian";
import { decodeNote } from "../../../src/note/decode-note";
import { encodeNote } from "../../../src/note/encode-note";
import type { SceneElement } from "../../../src/scene/scene";
import { servicesOf } from "./services";

/**
 * A stand-in for the Excalidraw plugin: a view that holds a drawing on a canvas, writes the whole file
 * from it without looking at the disk, and can be changed through ExcalidrawAutomate only.
 *
 * It imitates what its documentation and its behaviour say, no more; nothing of its code is here.
 */
export class ExcalidrawView extends TextFileView {
  isLoaded = false;
  readonly semaphores = { dirty: null, saving: false, autosaving: false };
  readonly excalidrawAPI = {
    getAppState: () => ({ editingTextElement: this.editingText ? { id: "typing" } : null }),
  };
  elements: readonly SceneElement[] = [];
  editingText = false;
  private dirty = false;

  getViewType(): string {
    return "excalidraw";
  }

  getViewData(): string {
    return this.data;
  }

  setViewData(data: string): void {
    this.data = data;
  }

  clear(): void {
    this.elements = [];
  }

  override async onLoadFile(file: TFile): Promise<void> {
    this.data = await this.app.vault.read(file);
    this.elements = decodeNote(this.data).scene.elements;
    this.isLoaded = true;
    this.contentEl.createDiv({ cls: "excalidraw", text: `${file.basename} on a canvas` });
  }

  /** As if a person drew: the canvas changes, the file does not until the next save. */
  draw(change: (elements: readonly SceneElement[]) => readonly SceneElement[]): void {
    this.elements = change(this.elements);
    this.dirty = true;
  }

  isDirty(): boolean {
    return this.dirty;
  }

  async forceSave(_silent?: boolean, _wait?: boolean): Promise<void> {
    if (this.file === null) return;
    const note = decodeNote(this.data);
    this.data = encodeNote({ ...note, scene: { ...note.scene, elements: this.elements } });
    await this.app.vault.modify(this.file, this.data);
    this.dirty = false;
  }
}

/** One user's ExcalidrawAutomate: elements to change are collected here, then put on the canvas of its view. */
class Automate {
  elementsDict: Record<string, SceneElement> = {};
  private readonly view: ExcalidrawView;

  constructor(view: ExcalidrawView) {
    this.view = view;
  }

  setView(): ExcalidrawView {
    return this.view;
  }

  clear(): void {
    this.elementsDict = {};
  }

  getViewElements(): readonly SceneElement[] {
    return this.view.elements.filter((element) => !element.isDeleted);
  }

  copyViewElementsToEAforEditing(elements: readonly SceneElement[]): void {
    for (const element of elements) this.elementsDict[element.id] = structuredClone(element);
  }

  async addElementsToView(): Promise<boolean> {
    const changed = Object.values(this.elementsDict);
    for (const element of changed) {
      if (element.type === "text") element.rawText.trim();
    }
    const replaced = this.view.elements.map((element) => this.elementsDict[element.id] ?? element);
    const known = new Set(replaced.map((element) => element.id));
    this.view.draw(() => [...replaced, ...changed.filter((element) => !known.has(element.id))]);
    return Promise.resolve(true);
  }

  destroy(): void {
    this.clear();
  }
}

/** Installs the stand-in in an app; gives what takes it out again. */
export function installExcalidraw(app: App): () => void {
  const services = servicesOf(app);
  services.views.set("excalidraw", (leaf) => {
    const view = new ExcalidrawView(WorkspaceLeaf.fromOriginalType3__(leaf));
    return view.asOriginalType2__();
  });
  Reflect.set(window, "ExcalidrawAutomate", { getAPI: (view: ExcalidrawView) => new Automate(view) });
  return () => {
    services.views.delete("excalidraw");
    Reflect.deleteProperty(window, "ExcalidrawAutomate");
  };
}
