import { readdirSync, statSync, type Stats } from "node:fs";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";

/** Files looked at when a name is searched in a vault; beyond that the search gives up. */
const MOST_ENTRIES = 200_000;

/** Gives the vault a folder lies in: the nearest folder above (or itself) with `.obsidian`, else the folder itself. */
export function findVaultRoot(folder: string): string {
  const top = parse(resolve(folder)).root;
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (isFolder(join(at, ".obsidian"))) return at;
    if (at === top) return resolve(folder);
  }
}

/**
 * Gives the path of the file a link names, or undefined.
 *
 * A target is looked up from the note's folder, then from the vault's root, and then by its
 * end anywhere in the vault as Obsidian does (`file.pcap`, `sub/file.pcap`; letter case does
 * not matter; the path with the fewest folders wins, then the first by name).
 */
export function findLink(target: string, noteFolder: string): string | undefined {
  if (target === "" || target.includes("\0")) return undefined;
  const root = findVaultRoot(noteFolder);
  const direct = isAbsolute(target) ? [target] : [join(noteFolder, target), join(root, target)];
  const found = direct.find(isFile);
  if (found !== undefined || isAbsolute(target)) return found;
  return searchByEnd(root, target);
}

/** Tells whether something that can be read as a file stands at a path; never throws. */
export function isFile(path: string): boolean {
  return present(path)?.isDirectory() === false;
}

function isFolder(path: string): boolean {
  return present(path)?.isDirectory() === true;
}

function present(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A name too long for the file system, or a folder that may not be entered: to a link, nothing is there.
    return undefined;
  }
}

/** Gives the files of a vault, those in the fewest folders first; hidden folders are left out. */
export function* filesOfVault(root: string): Iterable<string> {
  let folders: readonly string[] = [root];
  let entriesLeft = MOST_ENTRIES;
  while (folders.length > 0 && entriesLeft > 0) {
    const level = folders.flatMap(entriesOf);
    entriesLeft -= level.length;
    const files = level.filter(({ isFolder }) => !isFolder).map(({ path }) => path);
    yield* files.sort(byCodeUnits);
    folders = level.filter(({ isFolder }) => isFolder).map(({ path }) => path);
  }
}

function searchByEnd(root: string, target: string): string | undefined {
  const end = target.replace(/^(?:\.?\/)+/u, "").toLowerCase();
  const isMatch = (path: string): boolean => endsWithPath(vaultPath(root, path), end);
  let folders: readonly string[] = [root];
  let entriesLeft = MOST_ENTRIES;
  // One level after the other: the first level with a match has the path with the fewest folders.
  while (folders.length > 0 && entriesLeft > 0) {
    const level = folders.flatMap(entriesOf);
    entriesLeft -= level.length;
    const matches = level.filter(({ isFolder, path }) => !isFolder && isMatch(path)).map(({ path }) => path);
    if (matches.length > 0) return matches.sort(byCodeUnits)[0];
    folders = level.filter(({ isFolder }) => isFolder).map(({ path }) => path);
  }
  return undefined;
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Gives the files and the folders of a folder; hidden folders and whatever is neither are left out. */
function entriesOf(folder: string): readonly Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() || (entry.isDirectory() && !entry.name.startsWith(".")))
      .map((entry) => ({ path: join(folder, entry.name), isFolder: entry.isDirectory() }));
  } catch {
    // A folder that may not be listed cannot hold a file that may be read.
    return [];
  }
}

function endsWithPath(path: string, end: string): boolean {
  const lower = path.toLowerCase();
  return lower === end || lower.endsWith(`/${end}`);
}

function vaultPath(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

function byCodeUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Gives the target of a link from a folder to a file: relative, with `/` between its parts. */
export function linkTarget(fromFolder: string, path: string): string {
  return relative(resolve(fromFolder), resolve(path)).split(sep).join("/");
}
