import { isFold } from "./arrow-strip";
import type { ArrowDraft } from "./drafts";
import type { LadderPoint, PlacedText } from "./ladder";
import { BESIDE, CROSS, FOLD_HEIGHT, FONT_SIZE, LABEL_END, LABEL_LIFT, LOOP, OUTSIDE } from "./measures";
import { widestGap, type Columns } from "./place-lifelines";
import type { Rows } from "./place-rows";
import { shortenText } from "./shorten-text";
import { LINE_HEIGHT, measureText } from "./text-metrics";

/** Parts of the way at which a label is tried, the middle first. */
const TRIES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95] as const;

/** Space between a label and the crossing of its arrow with another. */
const CROSSING_GAP = 16;

/**
 * Gives the places of a label along its arrow, best first: above it in the middle of the widest column,
 * then off the middle, then below, then in the other columns.
 *
 * `share` is the part of a column's width the label may take; a longer one is shortened.
 */
export function* placesAlong(
  draft: ArrowDraft,
  columns: Columns,
  rows: Rows,
  share: number,
): Iterable<PlacedText> {
  const { from, to } = draft.event;
  const [row, start, end] = [rows.arrows.get(draft), columns.x[from], columns.x[to]];
  if (row === undefined || start === undefined || end === undefined || draft.label === "") return;
  if (from === to) {
    yield* besideLoop(draft.label, { x: start, y: row.sent }, columns, share);
    return;
  }
  const way: Way = {
    start: [start, row.sent],
    end: [end, row.arrived],
    lift: LABEL_LIFT,
    sides: [-1, 1],
  };
  const passed = passedColumns(from, to, columns);
  if (isFold(draft.event)) {
    const between = betweenRows(way);
    for (const column of passed) yield* alongColumn(draft.label, between, column, share);
    return;
  }
  yield* besideArrow(draft, way, passed, { share, meets: rows.meeting.has(draft) });
}

function* besideArrow(
  draft: ArrowDraft,
  way: Way,
  passed: readonly Column[],
  { share, meets }: { readonly share: number; readonly meets: boolean },
): Iterable<PlacedText> {
  const lostAt = draft.event.lostAt;
  if (lostAt === undefined) {
    const halves = meets ? passed.map((column) => partBefore(0.5, column, way)) : [];
    for (const column of [...halves, ...passed]) yield* alongColumn(draft.label, way, column, share);
    return;
  }
  for (const column of passed) yield* wholeLabels(draft.label, way, partBefore(lostAt, column, way));
  // Over the cross, where the way that is left is too short.
  const above = { ...way, lift: LABEL_LIFT + CROSS };
  for (const column of passed) yield* alongColumn(draft.label, above, column, share);
}

/** The middle between the first and the last of a run. */
function betweenRows(way: Way): Way {
  const angle = Math.atan((way.end[1] - way.start[1]) / (way.end[0] - way.start[0]));
  const lift = (FOLD_HEIGHT * Math.cos(angle) - FONT_SIZE.label * LINE_HEIGHT) / 2;
  return { ...way, lift, sides: [1] };
}

function* wholeLabels(text: string, way: Way, column: Column): Iterable<PlacedText> {
  for (const label of alongColumn(text, way, column, 1)) if (label.full === undefined) yield label;
}

/**
 * Gives the level places of a label beside the end that sends, outside the ladder: at the lifeline, or beyond
 * the state that stands there. None between two lifelines.
 */
export function* placesOutside(draft: ArrowDraft, columns: Columns, rows: Rows): Iterable<PlacedText> {
  const { from, to } = draft.event;
  const last = columns.x.length - 1;
  const [row, x] = [rows.arrows.get(draft), columns.x[from]];
  if (row === undefined || x === undefined || from === to || (from > 0 && from < last)) return;
  const text = shortenText(draft.label, FONT_SIZE.label, OUTSIDE.maxWidth);
  if (text === "") return;
  const size = measureText(text, FONT_SIZE.label);
  const full = text === draft.label ? {} : { full: draft.label };
  const widest = Math.max(0, ...draft.beside.departure.map(({ width }) => width));
  // The state that stands in the way may be another arrow's, which arrives here.
  for (const beyond of [0, ...(widest === 0 ? [] : [BESIDE.offset + widest]), OUTSIDE.beyondState]) {
    const distance = OUTSIDE.offset + beyond + size.width / 2;
    const centre = { x: from === 0 ? x - distance : x + distance, y: row.sent, angle: 0 };
    const align = from === 0 ? "right" : "left";
    yield { text, ...size, ...centre, fontSize: FONT_SIZE.label, align, ...full };
  }
}

