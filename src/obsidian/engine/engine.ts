import type { App, TFile } from "obsidian";
import { DiagnosticError } from "../../base/diagnostic";
import type { IndexProgress } from "../../pipeline";
import type {
  CaptureQuestion,
  Failure,
  FoundCapture,
  FromWorker,
  GivenBy,
  GivenTo,
  RequestName,
  ToWorker,
} from "../../worker/protocol";
import { refuseTooLarge } from "../vault-capture";
import { isOnDisk, readPieces } from "./disk-pieces";
import { openLine, type WorkerLine } from "./worker-line";

/** A worker nobody asks for so long is ended: what it holds in memory is the window's again. */
const IDLE_MS = 60_000;

/** What a request may need from the window. */
export interface Errand {
  /** Gives the file a capture's target means. */
  readonly find?: (target: string) => TFile | undefined;
  readonly onProgress?: IndexProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Pending {
  readonly errand: Errand;
  readonly settle: (value: unknown) => void;
  readonly fail: (reason: unknown) => void;
  /** What the worker was asked, and whether another one was asked before it. */
  readonly question: ToWorker;
  isAskedAgain: boolean;
}

/** Where captures are read and ladders drawn: a worker, started at the first request. */
export class Engine {
  readonly #app: App;
  readonly #pending = new Map<number, Pending>();
  #line: WorkerLine | undefined;
  /** Told when a reading that reports its progress has begun, and when the last one is over. */
  onReading: (isReading: boolean) => void = () => undefined;
  readonly #dropped = new WeakMap<TFile, { readonly key: string; readonly dropped: File }>();
  /** Why the window could not do what the worker asked of it. */
  #refusal: unknown;
  #lastId = 0;
  #idle = 0;

  constructor(app: App) {
    this.#app = app;
  }

  /**
   * Asks for something. Throws the `DiagnosticError` the core threw, what the vault or `find` threw, and the
   * signal's reason at once when it is aborted.
   */
  ask<Name extends RequestName>(
    name: Name,
    given: GivenTo<Name>,
    errand: Errand = {},
  ): Promise<GivenBy<Name>> {
    const { signal } = errand;
    if (signal?.aborted === true) return Promise.reject(asError(signal.reason));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#line?.send({ kind: "cancel", id });
        this.#end(id)?.fail(asError(signal?.reason));
      };
      signal?.addEventListener("abort", cancel, { once: true });
      const leave = (): void => signal?.removeEventListener("abort", cancel);
      const question: ToWorker = { kind: "ask", id, name, given };
      this.#pending.set(id, {
        errand,
        question,
        isAskedAgain: false,
        settle: (value) => {
          leave();
          // Both sides are of one build: what comes back under this name has this type.
          resolve(value as GivenBy<Name>);
        },
        fail: (reason) => {
          leave();
          reject(asError(reason));
        },
      });
      this.#openLine().send(question);
    });
  }

  /** Has a new file of the vault read from the one it is a copy of, the first time: a worker can do that without the window. */
  readFrom(dropped: File, file: TFile): void {
    this.#dropped.set(file, { key: keyOf(file), dropped });
  }

  /** Ends the worker; whoever still waits is told. */
  close(): void {
    this.#hangUp(new Error("Packet Ladder was switched off"));
    window.clearTimeout(this.#idle);
  }

  #hangUp(reason: Error): void {
    this.#line?.close();
    this.#line = undefined;
    for (const id of [...this.#pending.keys()]) this.#end(id)?.fail(reason);
  }

  #openLine(): WorkerLine {
    window.clearTimeout(this.#idle);
    return (this.#line ??= openLine({
      take: (message) => {
        this.#take(message);
      },
      lost: (reason) => {
        this.#askAnother(reason);
      },
    }));
  }

  /** After a breakdown: another errand may have been its cause, so whoever waits has another worker asked, once. */
  #askAnother(reason: string): void {
    this.#line?.close();
    this.#line = undefined;
    for (const [id, pending] of [...this.#pending]) {
      if (pending.isAskedAgain) this.#end(id)?.fail(new Error(`the worker broke down (${reason})`));
      else this.#openLine().send(pending.question);
      pending.isAskedAgain = true;
    }
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case "progress":
        this.onReading(this.#pending.size > 0);
        this.#pending.get(message.id)?.errand.onProgress?.(message);
        break;
      case "call":
        void this.#answer(message.id, message.call, message.question);
        break;
      case "done":
        this.#end(message.id)?.settle(message.value);
        break;
      case "failed": {
        const pending = this.#end(message.id);
        pending?.fail(reasonOf(message.failure, this.#refusal));
      }
    }
  }

  #end(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) {
      this.onReading(false);
      window.clearTimeout(this.#idle);
      this.#idle = window.setTimeout(() => {
        this.#line?.close();
        this.#line = undefined;
      }, IDLE_MS);
    }
    return pending;
  }

  async #answer(id: number, call: number, question: CaptureQuestion): Promise<void> {
    const pending = this.#pending.get(id);
    // Another worker has other calls.
    const line = this.#line;
    try {
      if (question.name === "find") {
        const file = pending?.errand.find?.(question.target);
        const value = file === undefined ? undefined : await this.#foundCapture(file);
        line?.send({ kind: "reply", call, value });
        return;
      }
      const { path, pieces } = question;
      const file = this.#app.vault.getFileByPath(path);
      if (file === null) throw new Error(`“${path}” is no longer there.`);
      const value = await (pieces === undefined
        ? this.#app.vault.readBinary(file)
        : readPieces(this.#app, path, pieces));
      line?.send({ kind: "reply", call, value }, [value].flat());
    } catch (error) {
      this.#refusal = error;
      line?.send({ kind: "refuse", call });
    }
  }

  async #foundCapture(file: TFile): Promise<FoundCapture> {
    refuseTooLarge(file);
    const { path, name, stat } = file;
    const key = keyOf(file);
    const given = this.#dropped.get(file);
    this.#dropped.delete(file);
    const dropped = given?.key === key ? given.dropped : undefined;
    return { key, path, name, size: stat.size, dropped, isInPieces: await isOnDisk(this.#app, file) };
  }
}

/** Another one where the file was changed. */
function keyOf({ path, stat }: TFile): string {
  return `${path}\n${String(stat.mtime)} ${String(stat.size)}`;
}

function reasonOf(failure: Failure, refusal: unknown): unknown {
  switch (failure.kind) {
    case "diagnostic":
      return new DiagnosticError(failure.diagnostic, failure.others);
    case "refused":
      return refusal;
    case "error":
      return new Error(failure.message);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

const engines = new WeakMap<App, Engine>();

/** Gives the engine of an app: one for all views, blocks and commands. */
export function engineOf(app: App): Engine {
  const engine = engines.get(app) ?? new Engine(app);
  engines.set(app, engine);
  return engine;
}

/** Ends the engine of an app, when the plugin is switched off. */
export function closeEngine(app: App): void {
  engines.get(app)?.close();
  engines.delete(app);
}
