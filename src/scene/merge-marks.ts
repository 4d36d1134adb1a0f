import { LIFELINE } from "./align-trails";
import { carrierIds, originKey, type ListedEvent } from "./generated-list";
import { markGenerated, originOf, type BaseExtras, type GeneratedList } from "./merge-base";
import type { Scene, SceneElement } from "./scene";
import { isTouched } from "./touched-aspects";

/**
 * Gives the events that are away now and are remembered: what a person deleted of them stays deleted when they come
 * back, and what a person changed is theirs again.
 */
export function awayEvents(
  previous: readonly SceneElement[],
  present: readonly ListedEvent[],
  listed: readonly ListedEvent[],
  kept: ReadonlySet<string>,
): readonly ListedEvent[] {
  const live = new Map(
    previous.flatMap((element) => (element.isDeleted ? [] : [[keyOf(element) ?? "", element]])),
  );
  const now = new Map(present.map((event) => [event.event, new Set(event.parts)]));
  return listed.flatMap((event) => {
    const parts = event.parts.filter((part) => {
      if (now.get(event.event)?.has(part) === true) return false;
      const key = originKey({ event: event.event, part });
      const element = live.get(key);
      return element === undefined ? kept.has(key) : isTouched(element);
    });
    return parts.length === 0 ? [] : [{ ...event, parts, order: undefined }];
  });
}

/** What the marks of a new scene say beside each element's own base. */
export interface Marks {
  /** Keys of which a missing element stays deleted: it can carry nothing. */
  readonly known: ReadonlySet<string>;
  readonly list: GeneratedList;
  /** The place of each event among all. */
  readonly orders: ReadonlyMap<string, number>;
  /** How far each lifeline, by event, was dragged sideways. */
  readonly shifts: ReadonlyMap<string, number>;
  /** Where the whole ladder is. */
  readonly whole?: string | undefined;
}

/** Gives what was generated now with its bases, and on some elements the list of all of it. */
export function markedScene(
  previous: Scene,
  next: Scene,
  { known, list, shifts, orders, whole }: Marks,
): Scene {
  const live = new Set(previous.elements.flatMap(({ id, isDeleted }) => (isDeleted ? [] : id)));
  const carriers = carrierIds(
    known.size === 0
      ? next.elements
      : next.elements.filter((element) => live.has(element.id) || !known.has(keyOf(element) ?? "")),
  );
  const elements = next.elements.flatMap((element) => {
    const origin = originOf(element);
    if (origin === undefined) return [];
    const order = orders.get(origin.event);
    const shift = origin.part.startsWith("life-") ? (shifts.get(origin.event) ?? 0) : 0;
    const extras: { -readonly [Name in keyof BaseExtras]: BaseExtras[Name] } = {};
    if (order !== undefined) extras.order = order;
    if (isFrameOfAll(origin.event)) extras.count = orders.size;
    if (shift !== 0) extras.shift = shift;
    if (whole !== undefined) extras.whole = whole;
    if (carriers.has(element.id)) extras.generated = list;
    return markGenerated(element, origin, extras);
  });
  return { ...next, elements };
}

/** What changes anyway when rows come and go. */
function isFrameOfAll(event: string): boolean {
  return event === "ladder" || event.startsWith(LIFELINE);
}

/** Gives the key of a generated element; undefined for a person's. */
export function keyOf(element: SceneElement): string | undefined {
  const origin = originOf(element);
  return origin === undefined ? undefined : originKey(origin);
}
