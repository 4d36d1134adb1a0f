// A capture of a gigabyte in Chromium, through the built plugin: from asking for it to its conversations, judged, on
// screen, with the longest tasks of the window's thread on the way, by the browser's own tracing. As a file that was
// dropped (its worker reads it by `stream()`), as one of the disk (the window reads pieces for the worker; here out of a
// `File`, which is slower than a disk), and as a phone has it, which can only give the whole file at once. Then the
// conversation with the most packets, read and judged. `MEGABYTES=100 npm run bench -- worker` measures another size.
/* global window */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLargeCapture } from "../large-capture.mjs";
import { addDiskFile, openPluginPage } from "../plugin-page.mjs";
import { toldTasks, tracedTasks } from "../trace-tasks.mjs";

const SIZE = Number(process.env.MEGABYTES ?? 1000) * 1e6;
const ROUNDS = Number(process.env.ROUNDS ?? 3);

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const capture = process.env.CAPTURE ?? join(folder, "large.pcap");
if (process.env.CAPTURE === undefined) writeLargeCapture(capture, SIZE);
try {
  for (let round = 1; round <= ROUNDS; round += 1) {
    await measure(`round ${round}, dropped`, dropFile, false);
    await measure(`round ${round}, of the disk`, addDiskFile, true);
    await measure(`round ${round}, whole at once`, addDiskFile, false);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(name, add, hasDisk) {
  const opened = await openPluginPage({ "n.md": "" }, { hasDisk });
  if (opened === undefined) return console.log("  skipped: no Chromium found");
  const { browser, page } = opened;
  await add(page, capture, "large.pcap");
  const view = await tracedTasks(browser, page, async () => {
    await page.evaluate(() => void window.shell.open("large.pcap"));
    await page.locator(".packet-ladder-conversation").first().waitFor({ timeout: 120_000 });
  });
  console.log(`  ${name.padEnd(24)} conversations  ${toldTasks(view)}   (1 GB in 2500 ms, 50 ms)`);
  await page.getByRole("combobox", { name: "Order of conversations" }).selectOption("most packets first");
  const dialog = await tracedTasks(browser, page, async () => {
    await page.getByRole("button", { name: "Draw ladder" }).click();
    await page.locator(".packet-ladder-preview-picture svg").waitFor({ timeout: 120_000 });
  });
  console.log(`  ${name.padEnd(24)} one drawn      ${toldTasks(dialog)}`);
  await browser.close();
}

/** Drops the file on a note. The stand-in's vault keeps no copy of it: reading it back would be another reading. */
async function dropFile(page, path, name) {
  await addDiskFile(page, path, name);
  await page.evaluate(async (inVault) => {
    const { shell, diskFiles } = window;
    const dropped = diskFiles.get(inVault);
    shell.vault.createBinary = async () => shell.file(inVault);
    await shell.open("n.md");
    const hasCome = new Promise((resolve) => shell.drop([dropped], resolve));
    await hasCome;
  }, name);
}
