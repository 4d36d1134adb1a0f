import { expect, test } from "vitest";
import type { ForeignElement, SceneElement } from "../../src/scene/scene";
import { exportSvg } from "../../src/svg/export-svg";
import { plainElement } from "../support/plain-element";
import { arrow, sceneOf, smallScene, text } from "./small-scene";

function countTexts(svg: string): number {
  return svg.match(/<text /gu)?.length ?? 0;
}

test("every line of every text is in the picture, escaped", async () => {
  const svg = await exportSvg(smallScene);
  expect(countTexts(svg)).toBe(4);
  expect(svg).toContain(">client 10.0.0.1</text>");
  expect(svg).toContain('>server &lt;&amp;&gt; "é"</text>');
  expect(svg).toContain(">SYN, Seq=0</text>");
  expect(svg).toContain(">Len=0</text>");
});

test("a label keeps its angle about the centre of its box", async () => {
  expect(await exportSvg(smallScene)).toMatch(/rotate\(7\.448451336700702 60 20\)"><text/u);
});

test("the same scene gives the same bytes", async () => {
  expect(await exportSvg(smallScene)).toBe(await exportSvg(smallScene));
});

test("exports that run at once do not disturb each other", async () => {
  const alone = await exportSvg(smallScene);
  expect(await Promise.all([exportSvg(smallScene), exportSvg(smallScene)])).toEqual([alone, alone]);
});

test("exporting leaves the scene as it was", async () => {
  const before = JSON.stringify(smallScene);
  await exportSvg(smallScene);
  expect(JSON.stringify(smallScene)).toBe(before);
});

test("exporting needs no global of a browser and leaves none behind", async () => {
  await exportSvg(smallScene);
  const names = ["window", "document", "FontFace", "devicePixelRatio"];
  expect(names.filter((name) => name in globalThis)).toEqual([]);
});

test("Excalifont is embedded and no server is named", async () => {
  const svg = await exportSvg(smallScene);
  expect(svg).toMatch(
    /@font-face \{ font-family: Excalifont; src: url\(data:font\/woff2;base64,[\w+/=]{30000,}\)/u,
  );
  expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:/u);
});

test("only the faces that the labels need are embedded", async () => {
  const latin = await exportSvg(sceneOf(text("aaaaaaaa", "Client")));
  const greek = await exportSvg(sceneOf(text("aaaaaaaa", "Client Πελάτης")));
  expect(latin.match(/@font-face/gu)).toHaveLength(1);
  expect(greek.match(/@font-face/gu)).toHaveLength(2);
});

test("a family that is not embedded is named and gives no empty font rule", async () => {
  const svg = await exportSvg(sceneOf(text("aaaaaaaa", "typed", { fontFamily: 3 })));
  expect(svg).not.toContain("@font-face");
  expect(svg).toContain('font-family="Cascadia');
});

test("a scene without texts has no font and no texts", async () => {
  const svg = await exportSvg(sceneOf(arrow("aaaaaaaa")));
  expect(svg).not.toContain("@font-face");
  expect(countTexts(svg)).toBe(0);
});

test("an empty scene gives an empty picture", async () => {
  expect(await exportSvg(sceneOf())).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
});

test("the size is in px of the drawing and does not depend on a screen", async () => {
  const svg = await exportSvg(sceneOf(text("aaaaaaaa", "Client")), { padding: 10 });
  expect(svg).toContain('viewBox="0 0 140 40" width="140" height="40"');
});

test("the background is white when the drawing names none", async () => {
  expect(await exportSvg(smallScene)).toMatch(/<\/defs><rect x="0" y="0" [^>]*fill="#ffffff"/u);
});

test("the drawing's own background is kept", async () => {
  const svg = await exportSvg({ ...smallScene, appState: { viewBackgroundColor: "#ffc9c9" } });
  expect(svg).toMatch(/<\/defs><rect x="0" y="0" [^>]*fill="#ffc9c9"/u);
});

test("a transparent picture has no background", async () => {
  expect(await exportSvg(smallScene, { background: "transparent" })).not.toContain("</defs><rect");
});

test("deleted elements are not drawn", async () => {
  const svg = await exportSvg(
    sceneOf(text("aaaaaaaa", "kept"), text("bbbbbbbb", "gone", { isDeleted: true })),
  );
  expect(svg).toContain("kept");
  expect(svg).not.toContain("gone");
});

test("a person's frame is drawn with its name", async () => {
  const { type: _, ...box } = arrow("aaaaaaaa", { width: 200, height: 100 });
  const frame = { ...box, type: "frame", name: "Slide 1" } satisfies ForeignElement;
  const svg = await exportSvg(sceneOf(frame, text("bbbbbbbb", "inside", { frameId: "aaaaaaaa" })));
  expect(svg).toContain(">Slide 1</text>");
  expect(svg).toContain(">inside</text>");
});

const shape = { ...plainElement, id: "aaaaaaaa", x: 0, y: 0, width: 60, height: 40 };
const path = { lastCommittedPoint: null, startBinding: null, endBinding: null, endArrowhead: null };
const stroke: readonly (readonly [number, number])[] = [
  [0, 0],
  [60, 5],
  [60, 40],
  [0, 0],
];
const pen = { ...shape, type: "freedraw" as const, points: stroke, simulatePressure: true, pressures: [] };

test.each<readonly [string, SceneElement, RegExp]>([
  ["the pen", pen, /<path fill="#1e1e1e" d="M /],
  ["the pen, around something", { ...pen, backgroundColor: "#ffc9c9" }, /stroke="#ffc9c9"|fill="#ffc9c9"/],
  [
    "a pen that feels pressure",
    { ...pen, simulatePressure: false, pressures: [0.1, 0.5, 0.9, 0.5] },
    /<path/,
  ],
  ["a diamond", { ...shape, type: "diamond", fillStyle: "zigzag", backgroundColor: "#a5d8ff" }, /#a5d8ff/],
  [
    "an elbow arrow",
    { ...shape, ...path, type: "arrow", points: stroke, elbowed: true, startArrowhead: "dot" },
    /<path/,
  ],
  ["a page", { ...shape, type: "embeddable", link: "https://example.org/", validated: true }, /href="https/],
])("%s of a person is drawn", async (_tool, element, mark) => {
  expect(await exportSvg(sceneOf(element))).toMatch(mark);
});

test("a text whose container has forgotten it is drawn all the same", async () => {
  const container = arrow("aaaaaaaa", { boundElements: [] });
  const svg = await exportSvg(sceneOf(container, text("bbbbbbbb", "forgotten", { containerId: "aaaaaaaa" })));
  expect(svg).toContain(">forgotten</text>");
});

test("characters that XML forbids become replacement characters", async () => {
  const svg = await exportSvg(sceneOf(text("aaaaaaaa", "a\u0000b\u001bc\ud800d")));
  expect(svg).toContain(">a\ufffdb\ufffdc\ufffdd</text>");
});

test("a text that would be missing from the picture is an error", async () => {
  const unseen = text("aaaaaaaa", "SYN", { width: 0, height: 0 });
  await expect(exportSvg(sceneOf(unseen))).rejects.toThrow("0 of 1 texts were drawn");
});

test("an element that the exporter cannot draw is an error", async () => {
  const { type: _, ...base } = arrow("aaaaaaaa");
  // Freehand strokes of a pen have a pressure for every point.
  const broken = { ...base, type: "freedraw", simulatePressure: false } satisfies ForeignElement;
  await expect(exportSvg(sceneOf(broken))).rejects.toThrow(TypeError);
});

test("a shortened label tells its whole text where one points at it, one that a person wrote does not", async () => {
  const shortened = (id: string, words: string): SceneElement => ({
    ...text(id, words),
    customData: { packetLadder: { event: id, part: "label", full: "GET /<script> & all the rest" } },
  });
  const svg = await exportSvg(
    sceneOf(text("a", "before"), shortened("b", "GET…rest"), shortened("c", "mine")),
  );
  expect(svg.match(/<title>.*?<\/text>/gu)).toHaveLength(1);
  expect(svg).toMatch(/<title>GET \/&lt;script&gt; &amp; all the rest<\/title><text [^>]*>GET…rest<\/text>/u);
});
