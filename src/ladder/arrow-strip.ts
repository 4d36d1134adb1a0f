import type { ArrowDraft } from "./drafts";
import { CLEARANCE, FONT_SIZE, LABEL_LIFT } from "./measures";
import { LINE_HEIGHT } from "./text-metrics";

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
  const lift = event.lostAt === undefined ? LABEL_LIFT : LABEL_LIFT + 8;
  return CLEARANCE + (label === "" ? 4 : lift + FONT_SIZE.label * LINE_HEIGHT);
}
