import { expect } from "vitest";
import type { Flow } from "./flow";
import type { Person } from "./person";
import { expectGood, expectGoodDialog, leaveDialog } from "./surface";

const ECHO = { "lab/echo.pcap": "echo.pcap" };
const LIST = "```ladder\ntitle: Opening\nA -> B: SYN seq=a\nB -> A: SYN-ACK seq=b ack=a+1\n```\n";

/** A capture is drawn from the list of captures, and everything is done once that can be done with it. */
const captureAndNote: Flow = {
  name: "a capture, its note and its diagram",
  rows: [
    "Draw ladder from capture… (palette, menu of a capture, list of captures)",
    "Regenerate diagram; at the cursor; of a folder",
    "Undo last regenerate, Restore deleted parts",
    "Rename endpoints and change looks…",
    "Export SVG (palette, menu, button)",
    "Export picture…: SVG or PNG, page, background",
    "Draw state diagram, Explain conversation",
    "Open capture, diagram, ladder note",
  ],
  start: { captures: ECHO, notes: { "day.md": "# Day\n" }, settings: { preview: false } },
  go: async (person) => {
    const { page } = person;
    await person.open("day.md");
    await person.palette("Draw ladder from capture…");
    await person.press(page.getByRole("option", { name: "lab/echo.pcap" }));
    const first = await person.textOf("lab/echo.excalidraw.md");
    await person.seesFile("lab/echo.md");
    await page.locator(".packet-ladder-block-buttons").waitFor();
    await regenerate(person, first);
    await describeAndExport(person);
    await person.open("lab/echo.md");
    await person.palette("Rename endpoints and change looks…");
    await page.getByRole("dialog").locator("svg").first().waitFor();
    await expectGoodDialog(person, "rename endpoints");
    await leaveDialog(person);
    for (const [command, path] of [
      ["Open diagram", "lab/echo.excalidraw.md"],
      ["Open capture", "lab/echo.pcap"],
      ["Open ladder note", "lab/echo.md"],
    ] as const) {
      await person.palette(command);
      await person.seesFile(path);
    }
    for (const command of ["Open diagram", "Open ladder note"]) await person.fileMenu(command);
    await person.seesFile("lab/echo.md");
  },
};

async function regenerate(person: Person, first: string): Promise<void> {
  expect(await person.told(() => person.palette("Regenerate diagram"))).toContain("echo.excalidraw");
  await person.open("lab/echo.pcap");
  const folder = await person.told(() => person.fileMenu("Regenerate all diagrams in this folder"));
  expect(folder).toContain("1 diagram of 1 note regenerated");
  await person.open("lab/echo.md");
  await person.change("lab/echo.md", "capture:", "title: Other\ncapture:");
  expect(await person.told(() => person.fileMenu("Regenerate diagram"))).toContain("echo.excalidraw");
  expect(await person.textOf("lab/echo.excalidraw.md")).toContain("Other");
  await person.told(() => person.palette("Undo last regenerate"));
  expect(await person.textOf("lab/echo.excalidraw.md")).toBe(first);
  const restored = await person.told(() => person.palette("Restore deleted parts of the diagram"));
  expect(restored).toContain("echo.excalidraw");
}

async function describeAndExport(person: Person): Promise<void> {
  const { page, main } = person;
  expect(await person.told(() => person.palette("Explain conversation"))).toContain("says what happened");
  const button = page.getByRole("toolbar", { name: "Ladder" }).getByRole("button", { name: "Export SVG" });
  for (const exporting of [
    () => person.palette("Export SVG"),
    () => person.fileMenu("Export SVG"),
    () => person.press(button),
  ])
    expect(await person.told(exporting)).toContain("echo.svg");
  expect(await person.textOf("lab/echo.svg")).toMatch(/^<svg /u);
  await person.palette("Export picture…");
  await expectGoodDialog(person, "export picture");
  await page.getByLabel("Format").selectOption("PNG");
  await page.getByLabel("Page").selectOption("dark");
  expect(await person.told(() => page.keyboard.press("Enter"))).toContain("echo.png");
  const before = await main.evaluate(() => window.shell.paths().length);
  await person.palette("Draw state diagram");
  await main.waitForFunction((count) => window.shell.paths().length === count + 1, before);
}

const severalCaptures: Flow = {
  name: "several captures at once",
  rows: ["Draw ladders of several captures (menu)"],
  start: { captures: { ...ECHO, "lab/delay.pcap": "delay-5s.pcap" } },
  notOffered: { "window of its own": "the list of files is in the main window only" },
  go: async (person) => {
    await person.main.evaluate(() => {
      window.shell.openFilesMenu(["lab/echo.pcap", "lab/delay.pcap"]);
    });
    await person.press(person.page.getByRole("menuitem", { name: "Draw 2 ladders" }));
    await person.textOf("lab/echo.excalidraw.md");
    await person.textOf("lab/delay.excalidraw.md");
  },
};

