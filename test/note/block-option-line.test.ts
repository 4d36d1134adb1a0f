import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withBlockOption, writtenOptions } from "../../src/note/block-option-line";
import { findLadderBlocks } from "../../src/note/capture-note";

const note = "# Lab\n\n```ladder\ncapture: [[a.pcap]]\nseq: raw\nA -> B: SYN\n```\n\nText.\n";

describe("an option of a block", () => {
  it("keeps its place where it is there", () => {
    expect(withBlockOption(note, 0, "seq", "off")).toBe(note.replace("seq: raw", "seq: off"));
  });

  it("comes after the last option where it is new", () => {
    expect(withBlockOption(note, 0, "filter", "tcp")).toBe(
      note.replace("seq: raw\n", "seq: raw\nfilter: tcp\n"),
    );
  });

  it("goes with its line", () => {
    expect(withBlockOption(note, 0, "seq", undefined)).toBe(note.replace("seq: raw\n", ""));
  });

  it("stays away where it was not there", () => {
    expect(withBlockOption(note, 0, "filter", undefined)).toBe(note);
    expect(withBlockOption(note, 1, "filter", "tcp")).toBe(note);
  });

  it("keeps quote marks, indentation and line breaks of others", () => {
    const quoted = "> - ```ladder\r\n>   seq: raw\r\n>   A -> B: SYN\r\n>   ```\r\n";
    expect(withBlockOption(quoted, 0, "seq", "off")).toBe(quoted.replace("raw", "off"));
    expect(withBlockOption(quoted, 0, "time", "rows")).toBe(
      quoted.replace("raw\r\n", "raw\r\n>   time: rows\r\n"),
    );
  });

  it("is added to a block that is never closed", () => {
    expect(withBlockOption("```ladder", 0, "seq", "raw")).toBe("```ladder\nseq: raw\n");
  });

  it("is told apart from what the note's properties set", () => {
    const text = `---\nladder-time: proportional\nladder-seq: off\n---\n${note}`;
    const { block, note: inherited } = writtenOptions(text, 0, findLadderBlocks(text)[0]?.text ?? "");
    expect([...block]).toEqual([
      ["capture", "[[a.pcap]]"],
      ["seq", "raw"],
    ]);
    expect([...inherited]).toEqual([["time", "proportional"]]);
  });

  it("holds once it is written, whatever it is, and the rest of the note keeps its bytes", () => {
    const value = fc.stringMatching(/^[\w][\w .,=[\]-]{0,20}$/u).map((text) => text.trim());
    fc.assert(
      fc.property(value, fc.constantFrom("title", "filter", "names", "seq"), (text, key) => {
        const changed = withBlockOption(note, 0, key, text);
        const { block } = writtenOptions(changed, 0, "");
        expect(block.get(key)).toBe(text);
        if (key !== "seq") expect(withBlockOption(changed, 0, key, undefined)).toBe(note);
      }),
    );
  });
});
