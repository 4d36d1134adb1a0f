// Writes src/ladder/font-tables.json: advances and pair kerning of Excalifont, from the font that ships with Excalidraw.
// usage: node build/font-tables.mjs           writes the table
//        node build/font-tables.mjs --check   exits 1 when the committed table differs from the font
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import fontverter from "fontverter";
import * as harfbuzz from "harfbuzzjs";

const ROOT = new URL("../", import.meta.url);
const FONTS = new URL("node_modules/@excalidraw/excalidraw/dist/prod/fonts/Excalifont/", ROOT);
const TABLE = new URL("src/ladder/font-tables.json", ROOT);

/** Printable ASCII, Latin-1 and general punctuation; further scripts are estimated by the reader of the table. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20ac, 0x20ac],
];
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i));

/** Gives the main Latin face of the family: the only one of the seven files that has a lower-case `a`. */
async function latinFace() {
  for (const name of (await readdir(FONTS)).sort()) {
    const sfnt = await fontverter.convert(await readFile(new URL(name, FONTS)), "sfnt");
    const face = new harfbuzz.Face(new harfbuzz.Blob(sfnt), 0);
    if (face.collectUnicodes().includes(0x61)) return { name, sfnt, face };
  }
  throw new Error("no Excalifont file holds the Latin letters");
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

async function makeTable() {
  const { name, sfnt, face } = await latinFace();
  const shape = shaper(face);
  const widthOf = (text) => shape(text).reduce((sum, glyph) => sum + glyph.xAdvance, 0);
  const known = new Set(face.collectUnicodes());
  const advances = RANGES.map(([first, last]) => ({
    first,
    widths: Array.from({ length: last - first + 1 }, (_, i) =>
      known.has(first + i) ? widthOf(String.fromCodePoint(first + i)) : null,
    ),
  }));
  const alone = new Map(ASCII.map((character) => [character, widthOf(character)]));
  const kerning = {};
  for (const left of ASCII) {
    for (const right of ASCII) {
      const kern = widthOf(left + right) - alone.get(left) - alone.get(right);
      if (kern !== 0) kerning[left + right] = kern;
    }
  }
  return {
    family: "Excalifont",
    source: name,
    unitsPerEm: face.upem,
    ...verticalMetrics(sfnt),
    advances,
    kerning,
  };
}

/** One line per range and one for the kerning: small, and still readable in a diff. */
function tableText(table) {
  const { advances, kerning, ...head } = table;
  const lines = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const ranges = advances.map((range) => `    ${JSON.stringify(range)}`).join(",\n");
  return `{\n${lines.join(",\n")},\n  "advances": [\n${ranges}\n  ],\n  "kerning": ${JSON.stringify(kerning)}\n}\n`;
}

const text = tableText(await makeTable());
if (process.argv.includes("--check")) {
  const committed = await readFile(TABLE, "utf8").catch(() => "");
  if (committed !== text) {
    console.error(`${fileURLToPath(TABLE)} is stale: run node build/font-tables.mjs`);
    process.exitCode = 1;
  }
} else {
  await writeFile(TABLE, text);
}
