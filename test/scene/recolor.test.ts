import { describe, expect, it } from "vitest";
import { drawLadder } from "../../src/scene/draw-ladder";
import { darkScene } from "../../src/scene/recolor";
import { darkPairs } from "../../src/scene/style";
import { ladderOf, proxy } from "../ladder/ladders";
import { ladderScene, messages } from "./merge-support";

describe("darkScene", () => {
  it("gives every colour of a ladder its dark one, and changes nothing else", () => {
    const scene = drawLadder(ladderOf(proxy));
    const dark = darkScene(scene);
    const known = new Set(darkPairs().map(([, color]) => color));
    for (const [i, element] of dark.elements.entries()) {
      expect(known).toContain(element.strokeColor);
      const { strokeColor, backgroundColor } = scene.elements[i] ?? element;
      expect({ ...element, strokeColor, backgroundColor }).toEqual(scene.elements[i]);
    }
    expect(dark.appState["viewBackgroundColor"]).toBe("#121212");
  });

  it("turns a colour that a person picked as Excalidraw's dark mode does, and leaves what is no colour", () => {
    const scene = ladderScene(messages(2));
    const elements = scene.elements.map((element, i) => ({
      ...element,
      strokeColor: ["#ff0000", "#1971c2", "#abc", "transparent", "url(x)"][i % 5] ?? "",
    }));
    const dark = darkScene({ ...scene, elements }).elements.map(({ strokeColor }) => strokeColor);
    expect(dark.slice(0, 5)).toMatchInlineSnapshot(`
      [
        "#ff9090",
        "#56a2e8",
        "#42505f",
        "transparent",
        "url(x)",
      ]
    `);
  });
});
