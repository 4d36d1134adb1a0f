import { fingerprint8 } from "../base/fingerprint";
import { contentOf, type EventTrail } from "./generated-list";
import { originOf } from "./merge-base";
import type { SceneElement } from "./scene";

/** Times on the clock by event id, as text; events without one are left out. */
export type EventMoments = ReadonlyMap<string, string>;

/** Event of the key of a lifeline. */
export const LIFELINE = "lifeline ";

/** Whether an event is the row of a folded run; the rest of its name is that of the first segment in it. */
export function isFold({ event }: Pick<SceneEvent, "event">): boolean {
  return event.startsWith("fold of ");
}

/** What stands for an end that is none. */
const NO_END = "-";

/** An event of a scene, and what to know it by in later ones. */
export interface SceneEvent extends EventTrail {
  readonly event: string;
  readonly parts: readonly string[];
}

/** Gives the events of a generated scene in its order; lifelines are ordered from left to right. */
export function sceneEvents(elements: readonly SceneElement[], moments: EventMoments): readonly SceneEvent[] {
  const byEvent = new Map<string, SceneElement[]>();
  for (const element of elements) {
    const event = originOf(element)?.event;
    if (event === undefined) continue;
    const own = byEvent.get(event);
    if (own === undefined) byEvent.set(event, [element]);
    else own.push(element);
  }
  const lifelines = lifelineEvents(byEvent);
  const others = [...byEvent.keys()].filter((event) => !event.startsWith(LIFELINE));
  const xs = lifelines.map(({ x }) => x);
  return [...lifelines.map(({ event }) => event), ...others].map((event, order) => {
    const own = byEvent.get(event) ?? [];
    const moment = moments.get(event);
    return {
      event,
      order,
      parts: own.map((element) => originOf(element)?.part ?? ""),
      content: contentOf(event),
      look: event.startsWith(LIFELINE) ? "" : wordsPrint(own) + endsOf(own, xs),
      moment: moment === undefined ? "" : fingerprint8(moment).slice(0, 4),
    };
  });
}

function lifelineEvents(
  byEvent: ReadonlyMap<string, readonly SceneElement[]>,
): readonly { readonly event: string; readonly x: number }[] {
  return [...byEvent]
    .flatMap(([event, own]) => {
      const first = own[0];
      return event.startsWith(LIFELINE) && first !== undefined ? [{ event, x: middle(first) }] : [];
    })
    .sort((one, other) => one.x - other.x);
}

/** Marks before a label come and go with the messages around it. */
const MARKS = /^(?:\[[^\]]*\] )+/gm;

/** Digits change with every choice of numbers; what else a label says does not. */
function wordsPrint(own: readonly SceneElement[]): string {
  const words = own
    .flatMap((element) =>
      element.type === "text" && isLabel(originOf(element)?.part ?? "") ? element.rawText : [],
    )
    .join("\n")
    .replace(MARKS, "");
  return fingerprint8(words).slice(0, 4) + fingerprint8(words.replace(/\d+/g, "0")).slice(0, 2);
}

function isLabel(part: string): boolean {
  return part === "label" || part.endsWith("-text");
}

/** Two characters: the lifelines at which an event starts and ends, counted from the left. */
function endsOf(own: readonly SceneElement[], xs: readonly number[]): string {
  const arrow = own.find(({ type }) => type === "arrow") ?? own[0];
  if (arrow === undefined) return NO_END + NO_END;
  if (arrow.type !== "arrow") return nearest(middle(arrow), xs).repeat(2);
  return nearest(arrow.x, xs) + nearest(arrow.x + (arrow.points.at(-1)?.[0] ?? 0), xs);
}

function middle({ x, width }: SceneElement): number {
  return x + width / 2;
}

function nearest(x: number, xs: readonly number[]): string {
  let found = -1;
  for (const [at, each] of xs.entries()) {
    if (found < 0 || Math.abs(each - x) < Math.abs((xs[found] ?? 0) - x)) found = at;
  }
  return found < 0 || found > 35 ? NO_END : found.toString(36);
}

/** What a look says, field by field. */
export interface Look {
  readonly words: string;
  readonly wordsWithoutDigits: string;
  readonly ends: string;
}

/** Gives the fields of a look; empty where a list of an older version has none. */
export function readLook(look: string): Look {
  return { words: look.slice(0, 4), wordsWithoutDigits: look.slice(4, 6), ends: look.slice(6, 8) };
}
