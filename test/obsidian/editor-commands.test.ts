// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { MarkdownView } from "obsidian";
import { describe, expect, it } from "vitest";
import { editorCommands, editorPaletteCommand } from "../../src/obsidian/editor/editor-command";
import { LadderSuggest } from "../../src/obsidian/editor/ladder-suggest";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const pasted = readFileSync("test/read/paste/fixtures/reset-unread.tshark.txt", "utf8").trim();

async function inNote(text: string): Promise<{ readonly shell: Shell; readonly view: MarkdownView }> {
  const shell = openShell({ notes: { "note.md": text } });
  await shell.open("note.md");
  const view = shell.app.asOriginalType__().workspace.getActiveViewOfType(MarkdownView);
  if (view === null) throw new Error("the note is not open");
  view.editor.setValue(text);
  return { shell, view };
}

function run(shell: Shell, id: string): void {
  const command = editorCommands.find((each) => each.id === id);
  if (command === undefined) throw new Error(`no command ${id}`);
  const { workspace } = shell.app.asOriginalType__();
  const view = workspace.getActiveViewOfType(MarkdownView);
  if (view === null) throw new Error("no note is open");
  void editorPaletteCommand(shell.app.asOriginalType__(), command).editorCallback?.(view.editor, view);
}

describe("Turn into ladder", () => {
  it("puts a block in the place of the selected rows, and one undo brings them back", async () => {
    const { shell, view } = await inNote(`Before\n${pasted}\nAfter`);
    const last = pasted.split("\n").length;
    view.editor.setSelection({ line: 1, ch: 0 }, { line: last, ch: view.editor.getLine(last).length });
    run(shell, "turn-into-ladder");
    await expect.poll(() => view.editor.getValue()).toMatch(/^Before\n```ladder\n[\s\S]+\n```\nAfter$/u);
    expect(view.editor.getValue()).toContain("labels: fields");
    view.editor.undo();
    expect(view.editor.getValue()).toBe(`Before\n${pasted}\nAfter`);
  });

  it("leaves text in which nothing happens as it is, and says why", async () => {
    const { shell, view } = await inNote("Dear reader");
    view.editor.setSelection({ line: 0, ch: 0 }, { line: 0, ch: 11 });
    run(shell, "turn-into-ladder");
    await expect.poll(() => shell.notices().join()).toContain("No event was found");
    expect(view.editor.getValue()).toBe("Dear reader");
  });
});

describe("Insert event list", () => {
  it("asks for an exchange and puts its block on lines of its own", async () => {
    const { shell, view } = await inNote("Before after");
    view.editor.setCursor({ line: 0, ch: 7 });
    run(shell, "insert-event-list");
    const input = document.querySelector<HTMLInputElement>(".prompt-input");
    if (input === null) throw new Error("nothing is asked");
    input.value = "simultaneous";
    input.dispatchEvent(new Event("input"));
    await expect.poll(() => document.querySelectorAll(".suggestion-item").length).toBe(1);
    document.querySelector<HTMLElement>(".suggestion-item")?.click();
    expect(view.editor.getValue()).toMatch(
      /^Before \n```ladder\ntitle: Simultaneous open\n[\s\S]+```\nafter$/u,
    );
  });
});

describe("what is offered while a block is written", () => {
  it("stands behind what was typed, in ladder blocks only", async () => {
    const { shell, view } = await inNote("states: w\n```ladder\nstates: w\n```\n");
    const suggest = new LadderSuggest(shell.app.asOriginalType__());
    expect(suggest.onTrigger({ line: 0, ch: 9 }, view.editor)).toBeNull();
    const place = suggest.onTrigger({ line: 2, ch: 9 }, view.editor);
    expect(place).toEqual({ start: { line: 2, ch: 8 }, end: { line: 2, ch: 9 }, query: "w" });
    expect(suggest.getSuggestions()).toEqual(["written"]);
  });
});
