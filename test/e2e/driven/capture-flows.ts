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
    await filter.fill("tcp.len > 0");
    await modal.locator("svg text", { hasText: "Web, main" }).first().waitFor();
    await modal.getByText(/^\d+ events, 2 lifelines, 1 page$/u).waitFor();
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

/** What looks into captures. */
export const captureFlows: readonly Flow[] = [captureView, dialog];
