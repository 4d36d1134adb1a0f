import { isLifeline } from "./align-lifelines";
import { sceneEvents, type EventMoments } from "./align-trails";
import { listedEvents, readGeneratedList, type EventTrail, type ListedEvent } from "./generated-list";
import { originOf } from "./merge-base";
import type { Scene, SceneElement } from "./scene";
import { isTouched } from "./touched-aspects";

/** A person's work at an event that is on another page now. */
export interface PageWork {
  /** The event, and what is named by it, with the parts that a person changed or deleted. */
  readonly events: readonly ListedEvent[];
  /** Generated elements that a person changed, as they stand on the old page. */
  readonly elements: readonly SceneElement[];
}

/** Where such work goes. */
export interface PageMove extends PageWork {
  /** Positions of the pages. */
  readonly from: number;
  readonly to: number;
}

/** A page before; undefined for one that is new. */
type OldPage = Scene | undefined;

/**
 * Gives what a person did at events that come to another page of a drawing, because rows came or went before them.
 *
 * An event is known by its content, equal ones by their time, then by their order. An event of which the other page
 * has the name already is left out: what was done to it stays where it is and is reported there.
 */
export function pageMoves(
  before: readonly OldPage[],
  now: readonly Scene[],
  moments: EventMoments,
): readonly PageMove[] {
  const old = before.map((page) =>
    page === undefined ? [] : listedEvents(readGeneratedList(page.elements)),
  );
  const coming = now.map((page, at) => {
    const events = sceneEvents(page.elements, moments).filter(isRow);
    return surplus(events, (old[at] ?? []).filter(isRow));
  });
  const moves: PageMove[] = [];
  for (const [from, page] of before.entries()) {
    if (page === undefined) continue;
    const here = sceneEvents(now[from]?.elements ?? [], moments).filter(isRow);
    for (const event of surplus((old[from] ?? []).filter(isRow), here)) {
      const to = takePlace(coming, event, from);
      const listed = old[to] ?? [];
      if (to < 0 || listed.some((each) => each.event === event.event)) continue;
      const move = { from, to, ...workAt(page, event, old[from] ?? []) };
      if (move.events.length > 0) moves.push(move);
    }
  }
  return moves;
}

/** Whether an event is a row of its own, not a lifeline, a heading, or what is named by an arrow. */
function isRow(event: Pick<ListedEvent, "event">): boolean {
  return event.event !== "ladder" && !isLifeline(event) && !event.event.includes(" ");
}

/** Gives the events that one side has more of than the other: those of no time of the other's, then the last. */
function surplus<Event extends EventTrail>(side: readonly Event[], other: readonly EventTrail[]): Event[] {
  const left = [...side];
  const find = (fits: (event: EventTrail) => boolean): number => left.findIndex(fits);
  for (const { content, moment } of other) {
    const exact = find((event) => event.content === content && event.moment === moment);
    const at = exact >= 0 ? exact : find((event) => event.content === content);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** Gives the page an event has come to, the nearest of several, and takes its place there; −1: none. */
function takePlace(coming: readonly EventTrail[][], { content, moment }: ListedEvent, from: number): number {
  const pages = [...coming.keys()].sort((one, other) => Math.abs(one - from) - Math.abs(other - from));
  for (const isExact of [true, false]) {
    for (const page of pages) {
      const events = coming[page] ?? [];
      const at = events.findIndex(
        (event) => event.content === content && (!isExact || event.moment === moment),
      );
      if (at < 0) continue;
      events.splice(at, 1);
      return page;
    }
  }
  return -1;
}

function workAt(page: Scene, { event }: ListedEvent, listed: readonly ListedEvent[]): PageWork {
  const own = listed.filter((each) => each.event === event || each.event.startsWith(`${event} `));
  const names = new Set(own.map((each) => each.event));
  const live = page.elements.filter(
    (element) => !element.isDeleted && names.has(originOf(element)?.event ?? ""),
  );
  const elements = live.filter(isTouched);
  const events = own.flatMap((each) => {
    const partsOf = (of: readonly SceneElement[]): ReadonlySet<string> =>
      new Set(of.flatMap((element) => partAt(element, each.event)));
    const [standing, changed] = [partsOf(live), partsOf(elements)];
    const parts = each.parts.filter((part) => changed.has(part) || !standing.has(part));
    return parts.length === 0 ? [] : [{ ...each, parts, order: undefined }];
  });
  return { events, elements };
}

function partAt(element: SceneElement, event: string): readonly string[] {
  const origin = originOf(element);
  return origin?.event === event ? [origin.part] : [];
}

/** Puts what comes from another page on top of everything else; what stands here already stays. */
export function withArrivals(
  present: readonly SceneElement[],
  arrivals: readonly PageWork[],
): readonly SceneElement[] {
  if (arrivals.length === 0) return present;
  const known = new Map(present.map((element) => [element.id, element]));
  const arrived = arrivals.flatMap(({ elements }) =>
    elements.flatMap((element) => {
      const there = known.get(element.id);
      if (there?.isDeleted === false) return [];
      // It was here before, and left a tombstone: an open drawing takes what has a higher version.
      const version = Math.max(element.version, (there?.version ?? 0) + 1);
      return [{ ...element, index: null, version }];
    }),
  );
  const replaced = new Set(arrived.map(({ id }) => id));
  return [...present.filter(({ id }) => !replaced.has(id)), ...arrived];
}
