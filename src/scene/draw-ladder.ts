import type {
  Ladder,
  LadderArrow,
  LadderBracket,
  LadderDivider,
  LadderEndpointEvent,
  LadderPoint,
  LadderRemark,
  Lifeline,
  PlacedText,
} from "../ladder/ladder";
import { elementStamps, groupId, type StampSource } from "./element-id";
import { areaElement, arrowElement, captionElements, lineElement, textElement, type Part } from "./elements";
import type { Scene, SceneElement } from "./scene";
import { FILL, namedColor, PAGE_COLOR, STROKE, TEXT_COLOR, TONE, type Stroke } from "./style";

/** Longer elements blur: Excalidraw keeps each in a canvas of limited size. */
const LONGEST_LINE = 2000;

/** Half the size of the cross at the end of a lost message, as the layout leaves room for. */
const CROSS = 8;

/** The edge of a tear: width and height of a tooth. */
const TOOTH = { width: 22, height: 7 } as const;

/**
 * Gives the scene of a ladder; total, and the same for the same ladder.
 *
 *   lifelines, heads, title      at the back, so that a person's own elements come to lie above
 *   dividers, remarks, states    boxes with bound text
 *   brackets                     timers
 *   arrows                       each with its label, number and time in one group
 */
export function drawLadder(ladder: Ladder): Scene {
  const stamp = elementStamps();
  const elements: SceneElement[] = [
    ...ladder.lifelines.flatMap((lifeline) => drawLifeline(stamp, lifeline)),
    ...ladder.lifelines.flatMap((lifeline) => drawHead(stamp, lifeline)),
    ...drawHeadings(stamp, ladder),
    ...ladder.dividers.flatMap((divider) => drawDivider(stamp, divider)),
    ...ladder.remarks.flatMap((remark) => drawRemark(stamp, remark)),
    ...ladder.endpointEvents.flatMap((event) => drawEndpointEvent(stamp, event)),
    ...ladder.brackets.flatMap((bracket) => drawBracket(stamp, bracket)),
    ...ladder.arrows.flatMap((arrow) => drawArrow(stamp, arrow)),
  ];
  return { elements, appState: { viewBackgroundColor: PAGE_COLOR }, files: {} };
}

function drawLifeline(stamp: StampSource, { key, x, spans }: Lifeline): SceneElement[] {
  const pieces = spans.flatMap(({ top, bottom }) => {
    const count = Math.max(1, Math.ceil((bottom - top) / LONGEST_LINE));
    return Array.from({ length: count }, (_, i): readonly LadderPoint[] => [
      [x, top + i * LONGEST_LINE],
      [x, Math.min(bottom, top + (i + 1) * LONGEST_LINE)],
    ]);
  });
  return pieces.map((points, i) => {
    const origin = { event: `lifeline ${key}`, part: `life-${String(i)}` };
    return lineElement(stamp, { origin, groupIds: [] }, points, STROKE.lifeline);
  });
}

function drawHead(stamp: StampSource, { key, head, name, address }: Lifeline): SceneElement[] {
  const parts = partsOf(`lifeline ${key}`);
  const look = { fill: FILL.head, stroke: STROKE.head, color: TEXT_COLOR.ink };
  return [
    ...captionElements(stamp, parts("head"), { box: head, label: name, ...look }),
    ...drawText(stamp, parts("address"), address, TEXT_COLOR.quiet),
  ];
}

function drawHeadings(stamp: StampSource, { title, verdict }: Ladder): SceneElement[] {
  const part = (name: string): Part => ({ origin: { event: "ladder", part: name }, groupIds: [] });
  return [
    ...drawText(stamp, part("title"), title, TEXT_COLOR.ink),
    ...drawText(stamp, part("verdict"), verdict, TEXT_COLOR.quiet),
  ];
}

function drawText(
  stamp: StampSource,
  part: Part,
  text: PlacedText | undefined,
  color: string,
): SceneElement[] {
  return text === undefined || text.text === "" ? [] : [textElement(stamp, part, text, color)];
}

function drawDivider(stamp: StampSource, divider: LadderDivider): SceneElement[] {
  const parts = partsOf(divider.event);
  if (divider.what === "tear") {
    return [
      lineElement(stamp, parts("tear-top"), tornEdge(divider.x1, divider.x2, divider.top), STROKE.tear),
      lineElement(stamp, parts("tear-bottom"), tornEdge(divider.x1, divider.x2, divider.bottom), STROKE.tear),
      ...drawText(stamp, parts("label"), divider.label, TEXT_COLOR.quiet),
    ];
  }
  const { x1, x2, top, box, label } = divider;
  const line = lineElement(
    stamp,
    parts("line"),
    [
      [x1, top],
      [x2, top],
    ],
    STROKE.phase,
  );
  if (box === undefined || label === undefined) return [line];
  const look = { fill: FILL.phase, stroke: STROKE.phase, color: TEXT_COLOR.ink };
  return [line, ...captionElements(stamp, parts("caption"), { box, label, ...look })];
}

