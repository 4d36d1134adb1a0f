/**
 * The one table of how things look. Colours have two values, for a light and for a dark page; every other file
 * names a role, never a colour. How large things are is in `src/ladder/measures.ts`.
 */
import type { ArrowMark } from "../ladder/ladder";

/** A look: the font of all texts, and how steady the hand is. */
export interface SceneStyle {
  /** Excalidraw's number of the font; its widths are in `src/ladder/font-tables.json`. */
  readonly font: "Excalifont" | "Nunito";
  readonly fontFamily: number;
  /** 0 ruled, 1 by hand. */
  readonly roughness: number;
}

/** `hand` is Excalidraw's own look; `clean`, ruled and in its plain font, is for papers and manuals. */
export const SCENE_STYLES = {
  hand: { font: "Excalifont", fontFamily: 5, roughness: 1 },
  clean: { font: "Nunito", fontFamily: 6, roughness: 0 },
} as const satisfies Record<string, SceneStyle>;

/**
 * Colours by role, on a light and on a dark page.
 *
 * Those of arrows and texts (the first seven) have a contrast of at least 4.5 with their page, and any two of them
 * are at least 18 apart (CIELAB) for normal sight and for each of the three colour blindnesses, as simulated by
 * Machado, Oliveira and Fernandes (2009); `test/scene/style.test.ts` computes it. No light one is a swatch of
 * Excalidraw's picker but ink, its default, so that what a person adds in a picked colour stands out.
 */
const COLORS = {
  ink: ["#1e1e1e", "#e3e3e8"],
  /** Addresses, times, numbers, keep-alives: there, but not in front. */
  quiet: ["#666d75", "#9aa1a9"],
  forward: ["#114a94", "#8ab8f8"],
  backward: ["#2b8049", "#3ee39a"],
  /** What went wrong on the way: lost, sent again, out of order. */
  delivery: ["#bb5217", "#f2a230"],
  /** What the receiver's window does. */
  window: ["#7935f6", "#b964f0"],
  reset: ["#75140a", "#ff4b5e"],
  /** Beside forward and backward, connections that share lifelines: these have no other meaning. */
  magenta: ["#cd17c2", "#eddc03"],
  indigo: ["#0a0081", "#cd6c1e"],
  plum: ["#330049", "#9aeb6b"],
  page: ["#ffffff", "#121212"],
  rule: ["#868e96", "#6b7178"],
  headFill: ["#e7f5ff", "#1b2b3a"],
  forwardFill: ["#d0ebff", "#16324f"],
  backwardFill: ["#d3f9d8", "#12402a"],
  phaseFill: ["#f1f3f5", "#26292c"],
  remark: ["#b08a00", "#8f7a2c"],
  remarkFill: ["#fff9db", "#2d2816"],
} as const;

type ColorRole = keyof typeof COLORS;

function light(role: ColorRole): string {
  return COLORS[role][0];
}

/** Pairs of a light colour and its dark one, the named ones of lists included. */
export function darkPairs(): readonly (readonly [light: string, dark: string])[] {
  return [...Object.values(COLORS), ...NAMED.values()];
}

/** The page: Excalidraw's own white, which its dark theme turns. */
export const PAGE_COLOR = light("page");

/** How strokes look. */
export interface Stroke {
  readonly color: string;
  /** 1 thin, 2 bold, 4 extra bold: the three widths Excalidraw's own panel offers. */
  readonly width: number;
  readonly style: "solid" | "dashed" | "dotted";
  /** Drawn with a ruler in every look: a wobble would say something. */
  readonly ruled?: true;
}

/** Strokes by what they draw: lifelines stand back, boxes and arrows are drawn by hand. */
export const STROKE = {
  lifeline: { color: light("rule"), width: 1, style: "dashed", ruled: true },
  text: { color: light("ink"), width: 2, style: "solid" },
  head: { color: light("ink"), width: 2, style: "solid" },
  arrow: { color: light("ink"), width: 2, style: "solid" },
  phase: { color: light("rule"), width: 1, style: "solid" },
  tear: { color: light("rule"), width: 1, style: "solid" },
  remark: { color: light("remark"), width: 1, style: "solid" },
  state: { color: light("quiet"), width: 1, style: "solid" },
  assumed: { color: light("quiet"), width: 1, style: "dashed" },
} as const satisfies Record<string, Stroke>;

