import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { flows } from "./drive";
import { type Column, columns } from "./surroundings";

/** The rows of the table in docs/driven.md, and the other files that drive what is in them, in more detail. */
const rows: Readonly<Record<string, string>> = {
  "Draw ladder from capture… (palette, menu of a capture, list of captures)": "`plugin`",
  "Draw ladders of several captures (menu)": "",
  "Regenerate diagram; at the cursor; of a folder": "`plugin`",
  "*Show new values…* of a regenerate that kept an edit": "",
  "Undo last regenerate, Restore deleted parts": "",
  "Rename endpoints and change looks…": "`preview`",
  "Export SVG (palette, menu, button)": "`plugin`",
  "Export picture…: SVG or PNG, page, background": "`export-picture`",
  "Draw state diagram, Explain conversation": "",
  "Open capture, diagram, ladder note": "`surroundings`",
  "Turn selection or clipboard into ladder (menu of the editor, palette, offer after a paste)": "`editor`",
  "Insert event list… (palette, menu of the editor)": "`editor`",
  "A capture dropped or pasted: attachment, block and embed": "`editor`, `surroundings`",
  "Colours and completion in blocks, callouts, lists": "`editor`",
  "Capture view: conversations, packets, filter, detail, stream": "`capture-view`, `accessibility`",
  "Capture without a packet, and a file that only looks like one": "`capture-view`, `hostile`",
  "Notice while a capture is read, with Cancel": "`worker`, `faults`",
  "Dialog before a capture is drawn": "`preview`, `accessibility`",
  "Block: picture, errors in place, buttons, arrows to packets": "`plugin`, `accessibility`",
  "Badge of a diagram that is older than its capture": "`test/obsidian/stale-badge`",
  "Drawing without the Excalidraw plugin": "`surroundings`",
  "Drawing open in the Excalidraw plugin (its stand-in)": "`plugin`, `test/obsidian/open-view`",
  "Settings: kept, checked, migrated, followed": "`preview`, `test/obsidian/ladder-settings`",
  "Obsidian's command line": "`surroundings`",
  "`obsidian://packet-ladder`": "`surroundings`, `hostile`",
};

function cell(row: string, column: Column): string {
  const driving = flows.filter((flow) => flow.rows.includes(row));
  if (driving.some(({ notOffered }) => notOffered?.[column] === undefined)) return "●";
  return driving.length === 0 ? "○" : "—";
}

it("docs/driven.md has the table of what is driven", () => {
  const table = [
    `| what | ${columns.join(" | ")} | in more detail in |`,
    `|---|${columns.map(() => "---|").join("")}---|`,
    ...Object.entries(rows).map(
      ([row, files]) => `| ${row} | ${columns.map((column) => cell(row, column)).join(" | ")} | ${files} |`,
    ),
  ];
  const written = readFileSync(new URL("../../../docs/driven.md", import.meta.url), "utf8");
  expect(written.split("\n").filter((line) => line.startsWith("|"))).toEqual(table);
});

it("every row is driven by a flow, and no flow drives what is no row", () => {
  expect(new Set(flows.flatMap((flow) => flow.rows))).toEqual(new Set(Object.keys(rows)));
});
