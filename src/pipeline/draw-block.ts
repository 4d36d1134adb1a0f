import type { Ladder } from "../ladder/ladder";
import {
  defaultLadderOptions,
  ladderItems,
  type LadderItem,
  type LadderOptions,
} from "../ladder/ladder-options";
import { layoutLadder } from "../ladder/layout-ladder";
import { setInFont } from "../ladder/set-in-font";
import type { BlockReading } from "../pipeline";
import type { BlockOptions } from "../read/text/block-options";
import { drawLadder } from "../scene/draw-ladder";
import type { Theme } from "../scene/recolor";
import type { Scene } from "../scene/scene";
import { SCENE_STYLES, type SceneStyle } from "../scene/style";
import { pageTrace } from "./page-trace";
import { titleOf } from "./title-of";

/** Lays out what was read, by the block's options. */
export function layoutBlock(reading: BlockReading): Ladder {
  return layoutLadder(pageTrace(reading), ladderOptions(reading));
}

/** Draws what was read, by the block's options. */
export function drawBlock(reading: BlockReading): Scene {
  const style = blockStyle(reading.options);
  const ladder = layoutBlock(reading);
  const scene = drawLadder(style.font === "Excalifont" ? ladder : setInFont(ladder, style.font), style);
  // Excalidraw shows a drawing with the theme it was saved with, by turning its colours itself.
  return blockTheme(reading.options) === "dark"
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
