import type { App, TFile } from "obsidian";
import type { Diagnostic } from "../base/diagnostic";
import { DiagnosticError } from "../base/diagnostic";
import { drawBlock, exportSvg, readBlock } from "../pipeline";
import { captureOpener } from "./vault-capture";

/** What a ladder block shows: a picture, what was found on the way, and the captures it depends on. */
export interface BlockPicture {
  /** Undefined where nothing could be read. */
  readonly svg: string | undefined;
  readonly title: string;
  /** Findings with a place in the block's own lines, and those in the octets of its capture. */
  readonly inBlock: readonly Diagnostic[];
  readonly inCapture: readonly Diagnostic[];
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

/** Draws ladder blocks, and remembers the last ones as long as their captures stay the same. */
export class BlockPictures {
  readonly #app: App;
  readonly #kept = new Map<string, BlockPicture>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Gives the picture of a block; `signal` stops the reading. Throws what the vault throws, and `Refusal`. */
  async draw(text: string, notePath: string, signal: AbortSignal): Promise<BlockPicture> {
    const key = `${notePath}\n${text}`;
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const picture =
      kept?.captures.every(isUnchanged) === true ? kept : await this.#drawNew(text, notePath, signal);
    this.#kept.set(key, picture);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > PICTURES_KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    return picture;
  }

  async #drawNew(text: string, notePath: string, signal: AbortSignal): Promise<BlockPicture> {
    const captures: CaptureState[] = [];
    const onOpened = (file: TFile): void => {
      captures.push({ file, modified: file.stat.mtime, size: file.stat.size });
    };
    try {
      const reading = await readBlock(
        text,
        "ladder",
        captureOpener(this.#app, notePath, { onOpened, signal }),
      );
      const svg = await exportSvg(drawBlock(reading), { background: "transparent" });
      const title = reading.options.title ?? reading.trace.source.name;
      return { svg, title, inBlock: reading.diagnostics, inCapture: reading.trace.diagnostics, captures };
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return { svg: undefined, title: "", inBlock: [error.diagnostic], inCapture: [], captures };
    }
  }
}

function isUnchanged({ file, modified, size }: CaptureState): boolean {
  return file.stat.mtime === modified && file.stat.size === size;
}
