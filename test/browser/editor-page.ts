import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { drawBlock, readBlock, type Scene } from "../../src/pipeline";
import type { SceneElement, TextElement } from "../../src/scene/scene";

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

/** Gives the scene of a list. */
export async function sceneOf(lines: readonly string[]): Promise<Scene> {
  return drawBlock(await readBlock(lines.join("\n"), "test", () => Promise.resolve(undefined)));
}

/** Gives the text with these words; throws where it is not there. */
export function label(elements: readonly SceneElement[], text: string): TextElement {
  const found = elements.find((each) => each.type === "text" && each.rawText === text && !each.isDeleted);
  if (found?.type !== "text") throw new Error(`no label ${text}`);
  return found;
}

/** The middle of an element. */
export function middle({ x, y, width, height }: SceneElement): readonly [number, number] {
  return [x + width / 2, y + height / 2];
}

/** Opens the editor with a scene. */
export async function openEditor(page: Page, scene: Scene): Promise<void> {
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
export async function onScreen(
  page: Page,
  [x, y]: readonly [number, number],
): Promise<readonly [number, number]> {
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

/** Drags with the mouse. */
export async function drag(
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
export async function saved(page: Page, before: Scene): Promise<readonly SceneElement[]> {
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

/** Keeps a picture of the last run. */
export function picture(name: string, png: Buffer): void {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(join(PICTURES, `${name}.png`), png);
}
