import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { pasteText } from "../paste-text";
import { columns } from "./surroundings";
import type { Flow } from "./flow";
import type { Person } from "./person";

const rows = readFileSync("test/read/paste/fixtures/reset-unread.tshark.txt", "utf8").trim();

const writing: Flow = {
  name: "a note that is written",
  rows: [
    "Insert event list… (palette, menu of the editor)",
    "Colours and completion in blocks, callouts, lists",
    "Regenerate diagram; at the cursor; of a folder",
    "Rename endpoints and change looks…",
  ],
  start: { notes: { "n.md": "\n> [!note]\n> ```ladder\n> A -> B: SYN\n> \n> ```\n" } },
  go: async (person) => {
    const { page } = person;
    await person.edit("n.md");
    await person.editorMenu("Insert event list…");
    await page.keyboard.type("handshake");
    await page.keyboard.press("Enter");
    await page.locator(".cm-line", { hasText: "Three-way handshake" }).waitFor();
    await page.locator(".packet-ladder-token.mod-flag").first().waitFor();
    expect(await page.locator(".packet-ladder-token.mod-invalid").count()).toBe(0);
    await completeName(person);
    await person.keepScreen("block that is written");
    await expectContrast(person);
    await person.told(() => person.palette("Regenerate diagram at the cursor"));
    expect(await person.textOf("n 2.excalidraw.md")).toContain("SYN");
  },
};

/** Types half a name into the callout's block, and takes what is offered. */
async function completeName(person: Person): Promise<void> {
  const { page } = person;
  await person.press(page.locator(".cm-line", { hasText: "A -> B: SYN" }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.type("B -> A: SY");
  const list = page.locator(".suggestion-container");
  await list.getByText("SYN-ACK").waitFor();
  await person.keepScreen("completion");
  await person.press(list.getByText("SYN-ACK"));
  await page.locator(".cm-line", { hasText: "B -> A: SYN-ACK" }).waitFor();
}

/** Demands that every colour of a block can be read on the page it stands on. */
async function expectContrast({ page }: Person): Promise<void> {
  const weak = await page.evaluate(() => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/gu) ?? []).slice(0, 3).map(Number);
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = luminance(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll(".packet-ladder-token")].flatMap((token) => {
      const ink = luminance(getComputedStyle(token).color);
      const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      return ratio < 4.5 ? [`${token.className}: ${ratio.toFixed(2)}`] : [];
    });
  });
  expect([...new Set(weak)]).toEqual([]);
}

const pastedPackets: Flow = {
  name: "packets that are pasted",
  rows: ["Turn selection or clipboard into ladder (menu of the editor, palette, offer after a paste)"],
  start: { notes: { "n.md": "Before\n\nAfter\n", "m.md": `${rows}\n`, "c.md": "" } },
  go: async (person) => {
    const { page } = person;
    await person.edit("n.md", 1);
    await pasteText(page, rows);
    const offer = page.getByRole("button", { name: "Turn into ladder" });
    await offer.waitFor();
    await person.keepScreen("offer after a paste");
    await person.press(offer);
    await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
    await person.edit("m.md");
    await page.keyboard.press("Control+A");
    // A browser tells an editor a moment later what is selected in it.
    await person.main.waitForFunction(() => {
      const { view } = window.shell.app.workspace.getLeaf(false);
      return (
        view as unknown as { editor: Awaited<ReturnType<typeof window.shell.edit>> }
      ).editor.somethingSelected();
    });
    await person.editorMenu("Turn into ladder");
    await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
    // The clipboard of the window the person is in: that of another window may not be read.
    await page.evaluate((text) => {
      Object.defineProperty(navigator, "clipboard", { value: { readText: () => Promise.resolve(text) } });
    }, rows);
    await person.edit("c.md");
    await person.palette("Turn selection or clipboard into ladder");
    await page.locator(".cm-line", { hasText: "labels: fields" }).waitFor();
  },
};

const droppedCapture: Flow = {
  name: "a capture that is dropped, and one that is pasted",
  rows: ["A capture dropped or pasted: attachment, block and embed"],
  start: { captures: { "lab/echo.pcap": "echo.pcap" }, notes: { "lab/n.md": "Day\n", "lab/m.md": "Day\n" } },
  go: async (person) => {
    const octets = await person.main.evaluate(async () => {
      const read = await window.shell.vault.readBinary(window.shell.file("lab/echo.pcap"));
      return [...new Uint8Array(read)];
    });
    for (const way of ["drop", "paste"] as const) {
      await person.edit(way === "drop" ? "lab/n.md" : "lab/m.md", 1);
      await person.page.evaluate(
        ([given, how]) => {
          const data = new DataTransfer();
          data.items.add(new File([Uint8Array.from(given)], `by ${how}.pcap`));
          const both = { bubbles: true, cancelable: true };
          const event =
            how === "drop"
              ? new DragEvent("drop", { dataTransfer: data, ...both })
              : new ClipboardEvent("paste", { clipboardData: data, ...both });
          document.querySelector(".cm-content")?.dispatchEvent(event);
        },
        [octets, way] as const,
      );
      await person.page.locator(".cm-line", { hasText: `![[by ${way}.pcap]]` }).waitFor();
      await person.page.locator(".cm-line", { hasText: `capture: [[by ${way}.pcap]]` }).waitFor();
    }
  },
};

const settings: Flow = {
  name: "the settings",
  rows: ["Settings: kept, checked, migrated, followed"],
  start: {
    captures: { "lab/echo.pcap": "echo.pcap" },
    settings: { version: 1, seq: "raw", time: "nonsense" },
  },
  notOffered: { "window of its own": "Obsidian opens its settings in the main window" },
  go: async (person) => {
    const { page, main } = person;
    await main.evaluate(() => {
      window.shell.openSettings();
    });
    expect(await page.getByLabel("Sequence numbers").inputValue()).toBe("raw");
    expect(await page.getByLabel("Time", { exact: true }).inputValue()).toBe("");
    await page.getByLabel("Theme").selectOption("clean");
    await person.press(page.getByLabel("Say what happened"));
    await person.keepScreen("settings");
    await page.keyboard.press("Escape");
    await person.open("lab/echo.pcap");
    await person.press(page.getByRole("button", { name: "Draw ladder" }));
    await page.locator(".packet-ladder-preview-picture svg").waitFor();
    expect(await page.locator(".packet-ladder-origin", { hasText: "from settings" }).count()).toBe(2);
  },
};

const commandLine: Flow = {
  name: "Obsidian's command line",
  rows: ["Obsidian's command line"],
  start: { captures: { "lab/echo.pcap": "echo.pcap" } },
  notOffered: Object.fromEntries(
    columns.slice(1).map((column) => [column, "it has no looks, and computers only have it"]),
  ),
  go: async ({ main }) => {
    const said = await main.evaluate(() =>
      window.shell.runCli("packet-ladder:draw", { file: "lab/echo.pcap" }),
    );
    expect(said).toBe("Drew lab/echo.pcap");
  },
};

/** What a person writes, pastes and sets. */
export const writingFlows: readonly Flow[] = [writing, pastedPackets, droppedCapture, settings, commandLine];
