// From opening a large capture to its lists on screen, and to the picture in the dialog, with the longest task of the
// window's thread on the way, by the browser's own tracing. `MEGABYTES=32 npm run bench -- large-preview` measures another size.
/* global window */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeCapture } from "../large-capture.mjs";
import { addDiskFile, openPluginPage } from "../plugin-page.mjs";
import { toldTasks, tracedTasks } from "../trace-tasks.mjs";

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
  const view = await tracedTasks(browser, page, async () => {
    await page.evaluate(() => void window.shell.open("large.pcap"));
    await page.locator(".packet-ladder-conversation").first().waitFor();
  });
  const dialog = await tracedTasks(browser, page, async () => {
    await page.getByRole("button", { name: "Draw ladder" }).click();
    await page.locator(".packet-ladder-preview-picture svg").waitFor({ timeout: 60_000 });
  });
  console.log(`  round ${round}: opened, lists on screen    ${toldTasks(view)}   (at most 1500 ms, 50 ms)`);
  console.log(`  round ${round}: then its dialog and picture ${toldTasks(dialog)}`);
  await browser.close();
}