interface Way {
  readonly start: LadderPoint;
  /** Where it arrives, or would have arrived. */
  readonly end: LadderPoint;
  readonly lift: number;
  /** −1 above, 1 below; the first is better. */
  readonly sides: readonly number[];
}

interface Column {
  readonly left: number;
  readonly right: number;
}

/** Columns an arrow passes, the widest first, the others from the sender on. */
function passedColumns(from: number, to: number, { x }: Columns): Column[] {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const gaps = x.slice(1).map((right, i) => right - (x[i] ?? right));
  const widest = widestGap(gaps, first, last);
  const order = Array.from({ length: last - first }, (_, i) => (from < to ? first + i : last - 1 - i));
  return [widest, ...order.filter((i) => i !== widest)].flatMap((i) => {
    const [left, right] = [x[i], x[i + 1]];
    return left === undefined || right === undefined
      ? []
      : [{ left: left + LABEL_END, right: right - LABEL_END }];
  });
}

/** The part of a column before a part of the way: where arrows that meet cross, or where one is lost. */
function partBefore(share: number, { left, right }: Column, { start, end }: Way): Column {
  const x = start[0] + (end[0] - start[0]) * share;
  return start[0] < end[0]
    ? { left, right: Math.min(right, x - CROSSING_GAP) }
    : { left: Math.max(left, x + CROSSING_GAP), right };
}

function* alongColumn(text: string, way: Way, column: Column, share: number): Iterable<PlacedText> {
  const room = column.right - column.left;
  const label = alongWay(text, way, room * share);
  if (label === undefined) return;
  const half = (label.width * Math.cos(label.angle) + label.height * Math.abs(Math.sin(label.angle))) / 2;
  for (const side of way.sides) {
    for (const at of TRIES)
      yield onWay(label, way, column.left + half + Math.max(0, room - 2 * half) * at, side);
  }
}

/** Gives a label turned like its arrow, no wider than `room` from side to side. */
function alongWay(text: string, { start, end }: Way, room: number): PlacedText | undefined {
  const angle = Math.atan((end[1] - start[1]) / (end[0] - start[0]));
  const height = FONT_SIZE.label * LINE_HEIGHT;
  const longest = (room - height * Math.abs(Math.sin(angle))) / Math.cos(angle);
  const shown = longest <= 0 ? "" : shortenText(text, FONT_SIZE.label, longest);
  if (shown === "") return undefined;
  const width = measureText(shown, FONT_SIZE.label).width;
  const full = shown === text ? {} : { full: text };
  return {
    text: shown,
    x: 0,
    y: 0,
    width,
    height,
    angle,
    fontSize: FONT_SIZE.label,
    align: "center",
    ...full,
  };
}

/** Puts a label beside the point of its way at x: above with side −1, below with side 1. */
function onWay(label: PlacedText, { start, end, lift }: Way, x: number, side: number): PlacedText {
  const y = start[1] + ((end[1] - start[1]) * (x - start[0])) / (end[0] - start[0]);
  const distance = side * (label.height / 2 + lift);
  return { ...label, x: x - distance * Math.sin(label.angle), y: y + distance * Math.cos(label.angle) };
}

function* besideLoop(
  label: string,
  loop: { readonly x: number; readonly y: number },
  { x, rightZone }: Columns,
  share: number,
): Iterable<PlacedText> {
  const left = loop.x + LOOP.width + LOOP.labelGap;
  const next = x.find((lifeline) => lifeline > loop.x) ?? loop.x + rightZone + LABEL_END;
  const text = shortenText(label, FONT_SIZE.label, (next - LABEL_END / 2 - left) * share);
  if (text === "") return;
  const size = measureText(text, FONT_SIZE.label);
  const place = { x: left + size.width / 2, y: loop.y + LOOP.height / 2, angle: 0 };
  const full = text === label ? {} : { full: label };
  yield { text, ...size, ...place, fontSize: FONT_SIZE.label, align: "left", ...full };
}
