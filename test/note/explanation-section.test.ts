import { expect, it } from "vitest";
import { explanationSection, withExplanation } from "../../src/note/explanation-section";

const one = { conversation: 3, verdict: "opened by A, closed by A", sentences: ["A opened (frames 1–3)."] };

it("is a verdict and a bullet a sentence", () => {
  expect(explanationSection([one])).toBe(
    "## What happened\n\nopened by A, closed by A.\n\n- A opened (frames 1–3).\n",
  );
});

it("names each of several conversations", () => {
  expect(explanationSection([one, { ...one, conversation: 5, verdict: "" }])).toMatch(
    /\n### Conversation 3\n\nopened.*\n\n### Conversation 5\n\n- A opened/su,
  );
});

it("turns no name into a link, a heading or HTML", () => {
  const sentences = ["[[secret]] <b>x</b> \n# y opened (frame 1)."];
  expect(explanationSection([{ ...one, verdict: "", sentences }])).toContain(
    "- \\[\\[secret\\]\\] \\<b\\>x\\</b\\> \\# y opened (frame 1).",
  );
});

it("stands at the end of the note, and nothing to say leaves the note as it is", () => {
  expect(withExplanation("![[x]]\n", [one])).toMatch(/^!\[\[x\]\]\n\n## What happened\n\n/u);
  expect(withExplanation("![[x]]\n", [])).toBe("![[x]]\n");
});
