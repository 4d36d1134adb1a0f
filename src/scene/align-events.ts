import { alignSequences } from "./align-sequences";
import { LIFELINE, readLook, type Look, type SceneEvent } from "./align-trails";
import type { ListedEvent } from "./generated-list";

/** What the drawing knows of its events. */
export interface KnownEvents {
  readonly listed: readonly ListedEvent[];
  /** Events of which a person has left nothing standing. */
  readonly isGone: (event: string) => boolean;
}

/** The likeness of two events that agree in everything; see `likenessOf`. */
const BEST = 27;

/** Collects who is who; no id of the drawing is given twice. */
interface Aligning {
  readonly known: KnownEvents;
  readonly listedNames: ReadonlySet<string>;
  readonly names: Map<string, string>;
  readonly used: Set<string>;
}

/**
 * Gives each event of a new scene its id in the drawing: by content, by time, by words and ends, then by order.
 *
 * An id survives inserted and removed events (also equal ones), another filter, other numbers in the labels,
 * and a lifeline renamed throughout. An event that is new keeps its own id, or gets the next free one. A new
 * event never takes the place of one that was deleted by hand merely because it stands there.
 */
export function alignEvents(known: KnownEvents, now: readonly SceneEvent[]): ReadonlyMap<string, string> {
  const listedNames = new Set(known.listed.map(({ event }) => event));
  const aligning: Aligning = { known, listedNames, names: new Map(), used: new Set() };
  const ends = alignLifelines(aligning, now);
  for (const kind of new Set(now.map(kindOf))) {
    if (kind !== "lifeline" && kind !== "derived") alignKind(aligning, now, { kind, ends });
  }
  const free = now.filter((event) => !aligning.names.has(event.event) && kindOf(event) !== "derived");
  settleByContent(aligning, free);
  for (const event of free)
    if (!aligning.names.has(event.event)) give(aligning, event, freeName(aligning, event));
  alignDerived(aligning, now, ends);
  return aligning.names;
}

/** What kind of picture an event has; only events of one kind can be the same. */
function kindOf({ event, parts }: Pick<SceneEvent, "event" | "parts">): string {
  if (event.startsWith(LIFELINE)) return "lifeline";
  // The states of an arrow's ends are named by the arrow.
  if (event.includes(" ")) return "derived";
  return ["arrow", "remark", "state", "line", "tear-top"].find((part) => parts.includes(part)) ?? "label";
}

function give({ names, used }: Aligning, { event }: SceneEvent, name: string): void {
  names.set(event, name);
  used.add(name);
}

/** Lifelines are the same by their key; those left over by their order, where there are as many on both sides. */
function alignLifelines(aligning: Aligning, now: readonly SceneEvent[]): (ends: string) => string {
  const isPresent = ({ order }: ListedEvent): boolean => order !== undefined;
  const old = aligning.known.listed.filter((event) => kindOf(event) === "lifeline" && isPresent(event));
  const next = now.filter((event) => kindOf(event) === "lifeline");
  for (const event of next) {
    const same = old.find(
      ({ content, event: name }) => content === event.content && !aligning.used.has(name),
    );
    if (same !== undefined) give(aligning, event, same.event);
  }
  const oldLeft = old.filter(({ event }) => !aligning.used.has(event));
  const nextLeft = next.filter(({ event }) => !aligning.names.has(event));
  if (oldLeft.length === nextLeft.length) {
    for (const [at, event] of nextLeft.entries()) {
      const match = oldLeft[at];
      if (match !== undefined) give(aligning, event, match.event);
    }
  }
  const positions = new Map(next.map(({ event }, at) => [aligning.names.get(event), at.toString(36)]));
  const translated = old.map(({ event }) => positions.get(event) ?? "?");
  return (ends) => Array.from(ends, (end) => translated[parseInt(end, 36)] ?? end).join("");
}

interface KindToAlign {
  readonly kind: string;
  /** Tells the ends of an old event in numbers of the new lifelines. */
  readonly ends: (old: string) => string;
}

function alignKind(aligning: Aligning, now: readonly SceneEvent[], { kind, ends }: KindToAlign): void {
  const { listed, isGone } = aligning.known;
  const old = listed
    .filter((event) => event.order !== undefined && kindOf(event) === kind)
    .map((event) => ({ ...compared(event, ends), isGone: isGone(event.event) }));
  // What was deleted by hand and comes back is no other line rewritten.
  const away = new Set(listed.flatMap(({ order, content }) => (order === undefined ? content : [])));
  const next = now
    .filter((event) => kindOf(event) === kind)
    .map((event) => ({ ...compared(event, (same) => same), isBack: away.has(event.content) }));
  const pairs = alignSequences(
    [old.length, next.length],
    (at, nowAt) => {
      const [one, other] = [old[at], next[nowAt]];
      return one === undefined || other === undefined ? 0 : likenessOf(one, other);
    },
    BEST,
  );
  for (const [at, nowAt] of [...pairs, ...lonePairs(pairs, old, next)]) {
    const [one, other] = [old[at], next[nowAt]];
    if (one !== undefined && other !== undefined) give(aligning, other, one.event);
  }
}

