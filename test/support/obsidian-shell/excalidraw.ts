import { type App, TextFileView, type TFile, WorkspaceLeaf } from "obsidian-test-mocks/obsidian";
import { decodeNote } from "../../../src/note/decode-note";
import { encodeNote } from "../../../src/note/encode-note";
import type { SceneElement } from "../../../src/scene/scene";
import { mergedIntoCanvas } from "./canvas-merge";
import { servicesOf } from "./services";

/**
 * A stand-in for the Excalidraw plugin: a view that holds a drawing on a canvas, writes the whole file
 * from it without looking at the disk, and can be changed through ExcalidrawAutomate only.
 *
 * It imitates what its documentation and its behaviour say, no more; nothing of its code is here.
 */
export class ExcalidrawView extends TextFileView {
  isLoaded = false;
  readonly semaphores = { dirty: null, saving: false, autosaving: false, preventReload: false };
  readonly excalidrawAPI = {
    getAppState: () => ({
      editingTextElement: this.editingText ? { id: "typing" } : null,
      cursorButton: this.isPointerDown ? "down" : "up",
    }),
    getSceneElementsIncludingDeleted: (): readonly SceneElement[] => this.elements,
    updateScene: ({ elements }: { readonly elements: readonly SceneElement[] }): void => {
      this.draw(() => elements);
    },
  };
  elements: readonly SceneElement[] = [];
  editingText = false;
  isPointerDown = false;
  /** Older releases return from `forceSave` without a word while another save is running. */
  isOfOldRelease = false;
  lastSave = Date.now();
  /** Saves that failed; the plugin tells them to nobody but the person. */
  readonly failures: unknown[] = [];
  private dirty = false;
  private running: Promise<void> = Promise.resolve();

  getViewType(): string {
    return "excalidraw";
  }

  getViewData(): string {
    return this.data;
  }

  /** Nothing, for a view that is loaded: Obsidian's own reload never reaches the canvas. */
  setViewData(data: string): void {
    if (!this.isLoaded) this.data = data;
  }

  clear(): void {
    this.elements = [];
  }

  override async onLoadFile(file: TFile): Promise<void> {
    await this.reload(file);
    this.isLoaded = true;
    this.registerEvent(
      this.app.vault.on("modify", (changed) => {
        if (changed === file) void this.followFile(file);
      }),
    );
    this.contentEl.createDiv({ cls: "excalidraw", text: `${file.basename} on a canvas` });
  }

  /** A view that is closed with unsaved work writes 200 ms later, when its tab is gone. */
  override async onUnloadFile(file: TFile): Promise<void> {
    if (!this.dirty) return Promise.resolve();
    const data = this.wholeNote();
    setTimeout(() => void this.app.vault.modify(file, data), 200);
    return Promise.resolve();
  }

  /** As if a person drew: the canvas changes, the file does not until the next save. */
  draw(change: (elements: readonly SceneElement[]) => readonly SceneElement[]): void {
    this.elements = change(this.elements);
    this.dirty = true;
  }

  isDirty(): boolean {
    return this.dirty;
  }

  async forceSave(_silent?: boolean, wait?: boolean): Promise<void> {
    if (this.semaphores.saving && this.isOfOldRelease) return;
    if (wait === true) await this.running;
    this.semaphores.preventReload = false;
    await this.save();
  }

  /** The save that a timer or a click beside the canvas makes; for 2 s after it, changes of the file are ignored. */
  async autosave(): Promise<void> {
    if (!this.dirty || this.semaphores.saving || this.editingText) return;
    this.semaphores.preventReload = true;
    setTimeout(() => (this.semaphores.preventReload = false), 2000);
    await this.save();
  }

  override async save(): Promise<void> {
    if (this.file === null) return;
    this.semaphores.saving = true;
    this.running = this.write(this.file);
    await this.running;
  }

  private async write(file: TFile): Promise<void> {
    try {
      this.data = this.wholeNote();
      this.dirty = false;
      // Compressing takes its time, and the canvas may change meanwhile.
      await new Promise((resolve) => setTimeout(resolve));
      await this.app.vault.modify(file, this.data);
      this.lastSave = Date.now();
    } catch (error) {
      this.dirty = true;
      this.failures.push(error);
    } finally {
      this.semaphores.saving = false;
    }
  }

  private wholeNote(): string {
    const note = decodeNote(this.data);
    return encodeNote({ ...note, scene: { ...note.scene, elements: this.elements } });
  }

  private async reload(file: TFile): Promise<void> {
    this.data = await this.app.vault.read(file);
    this.elements = decodeNote(this.data).scene.elements;
    this.dirty = false;
  }

  private async followFile(file: TFile): Promise<void> {
    if (this.semaphores.saving) return;
    if (this.semaphores.preventReload) {
      this.semaphores.preventReload = false;
      return;
    }
    // Unsaved work goes down with it.
    if (Date.now() - this.lastSave > 5 * 60_000) return this.reload(file);
    const { elements } = decodeNote(await this.app.vault.read(file)).scene;
    const merged = mergedIntoCanvas(this.elements, elements);
    const isSame = JSON.stringify(merged) === JSON.stringify(elements);
    this.elements = merged;
    this.dirty ||= !isSame;
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
