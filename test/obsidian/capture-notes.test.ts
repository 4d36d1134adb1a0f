// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { captureNoteOf, isCaptureNote, isDrawingNote } from "../../src/obsidian/capture-notes";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const BLOCK = "```ladder\nA -> B: hi\n```\n";
const DRAWING = "---\n\nexcalidraw-plugin: parsed\n\n---\n";

describe("what a note is, told without reading it", () => {
  const start = (notes: Record<string, string>): Shell => openShell({ notes });
  const ask = (shell: Shell, path: string): { capture: boolean; drawing: boolean } => {
    const app = shell.app.asOriginalType__();
    const file = shell.file(path).asOriginalType2__();
    return { capture: isCaptureNote(app, file), drawing: isDrawingNote(app, file) };
  };

  it("a note with a ladder block that is open", async () => {
    const shell = start({ "a.md": BLOCK });
    expect(ask(shell, "a.md").capture).toBe(false);
    await shell.open("a.md");
    expect(ask(shell, "a.md").capture).toBe(true);
  });

  it("a closed note with a fenced block and an embedded drawing", () => {
    const shell = start({ "d/own.excalidraw.md": DRAWING, "a.md": `${BLOCK}\n![[own.excalidraw]]\n` });
    expect(ask(shell, "a.md")).toEqual({ capture: true, drawing: false });
  });

  it("a closed note with a fenced block and its drawing beside it", () => {
    expect(ask(start({ "a.excalidraw.md": DRAWING, "a.md": BLOCK }), "a.md").capture).toBe(true);
  });

  it("no note with a drawing but without a fenced block", () => {
    expect(ask(start({ "a.excalidraw.md": DRAWING, "a.md": "![[a.excalidraw]]" }), "a.md").capture).toBe(
      false,
    );
  });

  it("a drawing by its frontmatter, whatever its name", () => {
    const shell = start({ "a.md": DRAWING, "b.excalidraw.md": "# a name is no drawing" });
    expect([ask(shell, "a.md").drawing, ask(shell, "b.excalidraw.md").drawing]).toEqual([true, false]);
  });
});

describe("the capture note of a drawing", () => {
  const noteOf = (shell: Shell, path: string): string | undefined =>
    captureNoteOf(shell.app.asOriginalType__(), shell.file(path).asOriginalType2__())?.path;

  it("is the note of its name, also for a second drawing", () => {
    const notes = { "lab/a.md": BLOCK, "lab/a.excalidraw.md": DRAWING, "lab/a 2.excalidraw.md": DRAWING };
    const shell = openShell({ notes });
    expect(noteOf(shell, "lab/a.excalidraw.md")).toBe("lab/a.md");
    expect(noteOf(shell, "lab/a 2.excalidraw.md")).toBe("lab/a.md");
  });

  it("is else the note with a block that links it", () => {
    const notes = {
      "d/x.excalidraw.md": DRAWING,
      "text.md": "[[x.excalidraw]]",
      "lab.md": `${BLOCK}![[x.excalidraw]]`,
    };
    expect(noteOf(openShell({ notes }), "d/x.excalidraw.md")).toBe("lab.md");
  });

  it("is nowhere for a drawing of the person's own", () => {
    expect(
      noteOf(openShell({ notes: { "x.excalidraw.md": DRAWING, "x.md": "words" } }), "x.excalidraw.md"),
    ).toBeUndefined();
  });
});
