import tables from "./font-tables.json";

/** Height of a line of Excalifont (Excalidraw's family 5) in em, as Excalidraw sets it. */
export const LINE_HEIGHT = 1.25;

/** The fonts that texts can be set in. */
export type FontName = keyof typeof tables;

/** Width in em of a character no table knows: near the mean of Excalifont's letters. */
const UNKNOWN_ADVANCE = 0.56;

/** Estimated widths in em of scripts that Excalifont leaves to other fonts. */
const ESTIMATES: readonly (readonly [first: number, last: number, advance: number])[] = [
  [0x0100, 0x024f, 0.56],
  [0x0300, 0x036f, 0],
  [0x0370, 0x03ff, 0.57],
  [0x0400, 0x052f, 0.6],
  [0x0590, 0x05cf, 0],
  [0x05d0, 0x05f4, 0.55],
  [0x0600, 0x06ff, 0.5],
  [0x1100, 0x115f, 1],
  [0x200b, 0x200f, 0],
  [0x202a, 0x202e, 0],
  [0x2060, 0x206f, 0],
  [0x2190, 0x21ff, 1],
  [0x2e80, 0xa4cf, 1],
  [0xac00, 0xd7a3, 1],
  [0xf900, 0xfaff, 1],
  [0xfe00, 0xfe0f, 0],
  [0xfe20, 0xfe2f, 0],
  [0xfe30, 0xfe6f, 1],
  [0xfeff, 0xfeff, 0],
  [0xff00, 0xff60, 1],
  [0xffe0, 0xffe6, 1],
  [0x1f000, 0x1faff, 1.3],
  [0x20000, 0x3ffff, 1],
];

/** Characters of ASCII: the only ones that kern, and nearly all that are measured. */
const ASCII = 0x80;

/** Widths of a font in em. */
interface FontWidths {
  readonly advances: ReadonlyMap<number, number>;
  /** By character of ASCII; 0 where there is none. */
  readonly ascii: Float64Array;
  /** By pair of characters of ASCII: 128 times the first, and the second. */
  readonly kerning: Float64Array;
}

const widths: Readonly<Record<FontName, FontWidths>> = {
  Excalifont: widthsOf("Excalifont"),
  Nunito: widthsOf("Nunito"),
};

function widthsOf(font: FontName): FontWidths {
  const { unitsPerEm, advances, kerning } = tables[font];
  const known = new Map(
    advances.flatMap(({ first, widths: units }) =>
      units.flatMap((width, i): [number, number][] =>
        width === null ? [] : [[first + i, width / unitsPerEm]],
      ),
    ),
  );
  const kerns = new Float64Array(ASCII * ASCII);
  for (const [kern, pairs] of Object.entries(kerning)) {
    for (let at = 0; at < pairs.length; at += 2)
      kerns[ASCII * pairs.charCodeAt(at) + pairs.charCodeAt(at + 1)] = Number(kern) / unitsPerEm;
  }
  const ascii = Float64Array.from({ length: ASCII }, (_, code) => known.get(code) ?? 0);
  return { advances: known, ascii, kerning: kerns };
}

/** Width and height of a text on the page, in px. */
export interface TextSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Gives the size of a text in Excalifont or another font, as a browser measures it on a canvas.
 *
 * ASCII is exact to 0.01 px, kerning included; Latin-1 and punctuation the font has are exact but for
 * kerning; Chinese, Japanese and Korean take 1 em a character. Hebrew, Arabic, emoji and all else come
 * from whatever font the reader's system falls back to: their width is an estimate.
 */
export function measureText(text: string, fontSize: number, font: FontName = "Excalifont"): TextSize {
  const lines = text.includes("\n") ? text.split("\n") : [text];
  return {
    width: Math.max(...lines.map((line) => lineWidth(line, widths[font]))) * fontSize,
    height: lines.length * LINE_HEIGHT * fontSize,
  };
}

/** Gives the distance from the top of a line box to its baseline, in px. */
export function baseline(fontSize: number): number {
  const { unitsPerEm, ascent, descent } = tables.Excalifont;
  return ((LINE_HEIGHT - (ascent - descent) / unitsPerEm) / 2 + ascent / unitsPerEm) * fontSize;
}

function lineWidth(line: string, { advances, ascii, kerning }: FontWidths): number {
  let width = 0;
  let previous = 0;
  for (const character of line.includes("\t") ? line.replaceAll("\t", "        ") : line) {
    const code = character.codePointAt(0) ?? 0;
    const isAscii = code < ASCII;
    const own = isAscii ? (ascii[code] ?? 0) : 0;
    const advance = own === 0 ? (advances.get(code) ?? estimate(code)) : own;
    width += advance + (isAscii ? (kerning[ASCII * previous + code] ?? 0) : 0);
    previous = isAscii ? code : 0;
  }
  return width;
}

function estimate(codePoint: number): number {
  const row = ESTIMATES.find(([first, last]) => codePoint >= first && codePoint <= last);
  return row === undefined ? UNKNOWN_ADVANCE : row[2];
}
