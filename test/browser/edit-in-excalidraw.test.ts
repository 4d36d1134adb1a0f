import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawBlock, makeDrawing, readBlock, readDrawing, type Scene } from "../../src/pipeline";
import type { SceneElement, TextElement } from "../../src/scene/scene";
import { withScene } from "../node/edit-drawing";
import { chromiumPath, noChromium } from "../support/chromium";
import { openExcalidraw, renderScene, type ExcalidrawPage } from "../support/render-scene.mjs";

/** Where the pictures of the last run are, for looking at them. */
const PICTURES = join(import.meta.dirname, "../../.cache/edit-in-excalidraw");

/** The editor's own interface, as far as it is used. */
interface EditorWindow {
  api?: {
    getSceneElementsIncludingDeleted(): readonly unknown[];
    getAppState(): {
      scrollX: number;
      scrollY: number;
      offsetLeft: number;
      offsetTop: number;
      zoom: { value: number };
    };
  };
  readonly E: { readonly Excalidraw: unknown };
  createElement(type: unknown, props: object): unknown;
  createRoot(into: Element): { render(node: unknown): void };
}

const LIST = [
  "Client -> Server: first",
  "Server -> Client: second",
  "Client -> Server: third",
  "Server -> Client: fourth",
];

async function sceneOf(lines: readonly string[]): Promise<Scene> {
  return drawBlock(await readBlock(lines.join("\n"), "test", () => Promise.resolve(undefined)));
}

function label(elements: readonly SceneElement[], text: string): TextElement {
  const found = elements.find((each) => each.type === "text" && each.rawText === text && !each.isDeleted);
  if (found?.type !== "text") throw new Error(`no label ${text}`);
  return found;
}

/** The middle of an element. */
function middle({ x, y, width, height }: SceneElement): readonly [number, number] {
  return [x + width / 2, y + height / 2];
}

async function openEditor(page: Page, scene: Scene): Promise<void> {
  await page.setViewportSize({ width: 1300, height: 1000 });
  await page.evaluate(
    async (given) => {
      const editor = window as unknown as EditorWindow;
      const host = document.body.appendChild(document.createElement("div"));
      host.style.cssText = "position:fixed;inset:0";
      const initialData = {
        ...given,
        appState: { viewBackgroundColor: "#ffffff", scrollX: 300, scrollY: 200 },
      };
      const props = {
        initialData,
        excalidrawAPI: (api: EditorWindow["api"]) => Object.assign(editor, { api }),
      };
      editor.createRoot(host).render(editor.createElement(editor.E.Excalidraw, props));
      while (editor.api === undefined || editor.api.getSceneElementsIncludingDeleted().length === 0)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await document.fonts.ready;
    },
    JSON.parse(JSON.stringify(scene)) as Scene,
  );
  await page.waitForTimeout(500);
}

/** Gives where a place of the scene is on the screen. */
async function onScreen(page: Page, [x, y]: readonly [number, number]): Promise<readonly [number, number]> {
  return page.evaluate(
    ([sceneX, sceneY]) => {
      const state = (window as unknown as EditorWindow).api?.getAppState();
      if (state === undefined) throw new Error("no editor");
      const { scrollX, scrollY, offsetLeft, offsetTop, zoom } = state;
      return [
        (sceneX + scrollX) * zoom.value + offsetLeft,
        (sceneY + scrollY) * zoom.value + offsetTop,
      ] as const;
    },
    [x, y] as const,
  );
}

async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 });
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(80);
}

/** What the editor holds, as the plugin would store it: it keeps the markup of texts beside what they show. */
async function saved(page: Page, before: Scene): Promise<readonly SceneElement[]> {
  const elements = await page.evaluate(
    () => (window as unknown as EditorWindow).api?.getSceneElementsIncludingDeleted() ?? [],
  );
  const markup = new Map(before.elements.map((each) => [each.id, each.type === "text" ? each : undefined]));
  return (JSON.parse(JSON.stringify(elements)) as SceneElement[]).map((each) => {
    if (each.type !== "text") return each;
    const was = markup.get(each.id);
    return { ...each, rawText: was?.originalText === each.originalText ? was.rawText : each.originalText };
  });
}

function picture(name: string, png: Buffer): void {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(join(PICTURES, `${name}.png`), png);
}

