import type {
  Ladder,
  LadderArrow,
  LadderBracket,
  LadderDivider,
  LadderEndpointEvent,
  LadderLegendEntry,
  LadderPoint,
  LadderRemark,
  Lifeline,
  PlacedText,
} from "../ladder/ladder";
import { elementStamps, groupId } from "./element-id";
import {
  areaElement,
  arrowElement,
  captionElements,
  lineElement,
  textElement,
  withFullText,
  type Part,
  type Pen,
} from "./elements";
import { PAGE_PARTS } from "./page-scenes";
import type { Scene, SceneElement } from "./scene";
import {
  connectionColor,
  FILL,
  MARK_LOOK,
  namedColor,
  PAGE_COLOR,
  SCENE_STYLES,
  STROKE,
  TEXT_COLOR,
  TONE,
  type MarkLook,
  type SceneStyle,
  type Stroke,
} from "./style";

/** Longer elements blur: Excalidraw keeps each in a canvas of limited size. */
const LONGEST_LINE = 2000;

/** Half the size of the cross at the end of a lost message, as the layout leaves room for. */
const CROSS = 8;

/** The edge of a tear: width and height of a tooth. */
const TOOTH = { width: 22, height: 7 } as const;

/**
 * Gives the scene of a ladder; total, and the same for the same ladder and style.
 *
 *   lifelines, heads, title,
 *   legend                       at the back, so that a person's own elements come to lie above
 *   brackets                     timers, which boxes over a lifeline cover like the lifeline
 *   dividers, remarks, states    boxes with bound text
 *   arrows                       each with its label, number and time in one group
 */
export function drawLadder(ladder: Ladder, style: SceneStyle = SCENE_STYLES.hand): Scene {
  const pen = { stamp: elementStamps(), style };
  const elements: SceneElement[] = [
    ...ladder.lifelines.flatMap((lifeline) => drawLifeline(pen, lifeline)),
    ...ladder.lifelines.flatMap((lifeline) => drawHead(pen, lifeline)),
    ...drawHeadings(pen, ladder),
    ...ladder.legend.flatMap((entry) => drawLegend(pen, entry)),
    ...(ladder.continuations ?? []).flatMap(({ to, label }) =>
      drawText(pen, headingPart(PAGE_PARTS[to]), label, TEXT_COLOR.quiet),
    ),
    ...ladder.brackets.flatMap((bracket) => drawBracket(pen, bracket)),
    ...ladder.dividers.flatMap((divider) => drawDivider(pen, divider)),
    ...ladder.remarks.flatMap((remark) => drawRemark(pen, remark)),
    ...ladder.endpointEvents.flatMap((event) => drawEndpointEvent(pen, event)),
    ...ladder.arrows.flatMap((arrow) => drawArrow(pen, arrow)),
  ];
  return { elements, appState: { viewBackgroundColor: PAGE_COLOR }, files: {} };
}

function drawLifeline(pen: Pen, { key, x, spans }: Lifeline): SceneElement[] {
  const pieces = spans.flatMap(({ top, bottom }) => {
    const count = Math.max(1, Math.ceil((bottom - top) / LONGEST_LINE));
    return Array.from({ length: count }, (_, i): readonly LadderPoint[] => [
      [x, top + i * LONGEST_LINE],
      [x, Math.min(bottom, top + (i + 1) * LONGEST_LINE)],
    ]);
  });
  return pieces.map((points, i) => {
    const origin = { event: `lifeline ${key}`, part: `life-${String(i)}` };
    return lineElement(pen, { origin, groupIds: [] }, points, STROKE.lifeline);
  });
}

function drawHead(pen: Pen, { key, head, name, address }: Lifeline): SceneElement[] {
  const parts = partsOf(`lifeline ${key}`);
  const look = { fill: FILL.head, stroke: STROKE.head, color: TEXT_COLOR.ink };
  return [
    ...captionElements(pen, parts("head"), { box: head, label: name, ...look }),
    ...drawText(pen, parts("address"), address, TEXT_COLOR.quiet),
  ];
}

