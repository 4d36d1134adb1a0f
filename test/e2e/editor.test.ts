import { readFileSync } from "node:fs";
import type { Editor } from "obsidian";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { pasteText } from "./paste-text";
import { keepScreen, noticeWith, runFromPalette, textOf } from "./start-plugin";
import { vaultPages } from "./vault-page";

const rows = readFileSync("test/read/paste/fixtures/reset-unread.tshark.txt", "utf8").trim();

const LIST = [
  "title: Opening",
  "states: written",
  "# the client begins",
  "0.1 Client -> Server: SYN seq=client win=64240 [color=red]",
  "Server -> Client: SYN-ACK seq=server ack=client+1",
  '20ms Client -> Server: PSH,ACK seq=client+1 "GET /"',
  "== Data ==",
  "note over Client: waits",
  "Server: state ESTABLISHED",
  "this is no line",
];

/** Puts the cursor behind the line with a text, as a click there does. */
async function clickBehind(page: Page, text: string): Promise<void> {
  await page.locator(".cm-line", { hasText: text }).first().click();
  await page.keyboard.press("End");
}

const noteText = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { view } = window.shell.app.workspace.getLeaf(false);
    return (view as unknown as { data: string }).data;
  });

describe.skipIf(missingParts !== "")(`a note that is written${missingParts}`, () => {
  const inVault = vaultPages({ preview: false });

  it.each(["light", "dark"] as const)("has colours in ladder blocks, of the theme: %s", async (theme) => {
    const note = `Text A -> B\n\n\`\`\`ladder\n${LIST.join("\n")}\n\`\`\`\n\n\`\`\`js\nA -> B: SYN\n\`\`\`\n`;
    await inVault({ notes: { "n.md": note }, look: { theme } }, async (handle) => {
      const { page } = handle;
      await page.evaluate(() => window.shell.edit("n.md"));
      const found = await page
        .locator(".packet-ladder-token")
        .evaluateAll((tokens) =>
          tokens.map((token) => `${token.classList[1]?.slice(4) ?? ""} ${token.textContent}`),
        );
      expect(found).toEqual(
        expect.arrayContaining([
          "property title",
          "value written",
          "comment # the client begins",
          "time 0.1",
          "name Client",
          "operator ->",
          "flag SYN",
          "field seq",
          "heading Data",
          "invalid this is no line",
        ]),
      );
      expect(found.filter((token) => token.startsWith("flag")).join()).toBe(
        "flag SYN,flag SYN,flag ACK,flag PSH,flag ACK",
      );
      const colours = await page.evaluate(() => {
        const of = (name: string): string => {
          const el = document.querySelector(`.packet-ladder-token.mod-${name}`);
          return el === null ? "" : getComputedStyle(el).color;
        };
        return [of("name"), of("flag"), of("property"), of("string")];
      });
      expect(new Set(colours).size).toBe(4);
      await keepScreen(handle, `editor-${theme}`);
    });
  });

  it("has them in quotes, callouts and lists, and behind what is typed", async () => {
    const note =
      "> [!note]\n> ```ladder\n> A -> B: SYN\n> ```\n\n- item\n  ```ladder\n  C -> D: ACK\n  ```\n";
    await inVault({ notes: { "n.md": note } }, async ({ page }) => {
      await page.evaluate(() => window.shell.edit("n.md"));
      const names = page.locator(".packet-ladder-token.mod-name");
      expect(await names.allInnerTexts()).toEqual(["A", "B", "C", "D"]);
      await clickBehind(page, "A -> B");
      await page.keyboard.type(",ACK win=5");
      expect(await page.locator(".packet-ladder-token.mod-number").allInnerTexts()).toEqual(["5"]);
    });
  });

  it("completes options, their values, names, flags and filter fields by the keyboard", async () => {
    const note =
      "```ladder\nendpoints: Client, Server\n\n```\n\n> ```ladder\n> Alice -> Bob: hi\n> \n> ```\n";
    await inVault({ notes: { "n.md": note } }, async (handle) => {
      const { page } = handle;
      await page.evaluate(async () => {
        const editor = await window.shell.edit("n.md");
        editor.setCursor({ line: 2, ch: 0 });
      });
      const list = page.locator(".suggestion-container");
      await page.keyboard.type("sta");
      await list.getByText("states:").waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.type("w");
      await list.getByText("written").waitFor();
      await keepScreen(handle, "editor-completion");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await list.count()).toBe(0);
      await page.keyboard.type("filter: tcp.fla");
      await list.getByText("tcp.flags.syn").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.type("gs.syn\nCli");
      await list.getByText("Client").waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.type(" -> Ser");
      await list.getByText("Server: ").waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.type("SY");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      expect((await noteText(page)).split("\n").slice(2, 5)).toEqual([
        "states: written",
        "filter: tcp.flags.syn",
        "Client -> Server: SYN-ACK",
      ]);
      await page.evaluate(() => {
        const { view } = window.shell.app.workspace.getLeaf(false);
        const { editor } = view as unknown as { editor: Awaited<ReturnType<typeof window.shell.edit>> };
        editor.setCursor({ line: editor.lineCount() - 3, ch: 2 });
      });
      await page.keyboard.type("Ali");
      await list.getByText("Alice").click();
      expect(await noteText(page)).toContain("\n> Alice\n");
    });
  });

  it("offers to draw packets that are pasted, and nothing for other text", async () => {
    await inVault({ notes: { "n.md": "Before\n\nAfter\n" } }, async (handle) => {
      const { page } = handle;
      await page.evaluate(async () => {
        (await window.shell.edit("n.md")).setCursor({ line: 1, ch: 0 });
      });
      await pasteText(page, "| a | b |\n|---|---|\n| 1 | 2 |");
      await pasteText(page, "Dear reader,\nthe packets are lost.");
      expect(await page.getByRole("button", { name: "Turn into ladder" }).count()).toBe(0);
      await pasteText(page, `\n${rows}\n`);
      expect(await noteText(page)).toContain(rows);
      await page.getByRole("button", { name: "Turn into ladder" }).click();
      await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
      const text = await noteText(page);
      expect(text).not.toContain(rows);
      expect(text).toMatch(/^Before\n[\s\S]+```ladder\n[\s\S]+\n```\n[\s\S]*After\n$/u);
    });
  });

  it("draws packets copied from a page, of which Obsidian makes Markdown of its own", async () => {
    await inVault({ notes: { "n.md": "Before\n\nAfter\n" } }, async ({ page }) => {
      await page.evaluate(async () => {
        (await window.shell.edit("n.md")).setCursor({ line: 1, ch: 0 });
        window.shell.app.workspace.on("editor-paste", (...given: unknown[]) => {
          const [event, editor] = given as [ClipboardEvent, Editor];
          const text = event.clipboardData?.getData("text/plain") ?? "";
          editor.replaceSelection(text.replaceAll("[", "\\[").replaceAll("\n", "\n\n"));
          event.preventDefault();
        });
      });
      await pasteText(page, rows);
      expect(await noteText(page)).not.toContain(rows);
      await page.getByRole("button", { name: "Turn into ladder" }).click();
      await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
      expect(await noteText(page)).toMatch(/^Before\n```ladder\n[^\\]+\n```\nAfter\n$/u);
    });
  });

  it("turns selected rows into a block from the editor's menu, and copied ones from the palette", async () => {
    await inVault({ notes: { "n.md": `${rows}\n`, "m.md": "" } }, async (handle) => {
      const { page } = handle;
      await page
        .context()
        .grantPermissions(["clipboard-read"])
        .catch(() => undefined);
      await page.evaluate(() => window.shell.edit("n.md"));
      await page.locator(".cm-line").first().click();
      await page.keyboard.press("Control+A");
      await page.locator(".cm-line").first().click({ button: "right" });
      await page.getByRole("menuitem", { name: "Turn into ladder" }).click();
      await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
      await page.evaluate((text) => {
        Object.defineProperty(navigator, "clipboard", { value: { readText: () => Promise.resolve(text) } });
        return window.shell.edit("m.md");
      }, rows);
      await runFromPalette(handle, "Turn selection or clipboard into ladder");
      await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
    });
  });

  it("says plainly that nothing in the clipboard can be drawn", async () => {
    await inVault({ notes: { "m.md": "" } }, async (handle) => {
      await handle.page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", { value: { readText: () => Promise.resolve("  ") } });
        return window.shell.edit("m.md");
      });
      await runFromPalette(handle, "Turn selection or clipboard into ladder");
      await noticeWith(handle, "or copy it, and try again");
    });
  });

  it("inserts an exchange to start from, which is drawn", async () => {
    await inVault({ notes: { "n.md": "" } }, async (handle) => {
      const { page } = handle;
      await page.evaluate(() => window.shell.edit("n.md"));
      await runFromPalette(handle, "Insert event list…");
      await page.keyboard.type("lost last");
      await page.keyboard.press("Enter");
      await page.locator(".cm-line", { hasText: "The last ACK is lost" }).waitFor();
      expect(await page.locator(".packet-ladder-token.mod-invalid").count()).toBe(0);
    });
  });

  it.each([
    ["drop", "a computer", {}, false],
    ["drop", "a phone", { width: 390, height: 844 }, true],
    ["paste", "a computer", {}, false],
    ["paste", "a phone", { width: 390, height: 844 }, true],
  ] as const)(
    "takes a capture by %s on %s: attachment, block and embed",
    async (way, _device, look, mobile) => {
      await inVault(
        { captures: { "lab/echo.pcap": "echo.pcap" }, notes: { "lab/n.md": "Day\n" }, look, mobile },
        async (handle) => {
          const { page } = handle;
          await page.evaluate(async (wanted) => {
            (await window.shell.edit("lab/n.md")).setCursor({ line: 1, ch: 0 });
            const octets = await window.shell.vault.readBinary(window.shell.file("lab/echo.pcap"));
            const data = new DataTransfer();
            data.items.add(new File([octets], "fresh.pcap"));
            const both = { bubbles: true, cancelable: true };
            const event =
              wanted === "drop"
                ? new DragEvent("drop", { dataTransfer: data, ...both })
                : new ClipboardEvent("paste", { clipboardData: data, ...both });
            document.querySelector(".cm-content")?.dispatchEvent(event);
          }, way);
          await page.locator(".cm-line", { hasText: "![[fresh.pcap]]" }).waitFor();
          expect(await noteText(page)).toContain(
            "```ladder\ncapture: [[fresh.pcap]]\n```\n\n![[fresh.pcap]]\n",
          );
          await textOf(handle, "lab/n.md");
        },
      );
    },
  );
});
