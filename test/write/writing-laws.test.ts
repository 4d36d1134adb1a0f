import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlockOptions } from "../../src/read/text/block-options";
import { readEventList, splitLines } from "../../src/read/text/read-event-list";
import type { Trace } from "../../src/trace/trace";
import { compareTraces } from "../../src/write/compare-traces";
import { writeEventList } from "../../src/write/write-event-list";
import { writePacketdrill } from "../../src/write/write-packetdrill";
import { mermaid, plantUml, writeSequenceDiagram } from "../../src/write/write-sequence-diagram";
import { hostileText, hostileTrace } from "./arbitrary-hostile-trace";
import { lossesOf } from "./writing-support";

const options = (title: string): BlockOptions => ({
  title,
  captures: [],
  endpoints: [],
  names: new Map(),
  show: [],
  hide: [],
  redact: [],
  theme: [],
});

/** What hostile words may cost: blanks and line breaks at their ends, numbers that disagree with each other. */
const harmless = new Set(["text", "label", "relative numbers", "conversation", "window", "marks", "time"]);

describe("a trace of any texts", () => {
  it("is an event list in which every event keeps its line, its kind and its ends", () => {
    fc.assert(
      fc.property(hostileTrace, hostileText, (trace, title) => {
        const { text, firstEventLine } = writeEventList(trace, options(title));
        const again = readEventList(text, "hostile");
        expect(again.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(again.trace.events.map(({ kind }) => kind)).toEqual(trace.events.map(({ kind }) => kind));
        const lost = lossesOf({ diagnostics: compareTraces(trace, again.trace, firstEventLine) });
        expect(lost.filter((what) => !harmless.has(what))).toEqual([]);
        expect(again.trace.endpoints.map(({ name }) => name)).toEqual(
          trace.endpoints.map(({ name }) => name),
        );
      }),
      { numRuns: 600 },
    );
  });

  it("is the same list when it is written the second time", () => {
    fc.assert(
      fc.property(hostileTrace, (trace) => {
        const once = readEventList(writeEventList(trace, options("")).text, "hostile");
        const { text } = writeEventList(once.trace, once.options);
        const twice = readEventList(text, "hostile");
        expect(writeEventList(twice.trace, twice.options).text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  const mermaidLine =
    /^(?: {4}(?:participant p\d as |p\d--?(?:>>|x)p\d: |Note (?:(?:left|right) of p\d|over p\d(?:,p\d)?): )|---$|title: "|sequenceDiagram$)/u;
  const plantUmlLine =
    /^(?:participant "|p\d--?>x?p\d: |note (?:(?:left|right) of p\d|over p\d(?:, p\d)?): |==|\.\.\.|title |@startuml$|@enduml$)/u;

  it.each([
    ["Mermaid", { language: mermaid, line: mermaidLine, active: /<b>|\$\$|;;|[^"]%|\0|\u2028/u }],
    ["PlantUML", { language: plantUml, line: plantUmlLine, active: /%getenv|\[\[x|<b>|!include|\0|\u2028/u }],
  ])("is a diagram of %s of which every line is one construct", (_, { language, line, active }) => {
    fc.assert(
      fc.property(hostileTrace, (trace) => {
        const lines = splitLines(writeSequenceDiagram(trace, undefined, language).text.trimEnd());
        expect(lines.filter((each) => !line.test(each))).toEqual([]);
        expect(lines.join("\n")).not.toMatch(active);
      }),
      { numRuns: 500 },
    );
  });

  it("is a packetdrill script of packets and comments", () => {
    fc.assert(
      fc.property(hostileTrace, hostileText, (trace: Trace, title) => {
        for (const line of splitLines(writePacketdrill(trace, title).text.trimEnd()))
          expect(line).toMatch(/^(?:\/\/|(?:\+0|\d+(?:\.\d+)?) [<>] [FSRPEWU.-]+ \d+:\d+\(\d+\))/u);
      }),
      { numRuns: 500 },
    );
  });
});
