// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { regenerateCaptureNote } from "../../src/obsidian/regenerate-note";
import { MarkdownView } from "../support/obsidian-shell/markdown-view";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const block = (...lines: readonly string[]): string => ["```ladder", ...lines, "```", ""].join("\n");

async function regenerate(shell: Shell, path = "n.md"): Promise<string> {
  await regenerateCaptureNote(shell.app.asOriginalType__(), shell.file(path).asOriginalType2__());
  return shell.notices().join("\n");
}

describe("regenerateCaptureNote", () => {
  it("makes a drawing for every block and names it there", async () => {
    const shell = openShell({ notes: { "n.md": `${block("A -> B: one")}\n${block("A -> B: two")}` } });
    const notice = await regenerate(shell);
    expect(shell.paths()).toEqual(["n 2.excalidraw.md", "n.excalidraw.md", "n.md"]);
    expect(await shell.read("n.md")).toContain("drawing: [[n 2.excalidraw]]");
    expect(notice).toMatch(/“n\.excalidraw”: .*\n“n 2\.excalidraw”: /u);
  });

  it("draws the other blocks when one cannot be read", async () => {
    const shell = openShell({
      notes: { "n.md": `${block("capture: [[gone.pcap]]")}\n${block("A -> B: two")}` },
    });
    expect(await regenerate(shell)).toContain("gone.pcap");
    expect(shell.paths()).toEqual(["n 2.excalidraw.md", "n.md"]);
  });

  it("draws the other blocks when one drawing is somebody else's", async () => {
    const notes = { "n.md": `${block("A -> B: one")}\n${block("A -> B: two")}` };
    const shell = openShell({ notes });
    shell.vault.faults.write = (path) => (path === "n.excalidraw.md" ? new Error("locked") : undefined);
    expect(await regenerate(shell)).toContain("locked");
    expect(shell.paths()).toEqual(["n 2.excalidraw.md", "n.md"]);
    expect(await shell.read("n.md")).toBe(notes["n.md"]);
  });

  it("lets no block overwrite the drawing of another", async () => {
    const same = "drawing: [[x.excalidraw]]";
    const shell = openShell({
      notes: { "n.md": `${block(same, "A -> B: one")}\n${block(same, "A -> B: two")}` },
    });
    expect(await regenerate(shell)).toContain("Two blocks name the drawing “x.excalidraw”");
  });

  it("draws what is typed and not saved yet", async () => {
    const shell = openShell({ notes: { "n.md": block("A -> B: one") } });
    const leaf = await shell.open("n.md");
    const view: unknown = leaf.view;
    if (!(view instanceof MarkdownView)) throw new Error("the note is not open");
    view.type(block("title: Typed just now", "A -> B: one"));
    await regenerate(shell);
    expect(await shell.read("n.excalidraw.md")).toContain("Typed just now");
  });

  it("leaves a note alone that was changed while it was drawn", async () => {
    const shell = openShell({ notes: { "n.md": block("A -> B: one") } });
    const changed = block("A -> B: other");
    const create = shell.vault.create.bind(shell.vault);
    shell.vault.create = async (path, data) => {
      await shell.vault.modify(shell.file("n.md"), changed);
      return create(path, data);
    };
    await regenerate(shell);
    expect(await shell.read("n.md")).toBe(changed);
  });

  it("says the line of the note a finding is about", async () => {
    const shell = openShell({ notes: { "n.md": `# Lab\n\n${block("A -> B: one", "nonsense here")}` } });
    expect(await regenerate(shell)).toContain("Line 5: ");
  });

  it("says so where there is no ladder block", async () => {
    const shell = openShell({ notes: { "n.md": "# Lab" } });
    await expect(regenerate(shell)).rejects.toThrow("“n” has no ladder block.");
  });
});
