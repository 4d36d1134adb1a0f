import { type CaptureSource, indexCapture, type IndexProgress, type OpenedCapture } from "../pipeline";
import type { CapturePiece, FoundCapture } from "./protocol";

/** Octets held at most, so that a capture is not fetched again for each redraw of its block. */
const HELD_OCTETS = 256e6;
/** An index takes about a tenth of its capture. */
const INDEX_SHARE = 0.1;
/** Pieces between which messages are taken, and in a window the screen is drawn. */
const PIECE_OCTETS = 1 << 20;
/** So many pieces are under way while one is looked at. */
const PIECES_AHEAD = 4;

/** Asks the window for the octets of a capture. */
export interface WindowReading {
  whole(): Promise<ArrayBuffer>;
  pieces(pieces: readonly CapturePiece[]): Promise<readonly ArrayBuffer[]>;
}

/** Captures the worker has read, the last used ones as long as there is room; a changed file has another key. */
export class HeldCaptures {
  readonly #held = new Map<string, HeldCapture>();

  /** Gives a capture, held or fetched; `signal` ends the wait of one reader, the last one ends the reading. */
  open(found: FoundCapture, window: WindowReading, signal: AbortSignal): HeldCapture {
    const capture = this.#held.get(found.key) ?? new HeldCapture(found);
    capture.addReader(signal, window);
    this.#held.delete(found.key);
    this.#held.set(found.key, capture);
    this.#makeRoom();
    return capture;
  }

  #makeRoom(): void {
    let octets = 0;
    for (const [key, { heldOctets }] of [...this.#held].reverse()) {
      octets += heldOctets;
      if (octets > HELD_OCTETS && octets !== heldOctets) this.#held.delete(key);
    }
  }
}

/** A capture that is indexed once. Its octets are read where they are needed; only where the window gives all or none, they are held. */
class HeldCapture implements OpenedCapture {
  readonly name: string;
  readonly size: number;
  readonly #isInPieces: boolean;
  readonly #readers = new Set<AbortSignal>();
  readonly #listeners = new Set<IndexProgress>();
  #window: WindowReading | undefined;
  #file: File | undefined;
  #octets: Promise<Uint8Array> | undefined;
  #asked: { readonly pieces: CapturePiece[]; readonly answers: Promise<readonly ArrayBuffer[]> } | undefined;
  #index: ReturnType<typeof indexCapture> | undefined;

  constructor({ name, size, dropped, isInPieces = false }: FoundCapture) {
    this.name = name;
    this.size = size;
    this.#file = dropped;
    this.#isInPieces = isInPieces;
  }

  /** Octets of memory it takes. */
  get heldOctets(): number {
    return this.#file !== undefined || this.#isInPieces ? this.size * INDEX_SHARE : this.size;
  }

  /** Whoever asked last has the window's ear: errands end. */
  addReader(signal: AbortSignal, window: WindowReading): void {
    this.#readers.add(signal);
    this.#window = window;
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
    for await (const piece of this.#file === undefined ? this.#pieces() : this.#streamed(this.#file)) {
      this.#stopUnlessWanted();
      yield piece;
    }
  }

  /** The fastest way there is. */
  async *#streamed(file: File): AsyncIterable<Uint8Array> {
    const reader = file.stream().getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } catch (error) {
      // It was changed or taken away: from now on the vault's copy is read.
      this.#file = undefined;
      throw error;
    } finally {
      await reader.cancel();
    }
  }

  async octets(offset: number, length: number): Promise<Uint8Array> {
    this.#stopUnlessWanted();
    const end = offset + length;
    try {
      if (this.#file !== undefined) return new Uint8Array(await this.#file.slice(offset, end).arrayBuffer());
    } catch {
      this.#file = undefined;
    }
    if (!this.#isInPieces) return (await this.#whole()).subarray(offset, end);
    return this.#piece([offset, Math.max(0, Math.min(end, this.size) - offset)]);
  }

  async *#pieces(): AsyncIterable<Uint8Array> {
    const size = this.#isInPieces ? this.size : (await this.#whole()).length;
    const ahead: Promise<Uint8Array>[] = [];
    for (let start = 0; start < size || ahead.length > 0; start += PIECE_OCTETS) {
      if (start < size) ahead.push(this.octets(start, PIECE_OCTETS));
      // Why a piece cannot be read is told when it has its turn.
      ahead.at(-1)?.catch(() => undefined);
      if (start > 0 && !this.#isInPieces) await nextTask();
      const isFull = ahead.length >= PIECES_AHEAD || start + PIECE_OCTETS >= size;
      const next = isFull ? await ahead.shift() : undefined;
      if (next !== undefined) yield next;
    }
  }

  /** Pieces that are asked for together are asked for in one message. */
  async #piece(piece: CapturePiece): Promise<Uint8Array> {
    this.#asked ??= this.#askTogether();
    const { answers, pieces } = this.#asked;
    const at = pieces.push(piece) - 1;
    return new Uint8Array((await answers)[at] ?? new ArrayBuffer(0));
  }

  #askTogether(): { pieces: CapturePiece[]; answers: Promise<readonly ArrayBuffer[]> } {
    const pieces: CapturePiece[] = [];
    const answers = Promise.resolve().then(() => {
      this.#asked = undefined;
      return this.#window?.pieces(pieces) ?? [];
    });
    return { pieces, answers };
  }

  async #whole(): Promise<Uint8Array> {
    this.#octets ??= (this.#window?.whole() ?? Promise.resolve(new ArrayBuffer(0))).then(
      (buffer) => new Uint8Array(buffer),
    );
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
