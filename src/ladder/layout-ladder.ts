import type { Trace } from "../trace/trace";
import { foldedTo } from "./arrow-strip";
import { connectionPlaces, connectionTags, conversationOf } from "./connection-tags";
import { markOfArrow } from "./arrow-mark";
import { draftEvents, type ArrowDraft } from "./drafts";
import type { Ladder, LadderArrow, LadderPoint, Lifeline, PlacedText } from "./ladder";
import type { LadderOptions } from "./ladder-options";
import { lifelineSpans } from "./lifeline-spans";
import { LOOP, MARGIN_GAP, TEAR_EDGE } from "./measures";
import { moveLadder } from "./move-ladder";
import { orderSteps } from "./order-steps";
import { placeBrackets } from "./place-brackets";
import { placeBlocks, type PlacedBlocks } from "./place-blocks";
import { placeHeadings, type Headings } from "./place-headings";
import { legendItems } from "./place-legend";
import { placeLabels } from "./place-labels";
import { placeLifelines, type Columns } from "./place-lifelines";
import { placeMargin, type MarginTexts } from "./place-margin";
import { placeRows, type ArrowRow, type Rows } from "./place-rows";
import { boxPolygon, textPolygon, type Polygon } from "./polygon";
import { timeScale } from "./time-scale";

/**
 * Gives the ladder of a trace; total, and the same for the same trace and options.
 *
 *   draftEvents      what is written on and beside each arrow
 *   orderSteps       sends, arrivals and blocks in the order of time; silences torn
 *   placeLifelines   x: the widest label fits between its lifelines
 *   placeHeadings    title, verdict, legend, heads
 *   placeRows        y: no arrow and no label in another's way
 *   placeBlocks      remarks, dividers, states
 *   placeLabels      along the arrows; off the crossings
 *   placeBrackets    timers, beside all of that
 *   placeMargin      frame numbers and times
 */
export function layoutLadder(trace: Trace, options: LadderOptions): Ladder {
  const tags = connectionTags(trace);
  const places = connectionPlaces(trace, tags);
  const drafts = draftEvents(trace, options, tags);
  const scale = timeScale(trace, options);
  const equalTimesMeet = trace.source.format === "event list";
  const steps = orderSteps(drafts, { scale, lifelines: trace.endpoints.length, equalTimesMeet });
  const columns = placeLifelines(trace, drafts, steps);
  const headings = placeHeadings(trace, columns, {
    options,
    legend: legendItems(drafts, options, { tags, places }),
  });
  const rows = placeRows(steps, columns, headings.bottom, options);
  const blocks = placeBlocks(rows, columns);
  const lines = new Map([...rows.arrows].map(([draft, row]) => [draft, arrowPoints(draft, row, columns)]));
  const boxes = [...blockPolygons(blocks), ...tearPolygons(blocks)];
  const { labels, taken } = placeLabels(columns, rows, { lines, boxes });
  const brackets = placeBrackets(trace, { columns, rows, taken });
  const right = leftOf(columns, [...labels.values(), ...brackets.map(({ label }) => label)]) - MARGIN_GAP;
  const margin = placeMargin(trace, { options, rows, right });
  const arrows = [...lines].map(([draft, points]) => ({
    ...toArrow(draft, points, labels.get(draft), margin.get(draft)),
    connection: places.get(conversationOf(draft.event) ?? -1),
  }));
  const lifelines = toLifelines(trace, columns, headings, { rows, blocks });
  return moveLadder({
    width: 0,
    height: rows.bottom,
    title: headings.title,
    verdict: headings.verdict,
    legend: headings.legend,
    lifelines,
    arrows,
    ...blocks,
    brackets,
  });
}

/** No label stands in a torn silence, and a timer that runs through it is told beside it. */
function tearPolygons({ dividers }: PlacedBlocks): Polygon[] {
  const tears = dividers.filter(({ what }) => what === "tear");
  return tears.map(({ x1, x2, top, bottom }) =>
    boxPolygon({ x: x1, y: top - TEAR_EDGE, width: x2 - x1, height: bottom - top + 2 * TEAR_EDGE }),
  );
}

