import type { App, EventRef, TFile } from "obsidian";
import { openDrawingPaths } from "./excalidraw-automate";

/** A view that is closed with unsaved work writes it a moment after it is gone. */
const LATE_WRITE_MS = 1000;

/** Drawings that were open when somebody last looked, and when the others were closed. Nothing of it is stored. */
interface Watch {
  open: ReadonlySet<string>;
  readonly closed: Map<string, number>;
}

const watches = new WeakMap<App, Watch>();

/** Notices when drawing views are closed. The caller registers what this gives. */
export function watchDrawingViews(app: App): EventRef {
  lookAtViews(app);
  return app.workspace.on("layout-change", () => {
    lookAtViews(app);
  });
}

function lookAtViews(app: App): Watch {
  const watch = watches.get(app) ?? { open: new Set<string>(), closed: new Map<string, number>() };
  const open = openDrawingPaths(app);
  for (const path of watch.open) if (!open.has(path)) watch.closed.set(path, Date.now());
  watch.open = open;
  watches.set(app, watch);
  return watch;
}

/** Waits until a view of a drawing that has just been closed can have written what it had not saved yet. */
export async function untilClosedViewHasWritten(app: App, drawing: TFile): Promise<void> {
  const { closed } = lookAtViews(app);
  const since = Date.now() - (closed.get(drawing.path) ?? 0);
  closed.delete(drawing.path);
  if (since >= LATE_WRITE_MS) return;
  await new Promise((resolve) => window.setTimeout(resolve, LATE_WRITE_MS - since));
}
