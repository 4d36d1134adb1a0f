// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { changeOpenDrawing } from "../../src/obsidian/open-drawing";
import { drawBlock, makeDrawing, readBlock, readDrawing, type Scene } from "../../src/pipeline";
import type { ExcalidrawView } from "../support/obsidian-shell/excalidraw";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const nobody = (): Promise<undefined> => Promise.resolve(undefined);
const PATH = "n.excalidraw.md";

async function sceneOf(text: string): Promise<Scene> {
  return drawBlock(await readBlock(text, "test", nobody));
}

describe("changing an open drawing", () => {
  let shell: Shell;
  let view: ExcalidrawView;
  let next: Scene;

  beforeEach(async () => {
    next = await sceneOf("A -> B: one\nB -> A: two");
    shell = openShell({ notes: { [PATH]: makeDrawing(await sceneOf("A -> B: one")).markdown } });
    shell.installExcalidraw();
    await shell.open(PATH);
    view = shell.drawingView(PATH) ?? missing();
  });

  const change = (): Promise<void> => {
    const { vault } = shell.app.asOriginalType__();
    return changeOpenDrawing(vault, shell.file(PATH).asOriginalType2__(), [view], (previous) =>
      makeDrawing(next, previous),
    );
  };
  const labels = (scene: Pick<Scene, "elements">): readonly unknown[] =>
    scene.elements
      .filter((element) => !element.isDeleted)
      .flatMap((element) => (element.type === "text" ? [element.text] : []));

  it("brings canvas and file to the new ladder", async () => {
    await change();
    expect(labels(view)).toEqual(expect.arrayContaining(["one", "two"]));
    expect(labels(readDrawing(await shell.read(PATH)))).toEqual(expect.arrayContaining(["one", "two"]));
  });

  it("keeps what was drawn since the last save", async () => {
    view.draw((elements) =>
      elements.map((element) =>
        element.type === "arrow" ? { ...element, x: element.x + 7, strokeColor: "#e03131" } : element,
      ),
    );
    await change();
    expect(view.elements.some((element) => element.strokeColor === "#e03131")).toBe(true);
  });

  it("waits until the view has saved", async () => {
    view.semaphores.saving = true;
    const changing = change();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(labels(view)).not.toContain("two");
    view.semaphores.saving = false;
    await changing;
    expect(labels(view)).toContain("two");
  });

  it("refuses while a text is being typed", async () => {
    view.editingText = true;
    await expect(change()).rejects.toThrow("Finish the text you are typing");
    expect(labels(view)).not.toContain("two");
  });

  it("refuses where ExcalidrawAutomate is missing", async () => {
    Reflect.deleteProperty(window, "ExcalidrawAutomate");
    await expect(change()).rejects.toThrow("Close it, then regenerate");
  });

  it("says so when the view did not take the change", async () => {
    view.draw = () => undefined;
    await expect(change()).rejects.toThrow("Close it, then regenerate");
  });
});

function missing(): never {
  throw new Error("the drawing is not open");
}
