import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDrawing, readDrawing, type Scene } from "../../src/pipeline";
import type { SceneElement } from "../../src/scene/scene";
import { withScene } from "../node/edit-drawing";
import { chromiumPath, noChromium } from "../support/chromium";
import { openExcalidraw, renderScene, type ExcalidrawPage } from "../support/render-scene.mjs";
import { drag, label, middle, onScreen, openEditor, picture, saved, sceneOf } from "./editor-page";

const LIST = [
  "Client -> Server: first",
  "Server -> Client: second",
  "Client -> Server: third",
  "Server -> Client: fourth",
];

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
