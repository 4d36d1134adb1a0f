// The longest tasks of the window's thread while large things are read and drawn, by the browser's own tracing: a million
// packets, a hundred thousand conversations, a block of 500 lines, and a list of 5,000 messages that becomes a drawing.
/* global window, document, requestAnimationFrame */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDiskFile, openPluginPage } from "../plugin-page.mjs";
import { toldTasks, tracedTasks } from "../trace-tasks.mjs";

const CONVERSATIONS = 100_000;
const PACKETS_EACH = 10;
const SYN = 2;
const FIN = 1;
const ACK = 16;
const FRAME = 54;

const folder = mkdtempSync(join(tmpdir(), "packet-ladder-bench-"));
const opened = await openPluginPage({
  "n.md": "",
  "long.md": `\`\`\`ladder\n${list(500)}\n\`\`\`\n`,
  "huge.md": `\`\`\`ladder\n${list(5000)}\n\`\`\`\n`,
});
if (opened === undefined) console.log("  skipped: no Chromium found");
else {
  try {
    await measure(opened);
  } finally {
    await opened.browser.close();
    rmSync(folder, { recursive: true });
  }
}

async function measure({ browser, page }) {
  const report = async (name, work) => {
    let done;
    const tasks = await tracedTasks(browser, page, async () => {
      done = await work();
    });
    console.log(`  ${name.padEnd(46)} ${toldTasks(tasks)}   (at most 50 ms)`);
    return done;
  };
  const path = join(folder, "many.pcap");
  writeFileSync(path, manyConversations());
  await addDiskFile(page, path, "many.pcap");
  await report("a million packets, 100,000 conversations: opened", async () => {
    await page.evaluate(() => void window.shell.open("many.pcap"));
    await page.locator(".packet-ladder-verdict").first().waitFor({ timeout: 120_000 });
  });
  const { waits, empty } = await report("its packets scrolled for 3 s", () => scroll(page));
  const [middle, most] = [0.5, 0.95].map((share) => waits[Math.floor(waits.length * share)].toFixed(1));
  console.log(
    `    ${waits.length} frames, half of them within ${middle} ms, 95 % within ${most} ms (60 a second: 16.7)`,
  );
  console.log(`    frames without a packet to see: ${empty}`);
  await report("its conversations sorted and searched", async () => {
    await page.getByRole("combobox", { name: "Order of conversations" }).selectOption("troubled first");
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("99");
    await page.waitForTimeout(2000);
  });
  await report("its packets filtered", async () => {
    await page.getByRole("textbox", { name: "Display filter" }).fill("tcp.flags.syn == 1");
    await page.waitForFunction(
      () => document.querySelector(".packet-ladder-packets [role=status]")?.textContent.includes("200,000"),
      undefined,
      { timeout: 120_000 },
    );
  });
  await report("a block of 500 lines", async () => {
    await page.evaluate(() => void window.shell.open("long.md"));
    await page.locator(".packet-ladder-block svg").waitFor({ timeout: 60_000 });
  });
  await report("a block of 5,000 messages", async () => {
    await page.evaluate(() => void window.shell.open("huge.md"));
    await page.locator(".packet-ladder-block svg").waitFor({ timeout: 120_000 });
  });
  await report("its drawing made, on 17 pages", async () => {
    await page.getByRole("button", { name: "Make diagram" }).click();
    await page.locator(".notice", { hasText: "added" }).waitFor({ timeout: 120_000 });
  });
  await report("and regenerated", async () => {
    await page.evaluate(() => document.querySelector(".notice-container")?.remove());
    await page.evaluate(() => void window.shell.services.runCommand("packet-ladder:regenerate-diagram"));
    await page.locator(".notice", { hasText: "Nothing new" }).waitFor({ timeout: 120_000 });
  });
}

/** Scrolls through the whole list, a step each frame; gives the times between frames, shortest first, and how many showed no row. */
function scroll(page) {
  return page.evaluate(async () => {
    const list = document.querySelector(".mod-packets");
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const start = await nextFrame();
    const waits = [];
    let empty = 0;
    for (let last = start; last - start < 3000; ) {
      list.scrollTop = ((last - start) / 3000) * list.scrollHeight;
      const now = await nextFrame();
      waits.push(now - last);
      last = now;
      const { top, bottom } = list.getBoundingClientRect();
      const isSeen = (row) =>
        row.getBoundingClientRect().bottom > top && row.getBoundingClientRect().top < bottom;
      if (![...list.querySelectorAll(".packet-ladder-row")].some(isSeen)) empty += 1;
    }
    return { waits: waits.sort((left, right) => left - right), empty };
  });
}

/** An event list of so many messages. */
function list(messages) {
  return Array.from({ length: messages }, (_, i) =>
    i % 2 === 0
      ? `Client -> Server: PSH,ACK seq=${i * 50 + 1} ack=1 len=100 win=502`
      : `Server -> Client: ACK seq=1 ack=${i * 50 + 51} win=501`,
  ).join("\n");
}

/** A pcap (Ethernet, IPv4, TCP) whose conversations each open, acknowledge and close. */
function manyConversations() {
  const record = 16 + FRAME;
  const octets = Buffer.alloc(24 + CONVERSATIONS * PACKETS_EACH * record);
  octets.writeUInt32LE(0xa1b2c3d4, 0);
  octets.writeUInt16LE(2, 4);
  octets.writeUInt16LE(4, 6);
  octets.writeUInt32LE(65535, 16);
  octets.writeUInt32LE(1, 20); // link type Ethernet
  for (let at = 24, packet = 0; at < octets.length; at += record, packet += 1) {
    const step = packet % PACKETS_EACH;
    octets.writeUInt32LE(Math.floor(packet / 1000), at);
    octets.writeUInt32LE((packet % 1000) * 1000, at + 4);
    octets.writeUInt32LE(FRAME, at + 8);
    octets.writeUInt32LE(FRAME, at + 12);
    writeSegment(octets.subarray(at + 16, at + record), Math.floor(packet / PACKETS_EACH), step);
  }
  return octets;
}

function writeSegment(frame, conversation, step) {
  const isAnswer = step % 2 === 1;
  const client = 0x0a000000 + Math.floor(conversation / 50_000);
  const ends = [
    { address: client, port: 1024 + (conversation % 50_000) },
    { address: 0x0a010101, port: 443 },
  ];
  const [from, to] = isAnswer ? ends.reverse() : ends;
  frame.writeUInt16BE(0x0800, 12);
  frame.writeUInt16BE(0x4500, 14);
  frame.writeUInt16BE(FRAME - 14, 16);
  frame.writeUInt16BE(0x4006, 22);
  frame.writeUInt32BE(from.address, 26);
  frame.writeUInt32BE(to.address, 30);
  frame.writeUInt16BE(from.port, 34);
  frame.writeUInt16BE(to.port, 36);
  frame.writeUInt32BE(step === 0 || step === 1 ? 0 : step >= PACKETS_EACH - 1 ? 2 : 1, 38);
  frame.writeUInt32BE(step === 0 ? 0 : 1, 42);
  const opens = step < 2 ? SYN : 0;
  const closes = step === PACKETS_EACH - 2 || step === PACKETS_EACH - 3 ? FIN : 0;
  frame.writeUInt16BE(0x5000 + opens + closes + (step === 0 ? 0 : ACK), 46);
  frame.writeUInt16BE(65535, 48);
}
