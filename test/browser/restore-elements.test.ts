import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureText } from "../../src/ladder/text-metrics";
import { drawLadder } from "../../src/scene/draw-ladder";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { SceneElement } from "../../src/scene/scene";
import { echo, handshake, ladderOf, proxy, simultaneousOpen } from "../ladder/ladders";
import { chromiumPath, noChromium } from "../support/chromium";
import { openExcalidraw, type ExcalidrawPage } from "../support/render-scene.mjs";

/** What a page with Excalidraw's exports offers. */
interface ExcalidrawWindow {
  readonly E: {
    restoreElements(
      elements: readonly unknown[],
      local: null,
      options: { repairBindings: boolean; refreshDimensions?: boolean },
    ): unknown[];
  };
}

/** Labels of every kind the program makes, and all pairs that kern most. */
const TEXTS = [
  "SYN Seq=0 Win=65535 Len=0 MSS=1460",
  "SYN, ACK Seq=0 Ack=1 Win=65160 Len=0 MSS=1460 WS=128 SACK_PERM",
  "PSH, ACK Seq=1 Ack=1 Win=131712 Len=13 · Hello, world!",
  "[retransmission] FIN, ACK Seq=4294967295",
  "GET /index.html?q=%20&x=y HTTP/1.1",
  "0.000020  +5.006200",
  'AVATAR To. Ty, V. W, L\' P. "r" 1/7 f) (j',
  Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join(""),
  Array.from({ length: 95 }, (_, i) => String.fromCharCode(126 - i)).join(""),
];

describe.skipIf(chromiumPath === undefined)(
  `Excalidraw in Chromium${chromiumPath === undefined ? ` (${noChromium})` : ""}`,
  () => {
    let excalidraw: ExcalidrawPage;

    beforeAll(async () => {
      excalidraw = await openExcalidraw();
    });

    afterAll(async () => {
      await excalidraw.browser.close();
    });

    it.each([
      ["a handshake", handshake],
      ["an echo", echo],
      ["a simultaneous open", simultaneousOpen],
      ["three lifelines with everything", proxy],
    ])("restores the elements of %s as they are, but for rawText", async (_, trace) => {
      const elements = drawLadder(ladderOf(trace, { title: "Title" })).elements;
      const restored = await excalidraw.page.evaluate(
        (given) => {
          const page = window as unknown as ExcalidrawWindow;
          return page.E.restoreElements(given, null, { repairBindings: true });
        },
        JSON.parse(JSON.stringify(elements)) as SceneElement[],
      );
      const expected = elements.map((element) => {
        const { rawText: _rawText, ...rest } = { rawText: undefined, ...element };
        return rest;
      });
      expect(restored).toEqual(expected);
    });

    it("measures every text anew without its counting as moved, turned, aligned or in a box as it may be", async () => {
      const scene = drawLadder(ladderOf(proxy, { title: "Title" }));
      // As if it had been generated where fonts are wider and higher.
      const otherFonts = {
        ...scene,
        elements: scene.elements.map((each) =>
          each.type === "text" ? { ...each, width: each.width * 1.07 + 3, height: each.height + 4 } : each,
        ),
      };
      const { elements } = withBase(otherFonts);
      const restored = await excalidraw.page.evaluate(
        (given) => {
          const page = window as unknown as ExcalidrawWindow;
          return page.E.restoreElements(given, null, { repairBindings: true, refreshDimensions: true });
        },
        JSON.parse(JSON.stringify(elements)) as SceneElement[],
      );
      const markup = new Map(elements.map((each) => [each.id, each.type === "text" ? each.rawText : ""]));
      const opened = (restored as SceneElement[]).map((each) =>
        each.type === "text" ? { ...each, rawText: markup.get(each.id) ?? "" } : each,
      );
      const measured = opened.filter((each, at) => each.width !== elements[at]?.width);
      expect(measured.length).toBeGreaterThan(10);
      const { report } = mergeScene({ ...scene, elements: opened }, otherFonts);
      expect(report.kept).toEqual([]);
      const nudged = opened.map((each) => ({ ...each, y: each.y + 1 }));
      const kept = mergeScene({ ...scene, elements: nudged }, otherFonts).report.kept.map(({ id }) => id);
      expect(kept.sort()).toEqual(opened.map(({ id }) => id).sort());
    });

    it("measures ASCII as the tables say, to a hundredth of a px", async () => {
      const sizes = [12, 16, 20, 28];
      const widths = await excalidraw.page.evaluate(measureOnCanvas, { texts: TEXTS, sizes });
      sizes.forEach((size, i) => {
        TEXTS.forEach((text, k) => {
          const difference = Math.abs((widths[i]?.[k] ?? Number.NaN) - measureText(text, size).width);
          expect([text, size, difference < 0.01]).toEqual([text, size, true]);
        });
      });
    });

    it("asks no other host for anything", () => {
      expect(excalidraw.refused).toEqual([]);
    });
  },
);

async function measureOnCanvas(given: { texts: string[]; sizes: number[] }): Promise<number[][]> {
  const face = new FontFace(
    "measured",
    "url(/fonts/Excalifont/Excalifont-Regular-a88b72a24fb54c9f94e3b5fdaa7481c9.woff2)",
  );
  document.fonts.add(await face.load());
  const context = document.createElement("canvas").getContext("2d");
  return given.sizes.map((size) => {
    if (context === null) return [];
    context.font = `${String(size)}px measured`;
    return given.texts.map((text) => context.measureText(text).width);
  });
}
