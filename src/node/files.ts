import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CommandError, describeSystemError, exitCodes, isSystemError } from "./command-error";

/** Texts beyond this are not notes or lists; reading one would only fill the memory. */
export const LARGEST_TEXT = 64 * 1024 * 1024;

const BYTE_ORDER_MARK = "\ufeff";

/** A text file as it stands: `mark` is the byte order mark it began with, or nothing. */
export interface TextFile {
  readonly text: string;
  readonly mark: string;
}

/** Runs work on a path; a failure of the operating system becomes words and exit code 2. */
export function onPath<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(error, path);
  }
}

function inWords(error: unknown, path: string): unknown {
  return isSystemError(error) ? new CommandError(exitCodes.failed, describeSystemError(error, path)) : error;
}

/** Tells what stands at a path: symbolic links are followed; anything but a file or folder is `other`. */
export function kindOfPath(path: string): "file" | "folder" | "other" | "nothing" {
  return onPath(path, () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "nothing";
    if (found.isFile()) return "file";
    return found.isDirectory() ? "folder" : "other";
  });
}

/** Tells whether something stands at a path that writing there would replace: not a pipe, nor a device. */
export function isTaken(path: string): boolean {
  const kind = kindOfPath(path);
  return kind === "file" || kind === "folder";
}

/** Gives a UTF-8 text file. Throws `CommandError` where it is missing, too large, or not UTF-8 and so could not be kept byte for byte. */
export function readTextFile(path: string): TextFile {
  return onPath(path, () => {
    const descriptor = openSync(path, "r");
    try {
      if (fstatSync(descriptor).size > LARGEST_TEXT) {
        throw tooLarge(path);
      }
      return decodeText(readFileSync(descriptor), path);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** Gives the end of a command whose text is too large to be one. */
export function tooLarge(path: string): CommandError {
  return new CommandError(exitCodes.failed, `${path}: this is too large for a note or an event list`);
}

/** Gives the octets of a file. Throws `CommandError`. */
export function readOctets(path: string): Uint8Array {
  return onPath(path, () => readFileSync(path));
}

/** Gives the text of octets that must be UTF-8. Throws `CommandError` naming `path` where they are not. */
export function decodeText(octets: Uint8Array, path: string): TextFile {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(octets);
    return text.startsWith(BYTE_ORDER_MARK)
      ? { text: text.slice(1), mark: BYTE_ORDER_MARK }
      : { text, mark: "" };
  } catch {
    throw new CommandError(
      exitCodes.failed,
      `${path}: this text is not UTF-8; save it as UTF-8 and try again`,
    );
  }
}

/**
 * Puts a text or octets at a path in one step: a reader sees the old file or the new one, never a part.
 *
 * A symbolic link stays one, and the file keeps its permissions. On failure the old file is
 * whole and nothing else is left in the folder. Throws `CommandError`.
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  onPath(path, () => {
    const present = statSync(path, { throwIfNoEntry: false });
    if (present !== undefined && !present.isFile() && !present.isDirectory()) {
      // A pipe or a device is no file that could be replaced.
      writeFileSync(path, content);
      return;
    }
    const target = present === undefined ? path : realpathSync(path);
    // The name is short and ours, so that a name at the file system's limit can still be written.
    const temporary = join(dirname(target), `.packet-ladder-${String(process.pid)}.tmp`);
    let renamed = false;
    try {
      writeThrough(temporary, content, present?.mode);
      renameSync(temporary, target);
      renamed = true;
    } finally {
      if (!renamed) removeQuietly(temporary);
    }
  });
}

function writeThrough(path: string, content: string | Uint8Array, mode: number | undefined): void {
  const descriptor = openSync(path, "w", mode ?? 0o666);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made, or the folder is gone: there is nothing to tidy, and the first failure is the one to report.
  }
}

/** Makes a folder and those above it; nothing where it is there. Throws `CommandError`. */
export function makeFolder(path: string): void {
  onPath(path, () => {
    makeFolders(resolve(path));
  });
}

/** Step by step: with `recursive`, Node 20 tries for ever where a file system such as /proc refuses folders. */
function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another program may have been faster.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
