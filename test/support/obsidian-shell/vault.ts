import type { DataWriteOptions } from "obsidian";
import { type TFile, Vault } from "obsidian-test-mocks/obsidian";

/** Faults to inject: what a read or a write of a path fails with, or undefined to let it through. */
export interface VaultFaults {
  read: (path: string) => Error | undefined;
  write: (path: string) => Error | undefined;
  /** How long the octets of a capture take to come, in milliseconds. */
  readDelayMs: number;
}

const FORBIDDEN_IN_NAMES = /[*"<>:|?\\]/u;

/**
 * A vault as strict as Obsidian's where the mocks are too kind: nothing is created twice, in a folder
 * that is missing, or under a name some system refuses; changes of one file queue up; sizes and times
 * are kept; what is read is a copy.
 */
export class ShellVault extends Vault {
  readonly faults: VaultFaults = { read: () => undefined, write: () => undefined, readDelayMs: 0 };
  private readonly queues = new Map<string, Promise<unknown>>();

  static install(): void {
    Vault.create2__ = (adapter) => new ShellVault(adapter);
  }

  override async create(path: string, data: string, options?: DataWriteOptions): Promise<TFile> {
    this.demandFree(path);
    const file = await super.create(path, data, options);
    stamp(file, new TextEncoder().encode(data).length);
    return file;
  }

  override async createBinary(path: string, data: ArrayBuffer, options?: DataWriteOptions): Promise<TFile> {
    this.demandFree(path);
    const file = await super.createBinary(path, data.slice(0), options);
    stamp(file, data.byteLength);
    return file;
  }

  override async modify(file: TFile, data: string, options?: DataWriteOptions): Promise<void> {
    await this.inTurn(file.path, () => this.store(file, data, options));
  }

  override async process(
    file: TFile,
    change: (data: string) => string,
    options?: DataWriteOptions,
  ): Promise<string> {
    return this.inTurn(file.path, async () => {
      const after = change(await this.read(file));
      await this.store(file, after, options);
      return after;
    });
  }

  override async read(file: TFile): Promise<string> {
    this.demandReadable(file.path);
    return super.read(file);
  }

  override async cachedRead(file: TFile): Promise<string> {
    return this.read(file);
  }

  override async readBinary(file: TFile): Promise<ArrayBuffer> {
    this.demandReadable(file.path);
    if (this.faults.readDelayMs > 0)
      await new Promise((resolve) => setTimeout(resolve, this.faults.readDelayMs));
    return (await super.readBinary(file)).slice(0);
  }

  /** As another program would write the file: the mocks' adapter directly, then the event. */
  async overwriteBinary(file: TFile, data: ArrayBuffer): Promise<void> {
    await this.adapter.writeBinary(file.path, data.slice(0));
    stamp(file, data.byteLength);
    this.trigger("modify", file);
  }

  private async store(file: TFile, data: string, options?: DataWriteOptions): Promise<void> {
    const fault = this.faults.write(file.path);
    if (fault !== undefined) throw fault;
    await this.adapter.write(file.path, data, options);
    stamp(file, new TextEncoder().encode(data).length);
    this.trigger("modify", file);
  }

  private async inTurn<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.queues.get(path) ?? Promise.resolve();
    const result = before.then(work, work);
    this.queues.set(
      path,
      result.catch(() => undefined),
    );
    return result;
  }

  private demandReadable(path: string): void {
    const fault = this.faults.read(path);
    if (fault !== undefined) throw fault;
    if (this.getFileByPath(path) === null)
      throw new Error(`ENOENT: no such file or directory, open '${path}'`);
  }

  private demandFree(path: string): void {
    const fault = this.faults.write(path);
    if (fault !== undefined) throw fault;
    if (this.getAbstractFileByPathInsensitive__(path) !== null) throw new Error("File already exists.");
    const folder = path.split("/").slice(0, -1).join("/");
    if (folder !== "" && this.getFolderByPath(folder) === null) {
      throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    }
    if (FORBIDDEN_IN_NAMES.test(path) || path.split("/").includes("..")) {
      throw new Error('File name cannot contain any of the following characters: * " \\ / < > : | ?');
    }
  }
}

function stamp(file: TFile, size: number): void {
  file.stat = {
    ctime: file.stat.ctime || Date.now(),
    mtime: Math.max(Date.now(), file.stat.mtime + 1),
    size,
  };
}
