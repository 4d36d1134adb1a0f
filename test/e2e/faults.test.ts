import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { noticeWith, runFromMenu, runFromPalette, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const CAPTURES = { "echo.pcap": "echo.pcap", "other.pcap": "delay-5s.pcap" };
const ECHO_NOTE = "```ladder\ncapture: [[echo.pcap]]\n```\n";

const paths = (page: Page): Promise<readonly string[]> => page.evaluate(() => window.shell.paths());

describe.skipIf(missingParts !== "")(`when the world does not hold still${missingParts}`, () => {
  const inVault = vaultPages({ preview: false });

  it("a capture that changes while it is read is drawn as it was read, and offered again", async () => {
    await inVault({ captures: CAPTURES, notes: { "n.md": ECHO_NOTE } }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      const texts = page.locator(".packet-ladder-block svg text");
      await texts.first().waitFor();
      const before = await texts.count();
      await page.evaluate(async () => {
        const { vault } = window.shell;
        const other = await vault.readBinary(window.shell.file("other.pcap"));
        vault.faults.readDelayMs = 400;
        const echo = window.shell.file("echo.pcap");
        await vault.overwriteBinary(echo, await vault.readBinary(echo));
        setTimeout(() => void vault.overwriteBinary(echo, other), 200);
        window.shell.services.runCommand("packet-ladder:regenerate-diagram");
      });
      await textOf(handle, "n.excalidraw.md");
      await page.waitForFunction(
        (count) => document.querySelectorAll(".packet-ladder-block svg text").length > count,
        before,
      );
    });
  });

  it("a capture that is deleted while it is read leaves nothing behind", async () => {
    await inVault({ captures: CAPTURES }, async (handle) => {
      const { page } = handle;
      await page.evaluate(() => {
        const { vault } = window.shell;
        vault.readBinary = async (file) => {
          await vault.delete(file);
          throw new Error(`ENOENT: no such file or directory, open '${file.path}'`);
        };
      });
      await runFromMenu(handle, "echo.pcap", "Draw ladder");
      await noticeWith(handle, "no such file");
      expect(await paths(page)).toEqual(["other.pcap"]);
    });
  });

  it("a write that Obsidian refuses costs nothing that was there, and can be tried again", async () => {
    await inVault({ captures: CAPTURES, notes: { "n.md": ECHO_NOTE } }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      await runFromPalette(handle, "Regenerate diagram");
      const drawing = await textOf(handle, "n.excalidraw.md");
      await noticeWith(handle, "n.excalidraw");
      const note = await textOf(handle, "n.md");
      await page.evaluate(async () => {
        const { vault } = window.shell;
        await vault.modify(
          window.shell.file("n.md"),
          "```ladder\ncapture: [[echo.pcap]]\ntitle: Other\ndrawing: [[n.excalidraw]]\n```\n",
        );
        const process = vault.process.bind(vault);
        vault.process = () => Promise.reject(new Error("the vault is locked"));
        Reflect.set(window, "unlock", () => {
          vault.process = process;
        });
      });
      await runFromPalette(handle, "Regenerate diagram");
      await noticeWith(handle, "the vault is locked");
      expect(await textOf(handle, "n.excalidraw.md")).toBe(drawing);
      await page.evaluate(() => {
        (Reflect.get(window, "unlock") as () => void)();
      });
      await runFromPalette(handle, "Regenerate diagram");
      await page.waitForFunction(async () => (await window.shell.read("n.excalidraw.md")).includes("Other"));
      expect(note).toContain("drawing: [[n.excalidraw]]");
    });
  });

  it("two regenerates at once end as one", async () => {
    await inVault({ captures: CAPTURES, notes: { "n.md": ECHO_NOTE } }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      await page.evaluate(() => {
        for (let time = 0; time < 3; time += 1)
          window.shell.services.runCommand("packet-ladder:regenerate-diagram");
      });
      await page.waitForFunction(() => window.shell.notices().length >= 3);
      const drawing = await textOf(handle, "n.excalidraw.md");
      expect(await paths(page)).toEqual(["echo.pcap", "n.excalidraw.md", "n.md", "other.pcap"]);
      expect((await textOf(handle, "n.md")).match(/drawing:/gu)).toHaveLength(1);
      expect((await page.evaluate(() => window.shell.notices())).join("\n")).not.toMatch(
        /did not work|exists/u,
      );
      await runFromPalette(handle, "Regenerate diagram");
      await page.waitForFunction(() => window.shell.notices().length >= 4);
      expect(await textOf(handle, "n.excalidraw.md")).toBe(drawing);
    });
  });

  it("of two captures the one that became an attachment has its block, though the vault is full then", async () => {
    await inVault({ notes: { "n.md": "Day\n" } }, async (handle) => {
      const { page } = handle;
      await page.evaluate(async () => {
        await window.shell.edit("n.md");
        const { vault } = window.shell;
        const create = vault.createBinary.bind(vault);
        vault.createBinary = (path, octets) => {
          if (path.startsWith("second")) throw new Error("ENOSPC: no space left on device");
          return create(path, octets);
        };
        const data = new DataTransfer();
        for (const name of ["first.pcap", "second.pcap"]) data.items.add(new File(["x"], name));
        const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector(".cm-content")?.dispatchEvent(event);
      });
      await noticeWith(handle, "no space left");
      const text = await page.locator(".cm-content").innerText();
      expect(text).toContain("capture: [[first.pcap]]");
      expect(text).not.toContain("second.pcap");
    });
  });

  it("a full vault refuses an attachment that is dropped, in its words, and the note stays", async () => {
    await inVault({ captures: CAPTURES, notes: { "n.md": "Day\n" } }, async (handle) => {
      const { page } = handle;
      await page.evaluate(async () => {
        await window.shell.edit("n.md");
        window.shell.vault.faults.write = () => new Error("ENOSPC: no space left on device");
        const data = new DataTransfer();
        data.items.add(new File(["x"], "fresh.pcap"));
        const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector(".cm-content")?.dispatchEvent(event);
      });
      await noticeWith(handle, "no space left");
      expect(await page.locator(".cm-content").innerText()).toMatch(/^Day\n*$/u);
    });
  });
});
