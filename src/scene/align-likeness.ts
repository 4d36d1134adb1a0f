import { readLook, type Look, type SceneEvent } from "./align-trails";

/** An event of the drawing or of the new scene, with all that it is compared by. */
export interface Compared extends SceneEvent {
  readonly seen: Look;
  /** A person has left nothing of it standing. */
  readonly isGone: boolean;
  /** A person has changed something at it. */
  readonly isTouched: boolean;
  /** How many events of its side have its content. */
  readonly alike: number;
}

/** What is known of the events beside their trails. */
export interface EventFacts {
  /** Tells the ends of an event in numbers of the new lifelines. */
  readonly ends: (old: string) => string;
  readonly isGone: (event: string) => boolean;
  readonly isTouched: (event: string) => boolean;
}

/** Gives events ready to be compared. */
export function comparedEvents(
  events: readonly SceneEvent[],
  { ends, isGone, isTouched }: EventFacts,
): readonly Compared[] {
  const counts = new Map<string, number>();
  for (const { content } of events) counts.set(content, (counts.get(content) ?? 0) + 1);
  return events.map((event) => {
    const seen = readLook(event.look);
    const alike = counts.get(event.content) ?? 1;
    return {
      ...event,
      seen: { ...seen, ends: ends(seen.ends) },
      alike,
      isGone: isGone(event.event),
      // Only where a choice has to be made: to find out takes time.
      isTouched: alike > 1 && isTouched(event.event),
    };
  });
}

/** Pairs that are the same by content: 16, and more by time, by a person's work, by words and by ends. */
export function contentLikeness(old: Compared, now: Compared): number {
  if (old.content !== now.content) return 0;
  const isSameTime = old.moment === now.moment;
  return (
    16 +
    (isSameTime ? 8 : 0) +
    (old.isTouched ? 4 : 0) +
    (old.seen.words === now.seen.words ? 2 : 0) +
    (old.seen.ends === now.seen.ends ? 1 : 0)
  );
}

/** Whether two events are the same by content, and no choice among equal ones has to be made. */
export function isSureByContent(old: Compared, now: Compared): boolean {
  return old.content === now.content && old.moment === now.moment && old.alike === now.alike;
}

/** The greatest likeness of events of other content: at one moment of the clock; of events without one: by words. */
const AT_ONE_MOMENT = 12;
const SAME_WORDS = 10;

/** Pairs whose content has changed: by the time on the clock, then by words and ends, then by words without digits. */
export function otherLikeness(old: Compared, now: Compared): number {
  const sameWords = old.seen.words === now.seen.words && old.seen.words !== "";
  if (old.seen.ends !== now.seen.ends) return sameWords ? 3 : 0;
  const isTimed = areTimed(old, now);
  if (isTimed && old.moment === now.moment) return AT_ONE_MOMENT;
  if (sameWords) return SAME_WORDS;
  // Two packets of one clock at different times are two; lines of a list may have been edited.
  const mayBeEdited = !old.isGone && !isTimed;
  return mayBeEdited && old.seen.wordsWithoutDigits === now.seen.wordsWithoutDigits ? 4 : 0;
}

/** Whether no other event could be more like this one. */
export function isSureOtherwise(old: Compared, now: Compared): boolean {
  return otherLikeness(old, now) === (areTimed(old, now) ? AT_ONE_MOMENT : SAME_WORDS);
}

/** Whether two lines between the same lifelines say the same. */
export function isSameLine(old: Compared, now: Compared): boolean {
  return !areTimed(old, now) && otherLikeness(old, now) === SAME_WORDS;
}

function areTimed(old: Compared, now: Compared): boolean {
  return old.moment !== "" && now.moment !== "";
}

/** Whether two events that stand between the same neighbours may be one line that was rewritten. */
export function mayBeRewritten(old: Compared, now: Compared): boolean {
  return !old.isGone && !areTimed(old, now) && old.seen.ends === now.seen.ends;
}
