/**
 * Writes docs/gallery.md and its pictures: every sample, and every TCP situation of the test captures; and the
 * pictures of docs/event-list.md, one below each of its blocks.
 *
 * usage: node scripts/gallery.mjs           draws them
 *        node scripts/gallery.mjs --check   exits 1 when a picture or the page differs from what is drawn now
 *
 * Letters are outlines, so that the pictures look alike wherever a repository is shown, and the strokes have two
 * decimals: a hundredth of a px is finer than any screen.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, parse } from "node:path";
import { loadSource } from "./load-source.mjs";
import { root } from "./repository.mjs";

const { drawBlock, exportSvg, findLadderBlocks, openCaptureFile, outlineTexts, readBlock } =
  await loadSource(`
  export { drawBlock, exportSvg, findLadderBlocks, outlineTexts, readBlock } from "./src/pipeline";
  export { openCaptureFile } from "./src/node/capture-file";
`);

const folders = {
  captures: join(root, "samples/captures"),
  notes: join(root, "samples/notes"),
  scenarios: join(root, "test/fixtures/scenarios"),
  live: join(root, "test/fixtures/live"),
};
const gallery = join(root, "docs/gallery");

function capturesIn(folder, options = "") {
  return readdirSync(folder)
    .filter((name) => /\.pcapn?g?$/.test(name))
    .sort()
    .map((name) => ({
      name: parse(name).name,
      read: () =>
        readBlock(`capture: ${name}\n${options}`, name, async () => openCaptureFile(join(folder, name))),
    }));
}

function blocksIn(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      findLadderBlocks(readFileSync(join(folder, name), "utf8")).map(({ text }, at) => ({
        name: at === 0 ? parse(name).name : `${parse(name).name}-${at + 1}`,
        read: () => readBlock(text, basename(name), async () => undefined),
      })),
    );
}

async function picture(reading) {
  const svg = outlineTexts(await exportSvg(drawBlock(reading)));
  const rounded = (path) =>
    path.replace(/\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100));
  return `${svg.replace(/(?<= d=")[^"]*/g, rounded)}\n`;
}

/** `s09_syn_retransmit` is read as "Syn retransmit". */
function caption(name) {
  const words = name.replace(/^s\d+_/, "").replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function section(heading, words, cases, files) {
  const lines = [`## ${heading}`, "", words, ""];
  for (const { name, read } of cases) {
    const reading = await read();
    files.set(join(gallery, `${name}.svg`), await picture(reading));
    const verdict = reading.trace.conversations.map(({ verdict }) => verdict).find((each) => each !== "");
    lines.push(`### ${caption(name)}`, "", ...(verdict === undefined ? [] : [`${verdict}.`, ""]));
    lines.push(`![${caption(name)}](gallery/${name}.svg)`, "");
  }
  return lines.join("\n");
}

async function draw() {
  const files = new Map();
  const parts = [
    "# Gallery",
    "",
    "What Packet Ladder draws, written by `node scripts/gallery.mjs`. Every picture is a drawing as it is made, without a",
    "hand's edit; the same captures and lists are in [samples](../samples/README.md) and",
    "test captures ([generated](../test/fixtures/scenarios/README.md), [recorded](../test/fixtures/live/README.md)).",
    "",
    await section("Recorded", "Captures of real programs.", capturesIn(folders.captures), files),
    await section(
      "Recorded between programs of our own",
      "Linux at both ends; some of the ways lose or delay segments.",
      capturesIn(folders.live),
      files,
    ),
    await section("Written by hand", "Event lists in notes.", blocksIn(folders.notes), files),
    await section(
      "TCP, situation by situation",
      "Generated captures, drawn with `style: clean`.",
      capturesIn(folders.scenarios, "style: clean"),
      files,
    ),
  ];
  files.set(join(root, "docs/gallery.md"), `${parts.join("\n").trimEnd()}\n`);
  await illustrate(join(root, "docs/event-list.md"), files);
  return files;
}

/** Draws every block of the page on event lists; the line below a block shows its picture. */
async function illustrate(path, files) {
  const name = parse(path).name;
  const page = readFileSync(path, "utf8").replace(/^!\[[^\]]*\]\(gallery\/.*\)\n\n?/gm, "");
  const pieces = page.split(/^(```ladder\n[^]*?^```\n)/m);
  for (let at = 1; at < pieces.length; at += 2) {
    const [{ text }] = findLadderBlocks(pieces[at]);
    const file = `${name}-${(at + 1) / 2}.svg`;
    files.set(join(gallery, file), await picture(await readBlock(text, name, async () => undefined)));
    pieces[at] += `\n![The block above, drawn](gallery/${file})\n`;
  }
  files.set(path, pieces.join(""));
}

function strays(files) {
  if (!existsSync(gallery)) return [];
  return readdirSync(gallery)
    .map((name) => join(gallery, name))
    .filter((path) => !files.has(path));
}

const files = await draw();
if (process.argv.includes("--check")) {
  const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text);
  for (const path of [...stale.map(([path]) => path), ...strays(files)]) {
    console.error(`${path} is stale: run node scripts/gallery.mjs`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(gallery, { recursive: true });
  for (const path of strays(files)) rmSync(path);
  for (const [path, text] of files) writeFileSync(path, text);
  console.log(`${files.size - 2} pictures`);
}
