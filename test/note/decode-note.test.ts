import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import LZString from "lz-string";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../src/base/diagnostic";
import { decodeNote } from "../../src/note/decode-note";
import type { DrawingNote } from "../../src/note/drawing-note";
import { encodeNote, newDrawingNote } from "../../src/note/encode-note";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { ladderScene, messages, textElement } from "../scene/merge-support";

const folder = fileURLToPath(new URL("../fixtures/notes/", import.meta.url));
const names = readdirSync(folder).filter((name) => name !== "README.md");
const withDrawing = names.filter((name) => name !== "blank.md");

function fixture(name: string): string {
  return readFileSync(folder + name, "utf8");
}

/** Gives the note with its first arrow elsewhere. */
function changed(note: DrawingNote): DrawingNote {
  const elements = note.scene.elements.map((element) =>
    element.type === "arrow" ? { ...element, x: 1 } : element,
  );
  return { ...note, scene: { ...note.scene, elements } };
}

function texts(scene: Scene): string[] {
  return scene.elements.flatMap((element) =>
    element.type === "text" && !element.isDeleted ? [element.rawText] : [],
  );
}

function linkOf(note: DrawingNote, id: string): string | null | undefined {
  return note.scene.elements.find((element) => element.id === id)?.link;
}

/** Gives a note of these texts whose text section is replaced. */
function noteWith(section: string, ...labels: readonly string[]): DrawingNote {
  const ids = ["AAAAAAAA", "BBBBBBBB", "CCCCCCCC"];
  const elements: SceneElement[] = labels.map((label, at) => ({
    ...textElement("e", "label", label, 0, 0),
    id: ids[at] ?? "DDDDDDDD",
  }));
  const markdown = encodeNote(newDrawingNote({ elements, appState: {}, files: {} }));
  const start = markdown.indexOf("## Text Elements\n") + "## Text Elements\n".length;
  return decodeNote(markdown.slice(0, start) + section + markdown.slice(markdown.indexOf("%%\n## Drawing")));
}

function codeOf(markdown: string): string {
  try {
    decodeNote(markdown);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostic.code;
    throw error;
  }
  return "";
}

describe("decodeNote, every layout the plugin has written", () => {
  it.each(names)("gives back the bytes of %s while the drawing does not change", (name) => {
    expect(encodeNote(decodeNote(fixture(name)))).toBe(fixture(name));
    const note = decodeNote(fixture(name));
    const rebuilt = structuredClone(note.scene);
    expect(encodeNote({ ...note, scene: rebuilt })).toBe(fixture(name));
  });

  it.each(withDrawing)("reads the same drawing from %s", (name) => {
    const { scene } = decodeNote(fixture(name));
    expect(scene.elements.filter(({ type }) => type === "arrow")).toHaveLength(2);
    if (name !== "2.27-no-text-heading.md") {
      expect(texts(scene)).toEqual([
        "Connection closing ",
        "Left",
        "Right",
        "FIN | SEQ u",
        "FIN-ACK | SEQ v | ACK u+1",
      ]);
    }
  });

  it.each(withDrawing)(
    "writes the newest layout for a changed drawing of %s, which reads as the same note",
    (name) => {
      const note = changed(decodeNote(fixture(name)));
      const markdown = encodeNote(note);
      const again = decodeNote(markdown);
      expect({ ...again, asRead: undefined }).toEqual({ ...note, asRead: undefined });
      if (note.storage !== "bare-json") {
        expect(markdown.startsWith(`${note.head}# Excalidraw Data\n\n## Text Elements\n`)).toBe(true);
      }
    },
  );

  it("reads a blank drawing as an empty scene, and completes it", () => {
    const note = decodeNote(fixture("blank.md"));
    expect(note.scene.elements).toEqual([]);
    const scene = ladderScene(messages(1));
    expect(decodeNote(encodeNote({ ...note, scene })).scene).toEqual(scene);
  });

  it("keeps frontmatter, Markdown, files and links of a person byte for byte", () => {
    const before = fixture("2.26-links-files-body.md");
    const after = encodeNote(changed(decodeNote(before)));
    const drawing = (markdown: string): number => markdown.indexOf("%%\n## Drawing");
    const links =
      "## Element Links\nTi7tlE01: https://example.com/b\n\nLeftHd02: [[Hosts#Left|left]]\n\n## Embedded Files";
    expect(after.slice(0, after.indexOf("# Excalidraw Data"))).toBe(
      before.slice(0, before.indexOf("# Excalidraw Data")),
    );
    expect(after.slice(0, drawing(after))).toContain(links);
    expect(after.slice(after.indexOf("## Embedded Files"), drawing(after))).toBe(
      before.slice(before.indexOf("## Embedded Files"), drawing(before)),
    );
  });

  it("reads the last drawing where a person's Markdown shows the layout of one", () => {
    const fresh = newDrawingNote(ladderScene(messages(1)));
    const sample = 'How it looks:\n\n## Drawing\n```json\n{"type":"excalidraw","elements":[]}\n```\n\n';
    const note = decodeNote(encodeNote({ ...fresh, head: fresh.head + sample }));
    expect(note.scene).toEqual(fresh.scene);
    expect(note.head).toBe(fresh.head + sample);
  });

  it("keeps what stands after the drawing, and a %% a person put before the data", () => {
    const note = decodeNote(`${fixture("2.26-texts-in-comment.md")}\nafter`);
    const markdown = encodeNote(changed(note));
    expect(markdown.endsWith("\n```\n%%\nafter")).toBe(true);
    expect(markdown).toContain("%%\n# Excalidraw Data\n");
    expect(markdown).toContain("\n\n## Drawing\n");
    expect(markdown).not.toContain("%%\n## Drawing");
  });

  it("reads a note whose line breaks became CRLF", () => {
    const note = decodeNote(fixture("2.26-compressed.md").replaceAll("\n", "\r\n"));
    expect(texts(note.scene)).toContain("FIN | SEQ u");
    expect(note.scene.elements.find(({ id }) => id === "Fin1Ac04")).toMatchObject({ rawText: "FIN | SEQ u" });
  });
});

