import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highlightBlock, type HighlightSpan } from "../../src/pipeline";
import { listTemplates } from "../../src/compose/list-templates";

/** Each line's pieces, every one as `class text`. */
function coloured(...lines: readonly string[]): readonly (readonly string[])[] {
  const pieceOf = ({ offset, length, class: name }: HighlightSpan, line: string): string =>
    `${name} ${line.slice(offset, offset + length)}`;
  return highlightBlock(lines).map((spans, i) => spans.map((span) => pieceOf(span, lines[i] ?? "")));
}

describe("colours of a ladder block", () => {
  it.each([
    ["an option", "title: My lab", ["property title", "operator :", "value My lab"]],
    ["a comment", "  # why", ["comment # why"]],
    [
      "a segment",
      '12ms A -> B: PSH,ACK seq=a+1 len=3 "abc" [lost at 40%, note="x"]',
      [
        ..."time 12ms|name A|operator ->|name B|operator :|flag PSH|operator ,|flag ACK|field seq".split("|"),
        ...'operator =|symbol a+1|field len|operator =|number 3|string "abc"|operator ['.split("|"),
        ...'attribute lost at 40%|operator ,|attribute note|operator =|value "x"|operator ]'.split("|"),
      ],
    ],
    [
      "free text",
      "A --> B: hello there",
      ["name A", "operator -->", "name B", "operator :", "text hello there"],
    ],
    ["a state", "A: state SYN-SENT", ["name A", "operator :", "keyword state", "text SYN-SENT"]],
    ["a phase", "== Close ==", ["operator ==", "heading Close", "operator =="]],
    ["what is not understood", "A -> : SYN", ["name A", "operator ->", "invalid : SYN"]],
  ])("%s", (_, line, spans) => {
    expect(coloured("A -> B: hi", line)[1]).toEqual(spans);
  });

  it("leave alone what a tool printed, below the options", () => {
    const row = "1 0.0 10.0.0.1 → 10.0.0.2 TCP 66 5 → 80 [SYN] Seq=0 Win=64240 Len=0";
    expect(coloured("title: Lab", row).map((spans) => spans.length)).toEqual([3, 0]);
  });

  it("stand in order within their lines, without overlap, whatever is written", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(...listTemplates.flatMap(({ text }) => text.split("\n"))),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (lines) => {
        const spans = highlightBlock(lines);
        expect(spans).toHaveLength(lines.length);
        for (const [i, line] of lines.entries()) {
          let end = 0;
          for (const { offset, length } of spans[i] ?? []) {
            expect(offset).toBeGreaterThanOrEqual(end);
            expect(length).toBeGreaterThan(0);
            end = offset + length;
          }
          expect(end).toBeLessThanOrEqual(line.length);
        }
      }),
    );
  });
});
