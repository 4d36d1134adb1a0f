import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { block, integer, pcapngFile, pcapFile } from "../support/capture-builder";
import { missingParts, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { ethernetFrame, ipv4Packet, tcpSegment } from "../support/packet-builder";
import { noticeWith, runFromMenu, runFromPalette, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
const LINKS =
  "[[secret]] ![[secret]] [x](javascript:window.hacked=1) javascript:alert(1) obsidian://open #tag %% ```";

const segment = (from: string, to: string, parts: Parameters<typeof tcpSegment>[0]): Uint8Array =>
  ethernetFrame(ipv4Packet(tcpSegment({ ...parts, from, to }), { from, to }));

const client = "192.0.2.1:40000";
const server = "192.0.2.2:80";
const request = `GET /${LINKS}${SCRIPT} HTTP/1.1\r\nHost: ${SCRIPT}${LINKS}\r\n\r\n`;

const frames = [
  segment(client, server, { flags: 0x02, seq: 100 }),
  segment(server, client, { flags: 0x12, seq: 900, ack: 101 }),
  segment(client, server, { flags: 0x10, seq: 101, ack: 901 }),
  segment(client, server, { flags: 0x18, seq: 101, ack: 901, payload: request }),
  segment(server, client, {
    flags: 0x18,
    seq: 901,
    ack: 101 + request.length,
    payload: `HTTP/1.1 200 ${SCRIPT}${LINKS}\r\n\r\n`,
  }),
  segment(client, server, { flags: 0x14, seq: 101 + request.length, ack: 950 }),
];

/** A capture whose payloads, host names and comment are all bait. */
function bait(): number[] {
  const name = [...new TextEncoder().encode(`${SCRIPT}${LINKS}`)];
  const record = [192, 0, 2, 1, ...name, 0];
  const padded = [...record, ...Array.from({ length: (4 - (record.length % 4)) % 4 }, () => 0)];
  const names = block(4, [...integer(1, 2), ...integer(record.length, 2), ...padded, 0, 0, 0, 0]);
  return [...pcapngFile(frames), ...names];
}

async function addFile(page: Page, path: string, octets: readonly number[]): Promise<void> {
  await page.evaluate(([to, bytes]) => window.shell.addFile(to, Uint8Array.from(bytes)), [
    path,
    octets,
  ] as const);
}

/** What of the bait became a part of the page. */
function caught({ page }: ShellPageHandle): Promise<readonly string[]> {
  return page.evaluate(() => [
    ...(Reflect.get(window, "hacked") === undefined ? [] : ["it ran"]),
    ...[
      ...document.querySelectorAll(
        "a, img, iframe, foreignObject, object, embed, body script, [onerror], [onclick], [href^=javascript]",
      ),
    ].map(({ outerHTML }) => outerHTML.slice(0, 120)),
  ]);
}

/** What of the bait became an element, an address or a script of a picture. */
function baitIn({ page }: ShellPageHandle, svg: string): Promise<readonly string[]> {
  return page.evaluate((text) => {
    const elements = [...new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("*")];
    const isBait = (el: Element): boolean =>
      /^(?:a|script|img|image|foreignObject|iframe|parsererror)$/u.test(el.tagName) ||
      [...el.attributes].some(({ name, value }) => /^on|href$/u.test(name) || /javascript:/iu.test(value));
    return elements.filter(isBait).map(({ outerHTML }) => outerHTML.slice(0, 120));
  }, svg);
}

const BAIT = "![[x]] javascript.pcapng";

describe.skipIf(missingParts !== "")(`what packets and names say stays text${missingParts}`, () => {
  const inVault = vaultPages();

  it("in the capture view, its packet, stream and dialog", async () => {
    await inVault({}, async (handle) => {
      const { page } = handle;
      await addFile(page, BAIT, bait());
      await openFile(page, BAIT);
      await page.locator(".packet-ladder-packet", { hasText: "PSH" }).first().click();
      await page.getByRole("heading", { name: "Packet 4" }).waitFor();
      expect(await page.locator(".packet-ladder-pane").innerText()).toContain("[[secret");
      await page.getByRole("listbox", { name: "Conversations" }).focus();
      await page.keyboard.press("ArrowDown");
      await page.getByText("of conversation 0").waitFor();
      await page.getByRole("button", { name: "Follow stream" }).click();
      await page.getByRole("dialog").getByText("[[secret]]").first().waitFor();
      expect(await caught(handle)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Draw ladder" }).click();
      await page.locator(".packet-ladder-preview-picture svg").waitFor();
      expect(await caught(handle)).toEqual([]);
      await page.getByRole("dialog").getByRole("textbox", { name: "Filter" }).fill(`${SCRIPT} == ${LINKS}`);
      await page.locator(".packet-ladder-preview .packet-ladder-finding:not(:empty)").waitFor();
      expect(await caught(handle)).toEqual([]);
    });
  });

  it("in the note, the drawing, the picture and the words about it", async () => {
    await inVault({ settings: { preview: false, folder: `[[x]]/${SCRIPT}` } }, async (handle) => {
      const { page } = handle;
      await addFile(page, "bait.pcapng", bait());
      await runFromMenu(handle, "bait.pcapng", "Draw ladder");
      await page.locator(".notice-message").first().waitFor();
      expect(await caught(handle)).toEqual([]);
    });
    await inVault({ settings: { preview: false } }, async (handle) => {
      const { page } = handle;
      await addFile(page, "bait.pcapng", bait());
      await runFromMenu(handle, "bait.pcapng", "Draw ladder");
      const drawing = await textOf(handle, "bait.excalidraw.md");
      const note = await textOf(handle, "bait.md");
      await page.locator(".packet-ladder-block svg").waitFor();
      expect(await caught(handle)).toEqual([]);
      expect([...new Set(note.match(/!?\[\[[^\]]*\]\]/gu))].sort()).toEqual([
        "![[bait.excalidraw]]",
        "[[bait.excalidraw]]",
        "[[bait.pcapng]]",
      ]);
      const links = drawing.slice(0, drawing.indexOf("## Drawing")).match(/!?\[\[[^\]]*\]\]/gu) ?? [];
      expect(links.filter((link) => !/^\[\[bait\.pcapng#frame=\d\]\]$/u.test(link))).toEqual([]);
      expect(`${note}${drawing.slice(0, drawing.indexOf("## Drawing"))}`).not.toMatch(
        /\]\(javascript:|<script|<img/u,
      );
      await runFromPalette(handle, "Explain conversation");
      await noticeWith(handle, "says what happened");
      expect(await textOf(handle, "bait.md")).not.toMatch(/\[\[secret|<script|<img|\]\(javascript:/u);
      await runFromPalette(handle, "Export SVG");
      expect(await baitIn(handle, await textOf(handle, "bait.svg"))).toEqual([]);
      await openFile(page, "bait.excalidraw.md");
      await page.locator(".packet-ladder-drawing svg").waitFor();
      expect(await caught(handle)).toEqual([]);
    });
  });

  it("in what is said of a file, a block, a link or a setting that is wrong", async () => {
    const name = "![[x]] & onerror=1.pcap";
    const notes = {
      "bad.md": `\`\`\`ladder\ncapture: ${SCRIPT}\n\`\`\`\n\n\`\`\`ladder\n${SCRIPT}${LINKS}\nfilter: ${SCRIPT}\nA -> B: ${SCRIPT}\n\`\`\`\n`,
    };
    await inVault({ notes, settings: { preview: false, folder: SCRIPT, theme: SCRIPT } }, async (handle) => {
      const { page } = handle;
      await addFile(page, name, [...new TextEncoder().encode(SCRIPT)]);
      await runFromMenu(handle, name, "Draw ladder");
      await noticeWith(handle, "no capture");
      await openFile(page, "bad.md");
      await page.locator(".packet-ladder-finding").first().waitFor();
      await page.evaluate(
        ([hostile]) => {
          window.shell.followProtocol("packet-ladder", { capture: hostile, note: hostile, frame: hostile });
        },
        [SCRIPT] as const,
      );
      await noticeWith(handle, "names nothing");
      await page.evaluate(() => {
        window.shell.openSettings();
      });
      await page.getByRole("dialog").waitFor();
      expect(await caught(handle)).toEqual([]);
      const told = await page.evaluate(
        ([hostile]) => window.shell.runCli("packet-ladder:draw", { file: hostile }),
        [SCRIPT] as const,
      );
      expect(told).toMatch(/^Error: no file /u);
    });
  });
});

describe.skipIf(missingParts !== "")(`captures of an unusual size${missingParts}`, () => {
  const inVault = vaultPages();

  it("a hundred thousand conversations are listed, searched and drawn from", async () => {
    await inVault({}, async (handle) => {
      const { page } = handle;
      await page.evaluate(async () => {
        const frame = 54;
        const count = 100_000;
        const octets = new Uint8Array(24 + count * (16 + frame));
        const view = new DataView(octets.buffer);
        view.setUint32(0, 0xa1b2c3d4, true);
        view.setUint32(4, 0x0004_0002, true);
        view.setUint32(16, 262_144, true);
        view.setUint32(20, 1, true);
        for (let at = 24, number = 0; number < count; number += 1, at += 16 + frame) {
          view.setUint32(at, 1_700_000_000 + number, true);
          view.setUint32(at + 8, frame, true);
          view.setUint32(at + 12, frame, true);
          view.setUint16(at + 28, 0x0800);
          view.setUint8(at + 30, 0x45);
          view.setUint16(at + 32, 40);
          view.setUint8(at + 39, 6);
          view.setUint32(at + 42, 0x0a00_0000 + number);
          view.setUint32(at + 46, 0xc000_0201);
          view.setUint16(at + 50, 40_000);
          view.setUint16(at + 52, 80);
          view.setUint16(at + 62, 0x5002);
        }
        await window.shell.addFile("many.pcap", octets);
        await window.shell.open("many.pcap");
      });
      await page.getByText("100,000 TCP conversations").waitFor();
      await page.locator(".packet-ladder-verdict").first().waitFor();
      expect(await page.locator(".packet-ladder-row").count()).toBeLessThan(120);
      await page.getByRole("searchbox", { name: "Search conversations" }).fill("10.1.134.159");
      await page.getByText("1 of 100,000 TCP conversations").waitFor();
      await page.locator(".packet-ladder-conversation", { hasText: "10.1.134.159" }).click();
      await page.getByText("1 packet of conversation 99999").waitFor();
      await page.getByRole("button", { name: "Draw ladder" }).click();
      const dialog = page.getByRole("dialog");
      await dialog
        .locator(".packet-ladder-preview-picture svg text", { hasText: "10.1.134.159" })
        .first()
        .waitFor();
      await dialog.locator(".packet-ladder-row.is-selected", { hasText: "99999" }).waitFor();
      expect(await dialog.locator(".packet-ladder-row").count()).toBeLessThan(60);
    });
  });

  it("a capture without packets is refused in plain words, and nothing is written", async () => {
    await inVault({ settings: { preview: false } }, async (handle) => {
      await addFile(handle.page, "empty.pcap", [...pcapFile([])]);
      await runFromMenu(handle, "empty.pcap", "Draw ladder");
      await noticeWith(handle, "The capture holds no frame");
      expect(await handle.page.evaluate(() => window.shell.paths())).toEqual(["empty.pcap"]);
    });
  });
});
