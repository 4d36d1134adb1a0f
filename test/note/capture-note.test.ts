import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createCaptureNote,
  drawingName,
  findLadderBlocks,
  withDrawingLine,
} from "../../src/note/capture-note";

/** Gives the texts of a note's blocks. */
function blockTexts(...lines: readonly string[]): string[] {
  return findLadderBlocks(lines.join("\n")).map(({ text }) => text);
}

describe("findLadderBlocks", () => {
  it("gives a block's text, its place, and the line it starts at", () => {
    const note = "# Title\n\n```ladder\ntitle: T\nA -> B: SYN\n```\nafter\n";
    const content = "title: T\nA -> B: SYN\n";
    expect(findLadderBlocks(note)).toEqual([
      {
        text: content.trimEnd(),
        firstLine: 4,
        start: note.indexOf(content),
        end: note.indexOf(content) + content.length,
      },
    ]);
  });

  it.each([
    ["tildes", ["~~~ladder", "A -> B: x", "~~~"]],
    ["a longer fence, closed by one as long", ["`````ladder", "A -> B: x", "``````"]],
    ["words after the language", ["``` ladder  wide", "A -> B: x", "```"]],
    ["indentation", ["   ```ladder", "   A -> B: x", "   ```"]],
    ["a list item", ["- see", "", "  ```ladder", "  A -> B: x", "  ```"]],
    ["a list item that starts with it", ["1. ```ladder", "   A -> B: x", "   ```"]],
    [
      "a list in a list, four columns and more",
      ["- a", "  - b", "", "    ```ladder", "    A -> B: x", "    ```"],
    ],
    ["a callout", ["> [!note] Why", "> ```ladder", "> A -> B: x", "> ```"]],
    ["a callout in a callout", ["> > ```ladder", "> > A -> B: x", "> > ```"]],
    ["no end", ["```ladder", "A -> B: x"]],
    ["an end with its quote", ["> ```ladder", "> A -> B: x", "", "A -> B: y"]],
    ["an end with its list item", ["- ```ladder", "  A -> B: x", "A -> B: y"]],
  ])("finds a block with %s", (_case, lines) => {
    expect(blockTexts(...lines)).toEqual(["A -> B: x"]);
  });

  it.each([
    ["another fence", ["````markdown", "```ladder", "A -> B: x", "```", "````"]],
    ["a shorter fence inside a longer one", ["~~~", "```ladder", "```", "~~~"]],
    ["a comment of Obsidian", ["%%", "```ladder", "A -> B: x", "```", "%%"]],
    ["a comment of HTML", ["<!-- off", "```ladder", "A -> B: x", "```", "-->"]],
    ["indented code", ["text", "", "    ```ladder", "    A -> B: x", "    ```"]],
    ["another language", ["```ladders", "A -> B: x", "```"]],
    ["back-ticks after the fence", ["```ladder `x`", "A -> B: x", "```"]],
    ["frontmatter", ["---", "a: |", "  ```ladder", "  x", "  ```", "---"]],
  ])("finds none in %s", (_case, lines) => {
    expect(blockTexts(...lines)).toEqual([]);
  });

  it("goes on after a comment on one line, and after %% in code", () => {
    expect(blockTexts("%% off %%", "`%%` is a mark", "```ladder", "A -> B: x", "```")).toEqual(["A -> B: x"]);
  });

  it("reads CRLF notes, with offsets of their own", () => {
    const note = "a\r\n```ladder\r\nA -> B: x\r\nB -> A: y\r\n```\r\n";
    const [block] = findLadderBlocks(note);
    expect(block?.text).toBe("A -> B: x\nB -> A: y");
    expect(note.slice(block?.start, block?.end)).toBe("A -> B: x\r\nB -> A: y\r\n");
  });

  it("keeps blank lines and indentation of a block's own", () => {
    expect(blockTexts("> ```ladder", ">", ">   A -> B: x", "> ```")).toEqual(["\n  A -> B: x"]);
  });

  it("puts the frontmatter's defaults first, but for those the block sets, and counts lines around them", () => {
    const note = [
      "---",
      "tags: [x]",
      'ladder-capture: "[[web.pcapng]]"',
      "ladder-seq: raw",
      "ladder-show:",
      "  - number",
      "  - time",
      "ladder-title: 'it''s'",
      "---",
      "```ladder",
      "seq: off",
      "A -> B: x",
      "```",
    ].join("\n");
    expect(findLadderBlocks(note)).toMatchObject([
      {
        text: "capture: [[web.pcapng]]\nshow: number, time\ntitle: it's\nseq: off\nA -> B: x",
        firstLine: 11 - 3,
        inherited: [3, 5, 8],
      },
    ]);
  });

  it.each([
    ["[number, time]", "show: number, time"],
    ["[\"number\", 'time']", "show: number, time"],
    ["[]", ""],
    ["[[a note]]", "show: [[a note]]"],
  ])("reads a list on one line: %s", (written, expected) => {
    const note = `---\nladder-show: ${written}\n---\n\`\`\`ladder\n\`\`\`\n`;
    expect(findLadderBlocks(note)[0]?.text).toBe(expected);
  });

  it("takes no list of another key for a default's", () => {
    const note = "---\nladder-show: number\ntags:\n  - a\n---\n```ladder\n```\n";
    expect(findLadderBlocks(note)[0]?.text).toBe("show: number");
  });

  it("is total, and the place of each block holds its lines", () => {
    const piece = fc.constantFrom(
      "```ladder",
      "~~~",
      "```",
      "> ",
      "- ",
      "    ",
      "\n",
      "\r\n",
      "%%",
      "<!--",
      "-->",
      "---\n",
      "a: b",
      "x",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const note = pieces.join("");
        for (const { text, start, end } of findLadderBlocks(note)) {
          const raw = note.slice(start, end).split(/\r?\n/);
          for (const [at, line] of text.split("\n").entries())
            expect((raw[at] ?? "").endsWith(line)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("withDrawingLine", () => {
  it.each([
    [
      "after the last option",
      "```ladder\ntitle: T\nseq: raw\n\nA -> B: x\n```\n",
      "```ladder\ntitle: T\nseq: raw\nDRAWING\n\nA -> B: x\n```\n",
    ],
    [
      "first where there are no options",
      "```ladder\nA -> B: x\n```\n",
      "```ladder\nDRAWING\nA -> B: x\n```\n",
    ],
    ["in an empty block", "```ladder\n```\n", "```ladder\nDRAWING\n```\n"],
    ["in a block that is never closed", "```ladder\ntitle: T", "```ladder\ntitle: T\nDRAWING\n"],
    [
      "with the line breaks of the note",
      "```ladder\r\ntitle: T\r\n```\r\n",
      "```ladder\r\ntitle: T\r\nDRAWING\r\n```\r\n",
    ],
    ["with quote marks", "> ```ladder\n> title: T\n> ```\n", "> ```ladder\n> title: T\n> DRAWING\n> ```\n"],
    [
      "with the indentation of a list",
      "- ```ladder\n  title: T\n  ```\n",
      "- ```ladder\n  title: T\n  DRAWING\n  ```\n",
    ],
    ["with quote marks where there are no options", ">```ladder\n>```\n", ">```ladder\n>DRAWING\n>```\n"],
    [
      "after options with a comment between",
      "```ladder\ntitle: T\n# c\nseq: raw\nA -> B: x\n```",
      "```ladder\ntitle: T\n# c\nseq: raw\nDRAWING\nA -> B: x\n```",
    ],
  ])("puts the line %s", (_case, note, expected) => {
    expect(withDrawingLine(note, 0, "N.excalidraw")).toBe(
      expected.replace("DRAWING", "drawing: [[N.excalidraw]]"),
    );
  });

  it("does not take an event of an endpoint for an option", () => {
    const note = "```ladder\ntitle: T\nClient: state SYN-SENT\ntime: rows\n```\n";
    expect(withDrawingLine(note, 0, "N")).toBe(note.replace("title: T\n", "title: T\ndrawing: [[N]]\n"));
  });

  it("changes nothing where the block has a drawing, and knows blocks apart", () => {
    const note = "```ladder\ndrawing: [[other]]\n```\n\n```ladder\ntitle: 2\n```\n";
    expect(withDrawingLine(note, 0, "N")).toBe(note);
    expect(withDrawingLine(note, 1, "N 2")).toBe(note.replace("title: 2\n", "title: 2\ndrawing: [[N 2]]\n"));
    expect(withDrawingLine(note, 2, "N 3")).toBe(note);
  });

  it("inserts one line, and nothing the second time", () => {
    const line = fc.constantFrom("title: T", "A -> B: x", "", "# c", "seq: raw", "Client: call x()");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom("\n", "\r\n"), (lines, lineBreak) => {
        const note = ["x", "```ladder", ...lines, "```", "y"].join(lineBreak);
        const once = withDrawingLine(note, 0, "N");
        expect(once.replace(`drawing: [[N]]${lineBreak}`, "")).toBe(note);
        expect(withDrawingLine(once, 0, "N")).toBe(once);
      }),
    );
  });
});

describe("createCaptureNote", () => {
  it("writes heading, block and embed of a capture", () => {
    const note = createCaptureNote({
      title: "web",
      captureTarget: "caps/web.pcapng",
      drawingName: "web.excalidraw",
    });
    expect(note).toBe(
      "# web\n\n```ladder\ncapture: [[caps/web.pcapng]]\ndrawing: [[web.excalidraw]]\n```\n\n![[web.excalidraw]]\n",
    );
  });

  it("writes the lines of a list, the drawing after its options", () => {
    const note = createCaptureNote({
      title: "open",
      listText: "title: Open\n\nA -> B: SYN\n",
      drawingName: "open.excalidraw",
    });
    expect(findLadderBlocks(note)[0]?.text).toBe("title: Open\ndrawing: [[open.excalidraw]]\n\nA -> B: SYN");
  });

  it("holds a list with fences of its own in a longer fence", () => {
    const listText = 'A -> B: "x"\n```\nB -> A: y\n`````';
    const blocks = findLadderBlocks(createCaptureNote({ title: "", listText, drawingName: "d" }));
    expect(blocks.map(({ text }) => text)).toEqual([`drawing: [[d]]\n${listText}`]);
  });

  it.each(["a [[b]] c", "a\nb", "# x", "%% off", "<b>x</b>", "`x`", "a ^abcdefgh", "#tag", "![[x]]", "=x="])(
    "lets no Markdown of the title %j through",
    (title) => {
      const [first = ""] = createCaptureNote({ title, captureTarget: "x.pcap", drawingName: "x" }).split(
        "\n",
      );
      expect(first.replace(/\\[^\w\s]/g, "")).toMatch(/^# [\w\s/]*$/);
    },
  );

  it("links files whose names a wiki link cannot hold by their path", () => {
    const note = createCaptureNote({
      title: "x",
      captureTarget: "a#b|c.pcap",
      drawingName: "a#b [1].excalidraw",
    });
    expect(note).toContain("capture: a#b|c.pcap\ndrawing: a#b [1].excalidraw\n");
    expect(note).toContain("![](a%23b%20%5B1%5D.excalidraw.md)");
  });

  it("keeps a name with line breaks on one line", () => {
    const note = createCaptureNote({ title: "x", captureTarget: "a\n```\n.pcap", drawingName: "a\nb" });
    expect(findLadderBlocks(note)[0]?.text).toBe("capture: a ``` .pcap\ndrawing: a b");
  });
});

describe("drawingName", () => {
  it("gives the note's name, and a number from the second block on", () => {
    expect([0, 1, 2].map((index) => drawingName("Handshake", index))).toEqual([
      "Handshake.excalidraw",
      "Handshake 2.excalidraw",
      "Handshake 3.excalidraw",
    ]);
  });
});
