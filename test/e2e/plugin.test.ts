import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeNote } from "../../src/note/decode-note";
import { launchChromium } from "../support/chromium";
import { bundleShell, mainPath, missingParts } from "../support/obsidian-shell/browser";
import type { ShellPageHandle } from "../support/obsidian-shell/browser";
import {
  keepScreen,
  noticeWith,
  runFromMenu,
  runFromPalette,
  type Start,
  startPlugin,
  textOf,
} from "./start-plugin";

const ECHO = { "lab/echo.pcap": "echo.pcap" };
const DRAW = "Draw ladder from capture…";
const REGENERATE = "Regenerate diagram";
const EXPORT = "Export SVG";
/** What any note that is open in an editor offers. */
const EDITING = ["Turn selection or clipboard into ladder", "Insert event list…"];

const HANDSHAKE = [
  "# Handshake",
  "",
  "```ladder",
  "title: Opening",
  "Client -> Server: SYN seq=client",
  "Server -> Client: SYN-ACK seq=server ack=client+1",
  "Client -> Server: ACK seq=client+1 ack=server+1",
  "```",
  "",
].join("\n");

describe.skipIf(missingParts !== "")(
  `the built plugin in Chromium${missingParts === "" ? "" : ` (${missingParts})`}`,
  () => {
    let browser: Browser;
    let shell: string;

    beforeAll(async () => {
      shell = await bundleShell();
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser.close();
    });

    /** Starts a vault, runs the test, and demands that the page asked for nothing and complained about nothing. */
    async function inVault(start: Start, test: (handle: ShellPageHandle) => Promise<void>): Promise<void> {
      const settings = { preview: false };
      const handle = await startPlugin(browser, { shell, mainPath }, { settings, ...start });
      await test(handle);
      expect(handle.requests).toEqual([]);
      expect(handle.complaints).toEqual([]);
      await handle.page.context().close();
    }

    const commands = ({ page }: ShellPageHandle): Promise<readonly string[]> =>
      page.evaluate(() => window.shell.commandNames());
    const open = ({ page }: ShellPageHandle, path: string): Promise<void> =>
      page.evaluate(async (wanted) => {
        await window.shell.open(wanted);
      }, path);

    it("draws a capture chosen in the palette: capture note, drawing note, picture on screen", async () => {
      await inVault({ captures: ECHO, notes: { "other.md": "" } }, async (handle) => {
        await runFromPalette(handle, DRAW);
        await handle.page.keyboard.type("echo");
        await handle.page.keyboard.press("Enter");
        const note = await textOf(handle, "lab/echo.md");
        expect(note).toContain("```ladder\ncapture: [[echo.pcap]]\ndrawing: [[echo.excalidraw]]\n```");
        expect(note).toContain("![[echo.excalidraw]]");
        const drawing = decodeNote(await textOf(handle, "lab/echo.excalidraw.md")).scene;
        expect(drawing.elements.filter((element) => element.type === "arrow").length).toBeGreaterThanOrEqual(
          10,
        );
        await handle.page.locator(".packet-ladder-picture svg text").first().waitFor();
        expect(await handle.page.evaluate(() => window.shell.app.workspace.getActiveFile()?.path)).toBe(
          "lab/echo.md",
        );
        await noticeWith(handle, "echo.excalidraw");
        await keepScreen(handle, "draw-light");
      });
    });

    it("draws the capture that is open without asking", async () => {
      await inVault({ captures: ECHO }, async (handle) => {
        await open(handle, "lab/echo.pcap");
        await runFromPalette(handle, DRAW);
        await textOf(handle, "lab/echo.excalidraw.md");
        expect(await handle.page.locator(".prompt").count()).toBe(0);
      });
    });

    it("offers the same in the menu of a capture", async () => {
      await inVault({ captures: ECHO }, async (handle) => {
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        await textOf(handle, "lab/echo.excalidraw.md");
      });
    });

    it("regenerates from the palette to the same bytes, and leaves the note alone", async () => {
      await inVault({ captures: ECHO }, async (handle) => {
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        const drawing = await textOf(handle, "lab/echo.excalidraw.md");
        const note = await textOf(handle, "lab/echo.md");
        await handle.page.locator(".packet-ladder-picture").waitFor();
        await handle.page.evaluate(() => {
          document.querySelector(".notice-container")?.remove();
        });
        await runFromPalette(handle, REGENERATE);
        await noticeWith(handle, "echo.excalidraw");
        expect(await textOf(handle, "lab/echo.excalidraw.md")).toBe(drawing);
        expect(await textOf(handle, "lab/echo.md")).toBe(note);
      });
    });

    it("exports the SVG of a note from the palette, and of a drawing from its menu", async () => {
      await inVault({ notes: { "tcp.md": HANDSHAKE } }, async (handle) => {
        await open(handle, "tcp.md");
        await runFromPalette(handle, EXPORT);
        const fromNote = await textOf(handle, "tcp.svg");
        expect(fromNote).toMatch(/^<svg [\s\S]*Opening[\s\S]*<\/svg>$/u);
        await runFromPalette(handle, REGENERATE);
        await textOf(handle, "tcp.excalidraw.md");
        await runFromMenu(handle, "tcp.excalidraw.md", EXPORT);
        await noticeWith(handle, "Exported “tcp.svg”.");
        expect(await textOf(handle, "tcp.svg")).toBe(fromNote);
      });
    });

    it("shows each command only where it applies", async () => {
      await inVault({ notes: { "plain.md": "# Nothing", "tcp.md": HANDSHAKE } }, async (handle) => {
        await open(handle, "plain.md");
        expect(await commands(handle)).toEqual(EDITING);
        await open(handle, "tcp.md");
        expect(await commands(handle)).toEqual([
          REGENERATE,
          "Rename endpoints and change looks…",
          EXPORT,
          "Export picture…",
          "Draw state diagram",
          "Explain conversation",
          ...EDITING,
        ]);
      });
      await inVault({ captures: ECHO, notes: { "plain.md": "" } }, async (handle) => {
        await open(handle, "plain.md");
        expect(await commands(handle)).toEqual([DRAW, ...EDITING]);
      });
    });

    it("writes the drawing line into the block once, and nothing else into the note", async () => {
      await inVault({ notes: { "tcp.md": HANDSHAKE } }, async (handle) => {
        await open(handle, "tcp.md");
        await runFromPalette(handle, REGENERATE);
        await textOf(handle, "tcp.excalidraw.md");
        await noticeWith(handle, "tcp.excalidraw");
        const expected = HANDSHAKE.replace(
          "title: Opening\n",
          "title: Opening\ndrawing: [[tcp.excalidraw]]\n",
        );
        expect(await textOf(handle, "tcp.md")).toBe(expected);
      });
    });

    it("keeps what a person drew", async () => {
      await inVault({ notes: { "tcp.md": HANDSHAKE }, excalidraw: true }, async (handle) => {
        await open(handle, "tcp.md");
        await runFromPalette(handle, REGENERATE);
        await textOf(handle, "tcp.excalidraw.md");
        await open(handle, "tcp.excalidraw.md");
        await handle.page.evaluate(async () => {
          const view = window.shell.drawingView("tcp.excalidraw.md");
          const arrow = view?.elements.find((element) => element.type === "arrow");
          if (arrow === undefined) throw new Error("no arrow");
          const { customData: _ours, ...own } = arrow;
          view?.draw((elements) => [...elements, { ...own, id: "person01", type: "freedraw" }]);
          await view?.forceSave();
        });
        await open(handle, "tcp.md");
        await handle.page.evaluate(async () => {
          const note = window.shell.file("tcp.md");
          await window.shell.vault.process(note, (text) => text.replace("title: Opening", "title: Changed"));
        });
        await runFromPalette(handle, REGENERATE);
        await handle.page.waitForFunction(async () =>
          (await window.shell.read("tcp.excalidraw.md")).includes("Changed"),
        );
        const drawn = decodeNote(await textOf(handle, "tcp.excalidraw.md")).scene;
        expect(drawn.elements.some((element) => element.id === "person01")).toBe(true);
      });
    });

    it("changes the canvas of an open drawing, and writes no file behind its back", async () => {
      await inVault({ notes: { "tcp.md": HANDSHAKE }, excalidraw: true }, async (handle) => {
        await open(handle, "tcp.md");
        await runFromPalette(handle, REGENERATE);
        await textOf(handle, "tcp.excalidraw.md");
        await handle.page.evaluate(async () => {
          await window.shell.open("tcp.excalidraw.md", true);
          const note = window.shell.file("tcp.md");
          await window.shell.vault.process(note, (text) => text.replace("title: Opening", "title: Changed"));
          window.shell.vault.process = (file) =>
            Promise.reject(new Error(`written behind its back: ${file.path}`));
          window.shell.services.runCommand("packet-ladder:regenerate-diagram");
        });
        const title = await handle.page.waitForFunction(() => {
          const elements = window.shell.drawingView("tcp.excalidraw.md")?.elements ?? [];
          const texts = elements.flatMap((element) => (element.type === "text" ? [element.text] : []));
          return texts.includes("Changed") && texts.join("\n");
        });
        expect(await title.jsonValue()).not.toContain("Opening");
      });
    });

    it("leaves an open drawing alone where the Excalidraw plugin offers no way in, and says to close it", async () => {
      await inVault({ notes: { "tcp.md": HANDSHAKE }, excalidraw: true }, async (handle) => {
        await open(handle, "tcp.md");
        await runFromPalette(handle, REGENERATE);
        const before = await textOf(handle, "tcp.excalidraw.md");
        await handle.page.evaluate(async () => {
          Reflect.deleteProperty(window, "ExcalidrawAutomate");
          await window.shell.open("tcp.excalidraw.md");
          window.shell.services.runCommand("packet-ladder:regenerate-diagram");
        });
        await noticeWith(handle, "is open. Close it, then regenerate");
        expect(await textOf(handle, "tcp.excalidraw.md")).toBe(before);
      });
    });

    it("leaves old files whole when a write fails, and says why", async () => {
      await inVault({ notes: { "tcp.md": HANDSHAKE } }, async (handle) => {
        await open(handle, "tcp.md");
        await runFromPalette(handle, REGENERATE);
        const before = await textOf(handle, "tcp.excalidraw.md");
        await handle.page.evaluate(async () => {
          await window.shell.vault.process(window.shell.file("tcp.md"), (text) =>
            text.replace("Opening", "Other"),
          );
          window.shell.vault.faults.write = () => new Error("no space left on device");
        });
        await runFromPalette(handle, REGENERATE);
        await noticeWith(handle, "no space left on device");
        expect(await textOf(handle, "tcp.excalidraw.md")).toBe(before);
      });
    });

    it("writes nothing when a new note cannot be written", async () => {
      await inVault({ captures: ECHO }, async (handle) => {
        await handle.page.evaluate(() => {
          window.shell.vault.faults.write = (path) =>
            path.endsWith("echo.md") ? new Error("no space left on device") : undefined;
        });
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        await noticeWith(handle, "no space left on device");
        expect(await handle.page.evaluate(() => window.shell.paths())).toEqual(["lab/echo.pcap"]);
      });
    });

    it("never overwrites a note or a drawing of somebody else", async () => {
      const notes = { "lab/echo.md": "# My own note\n", "lab/echo ladder.md": "mine too" };
      await inVault({ captures: ECHO, notes }, async (handle) => {
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        await noticeWith(handle, "“echo” is another note and stays as it is.");
        expect(await textOf(handle, "lab/echo ladder 2.md")).toContain("[[echo ladder 2.excalidraw]]");
        expect(await textOf(handle, "lab/echo.md")).toBe(notes["lab/echo.md"]);
      });
    });

    it("regenerates when a capture is drawn a second time", async () => {
      await inVault({ captures: ECHO }, async (handle) => {
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        await textOf(handle, "lab/echo.md");
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        await handle.page.waitForFunction(() => window.shell.notices().length > 1);
        expect(await handle.page.evaluate(() => window.shell.paths())).toEqual([
          "lab/echo.excalidraw.md",
          "lab/echo.md",
          "lab/echo.pcap",
        ]);
      });
    });

    it("makes no HTML and no link of what a note says", async () => {
      const hostile = '<img src=x onerror="window.hacked=1">';
      const block = `\`\`\`ladder\ntitle: ${hostile}\nA -> B: <script>window.hacked=1</script> [x](javascript:1) [[secret]]\n\`\`\`\n`;
      await inVault({ notes: { "bad.md": block } }, async (handle) => {
        await open(handle, "bad.md");
        await handle.page.locator(".packet-ladder-picture svg").waitFor();
        const found = await handle.page.evaluate(() => ({
          made: document.querySelectorAll(".packet-ladder-block :is(img, script, a, foreignObject, iframe)")
            .length,
          ran: Reflect.get(window, "hacked") === 1,
        }));
        expect(found).toEqual({ made: 0, ran: false });
      });
    });

    it("shows errors in place, with the line of the note and a hint, below what could be drawn", async () => {
      const block = "# Lab\n\n```ladder\nA -> B: SYN\nthis is no message\nB -> A: SYN-ACK\n```\n";
      await inVault({ notes: { "broken.md": block } }, async (handle) => {
        await open(handle, "broken.md");
        const finding = handle.page.locator(".packet-ladder-finding").first();
        expect(await finding.innerText()).toMatch(/^Line 5: [\s\S]*this is no message/u);
        expect(await handle.page.locator(".packet-ladder-picture svg").count()).toBe(1);
        await keepScreen(handle, "block-error");
      });
    });

    it("says which capture a block names in vain", async () => {
      await inVault({ notes: { "lost.md": "```ladder\ncapture: [[gone.pcap]]\n```\n" } }, async (handle) => {
        await open(handle, "lost.md");
        await handle.page.getByText("gone.pcap").first().waitFor();
        expect(await handle.page.locator(".packet-ladder-finding.mod-error").innerText()).toContain(
          "gone.pcap",
        );
      });
    });

    it("draws a block again when its capture changes", async () => {
      const notes = { "lab/own.md": "```ladder\ncapture: [[echo.pcap]]\n```\n" };
      await inVault({ captures: { ...ECHO, "lab/delay.pcap": "delay-5s.pcap" }, notes }, async (handle) => {
        await open(handle, "lab/own.md");
        const texts = handle.page.locator(".packet-ladder-picture svg text");
        await texts.first().waitFor();
        const before = await texts.count();
        await handle.page.evaluate(async () => {
          const delay = await window.shell.vault.readBinary(window.shell.file("lab/delay.pcap"));
          await window.shell.vault.overwriteBinary(window.shell.file("lab/echo.pcap"), delay);
        });
        await handle.page.waitForFunction(
          (count) => document.querySelectorAll(".packet-ladder-picture svg text").length > count,
          before,
        );
      });
    });

    it("shows a capture that is opened: size, conversations, and the button that draws it", async () => {
      await inVault({ captures: { "web.pcapng": "web-page.pcapng" } }, async (handle) => {
        await handle.page.locator('.nav-file-title[data-path="web.pcapng"]').click();
        await handle.page.getByText("4 TCP conversations").waitFor();
        await keepScreen(handle, "capture-view");
        await handle.page.getByRole("button", { name: "Draw ladder" }).click();
        await textOf(handle, "web.excalidraw.md");
      });
    });

    it("says what a file is that only looks like a capture", async () => {
      await inVault({ captures: { "notes.pcap": "../README.md" } }, async (handle) => {
        await runFromMenu(handle, "notes.pcap", "Draw ladder");
        await noticeWith(handle, "no capture");
        expect(await handle.page.evaluate(() => window.shell.paths())).toEqual(["notes.pcap"]);
      });
    });

    it("works beside a plugin that took its language and an extension, and says so", async () => {
      await inVault({ captures: ECHO, taken: ["ladder", "cap"] }, async (handle) => {
        expect(await handle.page.evaluate(() => window.shell.notices())).toEqual([
          "Another plugin already shows ladder blocks. Everything else works.",
          "Another plugin already shows .cap files. Everything else works.",
        ]);
        await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
        await textOf(handle, "lab/echo.excalidraw.md");
      });
    });

    it("refuses a capture of 33 MB on a phone, before reading it", async () => {
      await inVault({ captures: ECHO, mobile: true }, async (handle) => {
        await handle.page.evaluate(async () => {
          window.shell.file("lab/echo.pcap").stat.size = 33e6;
          window.shell.vault.faults.read = () => new Error("it was read");
          await window.shell.open("lab/echo.pcap");
          window.shell.services.runCommand("packet-ladder:draw-from-capture");
        });
        expect(await noticeWith(handle, "33.0 MB")).toContain("draw it on a computer");
      });
    });

    it.each([
      ["dark", { theme: "dark" }, false],
      ["phone", { theme: "light", width: 390, height: 844 }, true],
    ] as const)("fits the page, with labels that can be read: %s", async (name, look, mobile) => {
      await inVault({ captures: ECHO, look, mobile }, async (handle) => {
        await open(handle, "lab/echo.pcap");
        await runFromPalette(handle, DRAW);
        const picture = handle.page.locator(".packet-ladder-picture svg");
        await picture.waitFor();
        const { overflow, scale } = await handle.page.evaluate(() => {
          const svg = document.querySelector(".packet-ladder-picture svg");
          const shown = svg?.getBoundingClientRect().width ?? 0;
          return {
            overflow: document.documentElement.scrollWidth - window.innerWidth,
            scale: shown / Number(svg?.getAttribute("width")),
          };
        });
        expect(overflow).toBeLessThanOrEqual(0);
        expect(scale).toBeGreaterThan(0.5);
        expect(scale).toBeLessThanOrEqual(1);
        await keepScreen(handle, `draw-${name}`);
      });
    });
  },
);
