import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { baseline, measureText } from "../../src/ladder/text-metrics";

describe("measureText", () => {
  it("takes the widest line, and the height of all", () => {
    const one = measureText("wide line", 16);
    expect(measureText("wide line\na", 16)).toEqual({ width: one.width, height: 2 * one.height });
  });

  it("grows with the font size alone", () => {
    expect(measureText("AVATAR", 32).width).toBeCloseTo(2 * measureText("AVATAR", 16).width, 9);
  });

  it("kerns pairs of letters", () => {
    const apart = measureText("T", 1000).width + measureText("o", 1000).width;
    expect(measureText("To", 1000).width).toBeLessThan(apart);
  });

  it("gives East Asian characters one em, and marks without width none", () => {
    expect(measureText("日本語のラベル", 16).width).toBe(112);
    expect(measureText("a\u200b\u0301", 16).width).toBe(measureText("a", 16).width);
  });

  it("knows where the baseline is", () => {
    expect(baseline(16)).toBeCloseTo(0.881 * 16, 3);
  });

  it("uses the table that the font gives", () => {
    const script = fileURLToPath(new URL("../../build/font-tables.mjs", import.meta.url));
    expect(execFileSync(process.execPath, [script, "--check"], { encoding: "utf8" })).toBe("");
  });
});
