// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { encodeNote, newDrawingNote } from "../../src/note/encode-note";
import { findDrawing, updateDrawing } from "../../src/obsidian/drawing-files";
import { drawBlock, type Drawing, makeDrawing, readBlock, type Scene } from "../../src/pipeline";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const nobody = (): Promise<undefined> => Promise.resolve(undefined);

async function sceneOf(text: string): Promise<Scene> {
  return drawBlock(await readBlock(text, "test", nobody));
}

/** A drawing with one element that no program of ours made. */
async function foreignDrawing(): Promise<string> {
  const scene = await sceneOf("A -> B: hi");
  const [first] = scene.elements;
  if (first === undefined) throw new Error("nothing drawn");
  const { customData: _ours, ...foreign } = first;
  return encodeNote(newDrawingNote({ ...scene, elements: [{ ...foreign, type: "freedraw" }] }));
}

describe("updateDrawing", () => {
  const update = async (shell: Shell, name: string, scene: Scene): Promise<Drawing | undefined> => {
    let made: Drawing | undefined;
    await updateDrawing(
      shell.app.asOriginalType__(),
      "lab/n.md",
      name,
      (previous) => (made = makeDrawing(scene, previous)),
    );
    return made;
  };

  it("makes a missing drawing beside the note, even where its name leads into a folder that is missing", async () => {
    const shell = openShell({ notes: { "lab/n.md": "" } });
    await update(shell, "n.excalidraw", await sceneOf("A -> B: hi"));
    await update(shell, "elsewhere/m.excalidraw.md", await sceneOf("A -> B: hi"));
    expect(shell.paths()).toEqual(["lab/m.excalidraw.md", "lab/n.excalidraw.md", "lab/n.md"]);
  });

  it("changes a drawing that is there", async () => {
    const shell = openShell({ notes: { "lab/n.md": "" } });
    await update(shell, "n.excalidraw", await sceneOf("A -> B: one"));
    const made = await update(shell, "n.excalidraw", await sceneOf("A -> B: one\nB -> A: two"));
    expect(made?.report.added.length).toBeGreaterThan(0);
    expect(await shell.read("lab/n.excalidraw.md")).toBe(made?.markdown);
  });

  it("refuses a drawing without any element of ours, and leaves it as it is", async () => {
    const foreign = await foreignDrawing();
    const shell = openShell({ notes: { "lab/n.md": "", "lab/n.excalidraw.md": foreign } });
    const changing = update(shell, "n.excalidraw", await sceneOf("A -> B: hi"));
    await expect(changing).rejects.toThrow("was not drawn from a ladder and stays as it is");
    expect(await shell.read("lab/n.excalidraw.md")).toBe(foreign);
  });

  it("refuses a note that is no drawing, and leaves it as it is", async () => {
    const shell = openShell({ notes: { "lab/n.md": "", "lab/n.excalidraw.md": "# words" } });
    await expect(update(shell, "n.excalidraw", await sceneOf("A -> B: hi"))).rejects.toThrow("not-a-drawing");
    expect(await shell.read("lab/n.excalidraw.md")).toBe("# words");
  });
});

describe("findDrawing", () => {
  const find = (notes: Record<string, string>, name: string): string | undefined =>
    findDrawing(openShell({ notes }).app.asOriginalType__(), name, "lab/n.md")?.path;

  it("never takes a drawing of the same name from another folder", () => {
    expect(
      find({ "lab/n.md": "", "n.excalidraw.md": "", "other/n.excalidraw.md": "" }, "n.excalidraw"),
    ).toBeUndefined();
  });

  it("follows a path from the note and from the vault's root", () => {
    const notes = { "lab/n.md": "", "lab/d/x.excalidraw.md": "", "d/y.excalidraw.md": "" };
    expect(find(notes, "d/x.excalidraw")).toBe("lab/d/x.excalidraw.md");
    expect(find(notes, "d/y.excalidraw.md")).toBe("d/y.excalidraw.md");
  });

  it("follows the note's own link to a drawing that was moved", () => {
    expect(find({ "d/n.excalidraw.md": "", "lab/n.md": "![[n.excalidraw]]" }, "n.excalidraw")).toBe(
      "d/n.excalidraw.md",
    );
  });
});
