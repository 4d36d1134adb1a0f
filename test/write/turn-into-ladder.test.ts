import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { textPicture } from "../../src/ladder/text-picture";
import { findLadderBlocks, layoutBlock, readBlock, turnIntoLadder } from "../../src/pipeline";

async function pictureOf(text: string): Promise<string> {
  return textPicture(layoutBlock(await readBlock(text, "selection", () => Promise.resolve(undefined))));
}

const fixtures = new URL("../read/paste/fixtures/", import.meta.url);

describe("a selection turned into a ladder block", () => {
  it("draws what the pasted rows draw, as an event list", async () => {
    const pasted = readFileSync(new URL("reset-unread.tshark.txt", fixtures), "utf8");
    const block = turnIntoLadder(pasted);
    const [{ text } = { text: "" }] = findLadderBlocks(block);
    expect(text).toContain("labels: fields");
    expect(await pictureOf(text)).toBe(await pictureOf(pasted));
  });

  it("keeps an event list as it is, in a fence that it cannot close", () => {
    const list = "A -> B: hello\n# ```` not the end\nB -> A: bye";
    expect(turnIntoLadder(`\n${list}\n\n`)).toBe(`\`\`\`\`\`ladder\n${list}\n\`\`\`\`\`\n`);
  });

  it("refuses a text in which nothing happens", () => {
    expect(() => turnIntoLadder("Dear reader")).toThrow("no-events");
  });
});
