import type { Message, Segment } from "../trace/trace";
import type { ArrowDraft } from "./drafts";
import type { LadderPoint } from "./ladder";
import { CLEARANCE, FOLD_HEIGHT, FONT_SIZE, LABEL_LIFT } from "./measures";
import { LINE_HEIGHT } from "./text-metrics";

/** Gives true for a row that stands for a run of segments. */
export function isFold(event: Segment | Message): boolean {
  return event.kind === "message" && event.folded !== undefined;
}

/** Gives where the last segment of a run goes, from where its first one goes; undefined for any other arrow. */
export function foldedTo(
  event: Segment | Message,
  points: readonly LadderPoint[],
): readonly LadderPoint[] | undefined {
  return isFold(event) ? points.map(([x, y]): LadderPoint => [x, y + FOLD_HEIGHT]) : undefined;
}

/** Gives true where an arrow runs to the right. */
export function isForward({ event }: ArrowDraft): boolean {
  return event.from < event.to;
}

/** Gives the zone an arrow starts in. */
export function leftZone({ event }: ArrowDraft): number {
  return event.from < event.to ? event.from + 1 : event.from;
}

/** Gives the zone an arrow ends in. */
export function enteredZone({ event }: ArrowDraft): number {
  return event.from < event.to ? event.to : event.to + 1;
}

/** Gives the height above an arrow that is its own: the label, and air. */
export function strip({ label, event }: ArrowDraft): number {
  if (isFold(event)) return CLEARANCE;
  const lift = event.lostAt === undefined ? LABEL_LIFT : LABEL_LIFT + 8;
  return CLEARANCE + (label === "" ? 4 : lift + FONT_SIZE.label * LINE_HEIGHT);
}

/** The lowest taken heights at the two sides of a zone between lifelines. */
export interface ZoneSides {
  left: number;
  right: number;
}

/**
 * Gives the lowest thing that already stands on the way of an arrow with a known arrival: how steep it falls
 * is not known yet, so it leaves below all of that; only what touches its far end is left to its arrival.
 */
export function floorOnWay(arrow: ArrowDraft, zones: readonly ZoneSides[]): number {
  const { from, to } = arrow.event;
  const entered = enteredZone(arrow);
  let floor = 0;
  for (let zone = Math.min(from, to) + 1; zone <= Math.max(from, to); zone += 1) {
    const side = zones[zone] ?? { left: 0, right: 0 };
    const [near, far] = isForward(arrow) ? [side.left, side.right] : [side.right, side.left];
    floor = Math.max(floor, near, zone === entered ? 0 : far);
  }
  return floor;
}
