import type { TFile, Vault } from "obsidian";
import { type Drawing, readDrawing, type Scene } from "../pipeline";
import { type Automate, automateFor, type ExcalidrawView, isExcalidrawView } from "./excalidraw-automate";
import { Refusal } from "./refusal";

const PATIENCE_MS = 5000;
const GLANCE_MS = 50;

/** A person who goes on drawing while the change is worked out makes it be worked out again, so often. */
const ATTEMPTS = 5;

/** What a drawing becomes, from its text. */
export type DrawingChange = (previous: string) => Pick<Drawing, "markdown" | "scene">;

/**
 * Changes a drawing that is open in the Excalidraw plugin, in one or several views.
 *
 * Such a view writes its file from the canvas without looking at the disk, so the file of an open
 * view is never written here: the canvas is saved, what must change is put on it, it is saved again, and the file
 * is read to see that it arrived. Other views of the file take the change by themselves. Refuses where the plugin
 * does not offer all that is needed for it, and while a person is typing.
 */
export async function changeOpenDrawing(
  vault: Vault,
  drawing: TFile,
  views: readonly object[],
  change: DrawingChange,
): Promise<void> {
  const [view, ...others] = views;
  const automate = view !== undefined && isExcalidrawView(view) ? automateFor(view) : undefined;
  if (view === undefined || !isExcalidrawView(view) || automate === undefined) throw mustBeClosed(drawing);
  await settleOtherViews(drawing, others);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await saveOpenDrawing(drawing, view);
    const previous = await vault.read(drawing);
    const before = readDrawing(previous);
    const next = change(previous).scene;
    const changed = changedElements(before, next);
    if (changed.length === 0) return;
    await untilIdle(drawing, view);
    if (!showsScene(automate, view, before)) continue;
    await putOnCanvas(automate, view, { changed, next });
    await saveOpenDrawing(drawing, view);
    if (holds(readDrawing(await vault.read(drawing)), changed)) return;
    throw mustBeClosed(drawing);
  }
  throw new Refusal(`“${drawing.basename}” is being drawn in. Let it rest for a moment, then try again.`);
}

/** Writes the canvas of an open drawing to its file, once nobody else is writing and nothing is being typed. */
export async function saveOpenDrawing(drawing: TFile, view: ExcalidrawView): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await untilIdle(drawing, view);
    await view.forceSave(true, true);
    // Before it could wait, the plugin returned without a word while another save was running.
    if (view.isDirty?.() !== true) return;
  }
  throw mustBeClosed(drawing);
}

/** Waits until the view writes nothing and nobody holds the pointer down. Refuses while a text is being typed. */
async function untilIdle(drawing: TFile, view: ExcalidrawView): Promise<void> {
  for (let waited = 0; ; waited += GLANCE_MS) {
    if (view.isLoaded && isTyping(view))
      throw new Refusal(`Finish the text you are typing in “${drawing.basename}”, then try again.`);
    if (view.isLoaded && !isWriting(view) && !isDrawing(view)) return;
    if (waited >= PATIENCE_MS) throw mustBeClosed(drawing);
    await glance();
  }
}

function glance(): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve, GLANCE_MS);
  });
}

function isWriting({ semaphores }: ExcalidrawView): boolean {
  return semaphores.saving || semaphores.autosaving;
}

function isTyping(view: ExcalidrawView): boolean {
  return isSet(view.excalidrawAPI.getAppState().editingTextElement);
}

/** A stroke, a shape or a drag that has begun: the canvas would be changed under the person's hand. */
function isDrawing(view: ExcalidrawView): boolean {
  const state = view.excalidrawAPI.getAppState();
  return state.cursorButton === "down" || isSet(state.newElement) || isSet(state.multiElement);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * Other views of the file merge the change from the file, unless they have just saved themselves (then they
 * ignore it and overwrite it later) or hold unsaved work that an old last save would let them drop.
 */
async function settleOtherViews(drawing: TFile, others: readonly object[]): Promise<void> {
  for (const view of others) {
    if (!isExcalidrawView(view)) throw mustBeClosed(drawing);
    await saveOpenDrawing(drawing, view);
    for (let waited = 0; view.semaphores.preventReload === true; waited += GLANCE_MS) {
      if (waited >= PATIENCE_MS) throw mustBeClosed(drawing);
      await glance();
    }
  }
}

type Elements = Scene["elements"];

function changedElements(before: Scene, after: Scene): Elements {
  const known = new Map(before.elements.map((element) => [element.id, JSON.stringify(element)]));
  return after.elements.filter((element) => known.get(element.id) !== JSON.stringify(element));
}

/** Whether the canvas shows what the change was worked out from: nobody drew between saving and now. */
function showsScene(automate: Automate, view: ExcalidrawView, scene: Scene): boolean {
  automate.setView(view, false);
  const shown = automate.getViewElements?.();
  if (shown === undefined) return true;
  const live = scene.elements.filter((element) => !element.isDeleted);
  const versions = new Map(live.map(({ id, version }) => [id, version]));
  return shown.length === live.length && shown.every(({ id, version }) => versions.get(id) === version);
}

interface CanvasChange {
  readonly changed: Elements;
  readonly next: Scene;
}

async function putOnCanvas(
  automate: Automate,
  view: ExcalidrawView,
  { changed, next }: CanvasChange,
): Promise<void> {
  const shown = view.excalidrawAPI.getSceneElementsIncludingDeleted?.().map((element) => ({ ...element }));
  try {
    automate.setView(view, false);
    automate.clear();
    for (const element of changed) automate.elementsDict[element.id] = structuredClone(element);
    await automate.addElementsToView(false, false, true);
    orderCanvas(view, next);
  } catch {
    // What is missing of a change that was put there by half would be taken for deleted by hand.
    if (shown !== undefined) view.excalidrawAPI.updateScene?.({ elements: shown });
    throw new Refusal(
      "Excalidraw did not take the change of the open drawing, which is as it was. Close it, then regenerate.",
    );
  } finally {
    automate.destroy?.();
  }
}

/** The plugin puts new elements on top; they belong below a person's own, where they are generated. */
function orderCanvas({ excalidrawAPI }: ExcalidrawView, { elements }: Scene): void {
  const shown = excalidrawAPI.getSceneElementsIncludingDeleted?.();
  if (shown === undefined || excalidrawAPI.updateScene === undefined) return;
  const places = new Map(elements.map(({ id }, at) => [id, at]));
  let last = -1;
  const placed = shown.map((element) => ({ element, at: (last = places.get(element.id) ?? last) }));
  const sorted = [...placed].sort((one, other) => one.at - other.at).map(({ element }) => element);
  if (sorted.some((element, at) => element !== shown[at])) excalidrawAPI.updateScene({ elements: sorted });
}

/** Whether a drawing has taken a change: what was deleted is gone, all else has the new version, and texts their words. */
function holds(scene: Scene, changed: Elements): boolean {
  const saved = new Map(scene.elements.map((element) => [element.id, element]));
  return changed.every((element) => {
    const now = saved.get(element.id);
    if (element.isDeleted) return now?.isDeleted ?? true;
    if (now === undefined || now.isDeleted || now.version < element.version) return false;
    return element.type !== "text" || now.type !== "text" || now.rawText === element.rawText;
  });
}

function mustBeClosed(drawing: TFile): Refusal {
  return new Refusal(
    `“${drawing.basename}” is open. Close it, then regenerate: otherwise one of the two would lose changes.`,
  );
}
