import { LIFELINE, readLook, type SceneEvent } from "./align-trails";
import type { ListedEvent } from "./generated-list";

/** The lifelines of a drawing and of a new scene, each from left to right, with the events between them. */
export interface LifelineSides {
  readonly old: readonly ListedEvent[];
  readonly now: readonly SceneEvent[];
}

/**
 * Gives each lifeline of the new scene its event in the drawing.
 *
 * The same by key; of those left over, the ones whose messages say the same, so that a lifeline may be renamed
 * while others come and go; then by order, where as many are left on both sides.
 */
export function alignLifelines(sides: LifelineSides): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const left = leftOver(sides, names);
  for (const event of left().now) {
    const same = left().old.find(({ content }) => content === event.content);
    if (same !== undefined) names.set(event.event, same.event);
  }
  if (left().now.length > 0) settleByVotes(sides, names);
  const rest = left();
  if (rest.old.length !== rest.now.length) return names;
  for (const [at, { event }] of rest.now.entries()) names.set(event, rest.old[at]?.event ?? event);
  return names;
}

/** Gives what tells the lifelines that have no partner yet. */
function leftOver({ old, now }: LifelineSides, names: ReadonlyMap<string, string>): () => LifelineSides {
  return () => {
    const used = new Set(names.values());
    return {
      old: old.filter((event) => isOldLifeline(event) && !used.has(event.event)),
      now: now.filter((event) => isLifeline(event) && !names.has(event.event)),
    };
  };
}

function isOldLifeline(event: ListedEvent): boolean {
  return isLifeline(event) && event.order !== undefined;
}

function settleByVotes(sides: LifelineSides, names: Map<string, string>): void {
  const oldLines = sides.old.filter(isOldLifeline);
  const nowLines = sides.now.filter(isLifeline);
  const used = new Set(names.values());
  for (const { oldEnd, nowEnd } of countVotes(sides)) {
    const [one, other] = [oldLines[oldEnd]?.event, nowLines[nowEnd]?.event];
    if (one === undefined || other === undefined || used.has(one) || names.has(other)) continue;
    names.set(other, one);
    used.add(one);
  }
}

/** Whether an event is a lifeline. */
export function isLifeline({ event }: { readonly event: string }): boolean {
  return event.startsWith(LIFELINE);
}

/** So many messages with the same words start, or end, at both lifelines. */
interface Vote {
  readonly oldEnd: number;
  readonly nowEnd: number;
  readonly count: number;
}

function countVotes({ old, now }: LifelineSides): readonly Vote[] {
  const endsByWords = new Map<string, string[]>();
  for (const { look } of old) {
    const { words, ends } = readLook(look);
    if (words !== "") endsByWords.set(words, [...(endsByWords.get(words) ?? []), ends]);
  }
  const counts = new Map<string, number>();
  for (const { look } of now) {
    const { words, ends } = readLook(look);
    // Words that stand everywhere tell nothing.
    const same = new Set(endsByWords.get(words));
    for (const each of same.size > 1 ? [] : same) {
      for (const side of [0, 1]) {
        const key = `${each.charAt(side)} ${ends.charAt(side)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return [...counts]
    .map(([key, count]) => {
      const [oldEnd = NaN, nowEnd = NaN] = key.split(" ").map((end) => parseInt(end, 36));
      return { oldEnd, nowEnd, count };
    })
    .sort((one, other) => other.count - one.count || one.oldEnd - other.oldEnd || one.nowEnd - other.nowEnd);
}
