import { basename, join } from "node:path";
import { DiagnosticError } from "../base/diagnostic";
import {
  captureFingerprint,
  drawingName,
  drawnCaptures,
  findLadderBlocks,
  namedDrawing,
  readDrawing,
  withRenamedTargets,
} from "../pipeline";
import { openCaptureFile } from "./capture-file";
import { CommandError } from "./command-error";
import type { NoteToDraw } from "./draw-note";
import { readTextFile } from "./files";
import { filesOfVault, findLink, findVaultRoot, isFile, linkTarget } from "./find-link";

/** Names of files that may be captures: others are not opened. */
const CAPTURE = /\.(?:pcapng|pcap|cap|ntar|snoop|dmp|trace)(?:\.gz)?$/iu;

/** A note whose captures are all where its lines say, and what they were called before. */
export interface FollowedNote {
  readonly markdown: string;
  /** New targets by old ones. */
  readonly moved: ReadonlyMap<string, string>;
}

/**
 * Gives a note with the `capture:` lines corrected of captures that were renamed or moved.
 *
 * A missing capture is known by its octets: the file of the vault that has the fingerprint its drawing carries. A
 * capture with other octets never takes its place, whatever it is called.
 */
export async function followCaptures(note: NoteToDraw): Promise<FollowedNote> {
  const moved = new Map<string, string>();
  for (const [target, prints] of missingCaptures(note)) {
    const path = await fileWithPrint(findVaultRoot(note.folder), prints);
    if (path !== undefined) moved.set(target, targetOf(note.folder, target, path));
  }
  return { markdown: withRenamedTargets(note.markdown, (target) => moved.get(target)), moved };
}

/** Gives the fingerprints of missing captures by the targets of their links. */
function missingCaptures({ markdown, folder, stem }: NoteToDraw): ReadonlyMap<string, ReadonlySet<string>> {
  const missing = new Map<string, ReadonlySet<string>>();
  for (const [index, block] of findLadderBlocks(markdown).entries()) {
    const line = /^[^\S\n]*capture[^\S\n]*:(?<link>.*)$/imu.exec(block.text)?.groups?.["link"] ?? "";
    const target = line.replace(/\[\[|\]\]/gu, "").trim();
    if (target === "" || findLink(target, folder) !== undefined) continue;
    const name = namedDrawing(block) ?? drawingName(stem, index);
    const prints = printsIn(join(folder, `${basename(name).replace(/\.md$/iu, "")}.md`));
    if (prints.size > 0) missing.set(target, prints);
  }
  return missing;
}

function printsIn(path: string): ReadonlySet<string> {
  if (!isFile(path)) return new Set();
  try {
    const prints = drawnCaptures(readDrawing(readTextFile(path).text)) ?? "";
    return new Set(prints.split(" ").filter((print) => print !== ""));
  } catch (error) {
    // It is refused with the reason when it is drawn.
    if (error instanceof DiagnosticError || error instanceof CommandError) return new Set();
    throw error;
  }
}

async function fileWithPrint(root: string, prints: ReadonlySet<string>): Promise<string | undefined> {
  for (const path of filesOfVault(root)) {
    if (!CAPTURE.test(path)) continue;
    try {
      if (prints.has((await captureFingerprint(openCaptureFile(path))) ?? "")) return path;
    } catch (error) {
      // A capture that may not be read is not the one that was drawn.
      if (!(error instanceof CommandError)) throw error;
    }
  }
  return undefined;
}

/** A name without folders stays one where it leads to the file. */
function targetOf(folder: string, old: string, path: string): string {
  const name = basename(path);
  const isBare = !old.includes("/") && findLink(name, folder) === path;
  return isBare ? name : linkTarget(folder, path);
}
