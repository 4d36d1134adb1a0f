import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDrawing, readDrawing, type Scene } from "../../src/pipeline";
import type { SceneElement } from "../../src/scene/scene";
import { withScene } from "../node/edit-drawing";
import { lostEdits } from "../scene/lost-edits";
import { chromiumPath, noChromium } from "../support/chromium";
import { openExcalidraw, renderScene, type ExcalidrawPage } from "../support/render-scene.mjs";
import { drag, label, middle, onScreen, openEditor, picture, saved, sceneOf } from "./editor-page";

const NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
const LIST = NAMES.map((name, at) =>
  at % 2 === 0 ? `Client -> Server: message ${name}` : `Server -> Client: message ${name}`,
);

/** What a person does, at the place of a message's label on the screen. */
interface HandEdit {
  readonly name: string;
  readonly at: string;
  readonly make: (page: Page, place: readonly [number, number]) => Promise<void>;
  /** Whether it arrived: else a later comparison says nothing. */
  readonly arrived: (mine: readonly SceneElement[], before: readonly SceneElement[]) => boolean;
}

async function click(page: Page, [x, y]: readonly [number, number]): Promise<void> {
  await page.mouse.click(x, y);
  await page.waitForTimeout(80);
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
}

function find(elements: readonly SceneElement[], text: string): SceneElement | undefined {
  return elements.find((each) => each.type === "text" && each.text === text && !each.isDeleted);
}

function foreign(mine: readonly SceneElement[], type: string): readonly SceneElement[] {
  return mine.filter(
    (each) => each.type === type && !each.isDeleted && each.customData?.packetLadder === undefined,
  );
}

function copies(mine: readonly SceneElement[], text: string): number {
  return mine.filter((each) => each.type === "text" && each.text === text && !each.isDeleted).length;
}

const EDITS: readonly HandEdit[] = [
  {
    name: "nudged by the arrow keys",
    at: "message one",
    make: async (page, place) => {
      await click(page, place);
      await press(page, "ArrowRight", "ArrowRight", "ArrowUp", "Escape");
    },
    arrived: (mine, before) => {
      const [now, was] = [find(mine, "message one"), find(before, "message one")];
      return now !== undefined && was !== undefined && now.x > was.x && now.y < was.y;
    },
  },
  {
    name: "made larger by the keyboard",
    at: "message two",
    make: async (page, place) => {
      await page.mouse.dblclick(...place);
      await press(page, "Control+Shift+>", "Escape", "Escape");
    },
    arrived: (mine, before) =>
      (find(mine, "message two")?.height ?? 0) > (find(before, "message two")?.height ?? 0),
  },
  {
    name: "duplicated by the keyboard",
    at: "message three",
    make: async (page, place) => {
      await click(page, place);
      await press(page, "Control+D", "Escape");
    },
    arrived: (mine) => copies(mine, "message three") === 2,
  },
  {
    name: "copied by dragging with Alt",
    at: "message four",
    make: async (page, [x, y]) => {
      await click(page, [x, y]);
      await page.keyboard.down("Alt");
      await drag(page, [x, y], [x + 330, y + 20]);
      await page.keyboard.up("Alt");
      await press(page, "Escape");
    },
    arrived: (mine) => copies(mine, "message four") === 2,
  },
  {
    name: "sent to the back and locked",
    at: "message five",
    make: async (page, place) => {
      await click(page, place);
      await press(page, "Control+Shift+[", "Control+Shift+L", "Escape");
    },
    arrived: (mine) => find(mine, "message five")?.locked === true,
  },
  {
    name: "flipped upside down and ungrouped",
    at: "message six",
    make: async (page, place) => {
      await click(page, place);
      await press(page, "Shift+V", "Control+Shift+G", "Escape");
    },
    arrived: (mine) => find(mine, "message six")?.groupIds.length === 0,
  },
  {
    name: "cut, and undone, and done again",
    at: "message seven",
    make: async (page, place) => {
      await click(page, place);
      await press(page, "Delete", "Control+Z", "Control+Shift+Z", "Escape");
    },
    arrived: (mine) => find(mine, "message seven") === undefined,
  },
  {
    name: "boxed by a rectangle",
    at: "message eight",
    make: async (page, [x, y]) => {
      await press(page, "r");
      await drag(page, [x - 100, y - 25], [x + 100, y + 25]);
      await press(page, "Escape");
    },
    arrived: (mine) => foreign(mine, "rectangle").length === 1,
  },
  {
    name: "pointed at by an arrow",
    at: "message two",
    make: async (page, [x, y]) => {
      await press(page, "a");
      await drag(page, [x + 420, y - 30], [x + 90, y]);
      await press(page, "Escape");
    },
    arrived: (mine) => foreign(mine, "arrow").length === 1,
  },
  {
    name: "commented on beside it",
    at: "message five",
    make: async (page, [x, y]) => {
      await press(page, "t");
      await click(page, [x + 330, y]);
      await page.keyboard.type("why so late?");
      await press(page, "Escape", "Escape");
    },
    arrived: (mine) => find(mine, "why so late?") !== undefined,
  },
  {
    name: "framed with the message above",
    at: "message two",
    make: async (page, [x, y]) => {
      await press(page, "f");
      await drag(page, [x - 250, y - 135], [x + 250, y + 50]);
      await press(page, "Escape");
    },
    arrived: (mine) => {
      const frame = foreign(mine, "frame")[0]?.id;
      return frame !== undefined && find(mine, "message one")?.frameId === frame;
    },
  },
];

describe.skipIf(chromiumPath === undefined)(
  `eleven edits by mouse and keyboard in Excalidraw${chromiumPath === undefined ? ` (${noChromium})` : ""}`,
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
      await openEditor(page, before);
      for (const { at, make } of EDITS)
        await make(page, await onScreen(page, middle(label(before.elements, at))));
      await page.waitForTimeout(300);
      mine = await saved(page, before);
      picture("many-1-edited", await page.screenshot());
    }, 120_000);

    afterAll(async () => {
      await excalidraw.browser.close();
    });

    it.each(EDITS)("a message was $name", ({ arrived }) => {
      expect(arrived(mine, before.elements)).toBe(true);
    });

    it("loses none of it when messages come before, between and after, and one changes its words", async () => {
      const stored = withScene(note, mine);
      const next = await sceneOf([
        "Client -> Server: message zero",
        ...LIST.slice(0, 1),
        "Server -> Client: message in between",
        ...LIST.slice(1).map((line) => line.replace("eight", "8, changed")),
        "Client -> Server: message nine",
      ]);
      const once = makeDrawing(next, stored);
      const scene = readDrawing(once.markdown);
      const seen = scene.elements.filter((each) => !each.isDeleted);
      picture("many-2-regenerated", await renderScene(excalidraw.page, { ...scene, elements: seen }));
      const plain = readDrawing(makeDrawing(next, note).markdown);
      const opened = { ...before, elements: mine };
      expect(lostEdits({ original: before, scene: opened }, scene, [plain])).toEqual([]);
      expect(find(seen, "message in between")?.frameId).toBe(foreign(seen, "frame")[0]?.id);
      const words = (elements: readonly SceneElement[]): readonly string[] =>
        elements.flatMap((each) => (each.type === "text" && !each.isDeleted ? [each.text] : []));
      const expected = words(mine).map((text) => text.replace("eight", "8, changed"));
      const news = ["message zero", "message in between", "message nine"];
      expect([...words(seen)].sort()).toEqual([...expected, ...news].sort());
      expect(makeDrawing(next, once.markdown).markdown).toBe(once.markdown);
    });
  },
);
