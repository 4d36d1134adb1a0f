import fc from "fast-check";
import LZString from "lz-string";
import { describe, expect, it } from "vitest";
import { decodeNote } from "../../src/note/decode-note";
import { encodeNote, newDrawingNote, sceneJson } from "../../src/note/encode-note";
import { guardedText } from "../../src/note/text-section";
import type { Scene, SceneElement } from "../../src/scene/scene";
import { foreignElement, ladderScene, messages, textElement } from "../scene/merge-support";

const empty: Scene = { elements: [], appState: {}, files: {} };

function labels(...texts: readonly string[]): Scene {
  const elements = texts.map((text, at) => ({
    ...textElement(`e${String(at)}`, "label", text, 0, 0),
    version: at + 1,
  }));
  return { ...empty, elements };
}

/** Pieces that have misled readers of the format. */
const trap = fc.constantFrom(
  " ^abcdefgh",
  "^abcdefgh",
  "\t^12345678",
  " ^AAAAAAAA\n\n",
  "%%",
  "[[",
  "]]",
  "`",
  "```compressed-json",
  "```",
  "# Drawing",
  "## Drawing",
  "# Excalidraw Data",
  "## Text Elements",
  "## Element Links",
  "# Embedded files",
  "abcdefgh: ",
  "abcdefgh: [[x]]",
  "0123456789abcdef: [[y]]",
  "%%***>>>text element-link:[[x]]<<<***%%",
  "\n",
  "\n\n",
  "\r",
  "\r\n",
  "\u2028",
  "\ud800",
  "\u200b",
  "$&",
  "__proto__",
);
const label = fc
  .array(fc.oneof({ weight: 3, arbitrary: trap }, fc.string({ unit: "binary", maxLength: 6 })), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

/** Gives what a file holds of a text: lone surrogates do not survive UTF-8. */
function throughFile(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

describe("encodeNote, a new note", () => {
  it("is the plugin's newest layout to the byte", () => {
    const scene: Scene = {
      elements: [
        { ...textElement("a", "label", "first text", 0, 0), id: "AAAAAAAA", link: "[[Note#Heading|alias]]" },
        { ...textElement("b", "label", "second text", 0, 0), id: "BBBBBBBB" },
      ],
      appState: { viewBackgroundColor: "#ffffff" },
      files: {},
    };
    const note = newDrawingNote(scene);
    const base64 = LZString.compressToBase64(sceneJson(note));
    const pieces = base64.match(/.{1,256}/g)?.join("\n\n") ?? "";
    expect(pieces).toContain("\n\n");
    expect(encodeNote(note)).toBe(`---

excalidraw-plugin: parsed
tags: [excalidraw]
excalidraw-linkbutton-opacity: 0

---
==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠== You can decompress Drawing data with the command palette: 'Decompress current Excalidraw file'. For more info check in plugin settings under 'Saving'


# Excalidraw Data

## Text Elements
first text ^AAAAAAAA

second text ^BBBBBBBB

## Element Links
AAAAAAAA: [[Note#Heading|alias]]

%%
## Drawing
\`\`\`compressed-json
${pieces}
\`\`\`
%%`);
  });

  it("stores the scene as JSON with tabs, keys in the plugin's order, and its release as the source", () => {
    const json = sceneJson(newDrawingNote(ladderScene(messages(1))));
    expect(
      json.startsWith(
        '{\n\t"type": "excalidraw",\n\t"version": 2,\n\t"source": "https://github.com/zsviczian/',
      ),
    ).toBe(true);
    expect(Object.keys(JSON.parse(json) as object)).toEqual([
      "type",
      "version",
      "source",
      "elements",
      "appState",
      "files",
    ]);
    expect(json).toContain("/obsidian-excalidraw-plugin/releases/tag/2.26.4");
  });

  it("has the heading of the texts also without texts", () => {
    expect(encodeNote(newDrawingNote(empty))).toContain(
      "# Excalidraw Data\n\n## Text Elements\n%%\n## Drawing\n",
    );
  });

  it("writes neither texts nor links of tombstones", () => {
    const gone = { ...textElement("a", "label", "gone", 0, 0), isDeleted: true, link: "[[Note]]" };
    const markdown = encodeNote(newDrawingNote({ ...empty, elements: [gone] }));
    expect(markdown).not.toContain("gone ^");
    expect(markdown).not.toContain("Element Links");
    expect(decodeNote(markdown).scene.elements).toEqual([gone]);
  });

  it.each(["no eight", "[[a]] ^abcdefgh", "two\nlines", "cr\rhere", ""])(
    "keeps the link %j in the scene, not in a line",
    (link) => {
      const id = link === "no eight" ? "longer-than-eight" : "abcdefg1";
      const scene: Scene = { ...empty, elements: [foreignElement(id, { link })] };
      const markdown = encodeNote(newDrawingNote(scene));
      expect(markdown).not.toContain("## Element Links");
      expect(decodeNote(markdown).scene).toEqual(scene);
    },
  );
});

describe("encodeNote, texts of an editor that is not the plugin", () => {
  it("writes no entry for an id that is not eight characters, which the next text would swallow", () => {
    const { elements } = labels("first", "second", "third");
    const ids = ["mine", "ZrsBxu-PvaOXUSfFPzlNd", elements[2]?.id ?? ""];
    const scene = { ...empty, elements: elements.map((each, at) => ({ ...each, id: ids[at] ?? "" })) };
    const note = encodeNote(newDrawingNote(scene));
    expect(note).toContain("## Text Elements\nthird ^");
    const read = decodeNote(note).scene.elements;
    expect(read.map((each) => (each.type === "text" ? each.rawText : ""))).toEqual([
      "first",
      "second",
      "third",
    ]);
  });
});

describe("guardedText", () => {
  it.each([
    ["foo ^12345678\nbar", "foo ^\u200b12345678\nbar"],
    ["^12345678", "^\u200b12345678"],
    ["# Drawing", "#\u200b Drawing"],
    ["a\n## Element Links\nb", "a\n##\u200b Element Links\nb"],
    ["12345678: x", "\u200b12345678: x"],
    ["0123456789: [[x]]", "\u200b0123456789: [[x]]"],
    ["```compressed-json", "\u200b```compressed-json"],
    ["a\r\nb\rc", "a\nb\nc"],
    ["%%***>>>text element-link:[[x]]<<<***%%y", "\u200b%%***>>>text element-link:[[x]]<<<***%%y"],
  ])("breaks %j", (text, guarded) => {
    expect(guardedText(text)).toBe(guarded);
  });

  it.each([
    "x^2",
    " ^1234567",
    "^123456789",
    "### Drawing",
    "Drawing",
    "1234567: x",
    "%%",
    "`",
    "---",
    "[[x]]",
    "",
    "a\n\nb",
  ])("leaves %j as it is", (text) => {
    expect(guardedText(text)).toBe(text);
  });
});

describe("decodeNote ∘ encodeNote", () => {
  it("is the identity for labels of any text", () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 5 }), (texts) => {
        const scene = labels(...texts);
        const markdown = encodeNote(newDrawingNote(scene));
        expect(markdown).not.toContain("\r");
        expect(decodeNote(throughFile(markdown)).scene).toEqual(scene);
      }),
      { numRuns: 1500 },
    );
  });

  it("gives the bytes again, also when it is written anew", () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 4 }), (texts) => {
        const markdown = encodeNote(newDrawingNote(labels(...texts)));
        const { asRead: _, ...note } = decodeNote(markdown);
        expect(encodeNote(note)).toBe(markdown);
      }),
      { numRuns: 300 },
    );
  });

  it("is the identity for elements, state and files of any JSON", () => {
    const json = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    fc.assert(
      fc.property(json, json, json, (appState, files, data) => {
        const element: SceneElement = foreignElement("a-person's-own", { customData: data });
        const scene = { elements: [element], appState, files };
        // A file holds JSON, which knows no -0.
        expect(decodeNote(encodeNote(newDrawingNote(scene))).scene).toEqual(
          JSON.parse(JSON.stringify(scene)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("takes the plugin's reading of our text section to the same texts", () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (texts) => {
        const scene = labels(...texts);
        const markdown = encodeNote(newDrawingNote(scene));
        const read = pluginTexts(markdown);
        for (const element of scene.elements) {
          if (element.type === "text") expect(read.get(element.id)).toBe(guardedText(element.rawText));
        }
        expect(read.size).toBe(texts.length);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps a person's Markdown above the data byte for byte", () => {
    const body = fc.string({ unit: "binary", maxLength: 60 }).filter((text) => !/^#{1,2} /m.test(text));
    fc.assert(
      fc.property(body, (text) => {
        const fresh = newDrawingNote(labels("a"));
        const note = { ...fresh, head: `${fresh.head}${text}\n` };
        expect(decodeNote(encodeNote(note)).head).toBe(note.head);
      }),
    );
  });
});

/** Gives the texts by the rule of docs/drawing-note.md, "How the text section is read", written down once more. */
function pluginTexts(markdown: string): ReadonlyMap<string, string> {
  const heading = "## Text Elements\n";
  const section = markdown.slice(
    markdown.indexOf(heading) + heading.length,
    markdown.search(/^##? Drawing$/m),
  );
  const texts = new Map<string, string>();
  const pattern = /\s\^(.{8})[\n]+/g;
  let start = 0;
  for (let match = pattern.exec(section); match !== null; match = pattern.exec(section)) {
    texts.set(match[1] ?? "", section.slice(start, match.index));
    start = match.index + 12;
  }
  return texts;
}
