import { describe, expect, it } from "vitest";
import { CONNECTION_COLORS, darkPairs, MARK_LOOK, TEXT_COLOR, TONE } from "../../src/scene/style";

/** Linear red, green and blue in 0 … 1. */
type Rgb = readonly [number, number, number];

/** Severity 1.0 of Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency (2009). */
const SIGHTS: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(hex: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

function seen([red, green, blue]: Rgb, sight: readonly Rgb[]): Rgb {
  const [r = 0, g = 0, b = 0] = sight.map(([x, y, z]) =>
    Math.min(1, Math.max(0, x * red + y * green + z * blue)),
  );
  return [r, g, b];
}

/** CIELAB of a D65 colour. */
function lab([red, green, blue]: Rgb): Rgb {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = f(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = f((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(one: string, other: string, sight: readonly Rgb[]): number {
  const [a, b] = [lab(seen(linear(one), sight)), lab(seen(linear(other), sight))];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [one, other]
    .map((color) => linear(color))
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const dark = new Map(darkPairs());
const markColors = Object.values(MARK_LOOK).flatMap(({ color }) => color ?? []);
const light = [...new Set([...Object.values(TEXT_COLOR), ...Object.values(TONE), ...markColors])];
const pages = {
  light: { colors: light, page: "#ffffff" },
  dark: { colors: light.map((color) => dark.get(color) ?? "none"), page: dark.get("#ffffff") ?? "none" },
};

describe.each(Object.entries(pages))(
  "the colours of arrows and texts on a %s page",
  (_, { colors, page }) => {
    it("are seven, each readable on it", () => {
      expect(colors).toHaveLength(7);
      for (const color of colors) expect.soft(contrast(color, page), color).toBeGreaterThan(4.5);
    });

    it.each(Object.entries(SIGHTS))("are told apart with %s sight", (_name, sight) => {
      for (const [i, one] of colors.entries()) {
        for (const other of colors.slice(i + 1)) {
          expect.soft(distance(one, other, sight), `${one} ${other}`).toBeGreaterThan(18);
        }
      }
    });
  },
);

describe("the colours of connections", () => {
  const others = light.filter((color) => !CONNECTION_COLORS.some((own) => own === color));

  it.each([
    ["light", (color: string): string => color, "#ffffff"],
    ["dark", (color: string): string => dark.get(color) ?? "none", pages.dark.page],
  ])("are readable on a %s page, and no two alike, nor like those of marks", (_, shown, page) => {
    const own = CONNECTION_COLORS.map(shown);
    expect(own).toHaveLength(5);
    for (const color of own) expect.soft(contrast(color, page), color).toBeGreaterThan(4.5);
    for (const [i, one] of own.entries()) {
      for (const other of [...own.slice(i + 1), ...others.map(shown)]) {
        for (const sight of Object.values(SIGHTS))
          expect.soft(distance(one, other, sight), `${one} ${other}`).toBeGreaterThan(15);
      }
    }
  });
});

describe("darkPairs", () => {
  it("gives every colour that a list may name one that is readable on a dark page", () => {
    const named = darkPairs().slice(-13);
    for (const [, color] of named) expect.soft(contrast(color, pages.dark.page), color).toBeGreaterThan(4.5);
  });
});

describe("MARK_LOOK", () => {
  it("gives no two marks one shape: what colour says, a shape says too", () => {
    const shapes = Object.values(MARK_LOOK).map(({ tail, head, style, width }) =>
      [tail, head, style, width].join(" "),
    );
    expect(new Set([...shapes, [null, "arrow", "solid", 2].join(" ")]).size).toBe(shapes.length + 1);
  });
});
