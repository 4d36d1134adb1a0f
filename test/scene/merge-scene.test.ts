import { describe, expect, it } from "vitest";
import { elementStamps } from "../../src/scene/element-id";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { Scene, SceneElement } from "../../src/scene/scene";
import {
  edited,
  foreignElement,
  ladderScene,
  linearElement,
  live,
  messages,
  partOf,
  textElement,
  without,
} from "./merge-support";

const first = withBase(ladderScene(messages(3)));

/** The same three messages, the first one 40 lower, another one above. */
const lower = ladderScene([
  { event: "new", label: "SYN new", y: 100 },
  ...messages(3).map((message) => ({ ...message, y: message.y + 40 })),
]);

function textOf(element: SceneElement): string {
  return element.type === "text" ? element.rawText : "";
}

function with_(scene: Scene, ...elements: readonly SceneElement[]): Scene {
  return { ...scene, elements: [...scene.elements, ...elements] };
}

describe("mergeScene, nothing touched", () => {
  it("gives the very same elements where nothing new was generated", () => {
    const { scene, report } = mergeScene(first, ladderScene(messages(3)));
    expect(scene.elements.every((element, at) => element === first.elements[at])).toBe(true);
    expect(report).toEqual(mergeScene(first, first).report);
    expect(Object.values(report).flat()).toEqual([]);
  });

  it("brings new elements, new places and new texts, and counts versions up only where something changed", () => {
    const { scene, report } = mergeScene(first, lower);
    expect(report.added.map(({ event }) => event)).toEqual(["new", "new"]);
    expect(report.moved.map(({ event, part }) => `${event} ${part}`)).toContain("m0 label");
    expect(partOf(scene, "m0", "label")).toMatchObject({ y: 130, version: 2 });
    expect(partOf(scene, "new", "label").version).toBe(1);
    const retitled = mergeScene(first, ladderScene(messages(3), "Other")).scene;
    expect(retitled.elements.filter(({ version }) => version > 1)).toHaveLength(1);
    expect(partOf(retitled, "title", "text")).toMatchObject({
      text: "Other",
      rawText: "Other",
      width: 40,
      x: 180,
    });
  });

  it("gives in place, size and look what would be generated anew", () => {
    const { scene } = mergeScene(first, lower);
    for (const expected of lower.elements) {
      const { customData: _, version: _v, versionNonce: _n, index: _i, ...seen } = expected;
      expect(scene.elements.find(({ id }) => id === expected.id)).toMatchObject(seen);
    }
  });

  it("puts a new element above the one it is generated above, with an index between its neighbours'", () => {
    const { scene } = mergeScene(first, lower);
    const indices = scene.elements.map(({ index }) => index ?? "");
    expect([...indices].sort()).toEqual(indices);
    expect(new Set(indices).size).toBe(indices.length);
    const at = scene.elements.findIndex(({ id }) => id === partOf(scene, "new", "arrow").id);
    expect(scene.elements[at - 1]?.id).toBe(partOf(scene, "lifeline-2", "life-0").id);
  });

  it("leaves a tombstone of an element whose event is gone, and revives it when the event comes back", () => {
    const gone = mergeScene(first, ladderScene(messages(2)));
    expect(gone.report.removed.map(({ part }) => part)).toEqual(["arrow", "label"]);
    expect(partOf(gone.scene, "m2", "arrow")).toMatchObject({ isDeleted: true, version: 2 });
    const back = mergeScene(gone.scene, ladderScene(messages(3)));
    expect(partOf(back.scene, "m2", "arrow")).toMatchObject({ isDeleted: false, version: 3 });
    expect(back.report.deleted).toEqual([]);
  });
});

