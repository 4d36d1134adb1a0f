import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterFields } from "../../../src/read/filter/filter-fields";
import { parseFilter } from "../../../src/read/filter/parse-filter";

/** Gives the first finding as `code column length`. */
function fault(text: string): string {
  const { filter, diagnostics } = parseFilter(text);
  const [first] = diagnostics;
  if (filter !== undefined || first?.at?.kind !== "text") return "none";
  return `${first.code} ${String(first.at.column)} ${String(first.at.length)}`;
}

describe("a filter that is not understood", () => {
  it.each([
    ["tcp.prt == 80", "unknown-filter-field 1 7"],
    ["tcp and ip.adr == 1.2.3.4", "unknown-filter-field 9 6"],
    ["tcp.port ==", "filter-value 12 1"],
    ["tcp.port == http", "filter-value 13 4"],
    ['tcp.port == "80"', "filter-value 13 4"],
    ["ip.src == 10.0.0.256", "filter-value 11 10"],
    ["ip.src == 10.0.0.0/33", "filter-value 11 11"],
    ["ipv6.src == 1::2::3", "filter-value 13 7"],
    ["tcp.flags.syn == 2", "filter-value 18 1"],
    ["tcp == 1", "filter-operator 5 2"],
    ["tcp.flags.syn > 0", "filter-operator 15 1"],
    ["tcp.port contains 8", "filter-operator 10 8"],
    ["ip.src matches x", "filter-operator 8 7"],
    ["(tcp", "filter-syntax 5 1"],
    ["tcp)", "filter-syntax 4 1"],
    ["tcp udp", "filter-syntax 5 3"],
    ["and tcp", "unknown-filter-field 1 3"],
    ["tcp and", "filter-syntax 8 1"],
    ["tcp.port in 80", "filter-syntax 13 2"],
    ["tcp.port in {80", "filter-value 16 1"],
    ["tcp.port in {}", "filter-syntax 14 1"],
    ["tcp § udp", "filter-syntax 5 1"],
    ['http.host == "open', "filter-value 14 5"],
    ['http.host matches "a(b"', "filter-pattern 23 1"],
    ['http.host matches "(?=a)"', "filter-pattern 22 1"],
    ["!".repeat(1000) + "tcp", "filter-syntax 102 1"],
  ])("%s is %s", (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  it("is placed in the text it stands in", () => {
    const { diagnostics } = parseFilter("tcp.prt", { line: 4, column: 9 });
    expect(diagnostics[0]).toMatchObject({
      at: { line: 4, column: 9 },
      found: "tcp.prt",
      suggestion: "tcp.port",
    });
  });
});

describe("a filter that is understood", () => {
  it("binds `and` closer than `or`, and `not` closer still", () => {
    expect(parseFilter("tcp or udp and not ip").filter).toEqual({
      kind: "or",
      operands: [
        { kind: "exists", field: "tcp" },
        {
          kind: "and",
          operands: [
            { kind: "exists", field: "udp" },
            { kind: "not", operand: { kind: "exists", field: "ip" } },
          ],
        },
      ],
    });
  });

  it("may be empty: then there is none", () => {
    expect(parseFilter("  ")).toEqual({ filter: undefined, diagnostics: [] });
  });

  it("may be as long as one likes", () => {
    const ports = Array.from({ length: 20_000 }, (_, port) => `tcp.port == ${String(port)}`).join(" or ");
    expect(parseFilter(ports).filter).toMatchObject({ kind: "or" });
  });
});

describe("any text", () => {
  const piece = fc.oneof(
    fc.constantFrom(...filterFields.keys()),
    fc.constantFrom(
      "==",
      "!=",
      "(",
      ")",
      "{",
      "}",
      "..",
      "and",
      "or",
      "not",
      "!",
      "in",
      "contains",
      "matches",
      '"',
      "80",
      "10.0.0.0/8",
      "&",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );

  it("is a filter, or one error within the text", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(" ");
        const { filter, diagnostics } = parseFilter(text);
        const errors = diagnostics.filter(({ severity }) => severity === "error");
        expect(errors).toHaveLength(filter === undefined && text.trim() !== "" ? 1 : 0);
        for (const { at } of errors) expect(at?.kind === "text" && at.column <= text.length + 1).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
