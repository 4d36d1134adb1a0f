import { describe, expect, it } from "vitest";
import { missingParts, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { keepScreen, runFromPalette, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const LIST = "```ladder\ntitle: Opening\nA -> B: SYN seq=a\nB -> A: SYN-ACK seq=b ack=a+1\n```\n";

/** Runs a command by name from the palette, and gives what the notice says that follows. */
async function told(handle: ShellPageHandle, command: string): Promise<string> {
  await handle.page.evaluate(() => document.querySelector(".notice-container")?.remove());
  await runFromPalette(handle, command);
  // Not the one that says what is going on: a busy machine shows it, too.
  const isBusy = handle.page.getByRole("button", { name: "Cancel" });
  const notice = handle.page.locator(".notice-message").filter({ hasNot: isBusy }).last();
  await notice.waitFor();
  return notice.innerText();
}

const activePath = ({ page }: ShellPageHandle, path: string): Promise<unknown> =>
  page.waitForFunction((wanted) => window.shell.app.workspace.getActiveFile()?.path === wanted, path);

describe.skipIf(missingParts !== "")(`every command does what its name says${missingParts}`, () => {
  const inVault = vaultPages({ preview: false });

  it.each([
    ["desktop, light", { theme: "light" }, false],
    ["desktop, dark", { theme: "dark" }, false],
    ["phone, light", { theme: "light", width: 390, height: 844 }, true],
    ["phone, dark", { theme: "dark", width: 390, height: 844 }, true],
  ] as const)("on a capture and its note: %s", async (name, look, mobile) => {
    await inVault({ captures: { "lab/echo.pcap": "echo.pcap" }, look, mobile }, async (handle) => {
      const { page } = handle;
      await openFile(page, "lab/echo.pcap");
      await runFromPalette(handle, "Draw ladder from capture…");
      const first = await textOf(handle, "lab/echo.excalidraw.md");
      await activePath(handle, "lab/echo.md");
      expect(await told(handle, "Regenerate diagram")).toContain("echo.excalidraw");
      await openFile(page, "lab/echo.pcap");
      expect(await told(handle, "Regenerate all diagrams in this folder")).toContain(
        "1 diagram of 1 note regenerated",
      );
      await openFile(page, "lab/echo.md");
      await page.evaluate(async () => {
        const note = window.shell.file("lab/echo.md");
        await window.shell.vault.process(note, (text) => text.replace("capture:", "title: Other\ncapture:"));
      });
      expect(await told(handle, "Regenerate diagram")).toContain("echo.excalidraw");
      expect(await textOf(handle, "lab/echo.excalidraw.md")).toContain("Other");
      await told(handle, "Undo last regenerate");
      expect(await textOf(handle, "lab/echo.excalidraw.md")).toBe(first);
      expect(await told(handle, "Restore deleted parts of the diagram")).toContain("echo.excalidraw");
      expect(await told(handle, "Explain conversation")).toContain("says what happened");
      expect(await told(handle, "Export SVG")).toContain("echo.svg");
      expect(await textOf(handle, "lab/echo.svg")).toMatch(/^<svg /u);
      const before = await page.evaluate(() => window.shell.paths().length);
      await runFromPalette(handle, "Draw state diagram");
      await page.waitForFunction((count) => window.shell.paths().length === count + 1, before);
      await openFile(page, "lab/echo.md");
      await runFromPalette(handle, "Rename endpoints and change looks…");
      await page.getByRole("dialog").locator("svg").first().waitFor();
      await keepScreen(handle, `rename-${name.replace(/\W+/gu, "-")}`);
      await page.keyboard.press("Escape");
      await runFromPalette(handle, "Open diagram");
      await activePath(handle, "lab/echo.excalidraw.md");
      await runFromPalette(handle, "Open capture");
      await activePath(handle, "lab/echo.pcap");
      await runFromPalette(handle, "Open ladder note");
      await activePath(handle, "lab/echo.md");
    });
  });

  it.each([
    ["desktop", false],
    ["phone", true],
  ] as const)("while a list is written: %s", async (_name, mobile) => {
    const look = mobile ? ({ width: 390, height: 844 } as const) : {};
    await inVault({ notes: { "n.md": LIST }, mobile, look }, async (handle) => {
      const { page } = handle;
      await page.evaluate(async () => {
        (await window.shell.edit("n.md")).setCursor({ line: 2, ch: 3 });
      });
      await runFromPalette(handle, "Regenerate diagram at the cursor");
      expect(await textOf(handle, "n.excalidraw.md")).toContain("SYN");
      await page.locator(".cm-line").last().click({ button: "right" });
      await page.getByRole("menuitem", { name: "Insert event list…" }).click();
      await page.keyboard.type("handshake");
      await page.keyboard.press("Enter");
      await page.locator(".cm-line", { hasText: "Three-way handshake" }).waitFor();
    });
  });

  it.each([
    ["desktop, light", { theme: "light" }, false],
    ["phone, dark", { theme: "dark", width: 390, height: 844 }, true],
  ] as const)("an edit that stands against a new value can be given up: %s", async (_name, look, mobile) => {
    await inVault({ notes: { "n.md": LIST }, look, mobile, excalidraw: true }, async (handle) => {
      const { page } = handle;
      await openFile(page, "n.md");
      await runFromPalette(handle, "Regenerate diagram");
      await textOf(handle, "n.excalidraw.md");
      await openFile(page, "n.excalidraw.md");
      await page.evaluate(async () => {
        const view = window.shell.drawingView("n.excalidraw.md");
        view?.draw((elements) =>
          elements.map((element) =>
            element.type === "text" && element.text === "Opening"
              ? {
                  ...element,
                  text: "Mine",
                  originalText: "Mine",
                  rawText: "Mine",
                  version: element.version + 1,
                }
              : element,
          ),
        );
        await view?.forceSave();
      });
      await openFile(page, "n.md");
      await page.evaluate(async () => {
        const note = window.shell.file("n.md");
        await window.shell.vault.process(note, (text) => text.replace("title: Opening", "title: Newer"));
      });
      await runFromPalette(handle, "Regenerate diagram");
      await page.getByRole("button", { name: "Show new values…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("“Mine”").waitFor();
      expect(await textOf(handle, "n.excalidraw.md")).toContain("Mine");
      await dialog.getByRole("button", { name: "Take new value" }).click();
      await dialog.getByText("Taken: “Newer”").waitFor();
      expect(await textOf(handle, "n.excalidraw.md")).not.toContain("Mine");
    });
  });
});
