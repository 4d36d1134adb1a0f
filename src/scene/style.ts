import type { ArrowTone } from "../ladder/ladder";

/** Excalifont, Excalidraw's default hand; widths in `src/ladder/font-tables.json` are its. */
export const FONT_FAMILY = 5;

/** The page: Excalidraw's own white, which its dark theme turns. */
export const PAGE_COLOR = "#ffffff";

/** How strokes look. */
export interface Stroke {
  readonly color: string;
  /** 1 thin, 2 bold, 4 extra bold: the three widths Excalidraw's own panel offers. */
  readonly width: number;
  readonly style: "solid" | "dashed" | "dotted";
  /** 0 straight, 1 by hand. */
  readonly roughness: number;
}

const INK = "#1e1e1e";
const QUIET = "#5c636a";

/** Strokes by what they draw: lifelines stand back, boxes and arrows are drawn by hand. */
export const STROKE = {
  lifeline: { color: "#868e96", width: 1, style: "dashed", roughness: 0 },
  text: { color: INK, width: 2, style: "solid", roughness: 1 },
  head: { color: INK, width: 2, style: "solid", roughness: 1 },
  arrow: { color: INK, width: 2, style: "solid", roughness: 1 },
  phase: { color: "#868e96", width: 1, style: "solid", roughness: 1 },
  tear: { color: "#868e96", width: 1, style: "solid", roughness: 1 },
  remark: { color: "#b08a00", width: 1, style: "solid", roughness: 1 },
  state: { color: QUIET, width: 1, style: "solid", roughness: 1 },
  assumed: { color: QUIET, width: 1, style: "dashed", roughness: 1 },
} as const satisfies Record<string, Stroke>;

/** Fills of boxes: light enough for black text, told apart in grey by their frames. */
export const FILL = {
  head: "#e7f5ff",
  phase: "#f1f3f5",
  remark: "#fff9db",
  state: "#ffffff",
  run: "#f1f3f5",
} as const;

/** Colours of texts. */
export const TEXT_COLOR = { ink: INK, quiet: QUIET } as const;

/**
 * Colours of arrows and their labels. Blue, green and orange-red of different lightness: told apart with
 * every common colour blindness and in grey; direction and words say the same again. Contrast on white ≥ 5.
 */
export const TONE: Readonly<Record<ArrowTone, string>> = {
  forward: "#1864ab",
  backward: "#0b6e4f",
  trouble: "#c2410c",
};

/** Colours a list may name; dark enough for text on white. */
const NAMED = new Map([
  ["black", INK],
  ["grey", QUIET],
  ["gray", QUIET],
  ["red", "#c92a2a"],
  ["orange", "#c2410c"],
  ["yellow", "#946200"],
  ["green", "#2b8a3e"],
  ["teal", "#0b6e4f"],
  ["blue", "#1864ab"],
  ["purple", "#6741d9"],
  ["violet", "#6741d9"],
  ["pink", "#a61e4d"],
  ["brown", "#7f4a1d"],
]);

/** Gives the colour a list names (`red`, `#c92a2a`); undefined for anything else. */
export function namedColor(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
  return /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/.test(lower) ? lower : NAMED.get(lower);
}
