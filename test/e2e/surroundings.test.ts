import { describe, expect, it } from "vitest";
import { missingParts, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { keepScreen, noticeWith, runFromMenu, runFromPalette, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const ECHO = { "lab/echo.pcap": "echo.pcap" };
const LIST = { "n.md": "# Lab\n\n```ladder\ntitle: One\nA -> B: hi\n```\n" };

describe.skipIf(missingParts !== "")(`around a ladder${missingParts}`, () => {
  const inVault = vaultPages({ preview: false });
  const activePath = ({ page }: ShellPageHandle): Promise<string | undefined> =>
    page.evaluate(() => window.shell.app.workspace.getActiveFile()?.path);

  it("a block has buttons: make, update and open the diagram, change it, export it", async () => {
    await inVault({ notes: LIST }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      const bar = page.getByRole("toolbar", { name: "Ladder" });
      await bar.waitFor();
      expect(await bar.getByRole("button").allInnerTexts()).toEqual([
        "Make diagram",
        "Change…",
        "Export SVG",
      ]);
      await keepScreen(handle, "block-buttons");
      await bar.getByRole("button", { name: "Make diagram" }).click();
      await textOf(handle, "n.excalidraw.md");
      await bar.getByRole("button", { name: "Update diagram" }).waitFor();
      await bar.getByRole("button", { name: "Export SVG" }).click();
      await textOf(handle, "n.svg");
      await bar.getByRole("button", { name: "Open diagram" }).click();
      await page.waitForFunction(
        () => window.shell.app.workspace.getActiveFile()?.path === "n.excalidraw.md",
      );
    });
  });

  it("capture, note and diagram lead to each other", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.excalidraw.md");
      await handle.page.locator(".packet-ladder-picture").waitFor();
      for (const [command, path] of [
        ["Open diagram", "lab/echo.excalidraw.md"],
        ["Open capture", "lab/echo.pcap"],
        ["Open ladder note", "lab/echo.md"],
      ] as const) {
        await runFromPalette(handle, command);
        await handle.page.waitForFunction(
          (wanted) => window.shell.app.workspace.getActiveFile()?.path === wanted,
          path,
        );
      }
    });
  });

  it("several captures are drawn from one menu", async () => {
    const captures = { ...ECHO, "lab/delay.pcap": "delay-5s.pcap" };
    await inVault({ captures }, async (handle) => {
      await handle.page.evaluate((paths) => {
        window.shell.openFilesMenu(paths);
      }, Object.keys(captures));
      await handle.page.getByRole("menuitem", { name: "Draw 2 ladders" }).click();
      await textOf(handle, "lab/echo.excalidraw.md");
      await textOf(handle, "lab/delay.excalidraw.md");
    });
  });

  it("a capture dropped on a note becomes an attachment and a block; other files are left to Obsidian", async () => {
    await inVault({ captures: ECHO, notes: { "lab/day.md": "# Day\n" } }, async ({ page }) => {
      await openFile(page, "lab/day.md");
      const dropped = await page.evaluate(async () => {
        const octets = await window.shell.vault.readBinary(window.shell.file("lab/echo.pcap"));
        const taken = window.shell.drop([new File([octets], "fresh: 1.pcap")], (text) => {
          Reflect.set(window, "inserted", text);
        });
        const left = window.shell.drop([new File(["x"], "photo.png")], () => undefined);
        return { taken, left };
      });
      expect(dropped).toEqual({ taken: true, left: false });
      await page.waitForFunction(() => Reflect.get(window, "inserted") !== undefined);
      const inserted = await page.evaluate(() => String(Reflect.get(window, "inserted")));
      expect(inserted).toBe("\n```ladder\ncapture: [[fresh- 1.pcap]]\n```\n\n![[fresh- 1.pcap]]\n");
      expect(
        await page.evaluate(() => window.shell.paths().filter((path) => path.includes("fresh"))),
      ).toHaveLength(1);
    });
  });

  it("a link opens a capture at a packet, or says that it names nothing, and never writes", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      const { page } = handle;
      await page.evaluate(() => {
        window.shell.vault.faults.write = () => new Error("a link wrote");
        window.shell.followProtocol("packet-ladder", { capture: "lab/echo.pcap", frame: "4" });
      });
      await page.getByRole("heading", { name: "Packet 4" }).waitFor();
      await page.evaluate(() => {
        window.shell.followProtocol("packet-ladder", { capture: "../../etc/passwd" });
      });
      await noticeWith(handle, "names nothing");
      expect(await activePath(handle)).toBe("lab/echo.pcap");
    });
  });

  it("Obsidian's command line draws, regenerates and checks", async () => {
    await inVault(
      {
        captures: ECHO,
        notes: {
          "bad.md": "```ladder\nA -> B: hi\nnonsense here\n```\n",
          "good.md": "```ladder\nA -> B: SYN\n```\n",
          "none.md": "```js\nA -> B: SYN\n```\n",
        },
      },
      async (handle) => {
        const run = (command: string, file: string): Promise<string> =>
          handle.page.evaluate(([name, path]) => window.shell.runCli(name, { file: path }), [
            command,
            file,
          ] as const);
        expect(await run("packet-ladder:draw", "lab/echo.pcap")).toBe("Drew lab/echo.pcap");
        expect(await run("packet-ladder:regenerate", "lab/echo.md")).toBe("Regenerated lab/echo.md");
        expect(await run("packet-ladder:draw", "gone.pcap")).toBe('Error: no file "gone.pcap" in this vault');
        await openFile(handle.page, "bad.md");
        expect(await run("packet-ladder:check", "bad.md")).toMatch(/^bad\.md:3: error: /u);
        // Neither open nor drawn.
        expect(await run("packet-ladder:check", "good.md")).toBe("good.md: nothing to say");
        expect(await run("packet-ladder:check", "none.md")).toBe("Error: none.md has no ladder block");
        expect(await run("packet-ladder:regenerate", "good.md")).toBe("Regenerated good.md");
        expect(await textOf(handle, "good.excalidraw.md")).toContain("SYN");
      },
    );
  });

  it("without the Excalidraw plugin a drawing is shown as its picture, with a line that says what to install", async () => {
    await inVault({ notes: LIST }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      await page.getByRole("button", { name: "Make diagram" }).click();
      await textOf(handle, "n.excalidraw.md");
      await openFile(page, "n.excalidraw.md");
      await page.locator(".packet-ladder-drawing svg text", { hasText: "hi" }).first().waitFor();
      expect(await page.locator(".packet-ladder-drawing svg").count()).toBe(1);
      await page.getByText("install the community plugin “Excalidraw”").waitFor();
      await keepScreen(handle, "drawing-without-excalidraw");
    });
  });

  it("an arrow leads to its packet: from a block, and from a drawing with and without the Excalidraw plugin", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      const { page } = handle;
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      const drawing = await textOf(handle, "lab/echo.excalidraw.md");
      await page.locator(".packet-ladder-block").getByRole("link", { name: "Open packet 4" }).click();
      await page.getByRole("heading", { name: "Packet 4" }).waitFor();
      await openFile(page, "lab/echo.excalidraw.md");
      const links = page.locator(".packet-ladder-drawing").getByRole("link");
      await links.first().focus();
      for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "Enter"]) await page.keyboard.press(key);
      await page.getByRole("heading", { name: "Packet 2" }).waitFor();
      const link = /^\w{8}: \[\[(?<target>[^\]]+frame=6)\]\]$/mu.exec(drawing)?.groups?.["target"] ?? "";
      await page.evaluate(async (target) => {
        // The Excalidraw plugin hands over an element's link as it stands in the drawing's note.
        await window.shell.app.workspace.openLinkText(target, "lab/echo.excalidraw.md");
      }, link);
      await page.getByRole("heading", { name: "Packet 6" }).waitFor();
      expect(await page.locator("a").count()).toBe(0);
    });
  });

  it("a host without CodeMirror costs the colours of blocks and nothing else", async () => {
    await inVault({ captures: ECHO, codeMirror: false }, async (handle) => {
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.excalidraw.md");
    });
  });

  it("whatever a host does not offer, the rest works", async () => {
    const without = [
      "registerEditorSuggest",
      "registerEditorExtension",
      "registerMarkdownPostProcessor",
      "registerCliHandler",
      "registerObsidianProtocolHandler",
      "registerView",
      "registerExtensions",
      "addStatusBarItem",
      "addSettingTab",
    ];
    await inVault({ captures: ECHO, without }, async (handle) => {
      await runFromPalette(handle, "Draw ladder from capture…");
      await handle.page.keyboard.press("Enter");
      await textOf(handle, "lab/echo.md");
      await handle.page.locator(".packet-ladder-block svg").first().waitFor();
      expect(await noticeWith(handle, "without settings")).toContain(
        "Packet Ladder works without settings here",
      );
    });
  });

  it("the status bar says that a capture is read, and only then", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.md");
      expect(await handle.page.locator(".status-bar-item").count()).toBe(0);
    });
  });
});