describe("mergeScene, a person's edits", () => {
  it("keeps a moved label's distance from its message, which moves down", () => {
    const label = partOf(first, "m1", "label");
    const moved = edited(first, "m1", "label", { x: label.x + 30, y: label.y - 12 });
    const { scene, report } = mergeScene(moved, lower);
    expect(partOf(scene, "m1", "label")).toMatchObject({ x: label.x + 30, y: label.y + 28 });
    expect(report.kept).toContainEqual(
      expect.objectContaining({ event: "m1", part: "label", aspects: ["place"] }),
    );
    expect(report.conflicts).toEqual([]);
  });

  it("keeps a text changed by hand, with a conflict once when the generated text changes too", () => {
    const mine = edited(first, "m1", "label", {
      text: "mine",
      rawText: "mine",
      originalText: "mine",
      width: 32,
    });
    const changed = ladderScene(
      messages(3).map((message, at) => (at === 1 ? { ...message, label: "theirs" } : message)),
    );
    const once = mergeScene(mine, changed);
    expect(textOf(partOf(once.scene, "m1", "label"))).toBe("mine");
    expect(once.report.conflicts).toEqual([
      expect.objectContaining({ event: "m1", aspect: "text", kept: "mine", generated: "theirs" }),
    ]);
    const twice = mergeScene(once.scene, changed);
    expect(twice.report.conflicts).toEqual([]);
    expect(twice.scene.elements).toEqual(once.scene.elements);
  });

  it("takes a text edited by an editor without markup into the markup, which the note would else bring back", () => {
    const mine = edited(first, "m1", "label", { text: "mine", originalText: "mine", width: 32 });
    expect(textOf(partOf(mergeScene(mine, lower).scene, "m1", "label"))).toBe("mine");
  });

  it("keeps such a text also where a mark in brackets was generated, and comes or goes", () => {
    const marked = messages(3).map((message) => ({ ...message, label: `[keep-alive] ${message.label}` }));
    const mine = edited(withBase(ladderScene(marked)), "m1", "label", { text: "mine", originalText: "mine" });
    const { scene, report } = mergeScene(mine, ladderScene(messages(3)));
    expect(partOf(scene, "m1", "label")).toMatchObject({ rawText: "mine", text: "mine" });
    expect(report.conflicts).toMatchObject([{ aspect: "text", kept: "mine", generated: "SYN seq=1" }]);
  });

  it("keeps a colour, and lets through what else changes about the look", () => {
    const red = edited(first, "m0", "arrow", { strokeColor: "#e03131" });
    const dashed = ladderScene(messages(3));
    const next = edited(dashed, "m0", "arrow", { strokeStyle: "dashed" });
    const { scene, report } = mergeScene(red, next);
    expect(partOf(scene, "m0", "arrow")).toMatchObject({ strokeColor: "#e03131", strokeStyle: "dashed" });
    expect(report.conflicts).toEqual([]);
  });

  it("reports a colour that both changed, and keeps the person's", () => {
    const red = edited(first, "m0", "arrow", { strokeColor: "#e03131" });
    const next = ladderScene(messages(3).map((message) => ({ ...message, color: "#2f9e44" })));
    const { scene, report } = mergeScene(red, next);
    expect(partOf(scene, "m0", "arrow").strokeColor).toBe("#e03131");
    expect(partOf(scene, "m1", "arrow").strokeColor).toBe("#2f9e44");
    expect(report.conflicts).toEqual([
      { ...report.conflicts[0], aspect: "style", kept: "#e03131", generated: "#2f9e44" },
    ]);
  });

  it("keeps an arrow's end dragged elsewhere, and moves it with its row", () => {
    const points = [
      [0, 0],
      [300, 55],
    ];
    const dragged = edited(first, "m0", "arrow", { points, width: 300, height: 55 });
    const { scene, report } = mergeScene(dragged, lower);
    expect(partOf(scene, "m0", "arrow")).toMatchObject({ points, width: 300, height: 55, y: 140 });
    expect(report.kept).toContainEqual(expect.objectContaining({ event: "m0", aspects: ["size"] }));
  });

  it("keeps a group, a link and a font size a person gave", () => {
    const fields = { groupIds: ["g-m0", "outer"], link: "[[Note]]", fontSize: 32, width: 2 * 72, height: 40 };
    const mine = edited(first, "m0", "label", fields);
    const changed = ladderScene(messages(3).map((message) => ({ ...message, label: "longer label" })));
    expect(partOf(mergeScene(mine, changed).scene, "m0", "label")).toMatchObject({
      groupIds: ["g-m0", "outer"],
      link: "[[Note]]",
      fontSize: 32,
      width: 2 * 8 * 12,
      height: 40,
    });
  });

  it("keeps the z-order a person gave, and unknown fields and other programs' data", () => {
    const reversed: Scene = {
      ...first,
      elements: [...first.elements].reverse().map((element, at) => ({ ...element, index: `b${String(at)}` })),
    };
    const marked = edited(reversed, "m0", "arrow", {
      created: 5,
      customData: { ...partOf(first, "m0", "arrow").customData, other: { deep: [1] } },
    });
    const { scene } = mergeScene(marked, lower);
    const kept = scene.elements.filter(({ id }) => first.elements.some((element) => element.id === id));
    expect(kept.map(({ id }) => id)).toEqual(reversed.elements.map(({ id }) => id));
    expect(partOf(scene, "m0", "arrow")).toMatchObject({ created: 5, customData: { other: { deep: [1] } } });
  });

  it("keeps a touched element of a vanished event as an orphan", () => {
    const red = edited(first, "m2", "label", { strokeColor: "#e03131" });
    const { scene, report } = mergeScene(red, ladderScene(messages(2)));
    expect(partOf(scene, "m2", "label").isDeleted).toBe(false);
    expect(partOf(scene, "m2", "arrow").isDeleted).toBe(true);
    expect(report.orphans.map(({ part }) => part)).toEqual(["label"]);
    expect(mergeScene(scene, ladderScene(messages(2))).scene.elements).toEqual(scene.elements);
  });
});

