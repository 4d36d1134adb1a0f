import type { App, TFile } from "obsidian";
import type { Scene } from "../pipeline";

/** What this program uses of an Excalidraw view; everything is looked for before it is used. */
export interface ExcalidrawView {
  readonly file: TFile | null;
  readonly isLoaded: boolean;
  readonly semaphores: {
    readonly saving: boolean;
    readonly autosaving: boolean;
    /** For 2 s after a save of its own, the view ignores the next change of its file. */
    readonly preventReload?: boolean;
  };
  readonly excalidrawAPI: {
    getAppState(): CanvasState;
    getSceneElementsIncludingDeleted?(): readonly Scene["elements"][number][];
    updateScene?(scene: { readonly elements: readonly Scene["elements"][number][] }): void;
  };
  isDirty?(): boolean;
  /** The second argument, where the plugin knows it, waits for a save that is running. */
  forceSave(silent: boolean, wait: boolean): Promise<void>;
}

/** What a person is doing on a canvas, as far as it matters here. */
interface CanvasState {
  readonly editingTextElement?: unknown;
  readonly newElement?: unknown;
  readonly multiElement?: unknown;
  readonly cursorButton?: unknown;
}

/** What this program uses of ExcalidrawAutomate: an instance of its own, bound to one view. */
export interface Automate {
  elementsDict: Record<string, Scene["elements"][number]>;
  setView(view: unknown, show?: boolean): unknown;
  clear(): void;
  getViewElements?(): readonly Scene["elements"][number][];
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

/** Gives the paths of all drawings that are open in a drawing view. */
export function openDrawingPaths(app: App): ReadonlySet<string> {
  const files = app.workspace
    .getLeavesOfType("excalidraw")
    .map(({ view }) => ("file" in view ? view.file : null));
  return new Set(
    files.flatMap((file) => (isRecord(file) && typeof file["path"] === "string" ? file["path"] : [])),
  );
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
