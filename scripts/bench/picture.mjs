/**
 * From a trace to the text of a drawing note: layout, scene, merge marks, JSON, compression.
 *
 * First alone (folding off, one note up to 1,000 messages, above that as many as it takes); then in one page of Chromium in turns with what Excalidraw itself
 * makes of the same messages as a Mermaid sequence diagram: parse and conversion, without a note.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { chromium } from "playwright-core";
import { exporterPlugin } from "../../build/exporter-bundle.mjs";
import { findChromium } from "../find-chromium.mjs";
import { loadSource } from "../load-source.mjs";
import { root } from "../repository.mjs";

const ours = `
  import { drawBlock, drawPages, makeDrawing, readBlock } from "./src/pipeline";
  export const read = (text) => readBlock(text, "bench", async () => undefined);
  export const notesOf = (reading) => drawPages(reading).map((scene) => makeDrawing(scene).markdown);
  export const noteOf = (reading) => makeDrawing(drawBlock(reading)).markdown;
`;

/** Gives a list of so many segments, there and back, with times. */
function list(count) {
  const lines = Array.from({ length: count }, (_, i) => {
    const [from, to] = i % 2 === 0 ? ["Client", "Server"] : ["Server", "Client"];
    return `${i}ms ${from} -> ${to}: ACK seq=${i} ack=${i} len=100`;
  });
  return `fold: off\nstates: off\n${lines.join("\n")}\n`;
}

function mermaid(count) {
  const lines = Array.from({ length: count }, (_, i) => {
    const arrow = i % 2 === 0 ? "Client->>Server" : "Server->>Client";
    return `  ${arrow}: ACK seq=${i} ack=${i} len=100`;
  });
  return `sequenceDiagram\n${lines.join("\n")}\n`;
}

function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const { read, noteOf, notesOf } = await loadSource(ours);
for (const [count, budget, rounds] of [
  [100, 20, 25],
  [1000, 120, 25],
  [10000, undefined, 5],
]) {
  const reading = await read(list(count));
  const times = [];
  const processor = [];
  for (let round = 0; round <= rounds; round += 1) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    // What Excalidraw could not hold on one page is continued on others.
    if (count > 1000) notesOf(reading);
    else noteOf(reading);
    const { user, system } = process.cpuUsage(used);
    // The first round fills caches.
    if (round > 0) times.push(performance.now() - start);
    if (round > 0) processor.push((user + system) / 1000);
  }
  const limit = budget === undefined ? "" : `   (at most ${budget} ms)`;
  const words = `${median(times).toFixed(1)} ms, ${median(processor).toFixed(1)} ms of processor time`;
  console.log(`  trace to note, ${count} messages ${words.padStart(48 - String(count).length)}${limit}`);
}

async function bundle(contents) {
  const outfile = join(root, ".cache/bench-picture.js");
  await esbuild.build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    outfile,
    bundle: true,
    format: "iife",
    platform: "browser",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [exporterPlugin],
    logLevel: "error",
  });
  return outfile;
}

/** Gives the times of both in a page, in turns; the first round is left out. */
async function inPage({ ours: listText, theirs, rounds }) {
  const { read: readList, noteOf: note, mermaidToElements } = globalThis.bench;
  const reading = await readList(listText);
  const pairs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    note(reading);
    const middle = performance.now();
    await mermaidToElements(theirs);
    if (round > 0) pairs.push([middle - start, performance.now() - middle]);
  }
  return pairs;
}

const executablePath = findChromium();
if (executablePath === undefined) {
  console.log("  beside mermaid-to-excalidraw: skipped, no Chromium found");
} else {
  const outfile = await bundle(`${ours}
    import { parseMermaidToExcalidraw } from "@excalidraw/mermaid-to-excalidraw";
    globalThis.bench = {
      read,
      noteOf,
      mermaidToElements: (text) => parseMermaidToExcalidraw(text, { maxTextSize: 1e7, maxEdges: 1e6 }),
    };
  `);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  await page.addScriptTag({ path: outfile });
  for (const [count, rounds] of [
    [10, 20],
    [100, 10],
    [1000, 5],
  ]) {
    const pairs = await page.evaluate(inPage, { ours: list(count), theirs: mermaid(count), rounds });
    const [mine, theirs] = [0, 1].map((at) => median(pairs.map((pair) => pair[at])).toFixed(1));
    const ratio = median(pairs.map(([one, other]) => other / one)).toFixed(1);
    console.log(
      `  ${count} messages in Chromium: ${mine} ms; mermaid-to-excalidraw ${theirs} ms; ratio ${ratio}`,
    );
  }
  await browser.close();
  rmSync(outfile);
}
