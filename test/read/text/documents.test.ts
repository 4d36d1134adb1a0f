import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseFilter } from "../../../src/read/filter/parse-filter";
import { filterFields } from "../../../src/read/filter/filter-fields";
import { markWords } from "../../../src/read/text/attributes";
import { optionKeys } from "../../../src/read/text/option-keys";
import { readEventList } from "../../../src/read/text/read-event-list";

/** Gives the texts of a Markdown text's fenced blocks of one language. */
function blocks(markdown: string, language: string): readonly string[] {
  const fence = new RegExp("^```" + language + "\\n(.*?)^```$", "gmsu");
  return [...markdown.matchAll(fence)].map((match) => match[1] ?? "");
}

const eventList = readFileSync("docs/event-list.md", "utf8");
const displayFilter = readFileSync("docs/display-filter.md", "utf8");

describe("docs/event-list.md", () => {
  it.each(blocks(eventList, "ladder").map((text, index) => [index + 1, text] as const))(
    "reads without a finding: block %i",
    (_, text) => {
      const { trace, diagnostics } = readEventList(text, "docs");
      expect(diagnostics).toEqual([]);
      const lines = text
        .split("\n")
        .filter((line) => line !== "" && !/^(?:title|endpoints|show|style): /u.test(line));
      expect(trace.events).toHaveLength(lines.length);
    },
  );

  it("names every option and every mark", () => {
    for (const key of optionKeys) expect(eventList).toContain(`\`${key}\``);
    for (const mark of markWords) expect(eventList).toContain(`\`[${mark}]\``);
  });
});

describe("docs/display-filter.md", () => {
  it.each(blocks(displayFilter, "filter").flatMap((text) => text.trim().split("\n")))(
    "is understood: %s",
    (text) => {
      expect(parseFilter(text)).toMatchObject({ filter: expect.anything() as unknown, diagnostics: [] });
    },
  );

  it("names every field that has values", () => {
    const withValues = [...filterFields].filter(([, type]) => type !== "protocol");
    expect(withValues.filter(([name]) => !displayFilter.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("the notes of the samples", () => {
  const notes = readdirSync("samples/notes").filter((name) => name.endsWith(".md"));
  const lists = notes.flatMap((name) =>
    blocks(readFileSync(`samples/notes/${name}`, "utf8"), "ladder").map((text) => [name, text] as const),
  );

  it.each(lists)("read without a finding: %s", (name, text) => {
    const { trace, diagnostics } = readEventList(text, name);
    expect(diagnostics).toEqual([]);
    expect(trace.conversations).toHaveLength(1);
  });
});