/** Gives the x left of which only the margin stands. */
function leftOf(columns: Columns, labels: Iterable<PlacedText>): number {
  let left = (columns.x[0] ?? 0) - columns.leftZone;
  for (const { x, width } of labels) left = Math.min(left, x - width / 2);
  return left;
}

function arrowPoints({ event }: ArrowDraft, row: ArrowRow, columns: Columns): readonly LadderPoint[] {
  const [from, to] = [columns.x[event.from] ?? 0, columns.x[event.to] ?? 0];
  if (event.from === event.to) {
    const [out, bottom] = [from + LOOP.width, row.sent + LOOP.height];
    return [
      [from, row.sent],
      [out, row.sent],
      [out, bottom],
      [from, bottom],
    ];
  }
  const share = Math.min(1, Math.max(0, event.lostAt ?? 1));
  return [
    [from, row.sent],
    [from + (to - from) * share, row.sent + (row.arrived - row.sent) * share],
  ];
}

function toArrow(
  draft: ArrowDraft,
  points: readonly LadderPoint[],
  label: PlacedText | undefined,
  margin: MarginTexts | undefined,
): Omit<LadderArrow, "connection"> {
  const event = draft.event;
  return {
    event: event.id,
    from: event.from,
    to: event.to,
    points,
    foldedTo: foldedTo(event, points),
    lost: event.lostAt !== undefined,
    dashed: event.dashed === true || event.lostAt !== undefined,
    tone: event.from <= event.to ? "forward" : "backward",
    mark: markOfArrow(event),
    color: event.color,
    text: draft.label,
    label,
    number: margin?.number,
    time: margin?.time,
  };
}

function toLifelines(
  trace: Trace,
  columns: Columns,
  headings: Headings,
  { rows, blocks }: { readonly rows: Rows; readonly blocks: PlacedBlocks },
): Lifeline[] {
  const touched = heightsTouched(rows, trace.endpoints.length);
  return trace.endpoints.flatMap((endpoint, i): Lifeline[] => {
    const [x, head, name] = [columns.x[i], headings.heads[i], headings.names[i]];
    if (x === undefined || head === undefined || name === undefined) return [];
    const sockets = blocks.endpointEvents.filter(
      (event) => event.endpoint === i && event.socket !== undefined,
    );
    const spans = lifelineSpans({
      top: headings.bottom,
      bottom: rows.bottom,
      sockets,
      touched: touched[i] ?? [],
      tears: blocks.dividers,
    });
    return [{ key: endpoint.key, x, head, name, address: headings.addresses[i], spans }];
  });
}

/** Gives the heights at which arrows leave and reach each lifeline. */
function heightsTouched({ arrows }: Rows, lifelines: number): readonly (readonly number[])[] {
  const heights = Array.from({ length: lifelines }, (): number[] => []);
  for (const [{ event }, { sent, arrived }] of arrows) {
    heights[event.from]?.push(sent);
    heights[event.to]?.push(arrived);
  }
  return heights;
}

function blockPolygons(blocks: PlacedBlocks): Polygon[] {
  return [
    ...blocks.remarks.map(({ box }) => boxPolygon(box)),
    ...blocks.endpointEvents.map(({ box, label }) =>
      box === undefined ? textPolygon(label) : boxPolygon(box),
    ),
    ...blocks.dividers.flatMap(({ box, label }) =>
      box === undefined ? (label === undefined ? [] : [textPolygon(label)]) : [boxPolygon(box)],
    ),
    ...blocks.dividers.flatMap(({ what, x1, x2, top }) =>
      what === "phase" ? [boxPolygon({ x: x1, y: top - 1, width: x2 - x1, height: 2 })] : [],
    ),
  ];
}
