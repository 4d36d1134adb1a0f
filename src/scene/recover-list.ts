import { sceneEvents } from "./align-trails";
import { originKey, type ListedEvent } from "./generated-list";
import { originOf, readBase, type GeneratedBase } from "./merge-base";
import type { SceneElement } from "./scene";
import { asGenerated } from "./take-generated";

/**
 * Gives the events of a drawing that has lost its list, as far as their elements still stand.
 *
 * Empty where no element says its place among the events.
 */
export function standingEvents(elements: readonly SceneElement[]): readonly ListedEvent[] {
  const own = elements.filter((element) => baseIn(element)?.order !== undefined);
  const orders = new Map(own.map((element) => [originOf(element)?.event ?? "", baseIn(element)?.order]));
  return sceneEvents(own.map(asGenerated), new Map())
    .map((event) => ({ ...event, order: orders.get(event.event) }))
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
}

/**
 * Gives the keys of what was deleted from such a drawing: parts of events that stand, and events that are missing
 * between them. Where more is generated there than is missing, nothing is taken for deleted: it would hide news.
 */
export function missingKeys(
  elements: readonly SceneElement[],
  standing: readonly ListedEvent[],
  now: readonly ListedEvent[],
): ReadonlySet<string> {
  const orders = new Map(standing.map(({ event, order }) => [event, order ?? 0]));
  const keys = new Set<string>();
  let gap: ListedEvent[] = [];
  let last = -1;
  const close = (next: number): void => {
    if (gap.length < next - last) for (const event of gap) addKeys(keys, event);
    gap = [];
    last = next;
  };
  for (const event of now) {
    const order = orders.get(event.event);
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
