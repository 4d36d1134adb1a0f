import type { LadderBox, LadderPoint, PlacedText } from "../ladder/ladder";
import { strokeSeed, type StampSource } from "./element-id";
import type { ElementBase, LinearElement, Origin, Point, ShapeElement, TextElement } from "./scene";
import { STROKE, type Arrowhead, type SceneStyle, type Stroke } from "./style";

/** Line height in em: what Excalidraw sets for Excalifont; texts of other fonts get the same room. */
const LINE_HEIGHT = 1.25;

/** What every element is drawn with. */
export interface Pen {
  readonly stamp: StampSource;
  readonly style: SceneStyle;
}

/** What an element stands for, and the group it moves with. */
export interface Part {
  readonly origin: Pick<Origin, "event" | "part" | "full">;
  readonly groupIds: readonly string[];
}

/** Gives a part that says what its words are in full. */
export function withFullText({ origin, groupIds }: Part, full: string): Part {
  return { origin: { ...origin, full }, groupIds };
}

/** Gives a text; its box is turned about its centre. */
export function textElement(pen: Pen, part: Part, placed: PlacedText, color: string): TextElement {
  return boundText(pen, part, placed, { color, angle: turn(placed.angle), box: null });
}

/** What tells a text in a box from one that stands alone. */
interface TextLook {
  readonly color: string;
  readonly angle: number;
  /** Id of the box it is bound to. */
  readonly box: string | null;
}

function boundText(pen: Pen, part: Part, placed: PlacedText, look: TextLook): TextElement {
  const { text, width, height, fontSize, align } = placed;
  const box = { x: placed.x - width / 2, y: placed.y - height / 2, width, height };
  const whole = placed.full === undefined ? part : withFullText(part, placed.full);
  const base = elementBase(pen, whole, box, { type: "text", stroke: { ...STROKE.text, color: look.color } });
  // Elements have more than thirty fields: one assignment is three times as fast as another spread.
  return Object.assign(base, {
    angle: look.angle,
    fontSize,
    fontFamily: pen.style.fontFamily,
    text,
    rawText: text,
    textAlign: align,
    verticalAlign: look.box === null ? ("top" as const) : ("middle" as const),
    containerId: look.box,
    originalText: text,
    autoResize: true,
    lineHeight: LINE_HEIGHT,
  });
}

/** A box and the words in it. */
export interface Caption {
  readonly box: LadderBox;
  readonly label: PlacedText;
  readonly fill: string;
  readonly stroke: Stroke;
  readonly color: string;
}

/** Gives a rectangle and the text bound to it, in this order; the parts are `part` and `part-text`. */
export function captionElements(
  pen: Pen,
  part: Part,
  caption: Caption,
): readonly (ShapeElement | TextElement)[] {
  const base = elementBase(pen, part, caption.box, {
    type: "rectangle",
    stroke: caption.stroke,
    fill: caption.fill,
  });
  const box = Object.assign(base, { roundness: { type: 3 } });
  // Excalidraw deletes empty texts as soon as it sees them.
  if (caption.label.text === "") return [box];
  const origin = { event: part.origin.event, part: `${part.origin.part}-text` };
  const look = { color: caption.color, angle: 0, box: box.id };
  const text = boundText(pen, { origin, groupIds: part.groupIds }, caption.label, look);
  return [Object.assign(box, { boundElements: [{ type: "text", id: text.id }] }), text];
}

/** Gives an ellipse that fills a box, or a rectangle with sharp corners. */
export function shapeElement(
  pen: Pen,
  part: Part,
  box: LadderBox,
  look: { readonly type: "ellipse" | "rectangle"; readonly stroke: Stroke; readonly fill: string },
): ShapeElement {
  return elementBase(pen, part, box, look);
}

/** Gives a line through points of the page. */
export function lineElement(
  pen: Pen,
  part: Part,
  points: readonly LadderPoint[],
  stroke: Stroke,
): LinearElement {
  const line = linearElement(pen, part, points, { type: "line", stroke });
  return Object.assign(line, { startArrowhead: null, endArrowhead: null, polygon: false });
}

/** Gives a filled area without an outline; the last point is the first again. */
export function areaElement(
  pen: Pen,
  part: Part,
  points: readonly LadderPoint[],
  fill: string,
): LinearElement {
  const stroke = { color: "transparent", width: 1, style: "solid", ruled: true } as const;
  const line = linearElement(pen, part, points, { type: "line", stroke, fill });
  return Object.assign(line, { startArrowhead: null, endArrowhead: null, polygon: true });
}

/** Gives an arrow through points of the page, with what stands at its first and at its last. */
export function arrowElement(
  pen: Pen,
  part: Part,
  points: readonly LadderPoint[],
  look: { readonly stroke: Stroke; readonly tail: Arrowhead | null; readonly head: Arrowhead | null },
): LinearElement {
  const arrow = linearElement(pen, part, points, { type: "arrow", stroke: look.stroke });
  return Object.assign(arrow, { startArrowhead: look.tail, endArrowhead: look.head, elbowed: false });
}

function linearElement(
  pen: Pen,
  part: Part,
  points: readonly LadderPoint[],
  look: Look<"line" | "arrow">,
): Omit<LinearElement, "startArrowhead" | "endArrowhead"> {
  const [x, y] = points[0] ?? [0, 0];
  const relative = points.map(([px, py]): Point => [hundredths(px - x), hundredths(py - y)]);
  const box = {
    x,
    y,
    width: extent(relative.map(([px]) => px)),
    height: extent(relative.map(([, py]) => py)),
  };
  return Object.assign(elementBase(pen, part, box, look), {
    points: relative,
    lastCommittedPoint: null,
    startBinding: null,
    endBinding: null,
  });
}

function extent(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** What kind of element it is, and how it looks. */
interface Look<Type> {
  readonly type: Type;
  readonly stroke: Stroke;
  readonly fill?: string;
}

function elementBase<Type extends string>(
  pen: Pen,
  part: Part,
  box: LadderBox,
  { type, stroke, fill = "transparent" }: Look<Type>,
): ElementBase & { readonly type: Type } {
  const { id, index } = pen.stamp(part.origin);
  return {
    id,
    type,
    x: hundredths(box.x),
    y: hundredths(box.y),
    width: hundredths(box.width),
    height: hundredths(box.height),
    angle: 0,
    strokeColor: stroke.color,
    backgroundColor: fill,
    fillStyle: "solid",
    strokeWidth: stroke.width,
    strokeStyle: stroke.style,
    roughness: stroke.ruled === true ? 0 : pen.style.roughness,
    opacity: 100,
    groupIds: part.groupIds,
    frameId: null,
    index,
    roundness: null,
    seed: strokeSeed(id),
    version: 1,
    versionNonce: 1,
    isDeleted: false,
    boundElements: [],
    updated: 1,
    link: null,
    locked: false,
    customData: { packetLadder: part.origin },
  };
}

/** Hundredths of a px are finer than any screen and keep files small; adding 0 leaves no negative zero. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** Excalidraw wants angles in [0, 2π). */
function turn(angle: number): number {
  const turned = angle < 0 ? angle + 2 * Math.PI : angle;
  return Math.round(turned * 1e6) / 1e6 + 0;
}
