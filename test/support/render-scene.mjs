// Draws scenes with Excalidraw's own exporter in headless Chromium, offline, into PNG files: for looking at them.
// usage: node test/support/render-scene.mjs SCENE.json … [--out DIR] [--width PX] [--dark]
//   SCENE.json holds { elements, appState?, files? }; the PNG gets its name. CHROMIUM names the browser.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { findChromium } from "../../scripts/find-chromium.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUNDLE = join(ROOT, ".cache/excalidraw-editor-page-0.18.1");
const PACKAGE = join(ROOT, "node_modules/@excalidraw/excalidraw/dist/prod");
const HOST = "http://excalidraw.invalid";
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };

/** Bundles the whole of Excalidraw for a page, once. */
async function bundlePage() {
  if (existsSync(join(BUNDLE, "page.js"))) return;
  await build({
    stdin: {
      contents: [
        `import * as E from "@excalidraw/excalidraw";`,
        `import "@excalidraw/excalidraw/index.css";`,
        `import { createElement } from "react";`,
        `import { createRoot } from "react-dom/client";`,
        `Object.assign(window, { E, createElement, createRoot });`,
      ].join("\n"),
      resolveDir: ROOT,
      sourcefile: "page.js",
    },
    bundle: true,
    format: "esm",
    splitting: true,
    outdir: BUNDLE,
    entryNames: "page",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"', "process.env.IS_PREACT": '"false"' },
    conditions: ["production"],
    loader: { ".woff2": "file" },
    logLevel: "error",
  });
}

async function answer(route, refused) {
  const url = new URL(route.request().url());
  if (url.origin !== HOST) {
    refused.push(url.href);
    return route.abort("internetdisconnected");
  }
  if (url.pathname === "/") {
    const script = `<script>window.process={env:{}};window.EXCALIDRAW_ASSET_PATH="/";</script>`;
    const body = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">${script}<script type="module" src="/page.js"></script>`;
    return route.fulfill({ contentType: "text/html", body });
  }
  const path = join(url.pathname.startsWith("/fonts/") ? PACKAGE : BUNDLE, decodeURIComponent(url.pathname));
  if (!existsSync(path)) return route.fulfill({ status: 404, body: "" });
  const contentType = TYPES[extname(path)] ?? "application/octet-stream";
  return route.fulfill({ contentType, body: await readFile(path) });
}

/**
 * Opens a page with Excalidraw's exports as `window.E`, every request answered from disk.
 * `refused` lists what the page asked of other hosts.
 */
export async function openExcalidraw() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium found: set CHROMIUM to its path");
  await bundlePage();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  const refused = [];
  await page.route("**/*", (route) => answer(route, refused));
  await page.goto(HOST);
  await page.waitForFunction(() => window.E !== undefined, null, { timeout: 60_000 });
  return { browser, page, refused };
}

/** Gives a scene as PNG octets; `width` is that of the picture in px, by default the scene's own. */
export async function renderScene(page, scene, { dark = false, width } = {}) {
  const base64 = await page.evaluate(
    async ({ scene, dark, width }) => {
      const elements = window.E.restoreElements(scene.elements, null);
      const canvas = await window.E.exportToCanvas({
        elements,
        appState: { ...scene.appState, exportBackground: true, exportWithDarkMode: dark },
        files: scene.files ?? {},
        exportPadding: 20,
        getDimensions: (w, h) => {
          const scale = width === undefined ? 1 : width / w;
          return { width: w * scale, height: h * scale, scale };
        },
      });
      return canvas.toDataURL("image/png").split(",")[1];
    },
    { scene, dark, width },
  );
  return Buffer.from(base64, "base64");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", default: "." }, width: { type: "string" }, dark: { type: "boolean" } },
  });
  const { browser, page, refused } = await openExcalidraw();
  await mkdir(values.out, { recursive: true });
  for (const file of positionals) {
    const scene = JSON.parse(await readFile(file, "utf8"));
    const width = values.width === undefined ? undefined : Number(values.width);
    const path = join(values.out, `${basename(file, extname(file))}.png`);
    await writeFile(path, await renderScene(page, scene, { dark: values.dark ?? false, width }));
    console.log(path);
  }
  for (const url of refused) console.error(`refused: ${url}`);
  await browser.close();
}
