// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { regenerateCaptureNote } from "../../src/obsidian/regenerate-note";
import { openShell, type Shell } from "../support/obsidian-shell/shell";

const block = (...lines: readonly string[]): string => ["```ladder", ...lines, "```", ""].join("\n");
const first = { "n.md": `# Lab\n\n${block("A -> B: one")}\n${block("A -> B: two")}` };
const NAMES = ["n.excalidraw.md", "n 2.excalidraw.md", "n.md"];

async function regenerate(shell: Shell): Promise<void> {
  await regenerateCaptureNote(shell.app.asOriginalType__(), shell.file("n.md").asOriginalType2__());
}

/** Gives every file of the note by name, the empty text for one that is not there. */
async function filesOf(shell: Shell): Promise<Readonly<Record<string, string>>> {
  const there = new Set(shell.paths());
  const texts = NAMES.map(async (name) => [name, there.has(name) ? await shell.read(name) : ""] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** A drawn note whose source changed, and whose second block has no `drawing:` line yet. */
async function changedNote(): Promise<Shell> {
  const shell = openShell({ notes: first });
  await regenerate(shell);
  const note = (await shell.read("n.md"))
    .replace("one", "uno")
    .replace("two", "due")
    .replace("drawing: [[n 2.excalidraw]]\n", "");
  await shell.vault.modify(shell.file("n.md"), note);
  return shell;
}

/** The power goes before the write of this number, from 0, and stays away; counts the writes asked for. */
function cutBefore(shell: Shell, number: number): () => number {
  let asked = 0;
  shell.vault.faults.write = () => (asked++ >= number ? new Error("power cut") : undefined);
  return () => asked;
}

describe("a power cut while a note is regenerated", () => {
  it("leaves every file old or new, and the next regenerate ends as if there had been none", async () => {
    const whole = await changedNote();
    const before = await filesOf(whole);
    const writes = cutBefore(whole, Infinity);
    await regenerate(whole);
    const after = await filesOf(whole);
    expect(writes()).toBe(3);
    for (const name of NAMES) expect(after[name]).not.toBe(before[name]);
    for (let number = 0; number < writes(); number += 1) {
      const shell = await changedNote();
      cutBefore(shell, number);
      await regenerate(shell).catch(() => undefined);
      const left = await filesOf(shell);
      for (const name of NAMES) expect([before[name], after[name]]).toContain(left[name]);
      expect(NAMES.filter((name) => left[name] !== before[name])).toHaveLength(number);
      shell.vault.faults.write = () => undefined;
      await regenerate(shell);
      expect(await filesOf(shell)).toEqual(after);
    }
  });
});
