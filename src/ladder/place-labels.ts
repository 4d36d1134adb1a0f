import { foldedTo } from "./arrow-strip";
import type { ArrowDraft } from "./drafts";
import type { LadderPoint, PlacedText } from "./ladder";
import { placesAlong, placesOutside } from "./label-places";
import { CROSS } from "./measures";
import type { Columns } from "./place-lifelines";
import type { Rows } from "./place-rows";
import { textPolygon, type Polygon } from "./polygon";
import { TakenSpace } from "./taken-space";

/** Parts of a column's width at which a label is tried when neither its full width nor the outside is free. */
const SHRINK = [0.6, 0.35, 0.2] as const;

/** How many of the arrows that cross are asked whether their labels fit, and how many must. */
const PROBE = { arrows: 24, share: 2 / 3 } as const;

/** What labels have to keep clear of. */
export interface Obstacles {
  readonly lines: ReadonlyMap<ArrowDraft, readonly LadderPoint[]>;
  readonly boxes: readonly Polygon[];
}

/** Labels with their places, and the space that is taken when they have them. */
export interface PlacedLabels {
  readonly labels: ReadonlyMap<ArrowDraft, PlacedText>;
  /** Boxes, arrows and labels; what is placed later may be added. */
  readonly taken: TakenSpace;
}

/**
 * Gives each arrow's label its place: along the arrow, above it, in the middle of the widest column it passes.
 *
 * Labels of arrows that may cross others are placed last: off the crossing, under the arrow, outside beside
 * the sender, or shortened, wherever nothing is in the way; left out where there is no such place. Where
 * most of them would not find room between the others' lines, all of them stand outside.
 */
export function placeLabels(columns: Columns, rows: Rows, { lines, boxes }: Obstacles): PlacedLabels {
  const taken = new TakenSpace();
  for (const box of boxes) taken.add(box);
  for (const [draft, points] of lines) for (const line of strokes(draft, points)) taken.add(line);
  const placed = new Map<ArrowDraft, PlacedText>();
  const place = (draft: ArrowDraft, places: Iterable<PlacedText>): void => {
    const label = firstFree(places, taken);
    if (label === undefined) return;
    placed.set(draft, label);
    taken.add(textPolygon(label));
  };
  for (const draft of lines.keys()) {
    if (!rows.crossing.has(draft)) place(draft, allPlaces(draft, columns, rows, true));
  }
  const along = isRoomy(columns, rows, taken);
  for (const draft of rows.crossing) place(draft, allPlaces(draft, columns, rows, along));
  return { labels: placed, taken };
}

function* allPlaces(draft: ArrowDraft, columns: Columns, rows: Rows, along: boolean): Iterable<PlacedText> {
  if (along) yield* placesAlong(draft, columns, rows, 1);
  yield* placesOutside(draft, columns, rows);
  for (const share of SHRINK) yield* placesAlong(draft, columns, rows, share);
}

function isRoomy(columns: Columns, rows: Rows, taken: TakenSpace): boolean {
  const asked = [...rows.crossing].slice(0, PROBE.arrows).filter(({ label }) => label !== "");
  const fitting = asked.filter(
    (draft) => firstFree(placesAlong(draft, columns, rows, 1), taken) !== undefined,
  );
  return fitting.length >= asked.length * PROBE.share;
}

function firstFree(labels: Iterable<PlacedText>, taken: TakenSpace): PlacedText | undefined {
  for (const label of labels) if (taken.isFree(textPolygon(label))) return label;
  return undefined;
}

function strokes({ event }: ArrowDraft, points: readonly LadderPoint[]): Polygon[] {
  const rows = [points, foldedTo(event, points) ?? []];
  const lines = rows.flatMap((row) => row.slice(1).map((point, i): Polygon => [row[i] ?? point, point]));
  const end = points.at(-1);
  if (event.lostAt === undefined || end === undefined) return lines;
  const [x, y] = end;
  return [...lines, ...crossLines(x, y)];
}

/** The cross at the end of a lost message. */
function crossLines(x: number, y: number): Polygon[] {
  return [
    [
      [x - CROSS, y - CROSS],
      [x + CROSS, y + CROSS],
    ],
    [
      [x - CROSS, y + CROSS],
      [x + CROSS, y - CROSS],
    ],
  ];
}