/** Fills of boxes: light enough for black text, told apart in grey by their frames. */
export const FILL = {
  head: light("headFill"),
  forward: light("forwardFill"),
  backward: light("backwardFill"),
  phase: light("phaseFill"),
  remark: light("remarkFill"),
  state: light("page"),
  run: light("phaseFill"),
} as const;

/** Colours of texts. */
export const TEXT_COLOR = { ink: light("ink"), quiet: light("quiet") } as const;

/** Colours of arrows without a mark, and of their labels: which way they go says the same again. */
export const TONE = { forward: light("forward"), backward: light("backward") } as const;

/**
 * Colours of arrows without a mark where several connections share lifelines, in the order in which they appear; direction
 * is told by the arrow, the connection also by its words, so that more than these may share a colour.
 */
export const CONNECTION_COLORS = [
  light("forward"),
  light("backward"),
  light("magenta"),
  light("indigo"),
  light("plum"),
] as const;

/** Gives the colour of a connection by its place, from 0. */
export function connectionColor(place: number): string {
  return CONNECTION_COLORS[place % CONNECTION_COLORS.length] ?? CONNECTION_COLORS[0];
}

/** Ends of arrows that Excalidraw can draw. */
export type Arrowhead =
  | "arrow"
  | "bar"
  | "circle"
  | "circle_outline"
  | "diamond"
  | "diamond_outline"
  | "triangle"
  | "triangle_outline";

/** How a marked arrow looks, so that its word, its shape and its colour each say the same. */
export interface MarkLook {
  /** Undefined: by direction, as nothing is wrong. */
  readonly color?: string;
  /** At the end where it leaves. */
  readonly tail: Arrowhead | null;
  /** Null: it does not arrive, and ends in a cross. */
  readonly head: Arrowhead | null;
  readonly width: number;
  readonly style: Stroke["style"];
}

/** Looks of marked arrows; the words are in `src/ladder/arrow-mark.ts`. */
export const MARK_LOOK: Readonly<Record<ArrowMark, MarkLook>> = {
  lost: { color: light("delivery"), tail: null, head: null, width: 2, style: "dashed" },
  reset: { color: light("reset"), tail: null, head: "triangle", width: 4, style: "solid" },
  retransmission: { color: light("delivery"), tail: "circle", head: "arrow", width: 2, style: "solid" },
  "out-of-order": { color: light("delivery"), tail: "diamond", head: "arrow", width: 2, style: "solid" },
  "zero-window": { color: light("window"), tail: "bar", head: "arrow", width: 2, style: "solid" },
  "window-full": { color: light("window"), tail: "diamond_outline", head: "arrow", width: 2, style: "solid" },
  "duplicate-ack": {
    color: light("delivery"),
    tail: "circle_outline",
    head: "arrow",
    width: 2,
    style: "solid",
  },
  "keep-alive": { color: light("quiet"), tail: null, head: "arrow", width: 2, style: "dotted" },
  finish: { tail: null, head: "triangle_outline", width: 2, style: "solid" },
};

/** Colours a list may name; dark enough for text on white, and light enough on black. */
const NAMED: ReadonlyMap<string, readonly [light: string, dark: string]> = new Map<
  string,
  readonly [light: string, dark: string]
>([
  ["black", COLORS.ink],
  ["grey", COLORS.quiet],
  ["gray", COLORS.quiet],
  ["red", ["#c92a2a", "#ff7b7b"]],
  ["orange", ["#c2410c", "#ff9a5b"]],
  ["yellow", ["#946200", "#e8c04a"]],
  ["green", ["#2b8a3e", "#69db7c"]],
  ["teal", ["#0b6e4f", "#4fd1a5"]],
  ["blue", ["#1864ab", "#74b3f0"]],
  ["purple", ["#6741d9", "#b197fc"]],
  ["violet", ["#6741d9", "#b197fc"]],
  ["pink", ["#a61e4d", "#faa2c1"]],
  ["brown", ["#7f4a1d", "#d6a77a"]],
]);

/** Gives the colour a list names (`red`, `#c92a2a`); undefined for anything else. */
export function namedColor(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
  return /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/.test(lower) ? lower : NAMED.get(lower)?.[0];
}
