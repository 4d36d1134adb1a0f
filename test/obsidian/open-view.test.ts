// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { updateDrawing } from "../../src/obsidian/drawing-files";
import { rememberRegenerated, undoRegenerate } from "../../src/obsidian/regenerate-undo";
import { drawBlock, makeDrawing, readBlock, readDrawing, type Scene } from "../../src/pipeline";
import type { SceneElement } from "../../src/scene/scene";
import { foreignElement } from "../node/edit-drawing";
import { ExcalidrawView } from "../support/obsidian-shell/excalidraw";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const PATH = "n.excalidraw.md";

async function sceneOf(text: string): Promise<Scene> {
  return drawBlock(await readBlock(text, "test", () => Promise.resolve(undefined)));
}

/** Whatever goes wrong: what the person drew is in the file or on the canvas, and the file is a drawing. */
describe("a drawing that is open in the Excalidraw plugin", () => {
  let shell: Shell;
  let view: ExcalidrawView;
  let next: Scene;

  beforeEach(async () => {
    next = await sceneOf("A -> B: one\nB -> A: two");
    shell = openShell({ notes: { "n.md": "", [PATH]: makeDrawing(await sceneOf("A -> B: one")).markdown } });
    shell.installExcalidraw();
    view = await opened();
  });

  async function opened(newTab = false): Promise<ExcalidrawView> {
    const { view: one } = await shell.open(PATH, newTab);
    const found: unknown = one;
    if (!(found instanceof ExcalidrawView)) throw new Error("the drawing is not open");
    return found;
  }

  const update = (): Promise<unknown> =>
    updateDrawing(shell.app.asOriginalType__(), "n.md", "n.excalidraw", (previous) =>
      makeDrawing(next, previous),
    );
  const inFile = async (): Promise<readonly SceneElement[]> =>
    live(readDrawing(await shell.read(PATH)).elements);
  const live = (elements: readonly SceneElement[]): readonly SceneElement[] =>
    elements.filter(({ isDeleted }) => !isDeleted);
  const labels = (elements: readonly SceneElement[]): readonly string[] =>
    live(elements).flatMap((element) => (element.type === "text" ? [element.rawText] : []));
  const reddened = (element: SceneElement): SceneElement => ({
    ...element,
    strokeColor: "#e03131",
    version: element.version + 1,
  });
  const newElements = (elements: readonly SceneElement[]): readonly SceneElement[] =>
    live(elements).filter(({ strokeColor }) => strokeColor !== "#e03131");
  const addMine = (to: ExcalidrawView, id = "mine0001"): void => {
    to.draw((elements) => [...elements, { ...foreignElement, id }]);
  };
  const ids = (elements: readonly SceneElement[]): readonly string[] => live(elements).map(({ id }) => id);

  it("takes the change below what the person drew on top", async () => {
    addMine(view);
    await update();
    expect(labels(await inFile())).toContain("two");
    expect(ids(await inFile()).at(-1)).toBe("mine0001");
    expect(ids(view.elements)).toEqual(ids(await inFile()));
    expect(view.isDirty()).toBe(false);
  });

  it("takes a regenerate back on its canvas, and keeps what was drawn since", async () => {
    const shown = live(view.elements).map(({ id }) => id);
    const before = await shell.read(PATH);
    await update();
    const file = shell.file(PATH).asOriginalType2__();
    rememberRegenerated(shell.app.asOriginalType__(), [{ file, before, after: await shell.read(PATH) }]);
    addMine(view);
    await undoRegenerate(shell.app.asOriginalType__());
    expect(labels(view.elements)).not.toContain("two");
    expect(new Set(ids(view.elements))).toEqual(new Set([...shown, "mine0001"]));
    expect(ids(await inFile())).toEqual(ids(view.elements));
  });

  it("keeps what is drawn while the change is worked out", async () => {
    const read = shell.vault.read.bind(shell.vault);
    let reads = 0;
    shell.vault.read = async (file) => {
      const text = await read(file);
      reads += 1;
      if (reads === 1) view.draw((elements) => elements.map(reddened));
      return text;
    };
    await update();
    const red = (await inFile()).filter(({ strokeColor }) => strokeColor === "#e03131");
    expect(red.length).toBeGreaterThan(5);
    expect(newElements(view.elements).every(({ version }) => version === 1)).toBe(true);
    expect(labels(await inFile())).toContain("two");
  });

  it("refuses, and changes nothing, where the person never stops", async () => {
    const read = shell.vault.read.bind(shell.vault);
    let reads = 0;
    shell.vault.read = async (file) => {
      reads += 1;
      const text = await read(file);
      addMine(view, `stroke${String(reads).padStart(2, "0")}`);
      return text;
    };
    await expect(update()).rejects.toThrow("is being drawn in");
    expect(labels(view.elements)).not.toContain("two");
    expect(ids(view.elements)).toEqual(expect.arrayContaining(["stroke01", "stroke02"]));
  });

  it("waits while the pointer is down", async () => {
    view.isPointerDown = true;
    const changing = update();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(labels(view.elements)).not.toContain("two");
    view.isPointerDown = false;
    await changing;
    expect(labels(await inFile())).toContain("two");
  });

  it("saves again where an older release did not because a save was running", async () => {
    view.isOfOldRelease = true;
    addMine(view);
    const saving = view.autosave();
    await update();
    await saving;
    expect(labels(await inFile())).toContain("two");
    expect(ids(await inFile())).toContain("mine0001");
  });

  it("loses nothing where ExcalidrawAutomate fails half-way, and the next regenerate ends as if it had not", async () => {
    const shared: unknown = Reflect.get(window, "ExcalidrawAutomate");
    const getAPI = (of: ExcalidrawView): object => {
      const whole = (shared as { getAPI: (of: ExcalidrawView) => object }).getAPI(of);
      return Object.assign(whole, {
        addElementsToView: (): Promise<never> => {
          const collected = Reflect.get(whole, "elementsDict") as Record<string, SceneElement>;
          const half = Object.values(collected).slice(0, 3);
          const known = new Set(half.map(({ id }) => id));
          of.draw((elements) => [...elements.filter(({ id }) => !known.has(id)), ...half]);
          return Promise.reject(new TypeError("rawText is undefined"));
        },
      });
    };
    addMine(view);
    Reflect.set(window, "ExcalidrawAutomate", { getAPI });
    await expect(update()).rejects.toThrow("Excalidraw did not take the change");
    await view.autosave();
    expect(ids(await inFile())).toContain("mine0001");
    Reflect.set(window, "ExcalidrawAutomate", shared);
    await update();
    const generated = newElements(await inFile()).filter(({ id }) => id !== "mine0001");
    const expected = makeDrawing(next).scene.elements;
    const placed = (elements: readonly SceneElement[]): readonly string[] =>
      elements.map(({ id, x, y }) => [id, x, y].map(String).join(" ")).sort();
    expect(placed(generated)).toEqual(placed(expected));
    expect(ids(await inFile())).toContain("mine0001");
  });

  it("just after the view has saved by itself, the change is not overwritten", async () => {
    addMine(view);
    await view.autosave();
    await update();
    addMine(view, "mine0002");
    await view.autosave();
    expect(labels(await inFile())).toContain("two");
    expect(ids(await inFile())).toEqual(expect.arrayContaining(["mine0001", "mine0002"]));
  });

  it("loses nothing of a view that has not saved for long", async () => {
    view.lastSave = Date.now() - 6 * 60_000;
    addMine(view);
    await update();
    expect(ids(view.elements)).toContain("mine0001");
    expect(labels(await inFile())).toContain("two");
  });

  it("is changed in one of two views, and the other follows with what was drawn there", async () => {
    const other = await opened(true);
    expect(other).not.toBe(view);
    addMine(view, "mine0001");
    addMine(other, "mine0002");
    await update();
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const elements of [view.elements, other.elements]) expect(labels(elements)).toContain("two");
    await other.forceSave(true, true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(labels(await inFile())).toContain("two");
    expect(ids(await inFile())).toEqual(expect.arrayContaining(["mine0001", "mine0002"]));
  });

  it.each([
    ["before the change", 1],
    ["after it", 2],
  ])(
    "says so where the file cannot be written %s, and the canvas keeps everything",
    async (_when, failing) => {
      addMine(view);
      let writes = 0;
      shell.vault.faults.write = () => {
        writes += 1;
        return writes >= failing ? new Error("disk full") : undefined;
      };
      await expect(update()).rejects.toThrow("Close it, then regenerate");
      expect(ids(view.elements)).toContain("mine0001");
      expect(view.isDirty()).toBe(true);
      shell.vault.faults.write = () => undefined;
      await view.forceSave(true, true);
      expect(ids(await inFile())).toContain("mine0001");
    },
  );

  it("waits for what a view writes after it was closed", async () => {
    addMine(view);
    const { workspace } = shell.app;
    const { watchDrawingViews } = await import("../../src/obsidian/closed-views");
    watchDrawingViews(shell.app.asOriginalType__());
    workspace.getLeavesOfType("excalidraw")[0]?.detach();
    workspace.trigger("layout-change");
    await update();
    expect(ids(await inFile())).toContain("mine0001");
    expect(labels(await inFile())).toContain("two");
  });
});
