import { describe, expect, it } from "vitest";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { foreignElement, ladderScene, live, messages, partOf, type Message } from "./merge-support";

const before = withBase(ladderScene(messages(6)));

/** The box of a frame 10 px around some messages. */
function boxAround(scene: Scene, events: readonly string[]): { y: number; height: number } {
  const tops = events.flatMap((event) => [partOf(scene, event, "arrow").y, partOf(scene, event, "label").y]);
  const bottoms = events.flatMap((event) =>
    ["arrow", "label"].map((part) => partOf(scene, event, part)).map(({ y, height }) => y + height),
  );
  const y = Math.min(...tops) - 10;
  return { y, height: Math.max(...bottoms) + 10 - y };
}

/** As the editor leaves it when a frame is drawn around messages: they become its children, below it. */
function framed(scene: Scene, events: readonly string[], id = "frame001"): Scene {
  const box = { x: -30, width: 460, ...boxAround(scene, events) };
  const frame = {
    ...foreignElement(id, box),
    type: "frame",
    name: "01 Handshake",
  } as unknown as SceneElement;
  const elements = scene.elements.map((each) =>
    events.includes(each.customData?.packetLadder?.event ?? "")
      ? { ...each, frameId: id, version: each.version + 1 }
      : each,
  );
  return { ...scene, elements: [...elements, frame] };
}

/** Rows 40 px apart, in this order. */
function rows(...events: readonly string[]): Scene {
  return ladderScene(
    events.map((event, at): Message => ({ event, label: `SYN ${event}`, y: 100 + 40 * at })),
  );
}

function frameOf(scene: Scene): SceneElement {
  const found = scene.elements.find(({ type }) => type === "frame");
  if (found === undefined) throw new Error("no frame");
  return found;
}

describe("a frame that a person drew around messages", () => {
  const mine = framed(before, ["m2", "m3"]);

  it("moves down with its first message when a row comes above it", () => {
    const { scene } = mergeScene(mine, rows("new", "m0", "m1", "m2", "m3", "m4", "m5"));
    expect(frameOf(scene)).toMatchObject({ y: frameOf(mine).y + 40, height: frameOf(mine).height, x: -30 });
    expect(partOf(scene, "new", "arrow").frameId).toBeNull();
    expect(partOf(scene, "m2", "arrow").frameId).toBe("frame001");
  });

  it("grows around a row that comes into it, and takes it in", () => {
    const next = rows("m0", "m1", "m2", "new", "m3", "m4", "m5");
    const { scene } = mergeScene(mine, next);
    expect(frameOf(scene)).toMatchObject({ y: frameOf(mine).y, height: frameOf(mine).height + 40 });
    expect([partOf(scene, "new", "arrow").frameId, partOf(scene, "new", "label").frameId]).toEqual([
      "frame001",
      "frame001",
    ]);
    expect(mergeScene(scene, next).scene.elements).toEqual(scene.elements);
  });

  it("shrinks again when that row goes, which nobody had touched", () => {
    const more = mergeScene(mine, rows("m0", "m1", "m2", "new", "m3", "m4", "m5")).scene;
    const { scene, report } = mergeScene(more, rows("m0", "m1", "m2", "m3", "m4", "m5"));
    expect(frameOf(scene)).toMatchObject({ y: frameOf(mine).y, height: frameOf(mine).height });
    expect(live(scene).some((each) => each.customData?.packetLadder?.event === "new")).toBe(false);
    expect(report.orphans).toEqual([]);
  });

  it("does not take in a row between two frames, nor one below it", () => {
    const two = framed(mine, ["m4", "m5"], "frame002");
    const { scene } = mergeScene(two, rows("m0", "m1", "m2", "m3", "new", "m4", "m5", "last"));
    expect(partOf(scene, "new", "arrow").frameId).toBeNull();
    expect(partOf(scene, "last", "arrow").frameId).toBeNull();
  });

  it("keeps its children when all of their messages move, and its name", () => {
    const { scene } = mergeScene(mine, rows("m2", "m3", "m0", "m1"));
    expect(frameOf(scene)).toMatchObject({ y: frameOf(mine).y - 80, name: "01 Handshake" });
    expect(live(scene).filter(({ frameId }) => frameId === "frame001")).toHaveLength(4);
  });

  it("leaves out what a person took out of it again", () => {
    const next = rows("m0", "m1", "m2", "new", "m3", "m4", "m5");
    const more = mergeScene(mine, next).scene;
    const out = {
      ...more,
      elements: more.elements.map((each) =>
        each.customData?.packetLadder?.event === "new"
          ? { ...each, frameId: null, version: each.version + 1 }
          : each,
      ),
    };
    const { scene } = mergeScene(out, rows("top", "m0", "m1", "m2", "new", "m3", "m4", "m5"));
    expect(partOf(scene, "new", "arrow").frameId).toBeNull();
  });
});
