import type { TFile, Vault } from "obsidian";
import { type Drawing, readDrawing, type Scene } from "../pipeline";
import { type Automate, automateFor, type ExcalidrawView, isExcalidrawView } from "./excalidraw-automate";
import { Refusal } from "./refusal";

const PATIENCE_MS = 5000;
const GLANCE_MS = 50;

/**
 * Changes a drawing that is open in the Excalidraw plugin.
 *
 * Such a view writes its file from the canvas without looking at the disk, so the file of an open
 * view is never written here: the canvas is saved, what must change is put on it, and it is saved
 * again. Refuses, with nothing changed, where the plugin does not offer all that is needed for it.
 */
export async function changeOpenDrawing(
  vault: Vault,
  drawing: TFile,
  view: object,
  change: (previous: string) => Drawing,
): Promise<void> {
  const automate = isExcalidrawView(view) ? automateFor(view) : undefined;
  if (!isExcalidrawView(view) || automate === undefined) throw mustBeClosed(drawing);
  await saveOpenDrawing(drawing, view);
  const previous = await vault.read(drawing);
  const next = change(previous).scene;
  const changed = changedElements(readDrawing(previous), next);
  if (changed.length === 0) return;
  await putOnCanvas(automate, view, changed);
  await saveOpenDrawing(drawing, view);
  if (!holds(readDrawing(await vault.read(drawing)), changed)) throw mustBeClosed(drawing);
}

/** Writes the canvas of an open drawing to its file, once nobody else is writing and nothing is being typed. */
export async function saveOpenDrawing(drawing: TFile, view: ExcalidrawView): Promise<void> {
  const isBusy = (): boolean => !view.isLoaded || view.semaphores.saving || view.semaphores.autosaving;
  for (let waited = 0; isBusy(); waited += GLANCE_MS) {
    if (waited >= PATIENCE_MS) throw mustBeClosed(drawing);
    await new Promise((resolve) => window.setTimeout(resolve, GLANCE_MS));
  }
  if (isTyping(view))
    throw new Refusal(`Finish the text you are typing in “${drawing.basename}”, then try again.`);
  await view.forceSave(true, true);
}

function isTyping(view: ExcalidrawView): boolean {
  const editing = view.excalidrawAPI.getAppState().editingTextElement;
  return editing !== undefined && editing !== null;
}

type Elements = Scene["elements"];

function changedElements(before: Scene, after: Scene): Elements {
  const known = new Map(before.elements.map((element) => [element.id, JSON.stringify(element)]));
  return after.elements.filter((element) => known.get(element.id) !== JSON.stringify(element));
}

async function putOnCanvas(automate: Automate, view: ExcalidrawView, changed: Elements): Promise<void> {
  try {
    automate.setView(view, false);
    automate.clear();
    for (const element of changed) automate.elementsDict[element.id] = structuredClone(element);
    await automate.addElementsToView(false, false, true);
  } finally {
    automate.destroy?.();
  }
}

function holds(scene: Scene, changed: Elements): boolean {
  const alive = new Set(scene.elements.filter((element) => !element.isDeleted).map((element) => element.id));
  return changed.every((element) => alive.has(element.id) !== element.isDeleted);
}

function mustBeClosed(drawing: TFile): Refusal {
  return new Refusal(
    `“${drawing.basename}” is open. Close it, then regenerate: otherwise one of the two would lose changes.`,
  );
}
