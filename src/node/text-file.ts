import { CommandError, exitCodes } from "./command-error";
import type { PlannedFile } from "./draw-note";
import { isTaken, readTextFile } from "./files";

/**
 * Gives a text to be written at a path.
 *
 * Throws `CommandError` where another text stands there: an event list is made to be changed by hand, so what
 * this program once wrote is a person's now.
 */
export function planText(path: string, text: string): PlannedFile {
  if (!isTaken(path)) return { path, text };
  const present = readTextFile(path);
  if (present.mark + present.text === text) return { path, text };
  const words = `${path}: this file is there already and may hold work of yours; move it, or write elsewhere`;
  throw new CommandError(exitCodes.failed, words);
}
