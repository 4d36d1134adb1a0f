// Writes what is known of the two fonts that labels are set in, from the files that ship with Excalidraw:
//   src/ladder/font-tables.json    advances and pair kerning
//   src/svg/glyph-outlines.json    outlines as SVG path data, font units, y downwards
// usage: node build/font-tables.mjs           writes the tables
//        node build/font-tables.mjs --check   exits 1 when a committed table differs from the fonts
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fontverter from "fontverter";
import * as harfbuzz from "harfbuzzjs";

const ROOT = new URL("../", import.meta.url);
const FONTS = new URL("node_modules/@excalidraw/excalidraw/dist/prod/fonts/", ROOT);
const FAMILIES = ["Excalifont", "Nunito"];

/** Printable ASCII, Latin-1 and general punctuation; further scripts are estimated by the reader of the table. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20ac, 0x20ac],
];
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i));

/** Signs beyond those that are measured, which labels hold all the same: their outlines alone are kept. */
const SIGNS = [
  [0x3bc, 0x3bc],
  [0x2212, 0x2212],
];

/** Arrows as wide as the fonts of most systems have them, with strokes about as strong as both families'. */
const ARROWS = {
  "\u2190": [1000, "m910-332h-700l150-150-45-45-230 227 230 227 45-45-150-150h700z"],
  "\u2192": [1000, "m90-332h700l-150-150 45-45 230 227-230 227-45-45 150-150h-700z"],
  "\u2194": [
    1000,
    "m85-300l230-227 45 45-150 150h580l-150-150 45-45 230 227-230 227-45-45 150-150h-580l150 150-45 45z",
  ],
};

/** Gives the faces of a family; the main Latin one first: the only one of its files that has a lower-case `a`. */
async function facesOf(family) {
  const folder = new URL(`${family}/`, FONTS);
  const faces = [];
  for (const name of (await readdir(folder)).sort()) {
    const sfnt = await fontverter.convert(await readFile(new URL(name, folder)), "sfnt");
    const face = new harfbuzz.Face(new harfbuzz.Blob(sfnt), 0);
    const known = new Set(face.collectUnicodes());
    faces[known.has(0x61) ? "unshift" : "push"]({ family, name, sfnt, face, known });
  }
  if (!faces[0]?.known.has(0x61)) throw new Error(`no file of ${family} holds the Latin letters`);
  return faces;
}

/** Gives ascent and descent as the `hhea` table of an sfnt font says. */
function verticalMetrics(sfnt) {
  const tables = sfnt.readUInt16BE(4);
  for (let i = 0; i < tables; i += 1) {
    const record = 12 + 16 * i;
    if (sfnt.toString("latin1", record, record + 4) !== "hhea") continue;
    const offset = sfnt.readUInt32BE(record + 8);
    return { ascent: sfnt.readInt16BE(offset + 4), descent: sfnt.readInt16BE(offset + 6) };
  }
  throw new Error("the font has no hhea table");
}

function shaper(face) {
  const font = new harfbuzz.Font(face);
  return (text) => {
    const buffer = new harfbuzz.Buffer();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    harfbuzz.shape(font, buffer);
    return buffer.getGlyphInfosAndPositions();
  };
}

function metrics([{ family, name, sfnt, face, known }]) {
  const shape = shaper(face);
  const widthOf = (text) => shape(text).reduce((sum, glyph) => sum + glyph.xAdvance, 0);
  const advances = RANGES.map(([first, last]) => ({
    first,
    widths: Array.from({ length: last - first + 1 }, (_, i) =>
      known.has(first + i) ? widthOf(String.fromCodePoint(first + i)) : null,
    ),
  }));
  const alone = new Map(ASCII.map((character) => [character, widthOf(character)]));
  // By distance, the pairs it holds for, one behind the other.
  const kerning = {};
  for (const left of ASCII) {
    for (const right of ASCII) {
      const kern = widthOf(left + right) - alone.get(left) - alone.get(right);
      if (kern !== 0) kerning[kern] = (kerning[kern] ?? "") + left + right;
    }
  }
  return { family, source: name, unitsPerEm: face.upem, ...verticalMetrics(sfnt), advances, kerning };
}

/** One line per range and one for the kerning: small, and still readable in a diff. */
function metricsText({ advances, kerning, ...head }) {
  const lines = Object.entries(head).map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const ranges = advances.map((range) => `      ${JSON.stringify(range)}`).join(",\n");
  return `{\n${lines.join(",\n")},\n    "advances": [\n${ranges}\n    ],\n    "kerning": ${JSON.stringify(kerning)}\n  }`;
}

/** By character, in font units: how far the next one stands, and the outline, by the first face that has it. */
function outlines(faces) {
  const glyphs = { ...ARROWS };
  for (const [first, last] of [...RANGES, ...SIGNS]) {
    for (let code = first; code <= last; code += 1) {
      const face = faces.find(({ known }) => known.has(code));
      if (face !== undefined) glyphs[String.fromCodePoint(code)] = outline(face, code);
    }
  }
  // The sign for a millionth and the Greek letter look the same.
  if (faces[0].family === "Excalifont") glyphs["\u00b5"] = glyphs["\u03bc"];
  return glyphs;
}

function outline({ face }, code) {
  const [glyph] = shaper(face)(String.fromCodePoint(code));
  return [glyph.xAdvance, shortPath(new harfbuzz.Font(face).glyphToPath(glyph.codepoint))];
}

/** Gives path data with whole numbers, relative to the point before and without needless signs: half as long. */
function shortPath(path) {
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  let text = "";
  for (const [, command, numbers] of path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const all =
      numbers === "" ? [] : numbers.split(/[ ,]/).map((number, i) => Math.round(i % 2 ? -number : +number));
    const relative = all.map((number, i) => number - (i % 2 ? y : x));
    text +=
      command.toLowerCase() +
      relative.map((number, i) => (i > 0 && number >= 0 ? ` ${number}` : number)).join("");
    if (command === "Z") [x, y] = [startX, startY];
    else [x, y] = all.slice(-2);
    if (command === "M") [startX, startY] = [x, y];
  }
  // A command that is repeated need not be named again.
  return text.replace(/(?<=q[^a-z]*)q(?=(.))/g, (_, next) => (next === "-" ? "" : " "));
}

function outlinesText(faces) {
  const glyphs = Object.entries(outlines(faces)).map(
    ([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const kerning = JSON.stringify(metrics(faces).kerning);
  return `{\n    "unitsPerEm": ${faces[0].face.upem},\n    "kerning": ${kerning},\n    "glyphs": {\n${glyphs.join(",\n")}\n    }\n  }`;
}

/** Gives a table of all families. */
function tableText(families, textOf) {
  return `{\n${families.map((faces) => `  ${JSON.stringify(faces[0].family)}: ${textOf(faces)}`).join(",\n")}\n}\n`;
}

const families = await Promise.all(FAMILIES.map(facesOf));
const tables = {
  "src/ladder/font-tables.json": tableText(families, (faces) => metricsText(metrics(faces))),
  "src/svg/glyph-outlines.json": tableText(families, outlinesText),
};
for (const [path, text] of Object.entries(tables)) {
  const table = new URL(path, ROOT);
  if (!process.argv.includes("--check")) {
    await writeFile(table, text);
  } else if ((await readFile(table, "utf8").catch(() => "")) !== text) {
    console.error(`${fileURLToPath(table)} is stale: run node build/font-tables.mjs`);
    process.exitCode = 1;
  }
}
