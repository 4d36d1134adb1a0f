// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { applySettings, settingsOf } from "../../src/obsidian/settings/ladder-settings";
import { withPresets } from "../../src/obsidian/settings/with-presets";
import { readBlock } from "../../src/pipeline";
import { openShell } from "../support/obsidian-shell/shell";

const block = (...lines: readonly string[]): string => ["```ladder", ...lines, "```", ""].join("\n");

function written(note: string, fenced: string): string {
  const app = openShell().app.asOriginalType__();
  applySettings(app, { ...settingsOf(app), theme: "clean", seq: "raw" });
  return withPresets(app, note, fenced);
}

describe("a new block", () => {
  it("has what the settings say of new ladders, behind its own options", () => {
    expect(written("Day\n", block("title: T", "", "A -> B: x"))).toBe(
      block("title: T", "seq: raw", "theme: clean", "", "A -> B: x"),
    );
  });

  it("leaves out what it says itself, and what its note says for all its blocks", () => {
    const note = "---\nladder-theme: hand\n---\n```ladder\ntheme: hand\nA -> B: other\n```\n";
    expect(written(note, block("seq: off", "A -> B: x"))).toBe(block("seq: off", "A -> B: x"));
  });

  it("stays as it is where nothing was set", () => {
    const app = openShell().app.asOriginalType__();
    expect(withPresets(app, "", block("A -> B: x"))).toBe(block("A -> B: x"));
  });

  it("draws the same packets where it holds what a tool printed", async () => {
    const rows = "10:00:00.000001 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 5, win 64240, length 0";
    const text = written("", block(rows)).split("\n").slice(1, -2).join("\n");
    const { trace, options } = await readBlock(text, "n", () => Promise.resolve(undefined));
    expect(trace.events.filter(({ kind }) => kind === "segment")).toHaveLength(1);
    expect(options.seq).toBe("raw");
  });
});