function drawHeadings(pen: Pen, { title, verdict }: Ladder): SceneElement[] {
  return [
    ...drawText(pen, headingPart("title"), title, TEXT_COLOR.ink),
    ...drawText(pen, headingPart("verdict"), verdict, TEXT_COLOR.quiet),
  ];
}

function headingPart(part: string): Part {
  return { origin: { event: "ladder", part }, groupIds: [] };
}

function drawText(pen: Pen, part: Part, text: PlacedText | undefined, color: string): SceneElement[] {
  return text === undefined || text.text === "" ? [] : [textElement(pen, part, text, color)];
}

function drawDivider(pen: Pen, divider: LadderDivider): SceneElement[] {
  const parts = partsOf(divider.event);
  if (divider.what === "tear") {
    return [
      lineElement(pen, parts("tear-top"), tornEdge(divider.x1, divider.x2, divider.top), STROKE.tear),
      lineElement(pen, parts("tear-bottom"), tornEdge(divider.x1, divider.x2, divider.bottom), STROKE.tear),
      ...drawText(pen, parts("label"), divider.label, TEXT_COLOR.quiet),
    ];
  }
  const { x1, x2, top, box, label } = divider;
  const line = lineElement(
    pen,
    parts("line"),
    [
      [x1, top],
      [x2, top],
    ],
    STROKE.phase,
  );
  if (box === undefined || label === undefined) return [line];
  const look = { fill: FILL.phase, stroke: STROKE.phase, color: TEXT_COLOR.ink };
  return [line, ...captionElements(pen, parts("caption"), { box, label, ...look })];
}

function tornEdge(x1: number, x2: number, y: number): LadderPoint[] {
  const teeth = Math.max(2, Math.round((x2 - x1) / TOOTH.width));
  return Array.from({ length: teeth + 1 }, (_, i): LadderPoint => {
    const side = i % 2 === 0 ? -1 : 1;
    return [x1 + ((x2 - x1) * i) / teeth, y + (side * TOOTH.height) / 2];
  });
}

function drawRemark(pen: Pen, { event, box, label }: LadderRemark): SceneElement[] {
  const look = { fill: FILL.remark, stroke: STROKE.remark, color: TEXT_COLOR.ink };
  return [...captionElements(pen, partsOf(event)("remark"), { box, label, ...look })];
}

function drawEndpointEvent(pen: Pen, happening: LadderEndpointEvent): SceneElement[] {
  const { event, box, label, assumed } = happening;
  const parts = partsOf(event);
  if (box === undefined) {
    return [
      ...drawSocket(pen, parts("mark"), happening),
      ...drawPointer(pen, parts("pointer"), happening),
      ...drawText(pen, parts("label"), label, TEXT_COLOR.quiet),
    ];
  }
  const look = assumed
    ? { fill: FILL.state, stroke: STROKE.assumed, color: TEXT_COLOR.quiet }
    : { fill: FILL.state, stroke: STROKE.state, color: TEXT_COLOR.ink };
  return [...captionElements(pen, parts("state"), { box, label, ...look })];
}

/** A lifeline begins with a bar, and ends with a cross. */
function drawSocket(pen: Pen, part: Part, { socket, at: [x, y] }: LadderEndpointEvent): SceneElement[] {
  if (socket === undefined) return [];
  const bar: LadderPoint[] = [
    [x - CROSS, y],
    [x + CROSS, y],
  ];
  return [lineElement(pen, part, socket === "created" ? bar : crossAt(x, y), STROKE.head)];
}

function drawPointer(pen: Pen, part: Part, { pointer }: LadderEndpointEvent): SceneElement[] {
  return pointer === undefined
    ? []
    : [arrowElement(pen, part, pointer, { stroke: STROKE.state, tail: null, head: "arrow" })];
}

function drawBracket(pen: Pen, { event, points, label, assumed }: LadderBracket): SceneElement[] {
  const parts = partsOf(event);
  return [
    lineElement(pen, parts("bracket"), points, assumed ? STROKE.assumed : STROKE.state),
    ...drawText(pen, parts("label"), label, TEXT_COLOR.quiet),
  ];
}

