import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decodeNote } from "../../src/note/decode-note";
import { encodeNote } from "../../src/note/encode-note";
import { rememberedList, withRememberedList } from "../../src/pipeline/remembered-list";
import { isOwnDrawing, makeDrawing, readDrawing } from "../../src/pipeline/make-drawing";
import { originKey } from "../../src/scene/generated-list";
import { originOf } from "../../src/scene/merge-base";
import type { SceneElement } from "../../src/scene/scene";
import { change, changedSource, drawn, fiveLines, inserted } from "../scene/edited-drawings";
import { foreignElement } from "../scene/merge-support";

vi.setConfig({ testTimeout: 120_000 });

const five = fiveLines(() => false);

/** Gives the note as the plugin saves it after a person deleted elements: it drops them, and they take their marks along. */
function without(markdown: string, isDeleted: (element: SceneElement) => boolean): string {
  const note = decodeNote(markdown);
  const elements = note.scene.elements.filter((element) => !isDeleted(element));
  return encodeNote({ ...note, scene: { ...note.scene, elements } });
}

const keyOf = (element: SceneElement): string => originKey(originOf(element) ?? { event: "", part: "" });

const carriesList = (element: SceneElement): boolean => {
  const base = originOf(element)?.base;
  return typeof base === "object" && base !== null && "generated" in base;
};

/** Gives the words that stand beside the arrows of a drawing. */
function labels(markdown: string): readonly string[] {
  return readDrawing(markdown).elements.flatMap((element) =>
    element.type === "text" && !element.isDeleted && originOf(element)?.part === "label"
      ? (element.rawText.split(" ")[0] ?? "")
      : [],
  );
}

/** Gives the events of the arrows that say this. */
function eventsOf(markdown: string, words: readonly string[]): ReadonlySet<string> {
  const said = readDrawing(markdown).elements.filter(
    (element) =>
      element.type === "text" && words.includes(element.rawText.split(" ")[0] ?? "") && originOf(element),
  );
  return new Set(said.map((element) => originOf(element)?.event ?? ""));
}

