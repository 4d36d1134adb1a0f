import { describe, expect, it } from "vitest";
import { explanationSection, renewExplanation, withExplanation } from "../../src/note/explanation-section";

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

describe("renewed", () => {
  const made = withExplanation("# Lab\n", [{ ...one, verdict: "opened by A, client sent 1 B, server 2 B" }]);

  it("stands at the end where there was none, and stays as it is with nothing new", () => {
    const whole = { ...one, verdict: "opened by A, closed by A, 1 s, client sent 1 B, server 2 B" };
    const first = renewExplanation("# Lab\n", [whole]);
    expect(first).toBe(withExplanation("# Lab\n", [whole]));
    expect(renewExplanation(first, [whole])).toBe(first);
  });

  it("keeps what a person wrote into it, and what stands around it", () => {
    const edited = made.replace(
      "- A opened (frames 1–3).",
      "- A opened (frames 1–3).\n\nMy own remark.\n\n## Further\n\ntext",
    );
    const sentences = ["A opened, late (frames 1–4)."];
    expect(renewExplanation(edited, [{ ...one, verdict: "", sentences }])).toBe(
      "# Lab\n\n## What happened\n\n- A opened, late (frames 1–4).\n\nMy own remark.\n\n## Further\n\ntext\n",
    );
  });
});
