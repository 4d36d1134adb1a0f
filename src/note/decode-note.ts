import { DiagnosticError } from "../base/diagnostic";
import { displayedText } from "../base/displayed-text";
import type { SceneElement, TextElement } from "../scene/scene";
import { newSceneKeys, type DrawingNote } from "./drawing-note";
import { splitNote } from "./note-sections";
import { decompressScene } from "./scene-codec";
import { isEntryOf, isText, readEntries, type Entries, type EntryText } from "./text-section";

/** The marks git and others put around two sides of a merge, each on a line, in this order. */
const CONFLICT = [/^<{7} /m, /^={7}\r?$/m, /^>{7} /m];

/**
 * Gives a drawing note taken apart.
 *
 * Reads every layout the Excalidraw plugin has written since 1.2, and `.excalidraw` files. Labels and links
 * edited in the Markdown win over the stored scene, as they do in the plugin; a label of ours that stands there as
 * it was generated was not edited there. Throws `DiagnosticError`:
 * "not-a-drawing" where no drawing is found, "damaged-drawing" where it cannot be read, "conflicted-drawing" where a
 * version control left both sides of a merge in it.
 */
export function decodeNote(markdown: string): DrawingNote {
  // Either side could be the drawing: taking one would drop what a person did on the other.
  if (isConflicted(markdown)) throw new DiagnosticError({ code: "conflicted-drawing", severity: "error" });
  const sections = splitNote(markdown);
  if (sections === undefined) throw new DiagnosticError({ code: "not-a-drawing", severity: "error" });
  const json = sections.storage === "compressed-json" ? decompressed(sections.stored) : sections.stored;
  const { scene: stored, sceneKeys } = parseScene(json);
  const entries = readEntries(sections.entries);
  const showsMarkup = !/excalidraw-plugin: (?:parsed|locked)\r?\n/.test(markdown);
  const elements = stored.elements.map((element) => withMarkdown(element, entries, showsMarkup));
  const scene = { ...stored, elements };
  return {
    head: sections.head,
    scene,
    embeddedFiles: entries.embeddedFiles,
    storage: sections.storage,
    sceneKeys,
    textsInComment: sections.textsInComment,
    tail: sections.tail,
    asRead: { data: sections.data, scene, embeddedFiles: entries.embeddedFiles, storage: sections.storage },
  };
}

function isConflicted(markdown: string): boolean {
  let rest = markdown;
  return CONFLICT.every((mark) => {
    const at = rest.search(mark);
    rest = rest.slice(at + 1);
    return at >= 0;
  });
}

function decompressed(pieces: string | undefined): string | undefined {
  return pieces === undefined ? undefined : decompressScene(pieces);
}

function parseScene(json: string | undefined): Pick<DrawingNote, "scene" | "sceneKeys"> {
  if (json === undefined)
    return { scene: { elements: [], appState: {}, files: {} }, sceneKeys: newSceneKeys };
  const parsed = parseJson(json);
  if (!isRecord(parsed)) throw damaged(json);
  const { elements, appState, files, ...sceneKeys } = parsed;
  if (!Array.isArray(elements) || !elements.every(isElement)) throw damaged(json);
  return {
    scene: { elements, appState: isRecord(appState) ? appState : {}, files: isRecord(files) ? files : {} },
    sceneKeys,
  };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw damaged(json);
  }
}

function damaged(json: string): DiagnosticError {
  return new DiagnosticError({ code: "damaged-drawing", severity: "error", found: json.length });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What every version of Excalidraw writes; an element without it is no element, and the note is refused. */
function isElement(value: unknown): value is SceneElement {
  return (
    isRecord(value) &&
    typeof value["id"] === "string" &&
    typeof value["type"] === "string" &&
    [value["x"], value["y"], value["width"], value["height"]].every((side) => typeof side === "number") &&
    (value["type"] !== "text" || typeof value["text"] === "string")
  );
}

function withMarkdown(element: SceneElement, entries: Entries, showsMarkup: boolean): SceneElement {
  const linked = withLink(element, entries);
  if (!isText(linked)) return linked;
  const stored: unknown = linked.rawText;
  const rawText = typeof stored === "string" ? stored : linked.text;
  const entry = entries.texts.get(element.id);
  if (entry === undefined || isEntryOf(entry, rawText) || isAsGenerated(entry, linked))
    return rawText === stored ? linked : { ...linked, rawText };
  const text = showsMarkup ? entry.text : displayedText(entry.text);
  return { ...linked, text, rawText: entry.text, originalText: text };
}

/** Until 2.0.25 the link of an arrow or a box stood among the texts. */
function withLink(element: SceneElement, { links, texts }: Entries): SceneElement {
  const link = links.get(element.id) ?? (isText(element) ? undefined : texts.get(element.id)?.text);
  return link === undefined || link === element.link ? element : { ...element, link };
}

/** An entry as it was generated is nobody's edit: another text in the scene came from an editor that knows no entries. */
function isAsGenerated(entry: EntryText, { customData }: TextElement): boolean {
  const base = customData?.packetLadder?.base;
  const generated = isRecord(base) ? base["text"] : undefined;
  return typeof generated === "string" && isEntryOf(entry, generated);
}