interface Compared extends SceneEvent {
  readonly seen: Look;
}

interface OldEvent extends Compared {
  readonly isGone: boolean;
}

interface NewEvent extends Compared {
  readonly isBack: boolean;
}

function compared(event: SceneEvent, ends: (old: string) => string): Compared {
  const seen = readLook(event.look);
  return { ...event, seen: { ...seen, ends: ends(seen.ends) } };
}

/** Content weighs most, then the time, then words and ends: any stronger reason outweighs all weaker ones. */
function likenessOf(old: OldEvent, now: NewEvent): number {
  const sameWords = old.seen.words === now.seen.words && old.seen.words !== "";
  const sameEnds = old.seen.ends === now.seen.ends;
  if (old.content === now.content) {
    return 16 + (old.moment === now.moment ? 8 : 0) + (sameWords ? 2 : 0) + (sameEnds ? 1 : 0);
  }
  if (now.isBack) return 0;
  if (sameWords && !sameEnds) return 3;
  return sameEnds ? likenessOfOther(old, now, sameWords) : 0;
}

/** For events of different content between the same lifelines. */
function likenessOfOther(old: OldEvent, now: Compared, sameWords: boolean): number {
  const isTimed = areTimed(old, now);
  if (isTimed && old.moment === now.moment) return 12;
  if (sameWords) return 10;
  // Two packets of one clock at different times are two; lines of a list may have been edited.
  const mayBeEdited = !old.isGone && !isTimed;
  return mayBeEdited && old.seen.wordsWithoutDigits === now.seen.wordsWithoutDigits ? 4 : 0;
}

function areTimed(old: Compared, now: Compared): boolean {
  return old.moment !== "" && now.moment !== "";
}

/** One line that was rewritten stands alone between neighbours that were not. */
function lonePairs(
  pairs: readonly (readonly [number, number])[],
  old: readonly OldEvent[],
  now: readonly NewEvent[],
): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let last: readonly [number, number] = [-1, -1];
  for (const pair of [...pairs, [old.length, now.length] as const]) {
    const isLone = pair[0] === last[0] + 2 && pair[1] === last[1] + 2;
    const [one, other] = [old[last[0] + 1], now[last[1] + 1]];
    last = pair;
    if (!isLone || one === undefined || other === undefined || one.isGone || other.isBack) continue;
    if (!areTimed(one, other) && one.seen.ends === other.seen.ends) found.push([pair[0] - 1, pair[1] - 1]);
  }
  return found;
}

/** Events that changed their place, or that were away: the same by content alone. */
function settleByContent(aligning: Aligning, free: readonly SceneEvent[]): void {
  const left = new Map<string, ListedEvent[]>();
  for (const old of aligning.known.listed) {
    if (aligning.used.has(old.event)) continue;
    left.set(old.content, [...(left.get(old.content) ?? []), old]);
  }
  for (const event of free) {
    const same = (left.get(event.content) ?? []).filter((old) => !aligning.used.has(old.event));
    const match =
      same.find(({ moment }) => moment !== "" && moment === event.moment) ??
      same.find((old) => old.event === event.event) ??
      same[0];
    if (match !== undefined) give(aligning, event, match.event);
  }
}

function freeName({ used, listedNames }: Aligning, { event, content }: SceneEvent): string {
  const isTaken = (name: string): boolean => used.has(name) || listedNames.has(name);
  if (!isTaken(event)) return event;
  let number = 2;
  while (isTaken(`${content}.${String(number)}`)) number += 1;
  return `${content}.${String(number)}`;
}

/** What is named by an arrow goes with it; where that arrow is another now, it is the same by its words. */
function alignDerived(aligning: Aligning, now: readonly SceneEvent[], ends: (old: string) => string): void {
  const old = aligning.known.listed.filter((event) => kindOf(event) === "derived");
  const names = new Set(old.map(({ event }) => event));
  const left: SceneEvent[] = [];
  for (const event of now.filter((each) => kindOf(each) === "derived")) {
    const name = inheritedName(aligning, event.event);
    if (names.has(name) && !aligning.used.has(name)) give(aligning, event, name);
    else left.push(event);
  }
  for (const event of left) {
    const { words, ends: own } = readLook(event.look);
    const match = old.find((each) => {
      const seen = readLook(each.look);
      const isSame = each.order !== undefined && seen.words === words && ends(seen.ends) === own;
      return isSame && suffixOf(each.event) === suffixOf(event.event) && !aligning.used.has(each.event);
    });
    give(aligning, event, match?.event ?? freeDerivedName(aligning, inheritedName(aligning, event.event)));
  }
}

function freeDerivedName({ used }: Aligning, name: string): string {
  let free = name;
  for (let number = 2; used.has(free); number += 1) free = `${name} ${String(number)}`;
  return free;
}

function inheritedName({ names }: Aligning, event: string): string {
  const [arrow = ""] = event.split(" ", 1);
  return `${names.get(arrow) ?? arrow} ${suffixOf(event)}`;
}

function suffixOf(event: string): string {
  return event.slice(event.indexOf(" ") + 1);
}
