import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { drawBlock, readBlock } from "../../src/pipeline";
import { originOf } from "../../src/scene/merge-base";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import type { Scene } from "../../src/scene/scene";
import { fixture, repositoryRoot, sourceOf } from "../support/capture-files";

const captures = readdirSync(`${repositoryRoot}test/fixtures/captures`).filter((name) =>
  name.endsWith(".pcap"),
);

async function drawn(octets: Uint8Array, ...options: readonly string[]): Promise<Scene> {
  const block = ["capture: [[x.pcap]]", "fold: off", ...options].join("\n");
  return drawBlock(await readBlock(block, "n", () => Promise.resolve(sourceOf(octets))));
}

/** Gives the ids of the arrows that are seen, by the number of their frame. */
function arrowsByFrame(scene: Scene): ReadonlyMap<string, string> {
  const seen = scene.elements.filter(({ isDeleted }) => !isDeleted);
  const frames = new Map<string, string>();
  for (const element of seen) {
    const origin = originOf(element);
    if (element.type === "text" && origin?.part === "number") frames.set(origin.event, element.rawText);
  }
  return new Map(
    seen.flatMap((element) => {
      const origin = originOf(element);
      const frame = origin?.part === "arrow" ? frames.get(origin.event) : undefined;
      return frame === undefined ? [] : [[frame, element.id] as const];
    }),
  );
}

/** As if a person had coloured every arrow. */
function coloured(scene: Scene): Scene {
  const elements = scene.elements.map((element) =>
    originOf(element)?.part === "arrow"
      ? { ...element, strokeColor: "#e8590c", version: element.version + 1 }
      : element,
  );
  return { ...scene, elements };
}

/** Every frame that both drawings show has one id in both, and the person's colour. */
function expectSameArrows(before: Scene, fresh: Scene): Scene {
  const { scene: after } = mergeScene(before, fresh);
  const [was, now] = [arrowsByFrame(before), arrowsByFrame(after)];
  const colours = new Map(after.elements.map(({ id, strokeColor }) => [id, strokeColor]));
  const shown = [...arrowsByFrame(fresh).keys()].filter((frame) => was.has(frame));
  expect(shown.length).toBeGreaterThan(0);
  for (const frame of shown) {
    const id = now.get(frame);
    expect([frame, id, colours.get(id ?? "")]).toEqual([frame, was.get(frame), "#e8590c"]);
  }
  return after;
}

/** Names the ends as a person would: `endpoints:` with the addresses that the heads show. */
function renaming(scene: Scene): string {
  const heads = scene.elements.flatMap((element) =>
    element.type === "text" && originOf(element)?.part === "head-text" ? [element.rawText] : [],
  );
  return `endpoints: ${heads.map((head, at) => `End${String(at)} (${head.split("\n").at(-1) ?? ""})`).join(", ")}`;
}

/** The same packets recorded again an hour later, in a pcap of little-endian octets. */
function anHourLater(octets: Uint8Array): Uint8Array {
  const later = octets.slice();
  const view = new DataView(later.buffer);
  for (let at = 24; at + 16 <= later.length; at += 16 + view.getUint32(at + 8, true)) {
    view.setUint32(at, view.getUint32(at, true) + 3600, true);
  }
  return later;
}

describe.each(captures)("the arrows of %s keep their ids and their colour", (name) => {
  const octets = fixture(name);

  it("when the numbers become raw, and relative again", async () => {
    const first = await drawn(octets);
    const raw = expectSameArrows(coloured(withBase(first)), await drawn(octets, "seq: raw"));
    expectSameArrows(raw, first);
  });

  it("when a filter comes and goes", async () => {
    const first = await drawn(octets);
    const before = coloured(withBase(first));
    const fewer = expectSameArrows(before, await drawn(octets, "filter: tcp.flags.ack == 1"));
    expect(arrowsByFrame(expectSameArrows(fewer, first))).toEqual(arrowsByFrame(before));
  });

  it("when the ends get names", async () => {
    const first = await drawn(octets);
    const named = await drawn(octets, renaming(first));
    expect(JSON.stringify(named.elements)).toContain("End0");
    expectSameArrows(coloured(withBase(first)), named);
  });

  it("when it is recorded again later", async () => {
    expectSameArrows(coloured(withBase(await drawn(octets))), await drawn(anHourLater(octets)));
  });
});