function drawArrow(pen: Pen, arrow: LadderArrow): SceneElement[] {
  const parts = partsOf(arrow.event);
  const look = arrow.mark === undefined ? PLAIN : MARK_LOOK[arrow.mark];
  const stroke = arrowStroke(arrow, look);
  const isUnlabelled = arrow.label === undefined && arrow.text !== "";
  return [
    ...drawFold(pen, parts, arrow, stroke),
    arrowElement(
      pen,
      isUnlabelled ? withFullText(parts("arrow"), arrow.text) : parts("arrow"),
      arrow.points,
      { stroke, tail: look.tail, head: look.head },
    ),
    ...(arrow.lost ? [drawCross(pen, parts("cross"), arrow.points, stroke)] : []),
    ...drawText(pen, parts("label"), arrow.label, stroke.color),
    ...drawText(pen, parts("number"), arrow.number, TEXT_COLOR.quiet),
    ...drawText(pen, parts("time"), arrow.time, TEXT_COLOR.quiet),
  ];
}

const PLAIN: MarkLook = { tail: null, head: "arrow", width: STROKE.arrow.width, style: "solid" };

/** A run of segments: its ground, and its last segment; the first is drawn like other arrows. */
function drawFold(
  pen: Pen,
  parts: (part: string) => Part,
  { points, foldedTo }: LadderArrow,
  stroke: Stroke,
): SceneElement[] {
  if (foldedTo === undefined) return [];
  const outline = [...points, ...[...foldedTo].reverse(), ...points.slice(0, 1)];
  return [
    areaElement(pen, parts("run"), outline, FILL.run),
    arrowElement(pen, parts("last"), foldedTo, { stroke, tail: null, head: "arrow" }),
  ];
}

function arrowStroke({ color, tone, connection, dashed }: LadderArrow, look: MarkLook): Stroke {
  const plain = connection === undefined ? TONE[tone] : connectionColor(connection);
  return {
    color: (color === undefined ? undefined : namedColor(color)) ?? look.color ?? plain,
    width: look.width,
    style: dashed ? "dashed" : look.style,
  };
}

function drawLegend(pen: Pen, { sample, points, label }: LadderLegendEntry): SceneElement[] {
  const look = "mark" in sample ? MARK_LOOK[sample.mark] : PLAIN;
  const plain = "mark" in sample ? TEXT_COLOR.quiet : connectionColor(sample.connection);
  const stroke: Stroke = { color: look.color ?? plain, width: look.width, style: look.style };
  const name = "mark" in sample ? sample.mark : `connection-${String(sample.connection)}`;
  const part = (piece: string): Part => ({
    origin: { event: "ladder", part: `legend-${name}${piece}` },
    groupIds: [groupId("legend")],
  });
  return [
    arrowElement(pen, part(""), points, { stroke, tail: look.tail, head: look.head }),
    ...(name === "lost" ? [drawCross(pen, part("-cross"), points, stroke)] : []),
    textElement(pen, part("-text"), label, TEXT_COLOR.quiet),
  ];
}

function drawCross(pen: Pen, part: Part, points: readonly LadderPoint[], stroke: Stroke): SceneElement {
  const [x, y] = points.at(-1) ?? [0, 0];
  return lineElement(pen, part, crossAt(x, y), { ...stroke, style: "solid" });
}

/** A cross in one stroke. */
function crossAt(x: number, y: number): readonly LadderPoint[] {
  return [
    [x - CROSS, y - CROSS],
    [x + CROSS, y + CROSS],
    [x, y],
    [x - CROSS, y + CROSS],
    [x + CROSS, y - CROSS],
  ];
}

/** Everything of one event moves together, unless a person takes it out of its group. */
function partsOf(event: string): (part: string) => Part {
  const groupIds = [groupId(event)];
  return (part) => ({ origin: { event, part }, groupIds });
}
