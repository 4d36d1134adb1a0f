import fc from "fast-check";
import LZString from "lz-string";
import { describe, expect, it } from "vitest";
import { compressToBase64 } from "../../src/note/fast-encoder";

const units = (max: number) =>
  fc.array(fc.integer({ min: 0, max }), { maxLength: 600 }).map((codes) => String.fromCharCode(...codes));

/** Texts that lz-string's own dictionary treats unlike others, and words near them. */
const forgotten = fc
  .array(fc.constantFrom("_", "__", "__p", "__proto__", "pro", "to_", "a", "constructor"), { maxLength: 400 })
  .map((words) => words.join(""));

describe("compressToBase64", () => {
  it("gives lz-string's characters for any UTF-16 units, lone surrogates included", () => {
    fc.assert(
      fc.property(fc.oneof(units(1), units(3), units(255), units(5000), units(0xffff)), (text) => {
        expect(compressToBase64(text)).toBe(LZString.compressToBase64(text));
      }),
      { numRuns: 1000 },
    );
  });

  it("forgets the phrase __proto__ as lz-string does", () => {
    fc.assert(
      fc.property(forgotten, (text) => {
        expect(compressToBase64(text)).toBe(LZString.compressToBase64(text));
      }),
      { numRuns: 500 },
    );
    const often = "__proto__".repeat(500);
    expect(compressToBase64(often)).toBe(LZString.compressToBase64(often));
  });

  it("gives lz-string's characters for a text of more than 4096 distinct characters", () => {
    let text = "";
    for (let i = 0; i < 60_000; i += 1) text += String.fromCharCode(Math.imul(i, 40_503) & 0xffff);
    expect(new Set(text).size).toBeGreaterThan(4096);
    expect(compressToBase64(text)).toBe(LZString.compressToBase64(text));
  });

  it("gives lz-string's characters where the dictionary grows to tens of thousands of phrases", () => {
    let text = "";
    for (let i = 0; i < 40_000; i += 1) text += `"x": ${String(Math.imul(i, 2_654_435) >>> 7)},\n\t`;
    expect(compressToBase64(text)).toBe(LZString.compressToBase64(text));
  });

  it("gives the end mark alone for the empty text", () => {
    expect(compressToBase64("")).toBe(LZString.compressToBase64(""));
  });
});
