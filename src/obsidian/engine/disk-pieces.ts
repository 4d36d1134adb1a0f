import { type App, FileSystemAdapter, Platform, type TFile } from "obsidian";
import type { CapturePiece } from "../../worker/protocol";

/** Tells whether pieces of a file can be read: on a computer, where the vault is a folder of the disk. */
export async function isOnDisk(app: App, { path, stat }: TFile): Promise<boolean> {
  try {
    return (await onDisk(app, path, (handle) => handle.stat()))?.size === stat.size;
  } catch {
    // Whatever stands in the way, the vault can still be asked for the whole file.
    return false;
  }
}

/** Gives pieces of a file for which `isOnDisk` is true; shorter where it ends earlier. */
export async function readPieces(
  app: App,
  path: string,
  pieces: readonly CapturePiece[],
): Promise<readonly ArrayBuffer[]> {
  const read = await onDisk(app, path, (handle) =>
    Promise.all(
      pieces.map(async ([offset, length]) => {
        const octets = new Uint8Array(length);
        const { bytesRead } = await handle.read(octets, 0, length, offset);
        return bytesRead === length ? octets.buffer : octets.buffer.slice(0, bytesRead);
      }),
    ),
  );
  return read ?? [];
}

/** An open file: what is used of Node's. */
interface DiskFile {
  stat(): Promise<{ readonly size: number }>;
  read(into: Uint8Array, at: number, length: number, offset: number): Promise<{ readonly bytesRead: number }>;
}

/** Electron's windows know Node's modules by this alone: what they import they fetch. */
declare const require: (name: "node:fs/promises") => {
  readonly open: (path: string) => Promise<DiskFile & { close(): Promise<void> }>;
};

async function onDisk<Result>(
  app: App,
  path: string,
  work: (handle: DiskFile) => Promise<Result>,
): Promise<Result | undefined> {
  const { adapter } = app.vault;
  if (Platform.isDesktop && adapter instanceof FileSystemAdapter) {
    const handle = await require("node:fs/promises").open(adapter.getFullPath(path));
    try {
      return await work(handle);
    } finally {
      await handle.close();
    }
  }
  return undefined;
}
