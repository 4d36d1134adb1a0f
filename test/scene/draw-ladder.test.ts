import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layoutLadder } from "../../src/ladder/layout-ladder";
import { drawLadder } from "../../src/scene/draw-ladder";
import { elementStamps } from "../../src/scene/element-id";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { TONE } from "../../src/scene/style";
import { arbitraryOptions, arbitraryTrace } from "../ladder/arbitrary-trace";
import { echo, handshake, ladderOf, listOf, message, proxy } from "../ladder/ladders";

/** Checks a law on the scenes of arbitrary traces. */
function law(check: (elements: readonly SceneElement[]) => void): void {
  fc.assert(
    fc.property(arbitraryTrace, arbitraryOptions, (trace, options) => {
      check(drawLadder(layoutLadder(trace, options)).elements);
    }),
    { numRuns: 100 },
  );
}

function partOf(scene: Scene, event: string, part: string): SceneElement | undefined {
  return scene.elements.find(({ customData }) => {
    const origin = customData?.packetLadder;
    return origin?.event === event && origin.part === part;
  });
}

function originOf({ customData }: SceneElement): string {
  return `${customData?.packetLadder?.event ?? ""} ${customData?.packetLadder?.part ?? ""}`;
}

describe("drawLadder", () => {
  it("gives every element its own id of 8 letters and digits, and its own origin", () => {
    law((elements) => {
      expect(new Set(elements.map(({ id }) => id)).size).toBe(elements.length);
      expect(new Set(elements.map(originOf)).size).toBe(elements.length);
      for (const { id } of elements) expect(id).toMatch(/^[0-9A-Za-z]{8}$/);
    });
  });

  it("gives indices that increase in the order of the elements", () => {
    law((elements) => {
      const indices = elements.map(({ index }) => index ?? "");
      expect(indices).toEqual([...new Set(indices)].sort((a, b) => (a < b ? -1 : 1)));
    });
  });

  it("gives finite numbers only, which JSON keeps", () => {
    law((elements) => {
      expect(JSON.parse(JSON.stringify(elements))).toEqual(elements);
      for (const { x, y, width, height, angle } of elements) {
        expect([x, y, width, height, angle].every(Number.isFinite)).toBe(true);
        expect(angle >= 0 && angle < 2 * Math.PI).toBe(true);
      }
    });
  });

  it("binds text and box to each other, the text after its box", () => {
    law((elements) => {
      elements.forEach((element, i) => {
        for (const { id } of element.boundElements) {
          const bound = elements.findIndex((other) => other.id === id);
          expect(bound).toBeGreaterThan(i);
          expect(elements[bound]).toMatchObject({ type: "text", containerId: element.id });
        }
      });
    });
  });

  it("starts lines at their first point and says their extent", () => {
    law((elements) => {
      for (const element of elements) {
        if (element.type !== "line" && element.type !== "arrow") continue;
        const [xs, ys] = [element.points.map(([x]) => x), element.points.map(([, y]) => y)];
        expect(element.points[0]).toEqual([0, 0]);
        expect(element.width).toBeCloseTo(Math.max(...xs) - Math.min(...xs), 1);
        expect(element.height).toBeCloseTo(Math.max(...ys) - Math.min(...ys), 1);
      }
    });
  });

  it("keeps ids, groups and strokes of what is drawn when an earlier event is put in", () => {
    const before = drawLadder(ladderOf(handshake));
    const first = message("0>1", "an earlier datagram")("event 0");
    const after = drawLadder(ladderOf({ ...handshake, events: [first, ...handshake.events] }));
    const kept = new Map(after.elements.map((element) => [originOf(element), element]));
    for (const element of before.elements) {
      const { id, seed, groupIds, versionNonce } = element;
      expect(kept.get(originOf(element))).toMatchObject({ id, seed, groupIds, versionNonce });
    }
  });

  it("puts arrow, label, number and time of a message into one group", () => {
    const elements = drawLadder(ladderOf(echo)).elements.filter(
      ({ customData }) => customData?.packetLadder?.event === "frame 4",
    );
    expect(elements.map(({ customData }) => customData?.packetLadder?.part)).toEqual([
      "arrow",
      "label",
      "number",
      "time",
    ]);
    expect(new Set(elements.flatMap(({ groupIds }) => groupIds)).size).toBe(1);
  });

  it("cuts lifelines into pieces of at most 2,000 px", () => {
    const events = Array.from({ length: 300 }, (_, i) => message("0>1", `message ${String(i)}`));
    const scene = drawLadder(ladderOf(listOf(["A", "B"], events)));
    const pieces = scene.elements.filter(({ customData }) =>
      customData?.packetLadder?.part.startsWith("life-"),
    );
    expect(pieces.length).toBeGreaterThan(4);
    for (const { height } of pieces) expect(height).toBeLessThanOrEqual(2000);
  });

  it("tells trouble by shape as well as by colour", () => {
    const scene = drawLadder(ladderOf(proxy));
    expect(partOf(scene, "event 3", "arrow")).toMatchObject({ strokeStyle: "dashed", endArrowhead: null });
    expect(partOf(scene, "event 3", "cross")).toBeDefined();
    expect(partOf(scene, "event 4", "label")).toMatchObject({ text: "[retransmission] SYN" });
  });

  it("takes the colour a list names, and its own for a colour it does not know", () => {
    const events = [message("0>1", "a", { color: "red" }), message("0>1", "b", { color: "url(x)" })];
    const scene = drawLadder(ladderOf(listOf(["A", "B"], events)));
    expect(partOf(scene, "event 1", "arrow")?.strokeColor).toBe("#c92a2a");
    expect(partOf(scene, "event 2", "arrow")?.strokeColor).toBe(TONE.forward);
  });

  it("writes all three copies of a text alike", () => {
    law((elements) => {
      for (const element of elements) {
        if (element.type !== "text") continue;
        expect([element.rawText, element.originalText]).toEqual([element.text, element.text]);
        expect(element.text).not.toBe("");
      }
    });
  });

  it("gives another id to a second origin with the same fingerprint", () => {
    const stamp = elementStamps();
    const twice = [stamp({ event: "event 1", part: "arrow" }), stamp({ event: "event 1", part: "arrow" })];
    expect(twice[0]?.id).toMatch(/^[0-9A-Za-z]{8}$/);
    expect(twice[1]?.id).not.toBe(twice[0]?.id);
  });

  it("keeps the whole text of what was shortened as data, and as no link", () => {
    const words = `[[secret]] javascript:alert(1) ${"very ".repeat(60)}long`;
    const { elements } = drawLadder(ladderOf(listOf(["Client ".repeat(20), "B"], [message("0>1", words)])));
    const whole = elements.flatMap(({ customData }) => customData?.packetLadder?.full ?? []);
    expect(whole).toEqual(["Client ".repeat(20), words]);
    expect(elements.every(({ link }) => link === null)).toBe(true);
  });
});