describe("mergeScene, deleted and foreign elements", () => {
  it("leaves deleted what a person deleted, over generations and without its tombstone", () => {
    const cut = without(first, ["m1", "label"]);
    const once = mergeScene(cut, lower);
    expect(once.report.deleted.map(({ event, part }) => `${event} ${part}`)).toEqual(["m1 label"]);
    const away = mergeScene(once.scene, ladderScene(messages(1))).scene;
    const twice = mergeScene(away, lower);
    expect(live(twice.scene).some(({ id }) => id === partOf(first, "m1", "label").id)).toBe(false);
    expect(live(twice.scene).some(({ id }) => id === partOf(first, "m1", "arrow").id)).toBe(true);
  });

  it("leaves deleted what a person deleted, also as a tombstone and with the title and a lifeline", () => {
    const tombstone = edited(first, "m1", "label", { isDeleted: true });
    const cut = without(tombstone, ["title", "text"], ["lifeline-1", "life-0"]);
    const once = mergeScene(cut, lower).scene;
    const twice = mergeScene(once, ladderScene(messages(3), "New title")).scene;
    const ids = new Set(live(twice).map(({ id }) => id));
    for (const [event, part] of [
      ["m1", "label"],
      ["title", "text"],
      ["lifeline-1", "life-0"],
    ] as const) {
      expect(ids.has(partOf(first, event, part).id)).toBe(false);
    }
  });

  it("does not take a list from a copy of a carrier, which is old", () => {
    const copy = { ...partOf(first, "title", "text"), id: "copycopy", x: 900 };
    const fewer = mergeScene(with_(first, copy), ladderScene(messages(1))).scene;
    const back = mergeScene(fewer, ladderScene(messages(3)));
    expect(back.report.deleted).toEqual([]);
    expect(partOf(back.scene, "m2", "label").isDeleted).toBe(false);
    expect(back.scene.elements).toContain(copy);
  });

  it("never alters a person's elements, nor their place among their neighbours", () => {
    const ink = foreignElement("ink-of-a-person", { index: "aCV", customData: { mine: 1 } });
    const at = 4;
    const drawn: Scene = {
      ...first,
      elements: [...first.elements.slice(0, at), ink, ...first.elements.slice(at)],
    };
    const { scene } = mergeScene(drawn, lower);
    const place = scene.elements.indexOf(ink);
    expect(place).toBeGreaterThan(0);
    expect(scene.elements[place - 1]?.id).toBe(first.elements[at - 1]?.id);
    expect(scene.elements[place + 1]?.id).toBe(first.elements[at]?.id);
  });

  it("keeps the drawing's own state and files", () => {
    const mine = { ...first, appState: { theme: "dark", gridSize: 20 }, files: { a: 1 } };
    expect(mergeScene(mine, lower).scene).toMatchObject({ appState: mine.appState, files: mine.files });
  });

  it("binds a new text to its box, and keeps what a person bound", () => {
    const origin = { event: "h", part: "head" };
    const box = foreignElement(elementStamps()(origin).id, { customData: { packetLadder: origin } });
    const text = { ...textElement("h", "head-text", "Client", 0, 0), containerId: box.id };
    const bare = withBase({ ...first, elements: [box] });
    const mine = {
      ...bare,
      elements: bare.elements.map((element) => ({
        ...element,
        boundElements: [{ id: "arrow", type: "arrow" }],
      })),
    };
    const bound = { ...box, boundElements: [{ id: text.id, type: "text" }] };
    const { scene } = mergeScene(mine, { ...first, elements: [bound, text] });
    expect(scene.elements[0]?.boundElements).toEqual([
      { id: "arrow", type: "arrow" },
      { id: text.id, type: "text" },
    ]);
  });

  it("adds nothing in place of a person's element with the same id", () => {
    const id = partOf(lower, "new", "arrow").id;
    const { scene } = mergeScene(with_(first, foreignElement(id)), lower);
    expect(scene.elements.filter((element) => element.id === id)).toEqual([foreignElement(id)]);
  });
});

