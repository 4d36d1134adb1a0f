import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findLadderBlocks } from "../pipeline";
import { CommandError } from "./command-error";
import { kindOfPath, onPath, readTextFile } from "./files";

/** Gives the notes that a name means: itself, or every capture note in a folder and those below, in order. */
export function notesOf(name: string): readonly string[] {
  return name !== "-" && kindOfPath(name) === "folder" ? captureNotesIn(name) : [name];
}

/** Gives the paths of notes with a ladder block in a folder and those below; hidden folders are left out. */
function captureNotesIn(folder: string): readonly string[] {
  const entries = onPath(folder, () => readdirSync(folder, { withFileTypes: true }));
  const sorted = [...entries].sort((one, other) => (one.name < other.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : captureNotesIn(path);
    return entry.isFile() && /\.md$/iu.test(entry.name) && hasLadderBlock(path) ? [path] : [];
  });
}

function hasLadderBlock(path: string): boolean {
  try {
    return findLadderBlocks(readTextFile(path).text).length > 0;
  } catch (error) {
    // What cannot be read as a note is none; asked for by its own name, it is refused with the reason.
    if (error instanceof CommandError) return false;
    throw error;
  }
}