describe.skipIf(chromiumPath === undefined)(
  `edited in Excalidraw${chromiumPath === undefined ? ` (${noChromium})` : ""}`,
  () => {
    let excalidraw: ExcalidrawPage;
    let note: string;
    let before: Scene;
    let mine: readonly SceneElement[];

    beforeAll(async () => {
      excalidraw = await openExcalidraw();
      const { page } = excalidraw;
      note = makeDrawing(await sceneOf(LIST)).markdown;
      before = readDrawing(note);
      picture("1-drawn", await renderScene(page, before));
      await openEditor(page, before);
      const at = async (text: string): Promise<readonly [number, number]> =>
        onScreen(page, middle(label(before.elements, text)));

      // A double click goes into the group; then the label alone is dragged.
      const first = await at("first");
      await page.mouse.dblclick(...first);
      await drag(page, first, [first[0] + 60, first[1] - 24]);
      await page.keyboard.press("Escape");

      // Once more into a group, and into the text.
      const second = await at("second");
      await page.mouse.dblclick(...second);
      await page.mouse.dblclick(...second);
      await page.waitForSelector("textarea.excalidraw-wysiwyg");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("in my own words");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");

      // The whole message is selected by a click, and deleted.
      await page.mouse.click(...(await at("third")));
      await page.keyboard.press("Delete");

      // A title beside, made red ink around the last message.
      const [x, y] = await at("fourth");
      await page.keyboard.press("p");
      await drag(page, [x - 80, y - 15], [x + 80, y + 20]);
      await page.keyboard.press("v");

      // The ink, which lies on top, and a message become a group.
      await page.keyboard.press("Escape");
      await page.mouse.click(x, y);
      await page.keyboard.down("Shift");
      await page.mouse.click(...second);
      await page.keyboard.up("Shift");
      await page.keyboard.press("Control+G");
      await page.waitForTimeout(300);
      mine = await saved(page, before);
      picture("2-edited", await page.screenshot());
    });

    afterAll(async () => {
      await excalidraw.browser.close();
    });

    it("the edits arrived, so that the next test says something", () => {
      const moved = label(mine, "first");
      expect(moved.x - label(before.elements, "first").x).toBeGreaterThan(40);
      expect(label(mine, "in my own words").groupIds).toHaveLength(2);
      expect(mine.filter(({ isDeleted }) => isDeleted).length).toBeGreaterThanOrEqual(2);
      expect(mine.filter(({ type, isDeleted }) => type === "freedraw" && !isDeleted)).toHaveLength(1);
    });

    it("keeps every edit when a message comes first and another one changes", async () => {
      const stored = withScene(note, mine);
      const next = await sceneOf([
        "Server -> Client: zeroth",
        ...LIST.map((line) => line.replace("fourth", "4th, changed")),
      ]);
      const once = makeDrawing(next, stored);
      const scene = readDrawing(once.markdown);
      picture(
        "3-regenerated",
        await renderScene(excalidraw.page, {
          ...scene,
          elements: scene.elements.filter((each) => !each.isDeleted),
        }),
      );
      const plain = readDrawing(makeDrawing(next, note).markdown);
      const was = label(before.elements, "first");
      const now = label(scene.elements, "first");
      const generated = label(plain.elements, "first");
      const dragged = label(mine, "first");
      expect(now.y - generated.y).toBeCloseTo(dragged.y - was.y, 0);
      expect(now.x - generated.x).toBeCloseTo(dragged.x - was.x, 0);
      expect(label(scene.elements, "in my own words").groupIds).toHaveLength(2);
      expect(() => label(scene.elements, "third")).toThrow();
      expect(label(scene.elements, "zeroth").isDeleted).toBe(false);
      const ink = (elements: readonly SceneElement[]): SceneElement | undefined =>
        elements.find(({ type }) => type === "freedraw");
      const outer = label(scene.elements, "in my own words").groupIds.at(-1);
      expect(ink(scene.elements)?.groupIds).toEqual([outer]);
      const travelled = label(plain.elements, "4th, changed").y - label(before.elements, "fourth").y;
      expect((ink(scene.elements)?.y ?? 0) - (ink(mine)?.y ?? 0)).toBeCloseTo(travelled, 0);
      expect(once.report.conflicts).toEqual([]);
      expect(makeDrawing(next, once.markdown).markdown).toBe(once.markdown);
    });
  },
);
