import type { App, TFile } from "obsidian";
import type { BlockSvg } from "../worker/protocol";
import { engineOf, type Errand } from "./engine/engine";
import { findLinked } from "./vault-paths";

/** What a ladder block shows, and the captures it depends on. */
export interface BlockPicture extends BlockSvg {
  readonly captures: readonly CaptureState[];
}

/** A capture as it was when it was read. */
interface CaptureState {
  readonly file: TFile;
  readonly modified: number;
  readonly size: number;
}

/** Pictures kept: a note with a dozen blocks is scrolled through without drawing them again. */
const PICTURES_KEPT = 24;

/** Changes that follow each other faster than this are typing, and the pause before such a block is drawn. */
const TYPING_MS = 600;
const PAUSE_MS = 150;

type Watch = Pick<Errand, "signal" | "onProgress">;

/** Draws ladder blocks, and remembers the last ones as long as their captures stay the same. */
export class BlockPictures {
  readonly #app: App;
  readonly #lastShown = new Map<string, number>();
  readonly #kept = new Map<string, BlockPicture>();
  readonly #lastAt = new Map<string, BlockPicture>();

  constructor(app: App) {
    this.#app = app;
  }

  /**
   * Gives how long a block waits before it is drawn, in milliseconds: none, but a moment while the note's
   * blocks change faster than that, because somebody types.
   */
  pauseBefore(notePath: string): number {
    const now = window.performance.now();
    const isTyping = now - (this.#lastShown.get(notePath) ?? -Infinity) < TYPING_MS;
    this.#lastShown.set(notePath, now);
    return isTyping ? PAUSE_MS : 0;
  }

  /**
   * Gives what a block showed last, as it was before somebody typed: it stands there until the new picture is drawn, so
   * that nothing flickers. Undefined where it was not shown yet.
   */
  lastOf(place: PicturePlace): BlockPicture | undefined {
    return this.#lastAt.get(placeKey(place));
  }

  /** Remembers what a block shows now. */
  shown(place: PicturePlace, picture: BlockPicture): void {
    if (picture.svg !== undefined) keep(this.#lastAt, placeKey(place), picture);
  }

  /** Gives the picture of a block; the watch's signal stops the reading. Throws what the vault throws, and `Refusal`. */
  async draw(text: string, notePath: string, watch: Watch): Promise<BlockPicture> {
    const key = `${notePath}\n${text}`;
    const kept = this.#kept.get(key);
    const picture =
      kept?.captures.every(isUnchanged) === true ? kept : await this.#drawNew(text, notePath, watch);
    keep(this.#kept, key, picture);
    return picture;
  }

  async #drawNew(text: string, notePath: string, watch: Watch): Promise<BlockPicture> {
    const captures: CaptureState[] = [];
    const find = (target: string): TFile | undefined => {
      const file = findLinked(this.#app, target, notePath);
      if (file !== undefined) captures.push({ file, modified: file.stat.mtime, size: file.stat.size });
      return file;
    };
    const picture = await engineOf(this.#app).ask(
      "pictureBlock",
      { text, name: "ladder" },
      { ...watch, find },
    );
    return { ...picture, captures };
  }
}

/** Keeps a picture as the newest; the oldest goes where there are too many. */
function keep(pictures: Map<string, BlockPicture>, key: string, picture: BlockPicture): void {
  pictures.delete(key);
  pictures.set(key, picture);
  const oldest = pictures.keys().next();
  if (pictures.size > PICTURES_KEPT && oldest.done !== true) pictures.delete(oldest.value);
}

/** A block of a note, by its number. */
interface PicturePlace {
  readonly notePath: string;
  readonly blockIndex: number | undefined;
}

function placeKey({ notePath, blockIndex }: PicturePlace): string {
  return `${notePath}\n${String(blockIndex)}`;
}

function isUnchanged({ file, modified, size }: CaptureState): boolean {
  return file.stat.mtime === modified && file.stat.size === size;
}
