import type { App, TFile } from "obsidian";
import type { IndexProgress, NoteHost } from "../pipeline";
import { untilWindowAnswered } from "./drawing-files";
import { engineOf } from "./engine/engine";
import { findLinked } from "./vault-paths";

/** Gives what reads and draws the blocks of a note: the worker, with the captures the note means. */
export function blockDrawer(
  app: App,
  notePath: string,
  watch: {
    readonly onProgress?: IndexProgress;
    readonly signal?: AbortSignal;
    readonly capture?: TFile;
  } = {},
): NonNullable<NoteHost["drawBlock"]> {
  const find = (target: string): ReturnType<typeof findLinked> =>
    watch.capture ?? findLinked(app, target, notePath);
  return async (text, name) => {
    const drawn = await engineOf(app).ask("drawBlock", { text, name }, { ...watch, find });
    // All pages came in one message, which takes its time.
    await untilWindowAnswered();
    return drawn;
  };
}