describe("decodeNote, edits in the Markdown", () => {
  it("lets a label edited in the text section win over the scene", () => {
    const { scene } = noteWith("changed ^AAAAAAAA\n\nb ^BBBBBBBB\n\n", "a", "b");
    expect(scene.elements[0]).toMatchObject({
      rawText: "changed",
      text: "changed",
      originalText: "changed",
      version: 1,
    });
    expect(texts(scene)).toEqual(["changed", "b"]);
  });

  it("keeps a label edited in the scene alone, where the section has it as it was generated", () => {
    const drawn = textElement("e", "label", "generated", 0, 0);
    const origin = {
      ...drawn.customData?.packetLadder,
      event: "e",
      part: "label",
      base: { text: "generated" },
    };
    const ours = { ...drawn, id: "AAAAAAAA", customData: { packetLadder: origin } };
    const markdown = encodeNote(newDrawingNote({ elements: [ours], appState: {}, files: {} }));
    const stored = (edit: object, entry = "generated"): string[] => {
      const edited = { ...ours, ...edit };
      const note = encodeNote(newDrawingNote({ elements: [edited], appState: {}, files: {} }));
      const entryOf = (text: string): string => `## Text Elements\n${text} ^AAAAAAAA`;
      return texts(decodeNote(note.replace(entryOf(edited.rawText), entryOf(entry))).scene);
    };
    const mine = { text: "mine", originalText: "mine", rawText: "mine" };
    expect(texts(decodeNote(markdown).scene)).toEqual(["generated"]);
    expect(stored(mine)).toEqual(["mine"]);
    expect(stored(mine, "edited here, too")).toEqual(["edited here, too"]);
    expect(stored({}, "edited here")).toEqual(["edited here"]);
  });

  it("shows an edited link as the plugin does, by its alias", () => {
    const { scene } = noteWith("see [[Note|here]] and [there](https://example.com) ^AAAAAAAA\n\n", "a");
    expect(scene.elements[0]).toMatchObject({
      rawText: "see [[Note|here]] and [there](https://example.com)",
      text: "see here and there",
    });
  });

  it("keeps the stored text of an element that is missing in the section", () => {
    expect(texts(noteWith("a ^AAAAAAAA\n\n", "a", "b").scene)).toEqual(["a", "b"]);
  });

  it("drops an entry whose id is not in the drawing", () => {
    expect(texts(noteWith("x ^XXXXXXXX\n\na2 ^AAAAAAAA\n\n", "a").scene)).toEqual(["a2"]);
  });

  // The rows of the plugin's own reader: docs/drawing-note.md, "How the text section is read".
  it.each([
    ["an id on its own line", "a2\n^AAAAAAAA\n\n", "a2"],
    ["blank lines and blanks inside and around", "  x\n\n\ty  ^AAAAAAAA\n\n", "  x\n\n\ty "],
    ["Markdown, %% and back-ticks", "%% `x` ``` # H --- x^2 $& ^AAAAAAAA\n\n", "%% `x` ``` # H --- x^2 $&"],
    ["an empty text", " ^AAAAAAAA\n\n", ""],
    ["a blank line after the heading", "\na2 ^AAAAAAAA\n\n", "\na2"],
  ])("reads %s as the plugin does", (_case, section, expected) => {
    expect(texts(noteWith(section, "a").scene)).toEqual([expected]);
  });

  it("reads one line break between entries as the plugin does: a character is lost", () => {
    expect(texts(noteWith("a ^AAAAAAAA\nMINE ^BBBBBBBB\n\n", "a", "b").scene)).toEqual(["a", "INE"]);
  });

  it("does not take a label the plugin would cut for an edit, when the entry is what was stored", () => {
    const trap = "foo ^12345678\nbar";
    expect(texts(noteWith(`${trap} ^AAAAAAAA\n\nb ^BBBBBBBB\n\n`, trap, "b").scene)).toEqual([trap, "b"]);
    expect(texts(noteWith("a ^AAAAAAAA\n\nb ^BBBBBBBB\n\n", trap, "b").scene)).toEqual(["a", "b"]);
  });

  it("takes the links of the Markdown, of texts and others, and of old notes", () => {
    const note = decodeNote(fixture("2.26-links-files-body.md"));
    expect(linkOf(note, "LeftHd02")).toBe("[[Hosts#Left|left]]");
    expect(linkOf(note, "Ti7tlE01")).toBe("https://example.com/b");
    expect(linkOf(note, "arrow-1_nanoid_twenty1")).toBe("[[Closing#Four segments|why]]");
    expect(linkOf(decodeNote(fixture("2.0.25-link-among-texts.md")), "aRRoW001")).toBe("[[Closing#Why]]");
  });
});

