import * as esbuild from "esbuild";
import * as fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exporterPlugin } from "../../build/exporter-bundle.mjs";
import type { Scene } from "../../src/scene/scene";
import { exportSvg } from "../../src/svg/export-svg";
import { markOwnSvg } from "../../src/svg/own-svg";
import { chromiumPath, launchChromium, noChromium } from "../support/chromium";
import { sceneOf, smallScene, text } from "./small-scene";

declare global {
  // What the script below puts into the page.
  interface Window {
    exporting: {
      readonly exportSvg: typeof exportSvg;
      readonly withBrowserDocument: (scene: Scene) => Promise<string>;
    };
  }
}

/** Runs the bundled exporter once as shipped, and once on the browser's own document. */
const script = `
export { exportSvg } from "./src/svg/export-svg";
import { evaluateExporter } from "./src/svg/exporter-bundle";
export async function withBrowserDocument(scene) {
  const { document, navigator, FontFace, console } = window;
  const exporter = evaluateExporter({ window, document, navigator, devicePixelRatio: 1, FontFace, console });
  const state = { exportBackground: true, viewBackgroundColor: "#ffffff", exportPadding: 16, exportScale: 1 };
  return (await exporter.exportToSvg(exporter.restoreElements(scene.elements, null), state, {})).outerHTML;
}`;

describe.skipIf(chromiumPath === undefined)(chromiumPath === undefined ? noChromium : "in Chromium", () => {
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];

  beforeAll(async () => {
    const bundle = await esbuild.build({
      stdin: { contents: script, resolveDir: ".", loader: "ts" },
      bundle: true,
      write: false,
      format: "iife",
      globalName: "exporting",
      target: "es2022",
      plugins: [exporterPlugin],
    });
    browser = await launchChromium();
    page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.route("**/*", (route) => {
      requests.push(route.request().url());
      return route.abort();
    });
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? "" });
  });

  afterAll(async () => {
    await browser.close();
  });

  test("the picture has the same bytes as in Node, and no request leaves the page", async () => {
    const there = await page.evaluate((scene) => window.exporting.exportSvg(scene), smallScene);
    expect(there).toBe(await exportSvg(smallScene));
    expect(requests).toEqual([]);
  });

  test("our own document writes what the browser's would", async () => {
    const there = await page.evaluate((scene) => window.exporting.withBrowserDocument(scene), smallScene);
    expect(await exportSvg(smallScene)).toBe(markOwnSvg(there));
  });

  test("whatever stands in a label, the picture is well-formed and says it", async () => {
    const labels = fc.sample(fc.string({ unit: "binary", minLength: 1 }), { numRuns: 200, seed: 1 });
    const elements = labels.map((label, index) => text(`label${String(index)}`, label));
    const svg = await exportSvg(sceneOf(...elements));
    const shown = await page.evaluate((markup) => {
      const document = new DOMParser().parseFromString(markup, "image/svg+xml");
      return {
        root: document.documentElement.tagName,
        errors: document.querySelectorAll("parsererror").length,
      };
    }, svg);
    expect(shown).toEqual({ root: "svg", errors: 0 });
  });

  test("the embedded font is one the browser takes", async () => {
    const svg = await exportSvg(smallScene);
    const status = await page.evaluate(async (markup) => {
      const source = /src: (url\([^)]*\))/u.exec(markup)?.[1] ?? "";
      const face = await new FontFace("Embedded", source).load();
      return face.status;
    }, svg);
    expect(status).toBe("loaded");
  });
});
