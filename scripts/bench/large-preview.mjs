// From opening a large capture to its lists on screen, and to the picture in the dialog, with the longest task of the
// window's thread on the way, by the browser's own tracing. `MEGABYTES=32 npm run bench -- large-preview` measures another size.
/* global window */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeCapture } from "../large-capture.mjs";
import { addDiskFile, openPluginPage } from "../plugin-page.mjs";

const SIZE = Number(process.env.MEGABYTES ?? 100) * 1e6;
const ROUNDS = 3;

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const capture = join(folder, "large.pcap");
writeLargeCapture(capture, SIZE);
try {
  for (let round = 1; round <= ROUNDS; round += 1) await measure(round);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(round) {
  const opened = await openPluginPage();
  if (opened === undefined) return console.log("  skipped: no Chromium found");
  const { browser, page } = opened;
  await addDiskFile(page, capture, "large.pcap");
  const view = await traced(browser, page, async () => {
    await page.evaluate(() => void window.shell.open("large.pcap"));
    await page.locator(".packet-ladder-conversation").first().waitFor();
  });
  const dialog = await traced(browser, page, async () => {
    await page.getByRole("button", { name: "Draw ladder" }).click();
    await page.locator(".packet-ladder-preview-picture svg").waitFor({ timeout: 60_000 });
  });
  console.log(`  round ${round}: opened, lists on screen    ${told(view)}   (at most 1500 ms, 50 ms)`);
  console.log(`  round ${round}: then its dialog and picture ${told(dialog)}`);
  await browser.close();
}

/** On a busy machine a task waits for the processor, too: what it took of it stands in brackets. */
function told({ wall, longest }) {
  const each = longest.map(({ dur, tdur }) => `${(dur / 1000).toFixed(0)} (${(tdur / 1000).toFixed(0)})`);
  return `${wall.toFixed(0).padStart(6)} ms, longest tasks ${each.join(", ")} ms`;
}

/** Does something on the page under tracing; gives its time and the three longest tasks of the window's thread. */
async function traced(browser, page, work) {
  await browser.startTracing(page, {
    categories: ["toplevel", "disabled-by-default-devtools.timeline", "devtools.timeline"],
  });
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const isNamed = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  const threads = new Set(traceEvents.filter(isNamed).map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(
    ({ name, pid, tid, dur }) =>
      name === "ThreadControllerImpl::RunTask" && threads.has(`${pid} ${tid}`) && dur > 0,
  );
  const longest = tasks.sort((a, b) => b.dur - a.dur).slice(0, 3);
  return { wall, longest };
}
