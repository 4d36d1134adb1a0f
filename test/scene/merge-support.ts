import { fingerprint8 } from "../../src/base/fingerprint";
import type { LinearElement, Scene, SceneElement, ShapeElement, TextElement } from "../../src/scene/scene";
import { plainElement } from "../support/plain-element";

/** One message of a made-up ladder. */
export interface Message {
  readonly event: string;
  readonly label: string;
  readonly y: number;
  readonly color?: string;
}

/** Gives a text as the draw stage makes one: centred, its width that of its words. */
export function textElement(event: string, part: string, text: string, x: number, y: number): TextElement {
  return {
    ...plainElement,
    id: fingerprint8(`${part}\n${event}`),
    type: "text",
    x: x - 4 * text.length,
    y,
    width: 8 * text.length,
    height: 20,
    fontSize: 16,
    fontFamily: 5,
    text,
    rawText: text,
    originalText: text,
    textAlign: "center",
    verticalAlign: "top",
    containerId: null,
    autoResize: true,
    lineHeight: 1.25,
    customData: { packetLadder: { event, part } },
  };
}

/** Gives a line or arrow as the draw stage makes one. */
export function linearElement(
  event: string,
  part: string,
  type: LinearElement["type"],
  points: readonly [number, number, number, number],
): LinearElement {
  const [x, y, toX, toY] = points;
  return {
    ...plainElement,
    id: fingerprint8(`${part}\n${event}`),
    type,
    x,
    y,
    width: Math.abs(toX - x),
    height: Math.abs(toY - y),
    points: [
      [0, 0],
      [toX - x, toY - y],
    ],
    lastCommittedPoint: null,
    startBinding: null,
    endBinding: null,
    startArrowhead: null,
    endArrowhead: type === "arrow" ? "arrow" : null,
    customData: { packetLadder: { event, part } },
  };
}

/** Gives a person's rectangle. */
export function foreignElement(id: string, fields: Partial<ShapeElement> = {}): ShapeElement {
  return {
    ...plainElement,
    id,
    type: "rectangle",
    x: 5,
    y: 6,
    width: 70,
    height: 80,
    ...fields,
  };
}

/** Gives the scene of a small ladder: a title, two lifelines, an arrow and a label for every message. */
export function ladderScene(messages: readonly Message[], title = "Title"): Scene {
  const height = 100 + Math.max(0, ...messages.map(({ y }) => y));
  const elements: SceneElement[] = [
    textElement("title", "text", title, 200, 0),
    linearElement("lifeline-1", "life-0", "line", [0, 50, 0, height]),
    linearElement("lifeline-2", "life-0", "line", [400, 50, 400, height]),
    ...messages.flatMap(({ event, label, y, color }) => [
      {
        ...linearElement(event, "arrow", "arrow", [0, y, 400, y + 20]),
        ...(color ? { strokeColor: color } : {}),
      },
      { ...textElement(event, "label", label, 200, y - 10), angle: 0.05, groupIds: [`g-${event}`] },
    ]),
  ];
  const indexed = elements.map((element, at) => ({ ...element, index: `a${String.fromCharCode(65 + at)}` }));
  return { elements: indexed, appState: { viewBackgroundColor: "#ffffff" }, files: {} };
}

/** Gives messages `m0`, `m1`, … one below the other. */
export function messages(count: number, from = 0): Message[] {
  return Array.from({ length: count }, (_, at) => ({
    event: `m${String(from + at)}`,
    label: `SYN seq=${String(from + at)}`,
    y: 100 + 40 * at,
  }));
}

/** Gives the element of a part; fails the test where there is none. */
export function partOf(scene: Scene, event: string, part: string): SceneElement {
  const id = fingerprint8(`${part}\n${event}`);
  const found = scene.elements.find((element) => element.id === id);
  if (found === undefined) throw new Error(`no element for ${event} ${part}`);
  return found;
}

/** Gives the scene as a person leaves it who changes some fields of one part. */
export function edited(scene: Scene, event: string, part: string, fields: object): Scene {
  const { id } = partOf(scene, event, part);
  return {
    ...scene,
    elements: scene.elements.map((element) =>
      element.id === id ? { ...element, ...fields, version: element.version + 3, versionNonce: 99 } : element,
    ),
  };
}

/** Gives the scene without some parts, as Excalidraw leaves it once it has dropped what was deleted. */
export function without(scene: Scene, ...parts: readonly (readonly [event: string, part: string])[]): Scene {
  const ids = new Set(parts.map(([event, part]) => fingerprint8(`${part}\n${event}`)));
  return { ...scene, elements: scene.elements.filter(({ id }) => !ids.has(id)) };
}

/** Gives what is seen of a scene: no tombstones. */
export function live(scene: Scene): readonly SceneElement[] {
  return scene.elements.filter(({ isDeleted }) => !isDeleted);
}
