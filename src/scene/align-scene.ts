import { alignEvents } from "./align-events";
import { sceneEvents, type EventMoments } from "./align-trails";
import { elementId, groupId, MOST_TURNS } from "./element-id";
import { originKey, type ListedEvent } from "./generated-list";
import { originOf } from "./merge-base";
import type { Origin, Scene, SceneElement } from "./scene";
import { touchedAspects } from "./touched-aspects";

/** A generated scene in the names of the drawing it is merged into. */
export interface AlignedScene {
  readonly scene: Scene;
  /** Its events as the next list has them. */
  readonly events: readonly ListedEvent[];
}

/**
 * Gives a generated scene with the ids that the drawing has for its events and elements.
 *
 * An element that is new to the drawing gets the id that follows from its event and part, or the next free one
 * where an element of the drawing has that already.
 */
export function alignScene(
  previous: Scene,
  next: Scene,
  listed: readonly ListedEvent[],
  moments: EventMoments,
): AlignedScene {
  const standing = new Set<string>();
  for (const element of previous.elements) {
    const event = originOf(element)?.event;
    if (event !== undefined && !element.isDeleted) standing.add(event);
  }
  const events = sceneEvents(next.elements, moments);
  const isGone = (event: string): boolean => !standing.has(event);
  const names = alignEvents({ listed, isGone, isTouched: touchedEvents(previous.elements) }, events);
  return {
    scene: { ...next, elements: renamedElements(previous, next, names) },
    events: events.map((event) => ({ ...event, event: names.get(event.event) ?? event.event })),
  };
}

/** Gives what tells whether a person left a trace at an event; asked for few, so found out when it is asked. */
function touchedEvents(elements: readonly SceneElement[]): (event: string) => boolean {
  let byEvent: ReadonlyMap<string, readonly SceneElement[]> | undefined;
  return (event) => {
    byEvent ??= elementsByEvent(elements);
    return (byEvent.get(event) ?? []).some((element) => touchedAspects(element).size > 0);
  };
}

function elementsByEvent(elements: readonly SceneElement[]): ReadonlyMap<string, readonly SceneElement[]> {
  const byEvent = new Map<string, SceneElement[]>();
  for (const element of elements) {
    const event = originOf(element)?.event;
    if (event === undefined || element.isDeleted) continue;
    const own = byEvent.get(event);
    if (own === undefined) byEvent.set(event, [element]);
    else own.push(element);
  }
  return byEvent;
}

function renamedElements(
  previous: Scene,
  next: Scene,
  names: ReadonlyMap<string, string>,
): readonly SceneElement[] {
  const present = new Map(previous.elements.map((element) => [element.id, element]));
  const used = new Set<string>();
  const ids = new Map<string, string>();
  const origins = new Map<string, Pick<Origin, "event" | "part">>();
  for (const element of next.elements) {
    const origin = originOf(element);
    if (origin === undefined) continue;
    const named = { event: names.get(origin.event) ?? origin.event, part: origin.part };
    const id = elementIdIn(present, used, named);
    used.add(id);
    ids.set(element.id, id);
    origins.set(element.id, named);
  }
  return next.elements.flatMap((element) => {
    const origin = origins.get(element.id);
    return origin === undefined ? [] : [renamed(element, origin, ids)];
  });
}

function elementIdIn(
  present: ReadonlyMap<string, SceneElement>,
  used: ReadonlySet<string>,
  { event, part }: Pick<Origin, "event" | "part">,
): string {
  const key = originKey({ event, part });
  let free: string | undefined;
  // In a drawing that is new there is nothing to be found again.
  const turns = present.size === 0 ? 1 : MOST_TURNS;
  for (let turn = 1; turn <= turns || free === undefined; turn += 1) {
    const id = elementId({ event, part }, turn);
    const there = present.get(id);
    const origin = there === undefined ? undefined : originOf(there);
    if (origin !== undefined && originKey(origin) === key) return id;
    if (there === undefined && !used.has(id)) free ??= id;
  }
  return free;
}

function renamed(
  element: SceneElement,
  { event, part }: Pick<Origin, "event" | "part">,
  ids: ReadonlyMap<string, string>,
): SceneElement {
  const was = originOf(element)?.event ?? event;
  const id = ids.get(element.id) ?? element.id;
  if (was === event && id === element.id) return element;
  const mark = { ...originOf(element), event, part };
  const own = {
    id,
    groupIds: element.groupIds.map((group) => (group === groupId(was) ? groupId(event) : group)),
    boundElements: element.boundElements.map((bound) => ({ ...bound, id: ids.get(bound.id) ?? bound.id })),
    customData: { ...element.customData, packetLadder: mark },
  };
  if (element.type !== "text" || element.containerId === null) return { ...element, ...own };
  return { ...element, ...own, containerId: ids.get(element.containerId) ?? element.containerId };
}