describe("decodeNote, what is no drawing", () => {
  it.each([
    ["the empty text", ""],
    ["plain Markdown", "# Notes\n\nA drawing would be nice.\n"],
    ["a note with JSON in a fence", '```json\n{"a": 1}\n```\n'],
    ["a JSON file of something else", '{"type": "canvas"}'],
    ["a heading without data", "# Drawing\nnothing\n"],
  ])("says not-a-drawing for %s", (_case, markdown) => {
    expect(codeOf(markdown)).toBe("not-a-drawing");
  });

  const compressed = (json: string): string =>
    `# Excalidraw Data\n\n## Text Elements\n%%\n## Drawing\n\`\`\`compressed-json\n${LZString.compressToBase64(json)}\n\`\`\`\n%%`;

  it.each([
    ["nothing between the fences", compressed("").replace(/json\n.*\n/, "json\n\n")],
    ["letters that are no base64", "## Drawing\n```compressed-json\n¤¤¤ not base64 ¤¤¤\n```\n%%"],
    ["data cut in the middle", fixture("2.26-compressed.md").replace(/\n\n[^\n]*\n\n[^\n]*\n```/, "\n```")],
    ["JSON that is no scene", compressed("[1, 2]")],
    ["a scene without elements", compressed('{"type":"excalidraw"}')],
    ["an element without a place", compressed('{"elements":[{"id":"a","type":"text","text":""}]}')],
    ["JSON cut in the middle", '## Drawing\n```json\n{"type":"excalidraw","elements":[{}\n```\n%%'],
  ])("says damaged-drawing for %s", (_case, markdown) => {
    expect(codeOf(markdown)).toBe("damaged-drawing");
  });

  it("says conflicted-drawing for both sides of a merge, wherever the marks are, and not for one mark in a text", () => {
    const note = fixture("2.26-compressed.md");
    const data = note.indexOf("## Text Elements");
    const [head, body] = [note.slice(0, data), note.slice(data)];
    const sides = `<<<<<<< HEAD\n${body}\n=======\n${body}\n>>>>>>> theirs\n`;
    expect(codeOf(head + sides)).toBe("conflicted-drawing");
    expect(codeOf((head + sides).replaceAll("\n", "\r\n"))).toBe("conflicted-drawing");
    expect(codeOf(note.replace("## Text Elements\n", "## Text Elements\n<<<<<<< HEAD\n"))).toBe("");
    expect(codeOf(note.replace("# Excalidraw Data", "Heading\n=======\n\n# Excalidraw Data"))).toBe("");
  });

  it("ends for any damage to the compressed data, with a drawing or a diagnostic", () => {
    const note = fixture("2.26-compressed.md");
    const start = note.indexOf("compressed-json\n") + 16;
    for (let at = start; at < note.length; at += 7) {
      expect(["", "damaged-drawing", "not-a-drawing"]).toContain(
        codeOf(`${note.slice(0, at)}Z${note.slice(at + 1)}`),
      );
    }
  });
});
