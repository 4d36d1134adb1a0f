import { type CaptureSource, indexCapture, type IndexProgress, type OpenedCapture } from "../pipeline";
import type { FoundCapture } from "./protocol";

/** Octets held at most, so that a capture is not fetched again for each redraw of its block. */
const HELD_OCTETS = 256e6;
/** Pieces between which messages are taken, and in a window the screen is drawn. */
const PIECE_OCTETS = 1 << 20;

/** Asks the window for the octets of a capture. */
export type ReadOctets = () => Promise<ArrayBuffer>;

/** Captures the worker has read, the last used ones as long as there is room; a changed file has another key. */
export class HeldCaptures {
  readonly #held = new Map<string, HeldCapture>();

  /** Gives a capture, held or fetched; `signal` ends the wait of one reader, the last one ends the reading. */
  open(found: FoundCapture, read: ReadOctets, signal: AbortSignal): HeldCapture {
    const capture = this.#held.get(found.key) ?? new HeldCapture(found, read);
    capture.addReader(signal);
    this.#held.delete(found.key);
    this.#held.set(found.key, capture);
    this.#makeRoom();
    return capture;
  }

  #makeRoom(): void {
    let octets = 0;
    for (const [key, capture] of [...this.#held].reverse()) {
      octets += capture.size;
      if (octets > HELD_OCTETS && octets !== capture.size) this.#held.delete(key);
    }
  }
}

/** A capture in memory: read when its octets are first asked for, indexed once. */
class HeldCapture implements OpenedCapture {
  readonly name: string;
  readonly size: number;
  readonly #read: ReadOctets;
  readonly #readers = new Set<AbortSignal>();
  readonly #listeners = new Set<IndexProgress>();
  #octets: Promise<Uint8Array> | undefined;
  #index: ReturnType<typeof indexCapture> | undefined;

  constructor({ name, size }: FoundCapture, read: ReadOctets) {
    this.name = name;
    this.size = size;
    this.#read = read;
  }

  addReader(signal: AbortSignal): void {
    this.#readers.add(signal);
  }

  async index(onProgress?: IndexProgress): ReturnType<typeof indexCapture> {
    if (onProgress !== undefined) this.#listeners.add(onProgress);
    this.#index ??= indexCapture(this, (progress) => {
      for (const listener of this.#listeners) listener(progress);
    });
    try {
      return await this.#index;
    } catch (error) {
      this.#index = undefined;
      throw error;
    } finally {
      if (onProgress !== undefined) this.#listeners.delete(onProgress);
    }
  }

  async *chunks(): ReturnType<CaptureSource["chunks"]> {
    const octets = await this.#whole();
    for (let start = 0; start < octets.length; start += PIECE_OCTETS) {
      if (start > 0) await nextTask();
      this.#stopUnlessWanted();
      yield octets.subarray(start, start + PIECE_OCTETS);
    }
  }

  async octets(offset: number, length: number): Promise<Uint8Array> {
    this.#stopUnlessWanted();
    return (await this.#whole()).subarray(offset, offset + length);
  }

  async #whole(): Promise<Uint8Array> {
    this.#octets ??= this.#read().then((buffer) => new Uint8Array(buffer));
    try {
      return await this.#octets;
    } catch (error) {
      this.#octets = undefined;
      throw error;
    }
  }

  #stopUnlessWanted(): void {
    for (const signal of this.#readers) {
      if (!signal.aborted) return;
      if (this.#readers.size === 1) signal.throwIfAborted();
      this.#readers.delete(signal);
    }
  }
}

/** A message, not a timer: browsers hold back the timers of a loop, four milliseconds each. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
