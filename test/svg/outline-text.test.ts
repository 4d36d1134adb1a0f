import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureText } from "../../src/ladder/text-metrics";
import { outlineTexts } from "../../src/svg/outline-text";

/** A picture with one text as the exporter writes it. */
function picture(content: string, { family = "Excalifont", anchor = "start" } = {}): string {
  const text = `<text x="10" y="20" font-family="${family}, Xiaolai" font-size="16px" fill="#123456" text-anchor="${anchor}">${content}</text>`;
  return `<svg version="1.1"><defs><style class="style-fonts">@font-face {}</style></defs><g>${text}</g></svg>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

describe("outlineTexts", () => {
  it("gives a text as letters that are kept once, without the font", () => {
    const svg = outlineTexts(picture("SYS"));
    expect(svg).not.toContain("<text");
    expect(svg).not.toContain("font-face");
    expect(svg.match(/<path id="E53"/gu)).toHaveLength(1);
    expect(svg.match(/xlink:href="#E53"/gu)).toHaveLength(2);
    expect(svg).toContain('fill="#123456" role="img" aria-label="SYS"');
    expect(svg).toContain('xmlns:xlink="http://www.w3.org/1999/xlink"');
  });

  it("sets the letters as far apart as the text is measured, in both fonts", () => {
    const words = fc.string({
      unit: fc.constantFrom(...Array.from("Seq=1 Ack,[ToAV]Wy")),
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.constantFrom("Excalifont" as const, "Nunito" as const), (text, family) => {
        const svg = outlineTexts(picture(escaped(text), { family, anchor: "end" }));
        const x = Number(/translate\((\S+) /u.exec(svg)?.[1]);
        expect(10 - x).toBeCloseTo(measureText(text, 16, family).width, 1);
      }),
    );
  });

  it("stays well-formed and complete for any text; a letter it has no outline for leaves the text a text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
        const svg = outlineTexts(picture(escaped(text).replaceAll('"', "&quot;")));
        expect(svg.includes("<text") || svg.includes('role="img"')).toBe(true);
        expect(svg.replace(/<[^<>]*>/gu, "").includes("<")).toBe(false);
        expect(svg).not.toMatch(/NaN|undefined/u);
      }),
    );
    expect(outlineTexts(picture("שלום"))).toContain(">שלום</text>");
    expect(outlineTexts(picture("hi", { family: "Cascadia" }))).toContain(">hi</text>");
  });

  it.each(["Excalifont", "Nunito"])("has the signs that labels hold beyond the letters of %s", (family) => {
    for (const sign of "µ−→←↔×·…“”–") {
      const svg = outlineTexts(picture(`514 ${sign}s`, { family }));
      expect(svg).toMatch(new RegExp(`href="#.${sign.codePointAt(0)?.toString(16) ?? ""}"`, "u"));
    }
  });

  it("keeps a quotation mark out of the words for screen readers", () => {
    expect(outlineTexts(picture('say "hi" &amp; go'))).toContain('aria-label="say &quot;hi&quot; &amp; go"');
  });
});
