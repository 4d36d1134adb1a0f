// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { regenerateBlock } from "../../src/obsidian/regenerate-diagram";
import { MarkdownView } from "../support/obsidian-shell/markdown-view";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

// Lines 2 to 4 are the first block, 6 to 8 the second.
const text = "# Lab\n\n```ladder\nA -> B: one\n```\n\n```ladder\nA -> B: two\n```\n";

/** Opens the note with the cursor in a line, from 0, and gives what the command would do there. */
async function workAt(shell: Shell, line: number): Promise<(() => unknown) | undefined> {
  const view: unknown = (await shell.open("n.md")).view;
  if (!(view instanceof MarkdownView)) throw new Error("the note is not open");
  view.editor.setValue(text);
  view.editor.setCursor({ line, ch: 0 });
  return regenerateBlock.forFile(shell.app.asOriginalType__(), shell.file("n.md").asOriginalType2__());
}

describe("regenerating the diagram at the cursor", () => {
  it.each([
    [2, "n.excalidraw.md"],
    [3, "n.excalidraw.md"],
    [4, "n.excalidraw.md"],
    [6, "n 2.excalidraw.md"],
    [7, "n 2.excalidraw.md"],
    [8, "n 2.excalidraw.md"],
  ])("with the cursor in line %i draws only that block", async (line, drawing) => {
    const shell = openShell({ notes: { "n.md": text } });
    await (
      await workAt(shell, line)
    )?.();
    expect(shell.paths()).toEqual([drawing, "n.md"]);
  });

  it.each([0, 1, 5])("with the cursor in line %i, outside of blocks, is not offered", async (line) => {
    const shell = openShell({ notes: { "n.md": text } });
    expect(await workAt(shell, line)).toBeUndefined();
    expect(shell.paths()).toEqual(["n.md"]);
  });

  it("is not offered for a note that is not the one in front", async () => {
    const shell = openShell({ notes: { "n.md": text, "other.md": text } });
    await workAt(shell, 3);
    const { app } = shell;
    expect(
      regenerateBlock.forFile(app.asOriginalType__(), shell.file("other.md").asOriginalType2__()),
    ).toBeUndefined();
  });
});
