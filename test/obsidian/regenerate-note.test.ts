// @vitest-environment happy-dom
import { describe, expect, it, vi } from "vitest";
import { folderWork } from "../../src/obsidian/regenerate-folder";
import { regenerateCaptureNote } from "../../src/obsidian/regenerate-note";
import { undoRegenerate } from "../../src/obsidian/regenerate-undo";
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

  it("draws one block only, where that is asked for", async () => {
    const shell = openShell({ notes: { "n.md": `${block("A -> B: one")}\n${block("A -> B: two")}` } });
    const { app } = shell;
    await regenerateCaptureNote(app.asOriginalType__(), shell.file("n.md").asOriginalType2__(), {
      onlyBlock: 1,
    });
    expect(shell.paths()).toEqual(["n 2.excalidraw.md", "n.md"]);
  });

  it("shows new values of conflicts one click away, and takes the one that is clicked", async () => {
    const shell = openShell({ notes: { "n.md": block("A -> B: one", "B -> A: two") } });
    await regenerate(shell);
    const drawing = shell.file("n.excalidraw.md");
    const mine = (await shell.read("n.excalidraw.md")).replace("one ^", "mine ^").replace("two ^", "too ^");
    await shell.vault.modify(drawing, mine);
    const note = await shell.read("n.md");
    await shell.vault.modify(shell.file("n.md"), note.replace("one", "uno").replace("two", "due"));
    expect(await regenerate(shell)).toContain("2 conflicts");
    const click = (words: string): void => {
      const buttons = [...document.querySelectorAll("button")];
      buttons.find((button) => button.textContent.startsWith(words))?.click();
    };
    click("Show new values");
    expect(document.querySelectorAll(".packet-ladder-conflicts li")).toHaveLength(2);
    click("Take new value");
    await vi.waitFor(() => expect(document.querySelector("li")?.textContent).toBe("Taken: “uno”"));
    const taken = await shell.read("n.excalidraw.md");
    expect(taken).toContain("uno ^");
    expect(taken).toContain("too ^");
  });

  it("follows an embed to a drawing that was renamed while nobody watched", async () => {
    const shell = openShell({ notes: { "n.md": `${block("A -> B: one")}\n![[n.excalidraw]]\n` } });
    await regenerate(shell);
    await shell.vault.create("renamed.md", await shell.read("n.excalidraw.md"));
    await shell.vault.delete(shell.file("n.excalidraw.md"));
    const text = (await shell.read("n.md")).replace("![[n.excalidraw]]", "![[renamed]]");
    await shell.vault.modify(shell.file("n.md"), text);
    await regenerate(shell);
    expect(shell.paths()).toEqual(["n.md", "renamed.md"]);
    expect(await shell.read("n.md")).toContain("drawing: [[renamed]]\n");
  });
});

describe("regenerating a folder", () => {
  it("regenerates every capture note in it, says so in one notice, and is undone as one", async () => {
    const shell = openShell({
      notes: {
        "lab/a.md": block("A -> B: one"),
        "lab/in/b.md": block("A -> B: one"),
        "c.md": block("A -> B: x"),
      },
    });
    const app = shell.app.asOriginalType__();
    for (const path of ["lab/a.md", "lab/in/b.md"]) await regenerate(shell, path);
    const before = await Promise.all(
      ["lab/a", "lab/in/b"].map((name) => shell.read(`${name}.excalidraw.md`)),
    );
    for (const path of ["lab/a.md", "lab/in/b.md"])
      await shell.vault.modify(shell.file(path), (await shell.read(path)).replace("one", "uno"));
    document.body.empty();
    await folderWork(app, "lab")?.();
    expect(shell.notices()).toEqual(["2 diagrams of 2 notes regenerated, 2 changed."]);
    expect(shell.paths()).not.toContain("c.excalidraw.md");
    expect(await shell.read("lab/in/b.excalidraw.md")).toContain("uno ^");
    await undoRegenerate(app);
    const after = await Promise.all(["lab/a", "lab/in/b"].map((name) => shell.read(`${name}.excalidraw.md`)));
    expect(after).toEqual(before);
  });
});
