// Evaluating main.js in Chromium as Obsidian does when it starts, against a string of the same length.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../find-chromium.mjs";
import { measurePair } from "../measure.mjs";
import { root } from "../repository.mjs";

/** Evaluates a plugin's code the way Obsidian does, with a stand-in for its API; the comment at the end keeps caches away. */
const evaluate = `(code) => {
  const obsidian = new Proxy({}, { get: () => class {} });
  const wrapped = "(function anonymous(require, module, exports) {" + code + "\\n}) // " + Math.random();
  const module = { exports: {} };
  const start = performance.now();
  window.eval(wrapped)(() => obsidian, module, module.exports);
  return performance.now() - start;
}`;

const executablePath = findChromium();
if (executablePath === undefined) {
  console.log("  skipped: no Chromium found");
} else {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  const code = readFileSync(join(root, "main.js"), "utf8");
  const evaluateIn = (text) => page.evaluate(`(${evaluate})(${JSON.stringify(text)})`);
  await measurePair(
    { name: "main.js, evaluated", time: () => evaluateIn(code) },
    {
      name: "a string literal of the same length",
      time: () => evaluateIn(`"${"x".repeat(code.length - 2)}"`),
    },
    { rounds: 21, budget: 30 },
  );
  await browser.close();
}
