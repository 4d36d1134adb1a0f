import { describe, expect, it } from "vitest";
import { drawBlock, readBlock } from "../../src/pipeline";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { Scene, SceneElement, TextElement } from "../../src/scene/scene";

const FOLDED = "fold: on";
const UNFOLDED = "fold: off";

/** A transfer of six segments in a row, which fold into one, between a request and a close. */
const TRANSFER = [
  "Client -> Server: PSH+ACK seq=1 ack=1 len=20",
  ...Array.from({ length: 6 }, (_, i) => `Server -> Client: ACK seq=${String(1 + 100 * i)} ack=21 len=100`),
  "Client -> Server: FIN+ACK seq=21 ack=601",
];

async function drawn(fold: string, lines: readonly string[] = TRANSFER): Promise<Scene> {
  return drawBlock(await readBlock([fold, ...lines].join("\n"), "list", () => Promise.resolve(undefined)));
}

function live(scene: Scene): readonly SceneElement[] {
  return scene.elements.filter(({ isDeleted }) => !isDeleted);
}

/** Gives the label with these words in it. */
function label(scene: Scene, wanted: string): TextElement {
  const found = live(scene).find((each) => each.type === "text" && each.rawText.includes(wanted));
  if (found?.type !== "text") throw new Error(`no label with ${wanted} in ${words(scene)}`);
  return found;
}

function words(scene: Scene): string {
  return live(scene)
    .flatMap((each) => (each.type === "text" ? [each.rawText] : []))
    .join("\n");
}

function changed(scene: Scene, id: string, fields: object): Scene {
  const elements = scene.elements.map((each) =>
    each.id === id ? { ...each, ...fields, version: each.version + 1 } : each,
  );
  return { ...scene, elements };
}

/** As the editor deletes a message that was clicked: all of its group. */
function deleted(scene: Scene, id: string): Scene {
  const group = scene.elements.find((each) => each.id === id)?.groupIds.at(-1) ?? "";
  const elements = scene.elements.filter(({ groupIds }) => !groupIds.includes(group));
  expect(elements.length).toBeLessThan(scene.elements.length - 1);
  return { ...scene, elements };
}

const MINE = { text: "my words", rawText: "my words", originalText: "my words" };

describe("messages that are folded into one, and unfolded again", () => {
  it("an edit is kept and reported once while its message is folded, and is that message's again after", async () => {
    const before = withBase(await drawn(UNFOLDED));
    const mine = changed(before, label(before, "seq=301").id, { ...MINE, strokeColor: "#e8590c" });
    const away = mergeScene(mine, await drawn(FOLDED));
    expect(label(away.scene, "my words").strokeColor).toBe("#e8590c");
    expect(away.report.orphans.map(({ text }) => text)).toEqual(["my words"]);
    const still = mergeScene(away.scene, await drawn(FOLDED));
    expect(still.report.orphans).toEqual([]);
    expect(still.scene.elements).toEqual(away.scene.elements);
    const back = mergeScene(away.scene, await drawn(UNFOLDED));
    expect(live(back.scene).map(({ id, x, y }) => [id, x, y])).toEqual(
      live(mine).map(({ id, x, y }) => [id, x, y]),
    );
    expect(label(back.scene, "my words")).toMatchObject({ strokeColor: "#e8590c" });
  });

  it("an edit finds its message again also where the ends got other names meanwhile", async () => {
    const before = withBase(await drawn(UNFOLDED));
    const mine = changed(before, label(before, "seq=301").id, { strokeColor: "#e8590c" });
    const renamed = TRANSFER.map((line) => line.replace("Client", "Browser"));
    const once = mergeScene(mine, await drawn(UNFOLDED, renamed)).scene;
    const away = mergeScene(once, await drawn(FOLDED, renamed)).scene;
    const back = mergeScene(away, await drawn(UNFOLDED, renamed)).scene;
    expect(label(back, "seq=301").strokeColor).toBe("#e8590c");
    expect(words(back).match(/seq=301/gu)).toHaveLength(1);
  });

  it("a deleted message stays deleted through folding and unfolding", async () => {
    const before = withBase(await drawn(UNFOLDED));
    const mine = deleted(before, label(before, "seq=301").id);
    const back = mergeScene(mergeScene(mine, await drawn(FOLDED)).scene, await drawn(UNFOLDED)).scene;
    expect(words(back)).not.toContain("seq=301");
    expect(words(back)).toContain("seq=401");
  });

  it.each([
    ["an end is renamed", TRANSFER.map((line) => line.replace("Client", "Browser"))],
    [
      "the transfer is longer",
      [...TRANSFER.slice(0, -1), "Server -> Client: ACK seq=601 ack=21 len=100", ...TRANSFER.slice(-1)],
    ],
    ["the transfer begins earlier", [...TRANSFER.slice(0, 2), ...TRANSFER.slice(3)]],
  ])("the row of a folded run keeps its edits when %s", async (_, lines) => {
    const before = withBase(await drawn(FOLDED));
    const run = label(before, "5 segments");
    const mine = changed(before, run.id, { strokeColor: "#e8590c", y: run.y - 7 });
    const after = mergeScene(mine, await drawn(FOLDED, lines)).scene;
    expect(live(after).find(({ id }) => id === run.id)).toMatchObject({ strokeColor: "#e8590c" });
    expect(words(after).match(/segments/gu)).toHaveLength(1);
  });

  it.each([
    ["an end is renamed", TRANSFER.map((line) => line.replace("Client", "Browser"))],
    [
      "the transfer is longer",
      [...TRANSFER.slice(0, -1), "Server -> Client: ACK seq=601 ack=21 len=100", ...TRANSFER.slice(-1)],
    ],
  ])("the row of a folded run stays deleted when %s", async (_, lines) => {
    const before = withBase(await drawn(FOLDED));
    const gone = mergeScene(
      deleted(before, label(before, "5 segments").id),
      await drawn(FOLDED, lines),
    ).scene;
    expect(words(gone)).not.toContain("segments");
  });
});