function tornEdge(x1: number, x2: number, y: number): LadderPoint[] {
  const teeth = Math.max(2, Math.round((x2 - x1) / TOOTH.width));
  return Array.from({ length: teeth + 1 }, (_, i): LadderPoint => {
    const side = i % 2 === 0 ? -1 : 1;
    return [x1 + ((x2 - x1) * i) / teeth, y + (side * TOOTH.height) / 2];
  });
}

function drawRemark(stamp: StampSource, { event, box, label }: LadderRemark): SceneElement[] {
  const look = { fill: FILL.remark, stroke: STROKE.remark, color: TEXT_COLOR.ink };
  return [...captionElements(stamp, partsOf(event)("remark"), { box, label, ...look })];
}

function drawEndpointEvent(
  stamp: StampSource,
  { event, box, label, assumed }: LadderEndpointEvent,
): SceneElement[] {
  const parts = partsOf(event);
  if (box === undefined) return drawText(stamp, parts("label"), label, TEXT_COLOR.quiet);
  const look = assumed
    ? { fill: FILL.state, stroke: STROKE.assumed, color: TEXT_COLOR.quiet }
    : { fill: FILL.state, stroke: STROKE.state, color: TEXT_COLOR.ink };
  return [...captionElements(stamp, parts("state"), { box, label, ...look })];
}

function drawBracket(stamp: StampSource, { event, points, label, assumed }: LadderBracket): SceneElement[] {
  const parts = partsOf(event);
  return [
    lineElement(stamp, parts("bracket"), points, assumed ? STROKE.assumed : STROKE.state),
    ...drawText(stamp, parts("label"), label, TEXT_COLOR.quiet),
  ];
}

function drawArrow(stamp: StampSource, arrow: LadderArrow): SceneElement[] {
  const parts = partsOf(arrow.event);
  const stroke = arrowStroke(arrow);
  return [
    ...drawFold(stamp, parts, arrow, stroke),
    arrowElement(stamp, parts("arrow"), arrow.points, { stroke, head: arrow.lost ? null : "arrow" }),
    ...drawCross(stamp, parts("cross"), arrow, stroke),
    ...drawText(stamp, parts("label"), arrow.label, stroke.color),
    ...drawText(stamp, parts("number"), arrow.number, TEXT_COLOR.quiet),
    ...drawText(stamp, parts("time"), arrow.time, TEXT_COLOR.quiet),
  ];
}

/** A run of segments: its ground, and its last segment; the first is drawn as any arrow. */
function drawFold(
  stamp: StampSource,
  parts: (part: string) => Part,
  { points, foldedTo }: LadderArrow,
  stroke: Stroke,
): SceneElement[] {
  if (foldedTo === undefined) return [];
  const outline = [...points, ...[...foldedTo].reverse(), ...points.slice(0, 1)];
  return [
    areaElement(stamp, parts("run"), outline, FILL.run),
    arrowElement(stamp, parts("last"), foldedTo, { stroke, head: "arrow" }),
  ];
}

function arrowStroke({ color, tone, dashed, reset }: LadderArrow): Stroke {
  return {
    color: (color === undefined ? undefined : namedColor(color)) ?? TONE[tone],
    width: reset ? 4 : STROKE.arrow.width,
    style: dashed ? "dashed" : "solid",
    roughness: STROKE.arrow.roughness,
  };
}

function drawCross(
  stamp: StampSource,
  part: Part,
  { lost, points }: LadderArrow,
  stroke: Stroke,
): SceneElement[] {
  const end = points.at(-1);
  if (!lost || end === undefined) return [];
  const [x, y] = end;
  const strokes: LadderPoint[] = [
    [x - CROSS, y - CROSS],
    [x + CROSS, y + CROSS],
    [x, y],
    [x - CROSS, y + CROSS],
    [x + CROSS, y - CROSS],
  ];
  return [lineElement(stamp, part, strokes, { ...stroke, style: "solid" })];
}

/** Everything of one event moves together, unless a person takes it out of its group. */
function partsOf(event: string): (part: string) => Part {
  const groupIds = [groupId(event)];
  return (part) => ({ origin: { event, part }, groupIds });
}
