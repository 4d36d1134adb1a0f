import type { LinearElement, Scene, SceneElement, TextElement } from "../../src/scene/scene";
import { plainElement } from "../support/plain-element";

const base = { ...plainElement, strokeWidth: 1 };

/** A text at (x, y). */
export function text(id: string, content: string, more: Partial<TextElement> = {}): TextElement {
  return {
    ...base,
    type: "text",
    id,
    x: 40,
    y: 20,
    width: 120,
    height: 20,
    fontSize: 16,
    fontFamily: 5,
    text: content,
    rawText: content,
    textAlign: "left",
    verticalAlign: "top",
    containerId: null,
    originalText: content,
    autoResize: true,
    lineHeight: 1.25,
    ...more,
  };
}

/** A slanted arrow. */
export function arrow(id: string, more: Partial<LinearElement> = {}): LinearElement {
  return {
    ...base,
    type: "arrow",
    id,
    x: 20,
    y: 60,
    width: 300,
    height: 40,
    points: [
      [0, 0],
      [300, 40],
    ],
    lastCommittedPoint: null,
    startBinding: null,
    endBinding: null,
    startArrowhead: null,
    endArrowhead: "arrow",
    elbowed: false,
    ...more,
  };
}

/** A scene of these elements. */
export function sceneOf(...elements: readonly SceneElement[]): Scene {
  return { elements, appState: {}, files: {} };
}

/** Two endpoints, a slanted arrow and its label, a lifeline and a box: one of each kind a ladder has. */
export const smallScene: Scene = sceneOf(
  text("aaaaaaaa", "client 10.0.0.1"),
  text("bbbbbbbb", 'server <&> "é"', { x: 300 }),
  {
    ...arrow("cccccccc"),
    type: "line",
    endArrowhead: null,
    points: [
      [0, 0],
      [0, 200],
    ],
    width: 0,
    height: 200,
  },
  arrow("dddddddd"),
  text("eeeeeeee", "SYN, Seq=0\nLen=0", { x: 100, y: 60, angle: 0.13, height: 40, textAlign: "center" }),
  {
    ...base,
    type: "rectangle",
    id: "ffffffff",
    x: 20,
    y: 120,
    width: 80,
    height: 30,
    roundness: { type: 3 },
  },
  {
    ...base,
    type: "ellipse",
    id: "gggggggg",
    x: 200,
    y: 120,
    width: 80,
    height: 30,
    backgroundColor: "#ffec99",
    fillStyle: "hachure",
  },
);
