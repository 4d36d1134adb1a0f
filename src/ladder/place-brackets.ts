import type { Trace } from "../trace/trace";
import { isBracket, isTimer, type TimerEvent } from "./events-beside";
import { harmlessText } from "./harmless-text";
import type { LadderBracket, LadderPoint, PlacedText } from "./ladder";
import { BESIDE, BRACKET, FONT_SIZE } from "./measures";
import type { Columns } from "./place-lifelines";
import type { Rows } from "./place-rows";
import { textPolygon, type Polygon } from "./polygon";
import type { TakenSpace } from "./taken-space";
import { measureText } from "./text-metrics";

/** What the brackets stand beside. */
export interface BracketPlace {
  readonly columns: Columns;
  readonly rows: Rows;
  /** What already stands there; the brackets are added. */
  readonly taken: TakenSpace;
}

/**
 * Gives the timers of the outer lifelines as brackets beside them, the shortest nearest to the lifeline; those
 * of the others, beside which arrows run, as bars on the lifeline itself, their words standing elsewhere.
 *
 * Each bracket stands as near as nothing is in its way; one for which there is no room at all is left out.
 */
export function placeBrackets(trace: Trace, place: BracketPlace): readonly LadderBracket[] {
  const heights = heightsOf(place.rows);
  const spans = trace.events.flatMap((event) => {
    if (!isTimer(event)) return [];
    const [top, bottom] = [heights(event.since), heights(event.at)];
    return top === undefined || bottom === undefined ? [] : [{ event, top, bottom: Math.max(top, bottom) }];
  });
  spans.sort((a, b) => a.bottom - a.top - (b.bottom - b.top));
  const lanes = new Lanes();
  return spans.flatMap((span) =>
    isBracket(span.event, trace.endpoints.length)
      ? (placeBracket(span, place) ?? [])
      : bar(span, place, lanes.offsetFor(span)),
  );
}

interface Span {
  readonly event: TimerEvent;
  readonly top: number;
  readonly bottom: number;
}

/** Gives a way to look up the height of an arrow's end, or the middle of a state. */
function heightsOf({ arrows, blocks }: Rows): (end: TimerEvent["at"]) => number | undefined {
  const rows = new Map([...arrows].map(([{ event }, row]) => [event.id, row]));
  const middles = new Map([...blocks].map(([block, top]) => [block.id, top + block.height / 2]));
  return ({ event, side }) => {
    const row = rows.get(event);
    return row === undefined
      ? middles.get(event)
      : side === /* @__KEY__ */ "departure"
        ? row.sent
        : row.arrived;
  };
}

/** Half the width of a bar and of the ticks at its ends; how far bars stand apart that run at once. */
const BAR = { line: 2.5, tick: 6, lane: 15 } as const;

/** Which bars stand on a lifeline, and which left of it, as others run at the same time; states and words stand right. */
class Lanes {
  readonly #taken = new Map<string, Span[]>();

  /** Gives how far from its lifeline a bar has room, and takes that; one may begin at the height where another ends. */
  offsetFor(span: Span): number {
    for (let lane = 0; ; lane += 1) {
      const key = `${String(span.event.endpoint)} ${String(lane)}`;
      const others = this.#taken.get(key) ?? [];
      if (others.some((other) => isAtOnce(other, span))) continue;
      this.#taken.set(key, [...others, span]);
      return -lane * BAR.lane;
    }
  }
}

/** A bar without height still has its ticks. */
function isAtOnce(one: Span, other: Span): boolean {
  return one.top < Math.max(other.bottom, other.top + 1) && other.top < Math.max(one.bottom, one.top + 1);
}

function bar({ event, top, bottom }: Span, { columns }: BracketPlace, offset: number): LadderBracket {
  const x = (columns.x[event.endpoint] ?? 0) + offset;
  const points: LadderPoint[] = [
    [x - BAR.tick, top],
    [x + BAR.tick, top],
    [x + BAR.line, top],
    [x + BAR.line, bottom],
    [x + BAR.tick, bottom],
    [x - BAR.tick, bottom],
    [x - BAR.line, bottom],
    [x - BAR.line, top],
  ];
  const empty = { width: 0, height: 0, angle: 0, fontSize: FONT_SIZE.remark, align: "left" } as const;
  const label = { text: "", x, y: top, ...empty };
  return { event: event.id, endpoint: event.endpoint, points, label, assumed: event.assumed === true };
}

function placeBracket(span: Span, { columns, taken }: BracketPlace): LadderBracket | undefined {
  const { event, top, bottom } = span;
  const lifeline = columns.x[event.endpoint] ?? 0;
  const outwards = event.endpoint === 0 ? -1 : 1;
  for (let distance: number = BRACKET.offset; distance <= BRACKET.farthest; distance += BRACKET.step) {
    const x = lifeline + outwards * distance;
    const tick = x - outwards * BRACKET.tick;
    const points: LadderPoint[] = [
      [tick, top],
      [x, top],
      [x, bottom],
      [tick, bottom],
    ];
    const label = labelBeside(event, { x, y: (top + bottom) / 2 }, outwards);
    const shapes = [outline(points), textPolygon(label)];
    if (!shapes.every((shape) => taken.isFree(shape))) continue;
    for (const shape of shapes) taken.add(shape);
    return { event: event.id, endpoint: event.endpoint, points, label, assumed: event.assumed === true };
  }
  return undefined;
}

/** The ground a bracket stands on; one may begin at the height where another ends. */
function outline(points: readonly LadderPoint[]): Polygon {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right] = [Math.min(...xs) - 2, Math.max(...xs) + 2];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function labelBeside(
  event: TimerEvent,
  at: { readonly x: number; readonly y: number },
  outwards: -1 | 1,
): PlacedText {
  const text = harmlessText(event.text);
  const size = measureText(text, FONT_SIZE.remark);
  const x = at.x + outwards * (BESIDE.offset + size.width / 2);
  const align = outwards < 0 ? "right" : "left";
  return { text, ...size, x, y: at.y, angle: 0, fontSize: FONT_SIZE.remark, align };
}
