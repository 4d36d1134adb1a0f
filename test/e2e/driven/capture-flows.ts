import { expect } from "vitest";
import type { Flow } from "./flow";
import { expectGood, expectGoodDialog, leaveDialog } from "./surface";

const WEB = { "lab/web.pcapng": "web-page.pcapng" };

const captureView: Flow = {
  name: "a capture that is looked through",
  rows: ["Capture view: conversations, packets, filter, detail, stream", "`obsidian://packet-ladder`"],
  start: { captures: WEB },
  go: async (person) => {
    const { page, main } = person;
    await person.open("lab/web.pcapng");
    await page.getByText("4 TCP conversations").waitFor();
    await expectGood(person, ".packet-ladder-capture", "capture");
    const packets = page.getByRole("listbox", { name: "Packets" });
    await person.press(packets.getByText("[SYN]").first());
    await page.getByRole("heading", { name: "Packet 3" }).waitFor();
    await expectGood(person, ".packet-ladder-capture", "capture with a packet");
    const filter = page.getByRole("textbox", { name: "Display filter" });
    await person.press(filter);
    await page.keyboard.type("tcp.flgs.syn");
    await page.getByText("tcp.flags.syn", { exact: false }).first().waitFor();
    await expectGood(person, ".packet-ladder-capture", "capture with a wrong filter");
    await filter.fill("tcp.flags.syn == 1");
    await page.getByText("8 packets").waitFor();
    await person.press(page.getByRole("button", { name: "Show all" }));
    await page.getByText("60 packets", { exact: true }).waitFor();
    await person.press(page.getByRole("listbox", { name: "Conversations" }).getByRole("option").nth(1));
    await page.getByText("of conversation 1").waitFor();
    await person.press(page.getByRole("button", { name: "Follow stream" }));
    await page.locator(".packet-ladder-turn").first().waitFor();
    await expectGoodDialog(person, "stream");
    await leaveDialog(person);
    await main.evaluate(() => {
      window.shell.followProtocol("packet-ladder", { capture: "lab/web.pcapng", frame: "12" });
    });
    await page.getByRole("heading", { name: "Packet 12" }).waitFor();
    const told = await person.told(() =>
      main.evaluate(() => {
        window.shell.followProtocol("packet-ladder", { capture: "../../etc/passwd" });
      }),
    );
    expect(told).toContain("names nothing");
  },
};

const dialog: Flow = {
  name: "the dialog before a capture is drawn",
  rows: [
    "Draw ladder from capture… (palette, menu of a capture, list of captures)",
    "Dialog before a capture is drawn",
    "Block: picture, errors in place, buttons, arrows to packets",
    "Drawing without the Excalidraw plugin",
  ],
  start: { captures: WEB },
  go: async (person) => {
    const { page } = person;
    await person.open("lab/web.pcapng");
    await person.fileMenu("Draw ladder");
    const modal = page.getByRole("dialog");
    await modal.locator(".packet-ladder-preview-picture svg").waitFor();
    await modal.getByText("4 TCP conversations").waitFor();
    await expectGoodDialog(person, "preview");
    await person.press(modal.getByRole("option").filter({ hasText: "56874" }).first());
    const name = modal.getByRole("textbox", { name: /^Name of 192\.0\.2\.80/u });
    await name.fill("Web, main");
    const filter = modal.getByRole("textbox", { name: "Filter" });
    await filter.fill("tcp.lenn > 0");
    await modal.getByText("The picture is the last that could be drawn.").waitFor();
    await expectGoodDialog(person, "preview with a wrong filter");
    const finding = modal.locator("#packet-ladder-filter-finding");
    expect(await finding.evaluate(isUncovered)).toBe(true);
    await filter.fill("tcp.len > 0");
    await modal.locator("svg text", { hasText: "Web, main" }).first().waitFor();
    await modal.getByText(/^\d+ messages, 2 lifelines, 1 page$/u).waitFor();
    await person.press(modal.getByRole("button", { name: "Draw", exact: true }));
    await page.locator(".packet-ladder-block-buttons").waitFor();
    expect(await person.textOf("lab/web.md")).toContain('conversation: 2\nnames: 192.0.2.80 = "Web, main"');
    await expectGood(person, ".packet-ladder-block", "block");
    await person.open("lab/web.excalidraw.md");
    await page.locator(".packet-ladder-drawing svg").waitFor();
    await expectGood(person, ".packet-ladder-drawing", "drawing of a capture");
    await person.open("lab/web.md");
    await person.press(page.locator(".packet-ladder-block").getByRole("link").nth(1));
    await page.getByRole("heading", { name: /^Packet \d+$/u }).waitFor();
  },
};

