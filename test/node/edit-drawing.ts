import type { Scene, SceneElement, TextElement } from "../../src/scene/scene";
import { decodeNote } from "../../src/note/decode-note";
import { encodeNote } from "../../src/note/encode-note";
import { plainElement } from "../support/plain-element";

/** What a person drew beside the ladder. */
export const foreignElement: SceneElement = {
  ...plainElement,
  id: "mine0001",
  type: "rectangle",
  x: -300,
  y: 40,
  width: 120,
  height: 60,
  strokeColor: "#e03131",
};

/** Gives the drawing note with other elements, as the Excalidraw plugin would save it. */
export function withScene(markdown: string, elements: readonly SceneElement[]): string {
  const note = decodeNote(markdown);
  return encodeNote({ ...note, scene: { ...note.scene, elements } });
}

/** Gives the first generated text of a part ("label"). */
export function elementOf(scene: Scene, part: string): TextElement {
  const found = scene.elements.find((element) => element.customData?.packetLadder?.part === part);
  if (found?.type !== "text") throw new Error(`no text called ${part}`);
  return found;
}

/** Gives a text as it is after a person changed its words. */
export function edited(element: SceneElement, text: string): SceneElement {
  if (element.type !== "text") throw new Error("only texts have words");
  return {
    ...element,
    text,
    rawText: text,
    originalText: text,
    version: element.version + 1,
    versionNonce: 7,
  };
}
