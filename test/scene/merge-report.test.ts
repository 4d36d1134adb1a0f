import { describe, expect, it } from "vitest";
import { describeReport } from "../../src/scene/merge-report";
import { mergeScene, withBase } from "../../src/scene/merge-scene";
import { edited, ladderScene, messages, partOf, without } from "./merge-support";

const first = withBase(ladderScene(messages(3)));

describe("describeReport", () => {
  it("says that nothing is new", () => {
    expect(describeReport(mergeScene(first, ladderScene(messages(3))).report)).toBe("Nothing new.");
  });

  it("counts events, not their elements", () => {
    const next = ladderScene([
      ...messages(2),
      ...messages(2, 5).map((message) => ({ ...message, label: `FIN ${message.label}`, y: message.y + 80 })),
    ]);
    expect(describeReport(mergeScene(first, next).report)).toBe("2 added, 2 changed, 1 removed.");
  });

  it("counts edits, deletions, conflicts and orphans after it", () => {
    const label = partOf(first, "m0", "label");
    const moved = edited(first, "m0", "label", { y: label.y + 50 });
    const red = edited(moved, "m2", "label", { strokeColor: "#e03131" });
    const both = edited(red, "title", "text", { rawText: "Mine", text: "Mine", originalText: "Mine" });
    const drawing = without(both, ["m1", "label"]);
    expect(describeReport(mergeScene(drawing, ladderScene(messages(2), "Theirs")).report)).toBe(
      "2 changed, 1 removed; 2 edits of yours kept, 1 deleted part left out, 1 conflict, 1 part of yours without its event.",
    );
  });
});
