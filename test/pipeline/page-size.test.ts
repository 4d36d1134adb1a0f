import { describe, expect, it } from "vitest";
import { newDrawingNote, sceneJson } from "../../src/note/encode-note";
import { drawPages, makeDrawing, readBlock } from "../../src/pipeline";

/** A list of so many messages with a label each. */
function list(count: number, label: string, options = ""): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `${i % 2 === 0 ? "A -> B" : "B -> A"}: ${label}${String(i)}`,
  );
  return `${options}${lines.join("\n")}`;
}

describe("every page's scene is below 1.5 MB, and all messages are on some page", () => {
  it.each([
    ["as many messages as may be asked for", 1000, "message ", "page: 1000\n"],
    ["long labels", 300, "word ".repeat(1000), "page: 1000\n"],
    ["labels in Chinese, three octets a character", 200, "数据".repeat(1200), ""],
    ["labels that have to be escaped in JSON", 200, '\\"'.repeat(1500), ""],
    ["one word of a label that is endless", 20, "w".repeat(50_000), ""],
  ])("%s", async (_, count, label, options) => {
    const reading = await readBlock(list(count, label, options), "list", () => Promise.resolve(undefined));
    const pages = drawPages(reading);
    const events = new Set<string>();
    for (const page of pages) {
      const { scene } = makeDrawing(page);
      expect(Buffer.byteLength(sceneJson(newDrawingNote(scene)))).toBeLessThan(1_500_000);
      for (const { customData } of scene.elements)
        if (customData?.packetLadder?.part === "arrow") events.add(customData.packetLadder.event);
    }
    expect(events.size).toBe(count);
  });
});
