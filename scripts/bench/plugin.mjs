/* global window, document, atob, MutationObserver */
// The built plugin in the tests' stand-in for Obsidian: its start, a block drawn again, a key in a block of 500 lines, and
// the memory that stays after a hundred times opening and closing.
import { openPluginPage } from "../plugin-page.mjs";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../repository.mjs";

const CYCLES = 100;

/** How a surface is opened and closed again, in the page. */
const cycles = {
  "capture view": async (page) => {
    await page.evaluate(() => window.shell.open("web.pcapng"));
    await page.locator(".packet-ladder-verdict").first().waitFor();
    await page.evaluate(() => window.shell.open("n.md"));
  },
  dialog: async (page) => {
    await page.evaluate(async () => {
      await window.shell.open("web.pcapng");
      window.shell.services.runCommand("packet-ladder:draw-from-capture");
    });
    await page.locator(".packet-ladder-preview-picture svg").waitFor();
    await page.keyboard.press("Escape");
    await page.evaluate(() => window.shell.open("n.md"));
  },
  block: async (page) => {
    await page.evaluate(() => window.shell.open("block.md"));
    await page.locator(".packet-ladder-block svg").waitFor();
    await page.evaluate(() => window.shell.open("n.md"));
  },
};

const opened = await openPluginPage({
  "n.md": "",
  "block.md": `\`\`\`ladder\n${list(50, 0)}\n\`\`\`\n`,
  "long.md": `\`\`\`ladder\n${list(500, 0)}\n\`\`\`\n`,
});
if (opened === undefined) console.log("  skipped: no Chromium found");
else {
  const { browser, page, main, manifest } = opened;
  const capture = readFileSync(join(root, "samples/captures/web-page.pcapng")).toString("base64");
  await page.evaluate(async (octets) => {
    await window.shell.addFile(
      "web.pcapng",
      Uint8Array.from(atob(octets), (each) => each.charCodeAt(0)),
    );
  }, capture);
  report("a block of 50 lines drawn again", await redrawTimes(page), 30);
  report("a key in a block of 500 lines", await keyTimes(page), 8);
  for (const [surface, cycle] of Object.entries(cycles)) await reportGrowth(page, surface, cycle);
  report("main.js evaluated, and onload", await startTimes(page, { main, manifest }), 30);
  await browser.close();
}

/** An event list of so many lines, another one for each number. */
function list(lines, number) {
  const said = Array.from({ length: lines - 1 }, (_, i) =>
    i % 2 === 0
      ? `Client -> Server: PSH,ACK seq=${i * 50 + 1} ack=1 len=100 win=502`
      : `Server -> Client: ACK seq=1 ack=${i * 50 + 51} win=501`,
  );
  return [`title: ${number}`, ...said].join("\n");
}

function report(name, times, budget) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(1).padStart(6);
  console.log(
    `  ${name.padEnd(34)} median ${at(0.5)}, fastest ${at(0)}, slowest ${at(1)} ms   (at most ${budget} ms)`,
  );
}

/** Another copy of the plugin each time, so that no cache of compiled code helps. */
function startTimes(page, given) {
  return page.evaluate(async ({ main, manifest }) => {
    const times = [];
    for (let round = 0; round < 15; round += 1) {
      const source = `${main}\n// ${String(Math.random())}`;
      const start = performance.now();
      const pluginClass = window.shellPage.evaluatePlugin(source);
      const evaluated = performance.now() - start;
      const plugin = new pluginClass(window.shell.app.asOriginalType__(), {
        ...manifest,
        id: `round-${String(round)}`,
      });
      const { views, extensions, codeBlocks, protocols } = window.shell.services;
      for (const taken of [views, extensions, codeBlocks, protocols]) taken.clear();
      const loading = performance.now();
      plugin.load();
      times.push(evaluated + performance.now() - loading);
      await new Promise((resolve) => setTimeout(resolve, 20));
      plugin.unload();
    }
    return times;
  }, given);
}

/** From Obsidian's call, as when nobody has typed just before, to the picture on the page. */
function redrawTimes(page) {
  const texts = Array.from({ length: 20 }, (_, i) => list(50, i));
  return page.evaluate(async (blocks) => {
    const times = [];
    const draw = window.shell.services.codeBlocks.get("ladder");
    for (const text of blocks) {
      await new Promise((resolve) => setTimeout(resolve, 650));
      const el = document.body.createDiv();
      const drawn = new Promise((resolve) =>
        new MutationObserver(() => el.querySelector("svg") && resolve()).observe(el, {
          childList: true,
          subtree: true,
        }),
      );
      const addChild = (child) => void child.load();
      const start = performance.now();
      draw(text, el, {
        docId: "",
        sourcePath: "n.md",
        frontmatter: null,
        getSectionInfo: () => null,
        addChild,
      });
      await drawn;
      times.push(performance.now() - start);
      el.remove();
    }
    // The worker's start and its first run are not what typing feels like.
    return times.slice(5);
  }, texts);
}

/** What a key costs the window: the editor's update with the colours, and what is offered. */
function keyTimes(page) {
  return page.evaluate(async () => {
    const editor = await window.shell.edit("long.md");
    const [suggest] = window.shell.services.editorSuggests;
    const times = [];
    for (let round = 0; round < 60; round += 1) {
      const at = { line: 250, ch: editor.getLine(250).length };
      editor.setCursor(at);
      const start = performance.now();
      editor.replaceRange("1", at);
      suggest.onTrigger(editor.getCursor(), editor, null);
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve));
    }
    return times.slice(10);
  });
}

/** Heap and nodes of the window after garbage collection, before and after the cycles. */
async function reportGrowth(page, surface, cycle) {
  const session = await page.context().newCDPSession(page);
  const used = async () => {
    for (let turn = 0; turn < 3; turn += 1) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { nodes } = await session.send("Memory.getDOMCounters");
    return { usedSize, nodes };
  };
  for (let turn = 0; turn < 10; turn += 1) await cycle(page);
  const before = await used();
  for (let turn = 0; turn < CYCLES; turn += 1) await cycle(page);
  const after = await used();
  const megabytes = (after.usedSize - before.usedSize) / 2 ** 20;
  console.log(
    `  ${CYCLES} × ${surface}, open and closed: heap ${megabytes.toFixed(2)} MB more, ${after.nodes - before.nodes} DOM nodes more   (at most 1 MB)`,
  );
}
