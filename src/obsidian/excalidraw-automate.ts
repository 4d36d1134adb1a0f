import type { App, TFile } from "obsidian";
import type { Scene } from "../pipeline";

/** What this program uses of an Excalidraw view; everything is looked for before it is used. */
export interface ExcalidrawView {
  readonly file: TFile | null;
  readonly isLoaded: boolean;
  readonly semaphores: { readonly saving: boolean; readonly autosaving: boolean };
  readonly excalidrawAPI: { getAppState(): { readonly editingTextElement?: unknown } };
  /** The second argument, where the plugin knows it, waits for a save that is running. */
  forceSave(silent: boolean, wait: boolean): Promise<void>;
}

/** What this program uses of ExcalidrawAutomate: an instance of its own, bound to one view. */
export interface Automate {
  elementsDict: Record<string, Scene["elements"][number]>;
  setView(view: unknown, show?: boolean): unknown;
  clear(): void;
  addElementsToView(reposition: boolean, save: boolean, onTop: boolean): Promise<unknown>;
  destroy?(): void;
}

/** Gives the Excalidraw views a drawing is open in; tabs that Obsidian has not loaded yet are no views. */
export function openDrawingViews(app: App, drawing: TFile): readonly object[] {
  const views: object[] = app.workspace.getLeavesOfType("excalidraw").map((leaf) => leaf.view);
  return views.filter((view) => {
    const file: unknown = "file" in view ? view.file : undefined;
    return isRecord(file) && file["path"] === drawing.path;
  });
}

/** Tells whether a view has all that a safe change of its canvas needs. */
export function isExcalidrawView(view: object): view is ExcalidrawView {
  if (!isRecord(view) || !isRecord(view["semaphores"]) || !isRecord(view["excalidrawAPI"])) return false;
  return isFunction(view["forceSave"]) && isFunction(view["excalidrawAPI"]["getAppState"]);
}

/** Gives an ExcalidrawAutomate of our own for a view; undefined where the plugin offers none. */
export function automateFor(view: ExcalidrawView): Automate | undefined {
  const shared: unknown = Reflect.get(window, "ExcalidrawAutomate");
  if (!isRecord(shared) || !isFunction(shared["getAPI"])) return undefined;
  const own: unknown = shared["getAPI"](view);
  return isAutomate(own) ? own : undefined;
}

function isAutomate(value: unknown): value is Automate {
  if (!isRecord(value) || !isRecord(value["elementsDict"])) return false;
  return ["setView", "clear", "addElementsToView"].every((name) => isFunction(value[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === "function";
}
