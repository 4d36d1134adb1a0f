import { alignLifelines, isLifeline } from "./align-lifelines";
import { alignSequences } from "./align-sequences";
import {
  comparedEvents,
  contentLikeness,
  isSureByContent,
  isSameLine,
  isSureOtherwise,
  mayBeRewritten,
  otherLikeness,
  type Compared,
} from "./align-likeness";
import { isFold, readLook, type SceneEvent } from "./align-trails";
import type { ListedEvent } from "./generated-list";

/** What the drawing knows of its events. */
export interface KnownEvents {
  readonly listed: readonly ListedEvent[];
  /** Events of which a person has left nothing standing. */
  readonly isGone: (event: string) => boolean;
  /** Events at which a person changed something: of equal ones, these are kept. */
  readonly isTouched: (event: string) => boolean;
}

/** Collects who is who; no id of the drawing is given twice. */
interface Aligning {
  readonly known: KnownEvents;
  readonly listedNames: ReadonlySet<string>;
  readonly names: Map<string, string>;
  readonly used: Set<string>;
}

/**
 * Gives each event of a new scene its id in the drawing: by content, else by time, by words and ends, by order.
 *
 * An id survives inserted and removed events (also equal ones), another filter, other numbers in the labels,
 * and a lifeline renamed throughout. What has the same content is the same, also in another place, before
 * anything weaker is looked at. An event that is new keeps its own id, or gets the next free one. A new event
 * never takes the place of one that was deleted by hand merely because it stands there.
 */
export function alignEvents(known: KnownEvents, now: readonly SceneEvent[]): ReadonlyMap<string, string> {
  const listedNames = new Set(known.listed.map(({ event }) => event));
  const aligning: Aligning = { known, listedNames, names: new Map(), used: new Set() };
  const ends = settleLifelines(aligning, now);
  const kinds = new Set(now.map(kindOf).filter((kind) => kind !== "lifeline" && kind !== "derived"));
  const pairs = [...kinds].map((kind) => pairOfKind(aligning, now, { kind, ends }));
  const anchors = pairs.map((kind) => alignByContent(aligning, kind));
  const isFree = (event: SceneEvent): boolean =>
    !aligning.names.has(event.event) && kindOf(event) !== "derived";
  settleByContent(aligning, now.filter(isFree));
  for (const [at, kind] of pairs.entries()) alignOthers(aligning, kind, anchors[at] ?? []);
  for (const kind of pairs) settleByWords(aligning, kind);
  for (const event of now.filter(isFree)) give(aligning, event, freeName(aligning, event));
  alignDerived(aligning, now, ends);
  return aligning.names;
}

/** What kind of picture an event has; only events of one kind can be the same. */
function kindOf({ event, parts }: Pick<SceneEvent, "event" | "parts">): string {
  if (isLifeline({ event })) return "lifeline";
  if (isFold({ event })) return "fold";
  // The states of an arrow's ends are named by the arrow.
  if (event.includes(" ")) return "derived";
  return ["arrow", "remark", "state", "line", "tear-top"].find((part) => parts.includes(part)) ?? "label";
}

function give({ names, used }: Aligning, { event }: SceneEvent, name: string): void {
  names.set(event, name);
  used.add(name);
}

/** Gives what tells the ends of an old event in numbers of the new lifelines. */
function settleLifelines(aligning: Aligning, now: readonly SceneEvent[]): (ends: string) => string {
  const { listed } = aligning.known;
  const lifelines = now.filter(isLifeline);
  const names = alignLifelines({ old: listed, now });
  for (const event of lifelines) {
    const name = names.get(event.event);
    if (name !== undefined) give(aligning, event, name);
  }
  const positions = new Map(lifelines.map(({ event }, at) => [names.get(event), at.toString(36)]));
  const old = listed.filter((event) => isLifeline(event) && event.order !== undefined);
  const translated = old.map(({ event }) => positions.get(event) ?? "?");
  return (ends) => Array.from(ends, (end) => translated[parseInt(end, 36)] ?? end).join("");
}

interface KindToAlign {
  readonly kind: string;
  /** Tells the ends of an old event in numbers of the new lifelines. */
  readonly ends: (old: string) => string;
}

/** The events of one kind in the drawing and in the new scene, each in its order. */
interface KindPair {
  readonly old: readonly Compared[];
  readonly now: readonly Compared[];
}

