import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missingParts, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { keepScreen, noticeWith, runFromMenu, runFromPalette, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const WEB = { "lab/web.pcapng": "web-page.pcapng" };
const ECHO = { "lab/echo.pcap": "echo.pcap" };

describe.skipIf(missingParts !== "")(`the dialog before a ladder is drawn${missingParts}`, () => {
  const inVault = vaultPages();

  const openPreview = async (handle: ShellPageHandle, path: string): Promise<void> => {
    await runFromMenu(handle, path, "Draw ladder");
    await handle.page.locator(".packet-ladder-preview-picture svg").waitFor();
  };
  const paths = ({ page }: ShellPageHandle): Promise<readonly string[]> =>
    page.evaluate(() => window.shell.paths());

  it("shows conversations, endpoints, options and the picture; Enter draws", async () => {
    await inVault({ captures: WEB }, async (handle) => {
      await openPreview(handle, "lab/web.pcapng");
      await handle.page.getByRole("dialog").getByText("4 TCP conversations").waitFor();
      expect(await handle.page.getByText(/\d+ messages, 2 lifelines, 1 page$/u).count()).toBe(1);
      await keepScreen(handle, "preview");
      expect(await paths(handle)).toEqual(["lab/web.pcapng"]);
      await handle.page.getByRole("textbox", { name: "Title" }).press("Enter");
      await textOf(handle, "lab/web.excalidraw.md");
    });
  });

  it("writes what was chosen into the block, and draws it", async () => {
    await inVault({ captures: WEB }, async (handle) => {
      const { page } = handle;
      await openPreview(handle, "lab/web.pcapng");
      await page.getByRole("listbox", { name: "Conversations" }).getByText("56874").first().click();
      await page.getByRole("textbox", { name: /^Name of 192\.0\.2\.80/u }).waitFor();
      await page.getByRole("textbox", { name: /^Name of 192\.0\.2\.80/u }).fill("Web, main");
      await page.getByRole("textbox", { name: "Title" }).fill("One page");
      await page.getByLabel("Sequence numbers").selectOption("raw");
      await page.locator(".packet-ladder-preview-picture svg text", { hasText: "Web, main" }).waitFor();
      await keepScreen(handle, "preview-chosen");
      await page.getByRole("button", { name: "Draw", exact: true }).click();
      const note = await textOf(handle, "lab/web.md");
      expect(note).toContain(
        '```ladder\ncapture: [[web.pcapng]]\ndrawing: [[web.excalidraw]]\nconversation: 2\nnames: 192.0.2.80 = "Web, main"\ntitle: One page\nseq: raw\n```',
      );
    });
  });

  it("says what is wrong with a filter while it is typed, and writes nothing when it is left", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      const { page } = handle;
      await openPreview(handle, "lab/echo.pcap");
      await page.getByRole("textbox", { name: "Filter" }).fill("tcp.lenn > 0");
      await page.getByRole("status").getByText("tcp.len", { exact: false }).waitFor();
      await keepScreen(handle, "preview-filter");
      await page.getByText("The picture is the last that could be drawn.").waitFor();
      expect(await page.getByRole("button", { name: "Draw", exact: true }).isDisabled()).toBe(true);
      await page.keyboard.press("Enter");
      expect(await page.getByRole("dialog").count()).toBe(1);
      await page.getByRole("textbox", { name: "Filter" }).fill("tcp.len > 0");
      await page.getByText(/^\d+ messages, 2 lifelines, 1 page$/u).waitFor();
      expect(await page.getByRole("button", { name: "Draw", exact: true }).isDisabled()).toBe(false);
      await page.keyboard.press("Escape");
      expect(await page.getByRole("dialog").count()).toBe(0);
      expect(await paths(handle)).toEqual(["lab/echo.pcap"]);
    });
  });

  it("shows where each value comes from", async () => {
    const notes = {
      "lab/echo.md":
        "---\nladder-time: proportional\n---\n```ladder\ncapture: [[echo.pcap]]\ndrawing: [[echo.excalidraw]]\nseq: raw\n```\n",
    };
    await inVault({ captures: ECHO, notes }, async (handle) => {
      await openPreview(handle, "lab/echo.pcap");
      const origin = (name: string): Promise<string> =>
        handle.page
          .locator(".packet-ladder-field", { hasText: name })
          .locator(".packet-ladder-origin")
          .innerText();
      expect(await origin("Time")).toBe("from the note's properties");
      expect(await origin("Sequence numbers")).toBe("from the block");
      expect(await origin("Marks")).toBe("default");
      await handle.page.getByLabel("Marks").selectOption("wireshark");
      expect(await origin("Marks")).toBe("chosen here");
      await handle.page.getByRole("button", { name: "Regenerate" }).click();
      await textOf(handle, "lab/echo.excalidraw.md");
      expect(await textOf(handle, "lab/echo.md")).toContain("seq: raw\nmarks: wireshark\n");
    });
  });

  it("shows where the names of lifelines come from, and a name that is emptied is gone", async () => {
    const notes = {
      "lab/echo.md":
        "---\nladder-endpoints: Far end (127.0.0.1:12345)\n---\n```ladder\ncapture: [[echo.pcap]]\ndrawing: [[echo.excalidraw]]\nnames: 127.0.0.1:43820 = Near end\n```\n",
    };
    await inVault({ captures: ECHO, notes }, async (handle) => {
      const { page } = handle;
      await openPreview(handle, "lab/echo.pcap");
      const row = (key: string): Locator =>
        page.locator(".packet-ladder-endpoints .packet-ladder-field", { hasText: key });
      const origin = (key: string): Promise<string> => row(key).locator(".packet-ladder-origin").innerText();
      expect(await origin("127.0.0.1:12345")).toBe("from the note's properties");
      expect(await origin("127.0.0.1:43820")).toBe("from the block");
      await page.getByRole("textbox", { name: "Name of 127.0.0.1:12345" }).fill("Server");
      expect(await origin("127.0.0.1:12345")).toBe("chosen here");
      await page.getByRole("textbox", { name: "Name of 127.0.0.1:43820" }).fill("");
      const heading = (text: RegExp): Locator =>
        page.locator(".packet-ladder-preview-picture svg text", { hasText: text });
      await heading(/^Server$/u).waitFor();
      await heading(/^Near end$/u).waitFor({ state: "detached" });
      await keepScreen(handle, "preview-names");
      await page.getByRole("button", { name: "Regenerate" }).click();
      await textOf(handle, "lab/echo.excalidraw.md");
      expect(await textOf(handle, "lab/echo.md")).toContain(
        "names: 127.0.0.1:43820 = Near end, 127.0.0.1:12345 = Server, 127.0.0.1:43820 = 127.0.0.1:43820\n",
      );
    });
  });

  it("starts from the settings, which are kept, checked, and followed from another device", async () => {
    await inVault(
      { captures: ECHO, settings: { version: 1, seq: "raw", time: "nonsense" } },
      async (handle) => {
        const { page } = handle;
        await page.evaluate(() => {
          window.shell.openSettings();
        });
        expect(await page.getByLabel("Sequence numbers").inputValue()).toBe("raw");
        expect(await page.getByLabel("Time", { exact: true }).inputValue()).toBe("");
        await page.getByLabel("Theme").selectOption("clean");
        await keepScreen(handle, "settings");
        await page.keyboard.press("Escape");
        await page
          .getByRole("dialog")
          .press("Escape")
          .catch(() => undefined);
        await page.evaluate(() => {
          document.querySelector(".modal-container")?.remove();
        });
        await openPreview(handle, "lab/echo.pcap");
        const origins = page.locator(".packet-ladder-origin", { hasText: "from settings" });
        expect(await origins.count()).toBe(2);
      },
    );
  });

  it("refuses to write into a note that changed while the dialog was open", async () => {
    const notes = { "n.md": "```ladder\ntitle: One\nA -> B: hi\n```\n" };
    await inVault({ notes }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      await runFromPalette(handle, "Rename endpoints");
      await page.getByRole("textbox", { name: "Name of A" }).fill("Client");
      await page.evaluate(async () => {
        await window.shell.vault.process(window.shell.file("n.md"), (text) => `${text}\nMore.\n`);
      });
      await page.keyboard.press("Enter");
      await noticeWith(handle, "was changed meanwhile");
      expect(await textOf(handle, "n.md")).toContain("More.");
      expect(await textOf(handle, "n.md")).not.toContain("names:");
    });
  });

  it("renames endpoints of a list", async () => {
    const notes = { "n.md": "```ladder\ntitle: One\nnames: B = Server\nA -> B: hi\n```\n" };
    await inVault({ notes }, async (handle) => {
      await openFile(handle.page, "n.md");
      await runFromPalette(handle, "Rename endpoints");
      await handle.page.getByRole("textbox", { name: "Name of A" }).fill("Client");
      await handle.page.keyboard.press("Enter");
      await textOf(handle, "n.excalidraw.md");
      expect(await textOf(handle, "n.md")).toContain("title: One\nnames: B = Server, A = Client\n");
    });
  });

  it("tells of a line that is not understood beside the counts, and leaves the filter alone", async () => {
    const notes = { "n.md": "```ladder\ntitle: One\nA -> B: hi\nnonsense here\n```\n" };
    await inVault({ notes }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      await runFromPalette(handle, "Rename endpoints");
      await page.getByText(/^This line is not understood.*1 message, 2 lifelines, 1 page$/u).waitFor();
      expect(await page.getByRole("textbox", { name: "Filter" }).getAttribute("aria-invalid")).toBe("false");
    });
  });

  it("fits a phone in the dark", async () => {
    const look = { width: 390, height: 844, theme: "dark" } as const;
    await inVault({ captures: ECHO, mobile: true, look }, async (handle) => {
      await openFile(handle.page, "lab/echo.pcap");
      await runFromPalette(handle, "Draw ladder from capture…");
      await handle.page.locator(".packet-ladder-preview-picture svg").waitFor();
      const origins = handle.page.locator(".packet-ladder-endpoints .packet-ladder-origin");
      expect(await origins.allInnerTexts()).toEqual(["default", "default"]);
      expect(
        await handle.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
      await keepScreen(handle, "preview-phone");
    });
  });
});