/** Whether the middle of an element is seen. */
function isUncovered(el: Element): boolean {
  const { left, top, width, height } = el.getBoundingClientRect();
  return el.contains(el.ownerDocument.elementFromPoint(left + width / 2, top + height / 2));
}

const cancelled: Flow = {
  name: "a long reading that is given up",
  rows: ["Notice while a capture is read, with Cancel"],
  start: { captures: WEB, notes: { "day.md": "# Day\n" }, settings: { preview: false } },
  go: async (person) => {
    const { page, main } = person;
    await person.open("day.md");
    await main.evaluate(() => {
      window.shell.vault.faults.readDelayMs = 60_000;
    });
    await person.palette("Draw ladder from capture…");
    await person.press(page.getByRole("option", { name: "lab/web.pcapng" }));
    const cancel = page.getByRole("button", { name: "Cancel" });
    await cancel.waitFor();
    await expectGood(person, ".notice-message", "notice while a capture is read");
    await person.press(cancel);
    await page.locator(".notice-message", { hasText: "cancelled" }).waitFor();
    expect(await main.evaluate(() => window.shell.paths())).toEqual(["day.md", "lab/web.pcapng"]);
  },
};

const stale: Flow = {
  name: "a diagram that is older than its capture",
  rows: ["Badge of a diagram that is older than its capture"],
  start: {
    captures: { "lab/echo.pcap": "echo.pcap", "lab/delay.pcap": "delay-5s.pcap" },
    settings: { preview: false },
  },
  go: async (person) => {
    const { page, main } = person;
    await person.open("lab/echo.pcap");
    await person.press(page.getByRole("button", { name: "Draw ladder" }));
    await page.locator(".packet-ladder-block-buttons").waitFor();
    await main.evaluate(async () => {
      const { vault } = window.shell;
      const later = await vault.readBinary(window.shell.file("lab/delay.pcap"));
      await vault.overwriteBinary(window.shell.file("lab/echo.pcap"), later);
    });
    const badge = page.locator(".packet-ladder-block", { hasText: "Stale" });
    await badge.waitFor();
    await expectGood(person, ".packet-ladder-block", "stale block");
    await person.told(() => person.press(badge.getByRole("button", { name: "Regenerate" })));
    await badge.waitFor({ state: "detached" });
  },
};

const emptyCaptures: Flow = {
  name: "files without packets",
  rows: ["Capture without a packet, and a file that only looks like one"],
  start: { captures: { "notes.pcap": "../README.md" } },
  go: async (person) => {
    const { page, main } = person;
    await main.evaluate(async () => {
      const header = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
      await window.shell.addFile("empty.pcap", Uint8Array.from(header));
    });
    await person.open("empty.pcap");
    await page.getByText("No packet was captured.").waitFor();
    await expectGood(person, ".packet-ladder-capture", "empty capture");
    await person.open("notes.pcap");
    await page.locator(".packet-ladder-capture-body", { hasText: "no capture" }).waitFor();
    await expectGood(person, ".packet-ladder-capture", "no capture");
  },
};

/** What looks into captures. */
export const captureFlows: readonly Flow[] = [captureView, dialog, cancelled, stale, emptyCaptures];