describe("mergeScene, after the Excalidraw plugin has saved the drawing", () => {
  /** What its load and save do: texts measured anew, nulls and defaults filled, its own state and fields. */
  function resaved(scene: Scene): Scene {
    const elements = scene.elements.map((element) => {
      const filled = { ...element, created: 1, hasTextLink: false, boundElements: null as never };
      if (filled.type !== "text") return filled;
      const { width, height } = filled;
      const grown = { width: width * 1.07, height: height + 1 };
      return { ...filled, ...grown, x: filled.x - (grown.width - width) / 2, y: filled.y - 0.5 };
    });
    return { elements, appState: { theme: "light", currentItemFontFamily: 5 }, files: {} };
  }

  it("sees no edit in it and changes no element when nothing new is generated", () => {
    const saved = resaved(first);
    const { scene, report } = mergeScene(saved, ladderScene(messages(3)));
    expect(report.kept).toEqual([]);
    expect(scene.elements).toEqual(saved.elements);
  });

  it("still moves untouched labels and leaves moved ones", () => {
    const saved = resaved(first);
    const label = partOf(saved, "m1", "label");
    const moved = edited(saved, "m1", "label", { y: label.y - 100 });
    const { scene, report } = mergeScene(moved, lower);
    expect(report.kept.map(({ event }) => event)).toEqual(["m1"]);
    expect(partOf(scene, "m1", "label").y).toBeCloseTo(label.y - 60, -0.5);
    expect(partOf(scene, "m2", "label").y).toBeCloseTo(partOf(lower, "m2", "label").y, -0.5);
  });

  it("takes a field that was dropped for no edit", () => {
    const { startArrowhead: _, ...rest } = linearElement("m0", "arrow", "arrow", [0, 100, 400, 120]);
    const dropped = { ...partOf(first, "m0", "arrow") } as Record<string, unknown>;
    delete dropped["startArrowhead"];
    const scene = {
      ...first,
      elements: first.elements.map((element) => (element.id === rest.id ? (dropped as never) : element)),
    };
    expect(mergeScene(scene, ladderScene(messages(3))).report.kept).toEqual([]);
  });
});

describe("mergeScene, marks that cannot be trusted", () => {
  it("takes every difference for the person's where the base is missing", () => {
    const bare = ladderScene(messages(3));
    const { scene, report } = mergeScene(edited(bare, "m0", "label", { y: 5 }), lower);
    expect(partOf(scene, "m0", "label").y).toBe(5);
    expect(report.kept.length).toBeGreaterThan(0);
  });

  it("is total for bases and lists of any shape", () => {
    for (const base of [
      null,
      5,
      [],
      { box: "a b", fields: "" },
      { box: "", fields: "x", generated: { generation: 1, events: { a: 1 } } },
    ]) {
      const odd = edited(first, "m0", "label", {
        customData: { packetLadder: { event: "m0", part: "label", base } },
      });
      const once = mergeScene(odd, lower).scene;
      expect(mergeScene(once, lower).scene.elements).toEqual(once.elements);
    }
  });
});
