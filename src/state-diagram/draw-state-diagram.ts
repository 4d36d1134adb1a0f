import type { LadderPoint } from "../ladder/ladder";
import { elementStamps, groupId } from "../scene/element-id";
import {
  arrowElement,
  captionElements,
  lineElement,
  shapeElement,
  textElement,
  type Part,
  type Pen,
} from "../scene/elements";
import type { Scene, SceneElement } from "../scene/scene";
import { FILL, PAGE_COLOR, SCENE_STYLES, STROKE, TEXT_COLOR, TONE, type Stroke } from "../scene/style";
import type { End } from "../tcp/tcp-state";
import type { ConversationSegments } from "../trace/conversation-segments";
import {
  placeDiagram,
  type PlacedAside,
  type PlacedNumber,
  type PlacedState,
  type PlacedTransition,
} from "./place-diagram";
import { placeLegend, type Headings, type LegendLine } from "./place-legend";
import { takenPath } from "./taken-path";

/** Client and server as everywhere: blue and green, of different lightness. */
const ENDS = [
  { color: TONE.forward, fill: FILL.forward, shape: "ellipse" },
  { color: TONE.backward, fill: FILL.backward, shape: "rectangle" },
] as const;

const FIGURE: Stroke = { ...STROKE.lifeline, style: "solid" };
const PATH_WIDTH = 4;

/**
 * Gives the state diagram of RFC 9293 §3.3.2 (figure 5) with the paths of both ends of a conversation, numbered by
 * the segments that caused each change; total, and the same for the same segments.
 *
 * Blue and round is the client, green and square the server; dashed is assumed. What the figure leaves out (resets,
 * a lost record, TIME-WAIT that starts again) stands beside the state where it happened.
 */
export function drawStateDiagram(conversation: ConversationSegments, headings: Headings): Scene {
  const pen = { stamp: elementStamps(), style: SCENE_STYLES.hand };
  const diagram = placeDiagram(takenPath(conversation));
  const legend = placeLegend(headings);
  // A path lies above the arrows that nobody took.
  const transitions = [...diagram.transitions].sort(
    (a, b) => Number(a.end !== undefined) - Number(b.end !== undefined),
  );
  const elements: SceneElement[] = [
    textElement(pen, partOf("diagram", "title"), legend.title, TEXT_COLOR.ink),
    ...legend.lines.flatMap((line) => drawLegendLine(pen, line)),
    ...transitions.map((transition) => drawTransition(pen, transition)),
    ...diagram.states.flatMap((state) => drawState(pen, state)),
    ...diagram.labels.map(({ id, label, isTaken }) =>
      textElement(pen, partOf(id, "label"), label, isTaken ? TEXT_COLOR.ink : TEXT_COLOR.quiet),
    ),
    ...diagram.numbers.flatMap((number) => drawNumber(pen, number)),
    ...diagram.asides.map((aside) => drawAsideLink(pen, aside)),
    ...diagram.asides.flatMap((aside) => drawAside(pen, aside)),
  ];
  return { elements, appState: { viewBackgroundColor: PAGE_COLOR }, files: {} };
}

function partOf(event: string, part: string): Part {
  return { origin: { event: `state diagram ${event}`, part }, groupIds: [] };
}

function groupedPart(event: string, part: string): Part {
  return {
    origin: { event: `state diagram ${event}`, part },
    groupIds: [groupId(`state diagram ${event} ${part}`)],
  };
}

function endName(end: End): string {
  return end === 0 ? "client" : "server";
}

function strokeOf(end: End, isAssumed: boolean, width: number): Stroke {
  return { color: ENDS[end].color, width, style: isAssumed ? "dashed" : "solid", ruled: true };
}

function drawState(pen: Pen, { id, box, label, isVisited }: PlacedState): readonly SceneElement[] {
  const look = isVisited
    ? { fill: FILL.head, stroke: { ...STROKE.head, width: 2 }, color: TEXT_COLOR.ink }
    : { fill: FILL.state, stroke: { ...STROKE.state, width: 1 }, color: TEXT_COLOR.quiet };
  return captionElements(pen, partOf(id, "state"), { box, label, ...look });
}

function drawTransition(pen: Pen, { id, points, end, isAssumed }: PlacedTransition): SceneElement {
  const part = partOf(id, end === undefined ? "arrow" : `path-${endName(end)}`);
  const stroke = end === undefined ? FIGURE : strokeOf(end, isAssumed, PATH_WIDTH);
  return arrowElement(pen, part, points, { stroke, tail: null, head: "arrow" });
}

function drawNumber(pen: Pen, { id, end, isAssumed, box, label }: PlacedNumber): readonly SceneElement[] {
  const part = groupedPart(id, `number-${endName(end)}`);
  const text = { ...part, origin: { ...part.origin, part: `${part.origin.part}-text` } };
  const look = { type: ENDS[end].shape, stroke: strokeOf(end, isAssumed, 2), fill: ENDS[end].fill };
  return [shapeElement(pen, part, box, look), textElement(pen, text, label, TEXT_COLOR.ink)];
}

function drawAsideLink(pen: Pen, { id, end, isAssumed, points }: PlacedAside): SceneElement {
  return lineElement(pen, partOf(id, "aside-link"), points, strokeOf(end, isAssumed, 2));
}

function drawAside(pen: Pen, { id, end, isAssumed, label, box }: PlacedAside): readonly SceneElement[] {
  const look = { stroke: strokeOf(end, isAssumed, 2), fill: ENDS[end].fill, color: TEXT_COLOR.ink };
  return captionElements(pen, partOf(id, "aside"), { box, label, ...look });
}

function drawLegendLine(pen: Pen, { sample, end, box, points, label }: LegendLine): readonly SceneElement[] {
  const part = partOf("legend", sample);
  const shown = end === undefined ? sampleLine(pen, part, sample, points) : sampleShape(pen, part, box, end);
  return [shown, textElement(pen, partOf("legend", `${sample}-text`), label, TEXT_COLOR.ink)];
}

function sampleShape(pen: Pen, part: Part, box: LegendLine["box"], end: End): SceneElement {
  return shapeElement(pen, part, box, {
    type: ENDS[end].shape,
    stroke: strokeOf(end, false, 2),
    fill: ENDS[end].fill,
  });
}

function sampleLine(
  pen: Pen,
  part: Part,
  sample: LegendLine["sample"],
  points: readonly LadderPoint[],
): SceneElement {
  const style = sample === "assumed" ? "dashed" : "solid";
  return lineElement(pen, part, points, { ...FIGURE, color: TEXT_COLOR.ink, width: PATH_WIDTH, style });
}
