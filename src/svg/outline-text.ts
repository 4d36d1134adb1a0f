import fonts from "./glyph-outlines.json";

/** What is known of a font: SVG path data in its units, y downwards. */
interface FontOutlines {
  readonly unitsPerEm: number;
  /** By distance, the pairs of characters it holds for, one behind the other. */
  readonly kerning: Readonly<Record<string, string>>;
  /** How far the next character stands, and the outline. */
  readonly glyphs: Readonly<Record<string, readonly (string | number)[]>>;
}

/** By the name that stands first in `font-family`. */
const fontOutlines: Readonly<Record<string, FontOutlines>> = fonts;

/** A text as the exporter writes it, and the faces it brings along. */
const textElement = /<text ([^>]*)>([^<]*)<\/text>/gu;
const fontFaces = /<style class="style-fonts">[^<]*<\/style>/u;

/**
 * Gives an exported picture whose texts are outlines of their letters, so that every program shows them alike.
 *
 * Browsers use the font that a picture carries; LibreOffice, Inkscape, librsvg and slide programs do not. Each letter
 * is kept once and used wherever it stands. The words stay readable for screen readers, but can no longer be selected.
 * A text with a letter of another script stays a text, set in whatever font the reader has.
 */
export function outlineTexts(svg: string): string {
  const letters = new Letters();
  const outlined = svg.replace(textElement, (whole, attributes: string, content: string) => {
    return letters.outline(attributes, content) ?? whole;
  });
  return outlined
    .replace(fontFaces, () => letters.definitions())
    .replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ');
}

/** The letters used in one picture. */
class Letters {
  readonly #ids = new Map<string, string>();
  readonly #paths: string[] = [];

  /** Gives a text as a group of letters; undefined where one is not known. */
  outline(attributeText: string, content: string): string | undefined {
    const attributes = readAttributes(attributeText);
    const family = (attributes.get("font-family") ?? "").split(",")[0]?.trim() ?? "";
    const font = Object.hasOwn(fontOutlines, family) ? fontOutlines[family] : undefined;
    const line = font === undefined ? undefined : this.#setLine(unescaped(content), family, font);
    if (font === undefined || line === undefined) return undefined;
    const scale = Number.parseFloat(attributes.get("font-size") ?? "16") / font.unitsPerEm;
    const shift = { middle: 0.5, end: 1 }[attributes.get("text-anchor") ?? ""] ?? 0;
    const x = Number(attributes.get("x")) - line.width * scale * shift;
    const place = `translate(${rounded(x)} ${rounded(Number(attributes.get("y")))}) scale(${String(scale)})`;
    const words = content.replaceAll('"', "&quot;");
    const fill = attributes.get("fill") ?? "";
    return `<g transform="${place}" fill="${fill}" role="img" aria-label="${words}">${line.letters}</g>`;
  }

  /** Gives the outlines, each under its id. */
  definitions(): string {
    return this.#paths.join("");
  }

  #setLine(
    text: string,
    family: string,
    font: FontOutlines,
  ): { readonly letters: string; readonly width: number } | undefined {
    let letters = "";
    let width = 0;
    let previous = "";
    for (const character of text) {
      const [advance, path] = Object.hasOwn(font.glyphs, character) ? (font.glyphs[character] ?? []) : [];
      if (typeof advance !== "number" || typeof path !== "string") return undefined;
      if (previous !== "") width += kerningOf(font, previous + character);
      if (path !== "")
        letters += `<use xlink:href="#${this.#idOf(family, character, path)}" x="${String(width)}"/>`;
      width += advance;
      previous = character;
    }
    return { letters, width };
  }

  #idOf(family: string, character: string, path: string): string {
    const key = family + character;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = `${family.charAt(0)}${(character.codePointAt(0) ?? 0).toString(16)}`;
    this.#ids.set(key, id);
    this.#paths.push(`<path id="${id}" d="${path}"/>`);
    return id;
  }
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([\w-]+)="([^"]*)"/gu)].map(([, name = "", value = ""]) => [name, value]),
  );
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

/** Hundredths of a px are finer than any screen. */
function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Gives how much farther apart a pair of characters stands. */
function kerningOf({ kerning }: FontOutlines, pair: string): number {
  for (const [distance, pairs] of Object.entries(kerning)) {
    let at = pairs.indexOf(pair);
    // The end of one pair and the start of the next look like a pair, too.
    while (at % 2 === 1) at = pairs.indexOf(pair, at + 1);
    if (at >= 0) return Number(distance);
  }
  return 0;
}
