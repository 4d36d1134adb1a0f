// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { exportCaptureNote, exportDrawing } from "../../src/obsidian/export-picture";
import { regenerateCaptureNote } from "../../src/obsidian/regenerate-note";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const NOTE = {
  "lab/n.md": "```ladder\ntitle: First\nA -> B: hi\n```\n\n```ladder\ntitle: Second\nA -> B: ho\n```\n",
};

async function exportNote(shell: Shell): Promise<void> {
  await exportCaptureNote(shell.app.asOriginalType__(), shell.file("lab/n.md").asOriginalType2__());
}

describe("exporting a capture note", () => {
  it("writes a picture for every block, and no drawing", async () => {
    const shell = openShell({ notes: NOTE });
    await exportNote(shell);
    expect(shell.paths()).toEqual(["lab/n 2.svg", "lab/n.md", "lab/n.svg"]);
    expect(await shell.read("lab/n 2.svg")).toContain("Second");
    expect(shell.notices()).toEqual(["Exported “lab/n.svg”, “lab/n 2.svg”."]);
  });

  it("replaces its own picture, and leaves one of another origin alone", async () => {
    const shell = openShell({ notes: { ...NOTE, "lab/n.svg": "<svg>mine</svg>" } });
    await exportNote(shell);
    await exportNote(shell);
    expect(await shell.read("lab/n.svg")).toBe("<svg>mine</svg>");
    expect(shell.paths()).toEqual(["lab/n 2.svg", "lab/n ladder.svg", "lab/n.md", "lab/n.svg"]);
  });
});

describe("exporting a drawing", () => {
  it("shows what is on the canvas and not saved yet", async () => {
    const shell = openShell({ notes: NOTE, excalidraw: true });
    const app = shell.app.asOriginalType__();
    await regenerateCaptureNote(app, shell.file("lab/n.md").asOriginalType2__());
    await shell.open("lab/n.excalidraw.md");
    const view = shell.drawingView("lab/n.excalidraw.md");
    view?.draw((elements) =>
      elements.map((element) =>
        element.type === "arrow" ? { ...element, strokeColor: "#e03131" } : element,
      ),
    );
    await exportDrawing(app, shell.file("lab/n.excalidraw.md").asOriginalType2__());
    expect(await shell.read("lab/n.svg")).toContain("#e03131");
  });
});