describe("a drawing of which a person deletes whatever carries the list", () => {
  it("keeps deleted what was deleted, also where a row comes between", () => {
    const made = makeDrawing(drawn(five)).markdown;
    const gone = eventsOf(made, ["data-ca", "data-da"]);
    const left = without(made, (each) => carriesList(each) || gone.has(originOf(each)?.event ?? ""));
    expect(labels(left)).toEqual(["data-ba", "data-ea"]);
    const next = makeDrawing(drawn(inserted(five, 2, 77)), left);
    expect(labels(next.markdown)).toEqual(["data-ba", "data-zc", "data-ea"]);
    expect(labels(makeDrawing(drawn(five), left, { restoreDeleted: true }).markdown)).toHaveLength(5);
  });

  it("keeps it so when what was deleted came after the drawing was made", () => {
    const made = makeDrawing(drawn(five)).markdown;
    const more = inserted(five, 2, 60);
    const second = makeDrawing(drawn(more), made).markdown;
    const gone = eventsOf(second, ["data-ic"]);
    const shorter = without(second, (each) => gone.has(originOf(each)?.event ?? ""));
    const third = makeDrawing(drawn(inserted(more, 0, 70)), shorter).markdown;
    const bare = without(third, carriesList);
    const last = makeDrawing(drawn(inserted(inserted(more, 0, 70), 4, 80)), bare).markdown;
    expect(labels(last)).not.toContain("data-ic");
    expect(labels(last)).toContain("data-cd");
  });

  it("stays empty where all was deleted, with what a person drew, and comes back when that is asked for", () => {
    const made = makeDrawing(drawn(five)).markdown;
    const note = decodeNote(made);
    const empty = encodeNote({ ...note, scene: { ...note.scene, elements: [foreignElement("mine0001")] } });
    expect(isOwnDrawing(empty)).toBe(true);
    const next = makeDrawing(drawn(inserted(five, 2, 77)), empty);
    expect(next.markdown).toBe(empty);
    expect(next.report.isEmptied).toBe(true);
    expect(next.report.deleted.length).toBeGreaterThan(5);
    const back = makeDrawing(drawn(five), empty, { restoreDeleted: true });
    expect(labels(back.markdown)).toEqual(labels(made));
    expect(readDrawing(back.markdown).elements).toHaveLength(note.scene.elements.length + 1);
  });

  it("is not touched above the drawing, unless something was deleted that is not remembered there", () => {
    const made = makeDrawing(drawn(five)).markdown;
    const second = makeDrawing(drawn(inserted(five, 2, 60)), made).markdown;
    expect(decodeNote(second).head).toBe(decodeNote(made).head);
    const gone = eventsOf(second, ["data-ic"]);
    const shorter = without(second, (each) => gone.has(originOf(each)?.event ?? ""));
    expect(makeDrawing(drawn(inserted(five, 2, 60)), shorter).markdown).toBe(shorter);
    const third = makeDrawing(drawn(inserted(inserted(five, 2, 60), 0, 70)), shorter).markdown;
    expect(decodeNote(third).head).not.toBe(decodeNote(made).head);
  });

  it("keeps every byte where nothing is new, whatever is deleted", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (picks) => {
        const made = makeDrawing(drawn(five)).markdown;
        const all = readDrawing(made).elements;
        const picked = new Set(picks.map((pick) => all[pick % all.length]?.id));
        const left = without(made, (each) => picked.has(each.id));
        expect(makeDrawing(drawn(five), left).markdown).toBe(left);
      }),
      { numRuns: 150 },
    );
  });

  it("loses nothing and hides nothing, whatever is deleted", () => {
    const numbers = fc.array(fc.nat(400), { maxLength: 30 });
    fc.assert(
      fc.property(numbers, change, fc.nat(9), (picks, what, at) => {
        const made = makeDrawing(drawn(five)).markdown;
        const all = readDrawing(made).elements;
        const picked = new Set(picks.map((pick) => all[pick % all.length]?.id));
        const left = without(made, (each) => carriesList(each) || picked.has(each.id));
        const kept = new Set(readDrawing(left).elements.map(keyOf));
        const source = changedSource(inserted(five, at % 6, 77), what);
        const after = readDrawing(makeDrawing(drawn(source), left).markdown).elements;
        const live = new Set(after.flatMap((each) => (each.isDeleted ? [] : keyOf(each))));
        const back = all.map(keyOf).filter((key) => !kept.has(key) && live.has(key));
        expect(back).toEqual([]);
        // A line that goes where another comes may be that line rewritten, and its label the one that was deleted.
        const isNew = source.lines.some(({ number }) => number === 77);
        if (kept.size > 0 && isNew && source.lines.length > five.lines.length)
          expect(labels(makeDrawing(drawn(source), left).markdown)).toContain("data-zc");
      }),
      { numRuns: 150 },
    );
  });
});

describe("the comment above a drawing", () => {
  const list = { generation: 3, format: 1, events: { "arrow label": "x-->y,1 b,2" } };
  const fresh = "---\nexcalidraw-plugin: parsed\n---\n\nMine.";

  it.each([fresh, `${fresh}\n\n%%\n`, `${fresh}\r\n\r\n%%\r\n`, ""])("is found again in %j", (head) => {
    const written = withRememberedList(head, list);
    expect(rememberedList(written)).toEqual(list);
    expect(rememberedList(withRememberedList(written, { ...list, generation: 4 }))?.generation).toBe(4);
    expect(written.replace(/<!--.*?-->\n\n/u, "").trimEnd()).toBe(head.trimEnd());
    expect(written.includes("%%")).toBe(head.includes("%%"));
  });

  it("says that this program was here where somebody has damaged it", () => {
    const damaged = withRememberedList(fresh, list).replace(/here: .{9}/u, "here: ");
    expect(rememberedList(damaged)).toEqual({ generation: 0, events: {} });
    expect(rememberedList(fresh)).toBeUndefined();
  });
});
