import type { Scene, SceneElement } from "./scene";
import { darkPairs, PAGE_COLOR } from "./style";

/** The two pages a picture can be on. */
export type Theme = "light" | "dark";

/**
 * Gives a scene with its colours changed for a dark page.
 *
 * The colours of our table have a dark one each; any other, as a person may have picked it, becomes what
 * Excalidraw's own dark mode makes of it. Pictures in a drawing keep their colours.
 */
export function darkScene(scene: Scene): Scene {
  const page = scene.appState["viewBackgroundColor"];
  return {
    ...scene,
    elements: scene.elements.map(darkElement),
    appState: {
      ...scene.appState,
      viewBackgroundColor: darkColor(typeof page === "string" && page !== "" ? page : PAGE_COLOR),
    },
  };
}

function darkElement(element: SceneElement): SceneElement {
  const { strokeColor, backgroundColor } = element;
  return { ...element, strokeColor: darkColor(strokeColor), backgroundColor: darkColor(backgroundColor) };
}

const ownDark = new Map(darkPairs());

function darkColor(color: string): string {
  return ownDark.get(color) ?? turnedColor(color);
}

/** Share of a colour that Excalidraw's dark mode turns round: its CSS is `invert(93%) hue-rotate(180deg)`. */
const INVERTED = 0.93;

/** The matrix of a hue turned by half a circle, by the CSS Filter Effects, for red, green and blue. */
const HALF_TURN: readonly (readonly [number, number, number])[] = [
  [-0.574, 1.43, 0.144],
  [0.426, 0.43, 0.144],
  [0.426, 1.43, -0.856],
];

/** Anything but `#rgb` and `#rrggbb` stays as it is: "transparent", and what a person wrote by hand. */
function turnedColor(color: string): string {
  const digits = /^#([0-9a-f]{6})$/iu.exec(color.replace(/^#(.)(.)(.)$/u, "#$1$1$2$2$3$3"))?.[1];
  if (digits === undefined) return color;
  const inverted = [0, 2, 4].map((at) => {
    const value = Number.parseInt(digits.slice(at, at + 2), 16);
    return value * (1 - INVERTED) + (255 - value) * INVERTED;
  });
  const [red = 0, green = 0, blue = 0] = inverted;
  const turned = HALF_TURN.map(([r, g, b]) => r * red + g * green + b * blue);
  return `#${turned.map(hexOctet).join("")}`;
}

function hexOctet(value: number): string {
  return Math.min(255, Math.max(0, Math.round(value)))
    .toString(16)
    .padStart(2, "0");
}
