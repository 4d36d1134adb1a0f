import { sceneEvents } from "./align-trails";
import { listedEvents, listedKeys, originKey, type ListedEvent } from "./generated-list";
import { originOf, readBase, type GeneratedBase, type GeneratedList } from "./merge-base";
import type { SceneElement } from "./scene";
import { asGenerated } from "./take-generated";

/** The events of a drawing as they can be told from what it carries. */
export interface RecalledEvents {
  /** In the drawing's order. */
  readonly listed: readonly ListedEvent[];
  /** The places, among them all, of the events that stand. */
  readonly standing: ReadonlyMap<string, number>;
  /** Whether a list says all of it; else what was deleted has to be inferred. */
  readonly isWhole: boolean;
  /** Whether this program has drawn here, though nothing of it stands. */
  readonly isEmptied: boolean;
}

/**
 * Gives the events of a drawing: those on the list it carries, or, where the carriers were deleted, those on the list
 * its note remembers, which may be of an earlier generation, and those that stand.
 */
export function recalledEvents(
  elements: readonly SceneElement[],
  carried: GeneratedList,
  remembered: GeneratedList | undefined,
): RecalledEvents {
  const own = elements.filter((element) => baseIn(element)?.order !== undefined);
  const standing = new Map(
    own.map((element) => [originOf(element)?.event ?? "", baseIn(element)?.order ?? 0]),
  );
  const isCarried = carried.generation > 0;
  const listed = listedEvents(isCarried || remembered === undefined ? carried : remembered);
  const isWhole = isCarried || isOf(listed, standing);
  const isEmptied = !isWhole && remembered !== undefined && standing.size === 0;
  if (isWhole || isEmptied) return { listed, standing, isWhole, isEmptied };
  const seen = sceneEvents(own.map(asGenerated), new Map()).map((event) => ({
    ...event,
    order: standing.get(event.event),
  }));
  return { listed: [...seen, ...unseen(listed, standing)].sort(byOrder), standing, isWhole, isEmptied };
}

/** Whether a list is that of the last generation, as far as what stands tells it. */
function isOf(listed: readonly ListedEvent[], standing: ReadonlyMap<string, number>): boolean {
  const places = new Map(listed.map(({ event, order }) => [event, order]));
  return standing.size > 0 && [...standing].every(([event, at]) => places.get(event) === at);
}

/** Gives what is only on the list, each right behind the one before it that stands. */
function unseen(
  listed: readonly ListedEvent[],
  standing: ReadonlyMap<string, number>,
): readonly ListedEvent[] {
  let behind = -1;
  return listed.flatMap((event) => {
    const place = standing.get(event.event);
    if (place === undefined) return { ...event, order: event.order === undefined ? undefined : behind + 0.5 };
    behind = place;
    return [];
  });
}

function byOrder(one: ListedEvent, other: ListedEvent): number {
  return (one.order ?? Infinity) - (other.order ?? Infinity) || 0;
}

/**
 * Gives the keys of all that was generated before, so that what is missing of it was deleted by a person; of a
 * drawing from which everything was deleted, the keys of all that is generated now.
 */
export function knownKeys(
  elements: readonly SceneElement[],
  recalled: RecalledEvents,
  now: readonly ListedEvent[],
): ReadonlySet<string> {
  const { listed, standing, isWhole, isEmptied } = recalled;
  if (isWhole || isEmptied) return listedKeys(isWhole ? listed : now);
  const seen = listed.filter(({ event }) => standing.has(event));
  return new Set([...listedKeys(seen), ...missingKeys(elements, recalled, now)]);
}

/**
 * Parts that are missing of events that stand, and events that are missing between them. Where more is generated than
 * is missing, only those are taken for deleted that are listed, and no more of them than are missing: else news
 * would be hidden.
 */
function missingKeys(
  elements: readonly SceneElement[],
  { listed, standing }: RecalledEvents,
  now: readonly ListedEvent[],
): ReadonlySet<string> {
  const known = new Set(listed.map(({ event }) => event));
  const keys = new Set<string>();
  let gap: ListedEvent[] = [];
  let last = -1;
  const close = (next: number): void => {
    const missing = next - last - 1;
    const isBetween = ({ event, order = -1 }: ListedEvent): boolean =>
      !standing.has(event) && order > last && order < next;
    const recalled = gap.filter(({ event }) => known.has(event));
    const others = gap.filter(({ event }) => !known.has(event));
    if (recalled.length <= missing) for (const event of recalled) addKeys(keys, event);
    // What is missing and listed explains itself: only what is missing beside it may be what is not listed.
    if (others.length > 0 && others.length <= missing - listed.filter(isBetween).length)
      for (const event of others) addKeys(keys, event);
    gap = [];
    last = next;
  };
  for (const event of now) {
    const order = standing.get(event.event);
    if (order === undefined) gap.push(event);
    else {
      addKeys(keys, event);
      if (order > last) close(order);
    }
  }
  close(Math.max(last + 1, ...elements.map((element) => baseIn(element)?.count ?? 0)));
  return keys;
}

function addKeys(keys: Set<string>, { event, parts }: ListedEvent): void {
  for (const part of parts) keys.add(originKey({ event, part }));
}

function baseIn(element: SceneElement): GeneratedBase | undefined {
  const origin = originOf(element);
  return origin === undefined ? undefined : readBase(origin);
}
