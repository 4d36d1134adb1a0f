import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { uncutExporter } from "../../build/exporter-bundle.mjs";
import { type Exporter, evaluateExporter } from "../../src/svg/exporter-bundle";
import { exporterHost } from "../../src/svg/exporter-host";
import { plainElement } from "../support/plain-element";

/** Elements as Excalidraw's editor can make them, also those that no ladder has. */
type Drawn = Readonly<Record<string, unknown>>;

let count = 0;
function drawn(type: string, more: Drawn = {}): Drawn {
  count += 1;
  const place = { id: `element${String(count)}`, x: 10, y: count * 80, width: 100, height: 60, seed: count };
  return { ...plainElement, backgroundColor: "#ffc9c9", ...place, type, ...more };
}

function written(fontFamily: number, more: Drawn = {}): Drawn {
  const text = "fi → Žluť Ж\nsecond";
  const type = { fontFamily, fontSize: 20, lineHeight: 1.25, autoResize: true, textAlign: "center" };
  return drawn("text", {
    text,
    originalText: text,
    verticalAlign: "top",
    containerId: null,
    ...type,
    ...more,
  });
}

const curved = { type: 2 };
const styles = ["solid", "dashed", "dotted"].map((strokeStyle) => ({ strokeStyle }));
// Dots are left out: roughjs places them at random.
const fills = ["hachure", "cross-hatch", "zigzag", "zigzag-line", "dashed"].map((fillStyle) => ({
  fillStyle,
}));
const heads =
  "arrow bar dot circle circle_outline triangle triangle_outline diamond diamond_outline crowfoot_one crowfoot_many crowfoot_one_or_many".split(
    " ",
  );

function line(type: string, length: number, more: Drawn = {}): Drawn {
  const points = Array.from({ length }, (_, at) => [at * 40, at % 2 === 0 ? 0 : 30]);
  const ends = { startBinding: null, endBinding: null, startArrowhead: null, endArrowhead: null };
  return drawn(type, { points, ...ends, lastCommittedPoint: null, elbowed: false, angle: 0.2, ...more });
}

function withLabel(element: Drawn): readonly Drawn[] {
  const label = written(5, { containerId: element["id"], verticalAlign: "middle" });
  return [{ ...element, boundElements: [{ type: "text", id: label["id"] }] }, label];
}

const frame = drawn("frame", { name: "A frame" });
const everything: readonly Drawn[] = [
  ...["rectangle", "diamond", "ellipse"].flatMap((type) =>
    [...styles, ...fills].flatMap((look) => [
      drawn(type, look),
      drawn(type, { ...look, roundness: { type: 3 } }),
    ]),
  ),
  ...heads.flatMap((head) =>
    styles.map((style) => line("arrow", 3, { ...style, startArrowhead: head, endArrowhead: head })),
  ),
  ...[2, 3, 4, 5].flatMap((points) => [
    ...withLabel(line("arrow", points)),
    ...withLabel(line("arrow", points, { roundness: curved })),
  ]),
  line("arrow", 4, { elbowed: true, fixedSegments: null, roundness: curved }),
  ...fills.map((fill) => line("line", 5, { ...fill, roundness: curved })),
  ...[1, 2, 3, 5, 6, 7, 8].map((family) => written(family)),
  written(5, { link: "https://example.com/", opacity: 40 }),
  ...withLabel(drawn("rectangle")),
  drawn("freedraw", {
    points: [
      [0, 0],
      [5, 5],
      [20, 30],
      [0, 0],
    ],
    pressures: [],
    simulatePressure: true,
  }),
  drawn("image", { fileId: "picture", status: "saved", scale: [-1, 1] }),
  drawn("image", { fileId: "missing", status: "error", scale: [1, 1] }),
  frame,
  drawn("rectangle", { frameId: frame["id"] }),
  drawn("embeddable", { link: "https://www.youtube.com/watch?v=gkGMXY0wekg" }),
  drawn("embeddable", { link: "javascript:alert(1)", roundness: curved }),
];

const files = {
  picture: { id: "picture", mimeType: "image/png", dataURL: "data:image/png;base64,iVBORw0KGgo=" },
};

function pictureBy(exporter: Exporter): (elements: readonly Drawn[], state?: Drawn) => Promise<string> {
  exporter.setCustomTextMetricsProvider({ getLineWidth: (text) => text.length * 9 });
  return async (elements, state = {}) => {
    // Elements no ladder has: the declared ones are only those.
    const restored = exporter.restoreElements(elements as never, null, { repairBindings: true });
    const whole = {
      exportBackground: true,
      viewBackgroundColor: "#ffffff",
      exportPadding: 16,
      exportScale: 1,
    };
    return (await exporter.exportToSvg(restored, { ...whole, ...state }, files)).outerHTML;
  };
}

/** Where two pictures part, with what each has there: the whole of them would fill the screen. */
function difference(one: string, other: string): readonly string[] {
  if (one === other) return [];
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return [one, other].map((picture) => picture.slice(Math.max(0, at - 60), at + 60));
}

describe("the exporter without the editor's code", async () => {
  const evaluateUncut = runInThisContext(await uncutExporter()) as typeof evaluateExporter;
  const shipped = pictureBy(evaluateExporter(exporterHost()));
  const uncut = pictureBy(evaluateUncut(exporterHost()));

  it("draws every kind of element as the whole one does", async () => {
    const picture = await shipped(everything);
    expect(picture.length).toBeGreaterThan(100_000);
    expect(difference(picture, await uncut(everything))).toEqual([]);
  });

  it("and each of them alone", async () => {
    for (const element of everything)
      expect(difference(await shipped([element]), await uncut([element]))).toEqual([]);
  });

  it("and on a dark page", async () => {
    const dark = { exportWithDarkMode: true };
    expect(difference(await shipped(everything, dark), await uncut(everything, dark))).toEqual([]);
  });
});