/** A person's word in a drawing stands against a new one of the note; they look at both, and take the new one. */
const editThatStands: Flow = {
  name: "an edit that stands against a new value",
  rows: [
    "*Show new values…* of a regenerate that kept an edit",
    "Drawing open in the Excalidraw plugin (its stand-in)",
  ],
  start: { notes: { "n.md": LIST }, excalidraw: true },
  go: async (person) => {
    const { page } = person;
    await person.open("n.md");
    await person.palette("Regenerate diagram");
    await person.textOf("n.excalidraw.md");
    await person.open("n.excalidraw.md");
    await retitle(person, "Opening", "Mine");
    await person.open("n.md");
    await person.change("n.md", "title: Opening", "title: Newer");
    await person.told(() => person.palette("Regenerate diagram"));
    await person.keepScreen("notice with new values");
    await person.press(page.getByRole("button", { name: "Show new values…" }));
    const dialog = page.getByRole("dialog");
    await dialog.getByText("“Mine”").waitFor();
    expect(await person.textOf("n.excalidraw.md")).toContain("Mine");
    await expectGoodDialog(person, "new values");
    await person.press(dialog.getByRole("button", { name: "Take new value" }));
    await dialog.getByText("Taken: “Newer”").waitFor();
    await leaveDialog(person);
    expect(await person.textOf("n.excalidraw.md")).not.toContain("Mine");
    await person.open("n.excalidraw.md");
    await person.change("n.md", "title: Newer", "title: Newest");
    await person.told(() => person.palette("Regenerate diagram"));
    expect(await canvasTexts(person)).toContain("Newest");
  },
};

/** Changes a word on the canvas, as the Excalidraw plugin does when a person has typed it, and saves. */
async function retitle({ main }: Person, from: string, to: string): Promise<void> {
  await main.evaluate(
    async ([before, after]) => {
      const view = window.shell.drawingView("n.excalidraw.md");
      const words = { text: after, originalText: after, rawText: after };
      view?.draw((elements) =>
        elements.map((element) =>
          element.type === "text" && element.text === before
            ? { ...element, ...words, version: element.version + 1 }
            : element,
        ),
      );
      await view?.forceSave();
    },
    [from, to] as const,
  );
}

function canvasTexts({ main }: Person): Promise<readonly string[]> {
  return main.evaluate(() => {
    const elements = window.shell.drawingView("n.excalidraw.md")?.elements ?? [];
    return elements.flatMap((element) => (element.type === "text" ? [element.text] : []));
  });
}

/** What is drawn, as a note and its diagram show it. */
const blockWithMistakes: Flow = {
  name: "a block with its buttons, findings and diagram",
  rows: [
    "Block: picture, errors in place, buttons, arrows to packets",
    "Drawing without the Excalidraw plugin",
    "Export SVG (palette, menu, button)",
  ],
  start: { notes: { "n.md": "# Lab\n\n```ladder\ntitle: One\nA -> B: hi\nnonsense here\n```\n" } },
  go: async (person) => {
    const { page } = person;
    await person.open("n.md");
    const bar = page.getByRole("toolbar", { name: "Ladder" });
    await bar.waitFor();
    expect(await page.locator(".packet-ladder-finding").first().innerText()).toMatch(/^Line 6: /u);
    await expectGood(person, ".packet-ladder-block", "block with a mistake");
    await person.told(() => person.press(bar.getByRole("button", { name: "Make diagram" })));
    await bar.getByRole("button", { name: "Update diagram" }).waitFor();
    await person.told(() => person.press(bar.getByRole("button", { name: "Update diagram" })));
    await person.press(bar.getByRole("button", { name: "Change…" }));
    await page.getByRole("dialog").waitFor();
    await leaveDialog(person);
    await person.press(bar.getByRole("button", { name: "Open diagram" }));
    await person.seesFile("n.excalidraw.md");
    await page.locator(".packet-ladder-drawing svg text", { hasText: "hi" }).first().waitFor();
    await page.getByText("install the community plugin “Excalidraw”").waitFor();
    await expectGood(person, ".packet-ladder-drawing", "drawing without excalidraw");
  },
};

/** What makes, renews, shows and exports drawings. */
export const drawingFlows: readonly Flow[] = [
  captureAndNote,
  severalCaptures,
  editThatStands,
  blockWithMistakes,
];
