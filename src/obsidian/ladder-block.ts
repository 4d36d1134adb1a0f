import { type App, MarkdownRenderChild, type MarkdownPostProcessorContext } from "obsidian";
import type { TextInNote } from "../base/line-in-note";
import { findLadderBlocks, type IndexProgress } from "../pipeline";
import type { BlockPicture, BlockPictures } from "./block-picture";
import { addBlockButtons } from "./block-buttons";
import { progressIn, startShown } from "./busy-notice";
import { explainFailure } from "./refusal";
import { showSvg } from "./show-svg";
import { showFindings } from "./show-findings";
import { addStaleBadge } from "./stale-badge";

/** A ladder block in reading view or live preview: its picture, drawn again when its capture changes. */
class LadderBlock extends MarkdownRenderChild {
  readonly #app: App;
  readonly #pictures: BlockPictures;
  readonly #place: BlockPlace;
  readonly #closing = new AbortController();

  constructor(host: BlockHost, place: BlockPlace) {
    super(place.containerEl);
    this.#app = host.app;
    this.#pictures = host.pictures;
    this.#place = place;
  }

  override onload(): void {
    this.containerEl.addClass("packet-ladder-block");
    this.containerEl.setAttribute("aria-busy", "true");
    const last = this.#pictures.lastOf(this.#place);
    if (last?.svg !== undefined) showSvg(this.containerEl, last.svg, last.title);
    const pause = this.#pictures.pauseBefore(this.#place.notePath);
    if (pause === 0) void this.#show();
    else {
      window.setTimeout(() => {
        if (!this.#closing.signal.aborted) void this.#show();
      }, pause);
    }
  }

  override onunload(): void {
    this.#closing.abort();
  }

  async #show(): Promise<void> {
    const { signal } = this.#closing;
    try {
      const watch = { signal, onProgress: this.#progress() };
      const picture = await this.#pictures.draw(this.#place.text, this.#place.notePath, watch);
      if (!signal.aborted) this.#fill(picture);
    } catch (error) {
      if (!signal.aborted) this.#fillWithFailure(explainFailure(error));
    }
    this.containerEl.removeAttribute("aria-busy");
  }

  /** Where nothing is shown yet, a large capture says how far it is read. */
  #progress(): IndexProgress {
    let tell: IndexProgress | undefined;
    return (progress) => {
      const isBlank = this.containerEl.childElementCount === 0;
      if (isBlank)
        tell = progressIn(
          this.containerEl.createDiv({ cls: "packet-ladder-muted", attr: { role: "status" } }),
        );
      tell?.(progress);
    };
  }

  #fill(picture: BlockPicture): void {
    this.#pictures.shown(this.#place, picture);
    this.containerEl.empty();
    const links = { app: this.#app, sourcePath: this.#place.notePath };
    if (picture.svg !== undefined) showSvg(this.containerEl, picture.svg, picture.title, links);
    showFindings(this.containerEl, picture, this.#place);
    this.#addButtons();
    this.#addBadge(picture);
    this.#followCaptures(picture);
  }

  #addButtons(): void {
    const { notePath, text, blockIndex } = this.#place;
    if (blockIndex === undefined) return;
    addBlockButtons(this.#app, this.containerEl, { notePath, text, blockIndex });
  }

  #addBadge({ fingerprint }: BlockPicture): void {
    const { notePath, text, blockIndex } = this.#place;
    if (blockIndex === undefined || fingerprint === undefined) return;
    startShown(() => addStaleBadge(this.#app, this.containerEl, { notePath, text, blockIndex, fingerprint }));
  }

  #fillWithFailure(message: string): void {
    this.containerEl.empty();
    this.containerEl.createDiv({
      cls: "packet-ladder-finding mod-error",
      text: message,
      attr: { role: "status" },
    });
  }

  #followCaptures({ captures }: BlockPicture): void {
    if (captures.length === 0) return;
    const following = this.#app.vault.on("modify", (changed) => {
      if (!captures.some(({ file }) => file === changed)) return;
      this.#app.vault.offref(following);
      void this.#show();
    });
    this.registerEvent(following);
  }
}

/** What all blocks share. */
export interface BlockHost {
  readonly app: App;
  readonly pictures: BlockPictures;
}

/** Where a block is shown, and what it says. */
export interface BlockPlace extends TextInNote {
  readonly containerEl: HTMLElement;
  readonly notePath: string;
  readonly text: string;
  /** The block's number in the note, from 0; undefined where the note is not at hand. */
  readonly blockIndex: number | undefined;
}

/** Renders a fenced block whose language is `ladder`. */
export function renderLadderBlock(
  host: BlockHost,
  source: string,
  containerEl: HTMLElement,
  context: MarkdownPostProcessorContext,
): void {
  const place = blockInNote(source, containerEl, context);
  context.addChild(new LadderBlock(host, { ...place, containerEl, notePath: context.sourcePath }));
}

/**
 * The block as the note means it, with the defaults of its frontmatter, and the note's line it starts at;
 * where the note is not at hand, just the block.
 */
function blockInNote(
  source: string,
  containerEl: HTMLElement,
  context: MarkdownPostProcessorContext,
): Omit<BlockPlace, "containerEl" | "notePath"> {
  const section = context.getSectionInfo(containerEl);
  const alone = { text: source, firstLine: 1, blockIndex: undefined };
  if (section === null) return alone;
  const linesBefore = (offset: number): number => section.text.slice(0, offset).split("\n").length - 1;
  const blocks = findLadderBlocks(section.text);
  const blockIndex = blocks.findIndex((block) => linesBefore(block.start) === section.lineStart + 1);
  const block = blocks[blockIndex];
  return block === undefined ? alone : { ...block, blockIndex };
}
