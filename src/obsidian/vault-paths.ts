import { type App, normalizePath, type TFile } from "obsidian";

const CAPTURE_NAME = /\.(?:pcap|pcapng|cap)(?:\.gz)?$/iu;

/** File extensions of captures, as Obsidian counts them; among `.gz` files captures are told by their names. */
export const captureExtensions: readonly string[] = ["pcap", "pcapng", "cap", "gz"];

/** Tells a capture by its name. */
export function isCapture(file: TFile): boolean {
  return isCaptureName(file.name);
}

/** The same for a file that is not in the vault yet. */
export function isCaptureName(name: string): boolean {
  return CAPTURE_NAME.test(name);
}

/** Gives a capture's name without its extension: `login` for `login.pcapng` and `login.pcap.gz`. */
export function captureBaseName(capture: TFile): string {
  return capture.name.replace(CAPTURE_NAME, "");
}

/** Gives the path of the folder a file is in; empty for the vault's root. */
export function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

/** Gives a path counted from a folder, `..` followed; undefined where it leaves the vault. */
export function pathFrom(folder: string, target: string): string | undefined {
  const steps = target.startsWith("/") ? [] : folder.split("/").filter((step) => step !== "");
  for (const step of target.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.length === 0 ? undefined : normalizePath(steps.join("/"));
}

/**
 * Gives the file a link target of a note means: counted from the note's folder, else from the vault's
 * root, else as Obsidian looks up a link. The command line looks in the same order.
 */
export function findLinked(app: App, target: string, notePath: string): TFile | undefined {
  const nearby = pathFrom(folderOf(notePath), target);
  const fromRoot = pathFrom("", target);
  for (const path of [nearby, fromRoot]) {
    const file = path === undefined ? null : app.vault.getFileByPath(path);
    if (file !== null) return file;
  }
  return app.metadataCache.getFirstLinkpathDest(target, notePath) ?? undefined;
}
