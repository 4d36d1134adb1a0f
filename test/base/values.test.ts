import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprint32, fingerprint8 } from "../../src/base/fingerprint";
import { formatSeconds, formatSpan, nanoseconds } from "../../src/base/time";

describe("formatSpan", () => {
  it.each([
    [0, "0 ns"],
    [20, "20 ns"],
    [20_000, "20 µs"],
    [17_312_345, "17.3 ms"],
    [5_006_000_000, "5.01 s"],
    [123_456_000_000, "123 s"],
    [4_000_000_000_000, "4000 s"],
  ])("gives three digits in the largest fitting unit: %d ns", (span, text) => {
    expect(formatSpan(nanoseconds(span))).toBe(text);
  });

  it("rounds as toPrecision does", () => {
    // Steps of five hit what lies in the middle between two values.
    const spans = fc
      .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.constantFrom(1e3, 5e3, 1e4, 5e4, 1e5))
      .map(([count, step]) => (count * step) % 1e11);
    fc.assert(
      fc.property(spans, (span) => {
        const value = Number.parseFloat(formatSpan(nanoseconds(span)));
        const [unit] = [1e9, 1e6, 1e3].filter((each) => Math.abs(span) >= each);
        fc.pre(unit !== undefined && Math.abs(span / unit) < 100);
        expect(value).toBe(Number((span / unit).toPrecision(3)));
      }),
    );
  });
});

describe("formatSeconds", () => {
  it("gives microseconds unless told otherwise", () => {
    expect(formatSeconds(nanoseconds(1_500_000_400))).toBe("1.500000");
    expect(formatSeconds(nanoseconds(1_500_000_400), 9)).toBe("1.500000400");
  });
});

describe("fingerprints", () => {
  it("are the same for the same text, on every machine", () => {
    expect(fingerprint32("SYN")).toBe(fingerprint32("SYN"));
    expect(fingerprint8("packet ladder")).toMatchInlineSnapshot(`"l86OtO7R"`);
  });

  it("are eight characters of letters and digits for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(fingerprint8(text)).toMatch(/^[0-9A-Za-z]{8}$/u);
      }),
    );
  });

  it("tell 100,000 texts apart", () => {
    const seen = new Set(Array.from({ length: 100_000 }, (_, i) => fingerprint8(`event ${String(i)}`)));
    expect(seen.size).toBe(100_000);
  });
});