function pairOfKind({ known }: Aligning, now: readonly SceneEvent[], { kind, ends }: KindToAlign): KindPair {
  const old = known.listed.filter((event) => event.order !== undefined && kindOf(event) === kind);
  const next = now.filter((event) => kindOf(event) === kind);
  return {
    old: comparedEvents(old, { ends, isGone: known.isGone, isTouched: known.isTouched }),
    now: comparedEvents(next, { ends: (same) => same, isGone: () => false, isTouched: () => false }),
  };
}

type EventPair = readonly [old: Compared, now: Compared];

/** What has the same content in the same order; of equally good pairings, that which keeps most of a person's work. */
function alignByContent(aligning: Aligning, { old, now }: KindPair): readonly EventPair[] {
  const oldContents = new Set(old.map(({ content }) => content));
  const shared = new Set(now.flatMap(({ content }) => (oldContents.has(content) ? content : [])));
  const isShared = ({ content }: Compared): boolean => shared.has(content);
  const byContent = { likeness: contentLikeness, isSure: isSureByContent };
  const pairs = alignSequences(old.filter(isShared), now.filter(isShared), byContent);
  for (const [one, other] of pairs) give(aligning, other, one.event);
  return pairs;
}

/** What has other content now, aligned between that which has the same. */
function alignOthers(aligning: Aligning, { old, now }: KindPair, anchors: readonly EventPair[]): void {
  const [oldPlaces, nowPlaces] = [placesOf(old), placesOf(now)];
  let [oldStart, nowStart] = [0, 0];
  const alignGap = (oldEnd: number, nowEnd: number): void => {
    const left = old.slice(oldStart, oldEnd).filter(({ event }) => !aligning.used.has(event));
    const right = now.slice(nowStart, nowEnd).filter(({ event }) => !aligning.names.has(event));
    const pairs = alignSequences(left, right, { likeness: otherLikeness, isSure: isSureOtherwise });
    for (const [one, other] of [...pairs, ...rewrittenPairs(pairs, left, right)])
      give(aligning, other, one.event);
    [oldStart, nowStart] = [oldEnd + 1, nowEnd + 1];
  };
  for (const [one, other] of anchors)
    alignGap(oldPlaces.get(one) ?? oldStart, nowPlaces.get(other) ?? nowStart);
  alignGap(old.length, now.length);
}

function placesOf(events: readonly Compared[]): ReadonlyMap<Compared, number> {
  return new Map(events.map((event, at) => [event, at]));
}

/** Lines that were rewritten stand between neighbours that were not, as many as before and between the same ends. */
function rewrittenPairs(
  pairs: readonly EventPair[],
  old: readonly Compared[],
  now: readonly Compared[],
): readonly EventPair[] {
  const [oldPlaces, nowPlaces] = [placesOf(old), placesOf(now)];
  const places = pairs.map(([one, other]) => [oldPlaces.get(one) ?? 0, nowPlaces.get(other) ?? 0] as const);
  const found: EventPair[] = [];
  let last: readonly [number, number] = [-1, -1];
  for (const place of [...places, [old.length, now.length] as const]) {
    const left = old.slice(last[0] + 1, place[0]);
    const right = now.slice(last[1] + 1, place[1]);
    last = place;
    const between = left.flatMap((one, at): EventPair[] => {
      const other = right[at];
      return other !== undefined && mayBeRewritten(one, other) ? [[one, other]] : [];
    });
    if (left.length === right.length && between.length === left.length) found.push(...between);
  }
  return found;
}

/** Events that changed their place, or that were away: the same by content alone. */
function settleByContent(aligning: Aligning, free: readonly SceneEvent[]): void {
  const left = new Map<string, ListedEvent[]>();
  for (const old of aligning.known.listed) {
    if (!aligning.used.has(old.event)) left.set(old.content, [...(left.get(old.content) ?? []), old]);
  }
  for (const event of free) {
    const same = (left.get(event.content) ?? []).filter((old) => !aligning.used.has(old.event));
    const match =
      same.find(({ moment }) => moment !== "" && moment === event.moment) ??
      same.find((old) => old.event === event.event) ??
      (same.length > 1 ? same.find((old) => aligning.known.isTouched(old.event)) : undefined) ??
      same[0];
    if (match !== undefined) give(aligning, event, match.event);
  }
}

/** Lines that changed their place and their content, as when an endpoint is renamed too: the same words and ends. */
function settleByWords(aligning: Aligning, { old, now }: KindPair): void {
  for (const event of now) {
    if (aligning.names.has(event.event)) continue;
    const match = old.find((each) => !aligning.used.has(each.event) && isSameLine(each, event));
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
