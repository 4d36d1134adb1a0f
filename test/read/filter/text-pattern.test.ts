import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextPattern } from "../../../src/read/filter/text-pattern";

function occurs(pattern: string, text: string): boolean | undefined {
  const compiled = TextPattern.compile(pattern);
  return compiled instanceof TextPattern ? compiled.test(text) : undefined;
}

describe("a pattern", () => {
  it.each([
    ["", "", true],
    ["a", "bAc", true],
    ["^b", "abc", false],
    ["c$", "abc", true],
    ["a.c", "a\nc", false],
    ["a|b|", "x", true],
    ["[^a-c]", "abc", false],
    ["[]x]", "]", true],
    ["[a-]", "-", true],
    ["\\d{3}", "ab12", false],
    ["\\d{2,3}", "ab12", true],
    ["\\D", "12", false],
    ["\\bGET\\b", "x get y", true],
    ["\\Bet", "get", true],
    ["x\\x41", "xa", true],
    ["a\\.b", "axb", false],
    ["(?:ab)+c", "ababc", true],
    ["a*?b", "aab", true],
  ])("%s in %j: %s", (pattern, text, expected) => {
    expect(occurs(pattern, text)).toBe(expected);
  });

  it.each([
    "(",
    "a)",
    "[a",
    "*a",
    "a**",
    "a{3,2}",
    "(?=a)",
    "(a)\\1",
    "\\",
    "a".repeat(1001),
    "(a{999}){999}",
    "(".repeat(60) + ")".repeat(60),
  ])("%s is not understood", (pattern) => {
    expect(occurs(pattern, "a")).toBeUndefined();
  });

  it("occurs where the language's own expressions say so", () => {
    const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "\\w", "^", "$", "\\b");
    const quantifier = fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "*?");
    const pattern = fc
      .array(fc.tuple(atom, quantifier), { maxLength: 5 })
      .map((parts) =>
        parts.map(([each, times]) => each + (/[\^$b]$/u.test(each) && each !== "b" ? "" : times)).join(""),
      );
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[abAB .]{0,8}$/u), (source, text) => {
        expect(occurs(source, text)).toBe(new RegExp(source, "i").test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(["(a+)+$", "(a|a)*b", "(a*)*b", "a*a*a*a*a*b", "(.*)(.*)(.*)(.*)x"])(
    "%s cannot hang",
    (pattern) => {
      expect(occurs(pattern, "a".repeat(20_000) + "!")).toBe(false);
    },
  );
});
