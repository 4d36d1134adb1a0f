import type { Ladder } from "../ladder/ladder";
import {
  defaultLadderOptions,
  ladderItems,
  type LadderItem,
  type LadderOptions,
} from "../ladder/ladder-options";
import { standaloneText, withContinuations, type PageNumber } from "../ladder/continuations";
import { layoutLadder } from "../ladder/layout-ladder";
import { drawingLink } from "../note/page-name";
import { setInFont } from "../ladder/set-in-font";
import type { BlockReading } from "./read-block";
import type { BlockOptions } from "../read/text/block-options";
import { drawLadder } from "../scene/draw-ladder";
import { retiredPage, sceneSize } from "../scene/page-scenes";
import type { Theme } from "../scene/recolor";
import type { Scene } from "../scene/scene";
import { SCENE_STYLES, type SceneStyle } from "../scene/style";
import type { Trace } from "../trace/trace";
import { tracePages } from "../trace/trace-pages";
import { drawnParts, drawnWhole } from "./page-trace";
import { titleOf } from "./title-of";

/** Most messages in one drawing, where the block does not say: Excalidraw saves that many in a fifth of a second. */
const PAGE_MESSAGES = 300;

/** Most characters of a drawing's JSON, however many messages the block asks for: opening and saving stay quick on a phone. */
const PAGE_SIZE = 1_450_000;

/** What is tried next where a page is too large: a little less than what would just fit, and never less than these. */
const SMALLER = 0.95;
const FEWEST_MESSAGES = 20;

/** Lays out what was read, by the block's options, on one page however long. */
export function layoutBlock(reading: BlockReading): Ladder {
  return layoutLadder(drawnWhole(reading), ladderOptions(reading));
}

/** Draws what was read, by the block's options, on one page however long. */
export function drawBlock(reading: BlockReading): Scene {
  return drawOne(layoutBlock(reading), reading.options);
}

/**
 * Draws what was read in as many pages as a drawing note can hold it; nothing is left out. What folded rows stand for
 * is on the last ones.
 */
export function drawPages(reading: BlockReading): readonly Scene[] {
  const parts = drawnParts(reading);
  let limit = reading.options.messagesPerPage ?? PAGE_MESSAGES;
  for (;;) {
    const pages = parts.flatMap(({ ladder }) => tracePages(ladder, limit));
    const details = parts.flatMap(({ detail }) => (detail === undefined ? [] : tracePages(detail, limit)));
    const scenes = drawTraces(pages, details, reading);
    const largest = Math.max(...scenes.map(sceneSize));
    if (largest <= PAGE_SIZE || limit <= FEWEST_MESSAGES) return scenes;
    // A page may hold fewer messages than the limit, or end before it.
    const held = Math.min(limit, Math.max(...[...pages, ...details].map(countMessages)));
    limit = Math.max(FEWEST_MESSAGES, Math.floor((held * SMALLER * PAGE_SIZE) / largest));
  }
}

/** Gives how many pages `drawPages` draws, from the drawing on one page: what fits on one is not drawn again. */
export function countPages(reading: BlockReading, whole: Scene): number {
  const limit = reading.options.messagesPerPage ?? PAGE_MESSAGES;
  const [part, ...others] = drawnParts(reading);
  if (part === undefined || others.length > 0 || part.detail !== undefined) return drawPages(reading).length;
  const isOnePage = sceneSize(whole) <= PAGE_SIZE && tracePages(part.ladder, limit).length === 1;
  return isOnePage ? 1 : drawPages(reading).length;
}

/** Counts what goes from one end to the other: segments and messages, not states, calls or notes. */
export function countMessages({ events }: Trace): number {
  return events.filter(({ kind }) => kind === "segment" || kind === "message").length;
}

function drawTraces(
  pages: readonly Trace[],
  details: readonly Trace[],
  reading: BlockReading,
): readonly Scene[] {
  const options = ladderOptions(reading);
  const count = pages.length + details.length;
  return [...pages, ...details].map((trace, i) => {
    if (count === 1) return drawOne(layoutLadder(trace, options), reading.options);
    const place = { number: i + 1, count, firstDetail: pages.length + 1 };
    const page = layoutLadder(trace, pageOptions(options, place));
    return drawOne(withContinuations(page, place), reading.options);
  });
}

/** The verdict is on the first page alone; every page says which it is. */
function pageOptions(options: LadderOptions, { number, count, firstDetail }: PageNumber): LadderOptions {
  const show = new Set([...options.show].filter((item) => number === 1 || item !== "verdict"));
  const words = number < firstDetail ? "" : ": folded rows in detail";
  const title = `${options.title ?? ""}${words} (${String(number)} of ${String(count)})`.replace(
    /^[: ]+/u,
    "",
  );
  return { ...options, show, title };
}

/** Gives what takes the place of a page that is not needed any more. */
export function retiredScene(name: string): Scene {
  const words = `This page is not part of “${name}” any more. What was drawn here by hand is kept.`;
  return retiredPage(standaloneText(words), drawingLink(name));
}

function drawOne(ladder: Ladder, options: BlockOptions): Scene {
  const style = blockStyle(options);
  const scene = drawLadder(style.font === "Excalifont" ? ladder : setInFont(ladder, style.font), style);
  // Excalidraw shows a drawing with the theme it was saved with, by turning its colours itself.
  return blockTheme(options) === "dark"
    ? { ...scene, appState: { ...scene.appState, theme: "dark" } }
    : scene;
}

/** `theme:` also knows the words of `style:`, which says it more plainly and wins. */
function blockStyle({ style, theme }: BlockOptions): SceneStyle {
  return SCENE_STYLES[style ?? (theme.includes("clean") ? "clean" : "hand")];
}

/** Gives the page that a block's pictures are for. */
export function blockTheme({ theme }: BlockOptions): Theme {
  return theme.includes("dark") ? "dark" : "light";
}

function ladderOptions(reading: BlockReading): LadderOptions {
  const block = reading.options;
  const defaults = defaultLadderOptions;
  const show = new Set<LadderItem>([...defaults.show, ...block.show.filter(isLadderItem)]);
  for (const item of block.hide) if (isLadderItem(item)) show.delete(item);
  return {
    title: titleOf(reading),
    time: block.time,
    sequence: block.seq ?? defaults.sequence,
    show,
    tear: block.tear,
    slant: block.slant === "auto" ? undefined : block.slant,
  };
}

function isLadderItem(item: string): item is LadderItem {
  return ladderItems.some((known) => known === item);
}
