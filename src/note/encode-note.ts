import type { Scene } from "../scene/scene";
import { newSceneKeys, type DrawingNote } from "./drawing-note";
import { compressScene } from "./scene-codec";
import { writeLinks, writeTexts } from "./text-section";

/** The blue mark at every element with a link would stand on the next lifeline's states: the link works without it. */
const FRESH_HEAD = `---

excalidraw-plugin: parsed
tags: [excalidraw]
excalidraw-linkbutton-opacity: 0

---
==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠== You can decompress Drawing data with the command palette: 'Decompress current Excalidraw file'. For more info check in plugin settings under 'Saving'


`;

/** Gives a new drawing note of a scene: the plugin's frontmatter and line, compressed, no Markdown of a person. */
export function newDrawingNote(scene: Scene): DrawingNote {
  return {
    head: FRESH_HEAD,
    scene,
    embeddedFiles: [],
    storage: "compressed-json",
    sceneKeys: newSceneKeys,
    textsInComment: false,
    tail: "",
  };
}

/**
 * Gives the note's text, as the Excalidraw plugin 2.26 writes it (docs/drawing-note.md).
 *
 * Total. A note that was decoded and whose drawing did not change keeps its bytes.
 */
export function encodeNote(note: DrawingNote): string {
  if (note.asRead !== undefined && isAsRead(note)) return note.head + note.asRead.data;
  const json = sceneJson(note);
  if (note.storage === "bare-json") return json;
  const stored = note.storage === "json" ? `json\n${json}` : `compressed-json\n${compressScene(json)}`;
  return [
    note.head,
    note.head === "" || note.head.endsWith("\n") ? "" : "\n",
    "# Excalidraw Data\n\n## Text Elements\n",
    writeTexts(note.scene.elements.filter((element) => !element.isDeleted)),
    section("## Element Links\n", writeLinks(note.scene.elements)),
    section(
      "## Embedded Files\n",
      note.embeddedFiles.length === 0 ? "" : `${note.embeddedFiles.join("\n")}\n\n`,
    ),
    note.textsInComment ? "" : "%%\n",
    `## Drawing\n\`\`\`${stored}\n\`\`\`\n%%`,
    note.tail,
  ].join("");
}

/** Gives the scene's JSON, indented by tabs, keys in the plugin's order. */
export function sceneJson(note: Pick<DrawingNote, "scene" | "sceneKeys">): string {
  const { elements, appState, files } = note.scene;
  return JSON.stringify({ ...note.sceneKeys, elements, appState, files }, null, "\t");
}

function section(heading: string, content: string): string {
  return content === "" ? "" : heading + content;
}

function isAsRead({ asRead, scene, embeddedFiles, storage }: DrawingNote): boolean {
  return (
    asRead !== undefined &&
    asRead.storage === storage &&
    asRead.embeddedFiles.join("\n") === embeddedFiles.join("\n") &&
    (asRead.scene === scene || sameScene(asRead.scene, scene))
  );
}

function sameScene(one: Scene, other: Scene): boolean {
  return (
    one.elements.length === other.elements.length &&
    one.elements.every((element, i) => sameJson(element, other.elements[i])) &&
    sameJson(one.appState, other.appState) &&
    sameJson(one.files, other.files)
  );
}

function sameJson(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
