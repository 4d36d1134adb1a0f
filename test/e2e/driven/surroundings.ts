import type { PageLook } from "../../support/obsidian-shell/browser";

/** Where a person can be: a column of the table in docs/driven.md. */
export const columns = ["computer, light", "dark", "own theme", "phone", "window of its own"] as const;

/** One of them. */
export type Column = (typeof columns)[number];

/** A device, a theme and a window to use the plugin in; a line of the table below is all that a new one takes. */
export interface Surrounding {
  readonly name: string;
  readonly column: Column;
  readonly look: PageLook;
  readonly mobile?: boolean;
  /** The tab was dragged out before anything was opened in it. */
  readonly ownWindow?: boolean;
}

/** As community themes set them: warm paper, large letters, square corners, in the dark and in the light. */
const WARM = `body.theme-dark { --background-primary: #2b2118; --background-primary-alt: #352a1e;
  --background-secondary: #33281d; --background-modifier-border: #5a4a38; --text-normal: #f2e6d0;
  --text-muted: #cdbb9e; --interactive-accent: #e0a030; --text-on-accent: #201000; --text-error: #ff9a8a;
  --text-warning: #ffc870; --radius-s: 0; --radius-m: 0; --font-ui-small: 15px; --font-ui-smaller: 14px; }`;
const LARGE = `body.theme-light { --background-primary: #fdf6e3; --background-primary-alt: #f5ecd2;
  --background-secondary: #eee8d5; --background-modifier-border: #d5cbb0; --text-normal: #2f3b3f;
  --text-muted: #55636a; --interactive-accent: #1a6fa8; --text-error: #a81f1c; --text-warning: #7d5200;
  --font-text: Georgia, serif; --font-ui-small: 18px; --font-ui-smaller: 17px; font-size: 20px; }`;

const PHONE = { width: 390, height: 844, touch: true } as const;
const WINDOW = { width: 900, height: 700 } as const;

/** All that is driven. */
export const surroundings: readonly Surrounding[] = [
  { name: "computer, light", column: "computer, light", look: { theme: "light" } },
  { name: "computer, dark", column: "dark", look: { theme: "dark" } },
  { name: "own theme, dark", column: "own theme", look: { theme: "dark", css: WARM } },
  { name: "own theme, light", column: "own theme", look: { theme: "light", css: LARGE } },
  { name: "phone, light", column: "phone", look: { theme: "light", ...PHONE }, mobile: true },
  { name: "phone, dark", column: "phone", look: { theme: "dark", ...PHONE }, mobile: true },
  {
    name: "own window, light",
    column: "window of its own",
    look: { theme: "light", ...WINDOW },
    ownWindow: true,
  },
  {
    name: "own window, dark",
    column: "window of its own",
    look: { theme: "dark", ...WINDOW },
    ownWindow: true,
  },
];
