import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suggestionsAt } from "../../src/compose/suggestions-at";

/** What is offered where `|` stands in the last line. */
function offered(...lines: readonly string[]): readonly string[] {
  const column = (lines.at(-1) ?? "").indexOf("|");
  const typed = lines.map((line, i) => (i === lines.length - 1 ? line.replace("|", "") : line));
  return suggestionsAt(typed, { line: lines.length - 1, column })?.words ?? [];
}

describe("what is offered in a ladder block", () => {
  it.each([
    ["keys of options above the events", ["ti|"], ["title: ", "time: "]],
    ["values of an option", ["states: w|"], ["written"]],
    ["values of a list of words", ["hide: time, st|"], ["states"]],
    ["fields of a filter", ["filter: tcp.port == 80 && tcp.stre|"], ["tcp.stream"]],
    ["names that were declared", ["endpoints: Client, Web server", "Client -> W|"], ["Web server: "]],
    ["names of earlier lines", ["Alice -> Bob: hi", "B|"], ["Bob"]],
    ["flags", ["A -> B: FI|"], ["FIN-ACK"]],
    ["fields of a segment", ["A -> B: SYN w|"], ["win=", "wscale="]],
    ["what happens at an endpoint", ["A -> B: hi", "A: st|"], ["state"]],
    ["states", ["A -> B: hi", "A: state TIME|"], ["TIME-WAIT"]],
    ["calls", ["A: call conn|"], ["connect()"]],
    ["attributes", ["A -> B: hi [retr|"], ["retransmission"]],
    ["nothing where a word is whole", ["A: state LISTEN|"], []],
  ])("%s", (_, lines, words) => {
    expect(offered(...lines)).toEqual(words);
  });

  it("replaces what was typed of the word, and nothing else, for any text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), fc.nat(), (lines, at) => {
        const line = lines[lines.length - 1] ?? "";
        const column = at % (line.length + 1);
        const found = suggestionsAt(lines, { line: lines.length - 1, column });
        if (found === undefined) return;
        expect(found.end).toBe(column);
        const typed = line.slice(found.start, found.end).toLowerCase();
        for (const word of found.words) expect(word.toLowerCase().startsWith(typed)).toBe(true);
      }),
    );
  });
});
