import { alignScene } from "./align-scene";
import { sceneEvents, type EventMoments } from "./align-trails";
import {
  isListMoved,
  listedKeys,
  nextGeneratedList,
  originKey,
  readGeneratedList,
  type ListedEvent,
} from "./generated-list";
import { originOf, type GeneratedList } from "./merge-base";
import { boundPlaces } from "./merge-bound-arrows";
import { mergeElement } from "./merge-element";
import { foreignMoves } from "./merge-foreign";
import { framedScene } from "./merge-frames";
import { followLifelines } from "./merge-lifelines";
import { followWhole } from "./merge-whole";
import { awayEvents, keyOf, markedScene } from "./merge-marks";
import { insertNew } from "./merge-order";
import { elementKey, emptyReport, type MergeReport, type Report, type ReportedElement } from "./merge-report";
import { knownKeys, recalledEvents } from "./recover-list";
import { withArrivals, type PageWork } from "./page-moves";
import { unmarkedCopies } from "./person-copies";
import type { Scene, SceneElement } from "./scene";
import { counted } from "./element-version";
import { asGenerated } from "./take-generated";
import { isTouched } from "./touched-aspects";

/** A regenerated drawing, and what was done to it. */
export interface MergeResult {
  readonly scene: Scene;
  readonly report: MergeReport;
  /** All that was generated, as the drawing carries it. */
  readonly list: GeneratedList;
}

/** What a merge can be told beside the two scenes. */
export interface MergeOptions {
  /** Times on the clock, by which equal events of a capture are told apart. */
  readonly moments?: EventMoments;
  /** Brings back what a person deleted. */
  readonly restoreDeleted?: boolean;
  /** Keys (`elementKey`) or ids of elements that become as generated, whatever a person did to them. */
  readonly takeNew?: ReadonlySet<string>;
  /** Fingerprints of the captures, to be kept in the drawing. */
  readonly captures?: string;
  /** What was generated in this drawing before, where no deletion of elements takes it along; maybe an older list. */
  readonly remembered?: GeneratedList | undefined;
  /** What a person did at events that have come here from another page. */
  readonly arrivals?: readonly PageWork[];
  /** What has gone to another page, and is written there. */
  readonly departed?: readonly PageWork[];
}

/** Both sides of a merge, and what it says about them. */
interface Merge {
  /** The drawing's elements, following dragged lifelines. */
  readonly following: readonly SceneElement[];
  readonly previous: Scene;
  /** Generated now, every element with its mark. */
  readonly generated: Scene;
  /** Keys of all that was generated last, but for events that were away then. */
  readonly shown: ReadonlySet<string>;
  /** Versions, by id, of elements that are on another page now. */
  readonly departed: ReadonlyMap<string, number>;
  /** Keys of which a missing element was deleted by a person, and stays so. */
  readonly kept: ReadonlySet<string>;
  /** What is to become as generated. */
  readonly isTaken: (element: SceneElement) => boolean;
  readonly report: Report;
}

/**
 * Gives a drawing regenerated: what was generated now, with everything a person did to the drawing.
 *
 * The new events are aligned with those of the drawing (`alignScene`), dragged lifelines take along what stands
 * at them, then each aspect of each element is merged for itself (`mergeElement`). A person's own elements move
 * with what they lie on and change in nothing else; deleted ones stay deleted; elements of vanished events go,
 * unless touched. An element that does not change is the same object, so merging the same again changes
 * nothing. Total; elements of `next` without our mark are left out.
 */
export function mergeScene(drawing: Scene, next: Scene, options: MergeOptions = {}): MergeResult {
  if (drawing.elements.length === 0 && options.remembered === undefined)
    return firstScene(drawing, next, options);
  const copies = unmarkedCopies(drawing.elements);
  const { arrivals = [], departed = [] } = options;
  const departedEvents = new Set(departed.flatMap(({ events }) => events.map(({ event }) => event)));
  const previous = { ...drawing, elements: withArrivals(copies.elements, arrivals) };
  const list = readGeneratedList(copies.elements);
  const recalled = recalledEvents(copies.elements, list, options.remembered);
  const listed = [
    ...recalled.listed.filter(({ event }) => !departedEvents.has(event)),
    ...arrivals.flatMap(({ events }) => events),
  ];
  const aligned = alignScene(previous, next, listed, options.moments ?? new Map());
  const isTaken = takenBy(options.takeNew ?? new Set());
  const kept = keptKeys(knownKeys(copies.elements, { ...recalled, listed }, aligned.events), options);
  const whole = followWhole(previous.elements, aligned.scene);
  const mine = whole.previous.map((element) => (isTaken(element) ? asGenerated(element) : element));
  const followed = followLifelines(mine, whole.next, whole);
  const events = [...aligned.events, ...awayEvents(whole.previous, aligned.events, listed, kept)];
  const nextList = nextGeneratedList(events, list, options.captures);
  const generated = markedScene(previous, framedScene(previous.elements, followed.next), {
    known: kept,
    list: nextList,
    orders: ordersOf(aligned.events),
    shifts: followed.shifts,
    whole: whole.whole,
  });
  const merge: Merge = {
    following: followed.previous,
    previous,
    generated,
    shown: listedKeys(recalled.listed.filter(({ order }) => order !== undefined)),
    departed: new Map(
      departed.flatMap(({ elements }) => elements.map(({ id, version }) => [id, version] as const)),
    ),
    kept,
    isTaken,
    report: emptyReport(),
  };
  const added = addedElements(merge);
  const present = moveForeign(merge, mergePresent(merge, added));
  const merged = copies.restored(insertNew(present, added, generated));
  // A deletion that took one carrier along is known from the others: nothing new needs no writing.
  const isKnown = nextList === list && options.remembered !== undefined;
  const elements = isKnown && isListMoved(drawing.elements, merged) ? drawing.elements : merged;
  return { scene: { ...previous, elements }, report: finished(merge, elements), list: nextList };
}

/** Says also where a person deleted all that was drawn. */
function finished({ report, kept }: Merge, elements: readonly SceneElement[]): MergeReport {
  const isLeft = elements.some((element) => !element.isDeleted && originOf(element) !== undefined);
  return isLeft || kept.size === 0 ? report : { ...report, isEmptied: true };
}

/** Gives what the general case gives where there is nothing to be merged, in half of its time. */
function firstScene(
  previous: Scene,
  next: Scene,
  { moments = new Map(), captures }: MergeOptions,
): MergeResult {
  const events = sceneEvents(next.elements, moments);
  const list = nextGeneratedList(events, readGeneratedList([]), captures);
  const generated = markedScene(previous, next, {
    known: new Set(),
    list,
    orders: ordersOf(events),
    shifts: new Map(),
  });
  const { appState, files } = Object.keys(previous.appState).length === 0 ? next : previous;
  const report = { ...emptyReport(), added: generated.elements.map(reported) };
  return { scene: { ...previous, elements: generated.elements, appState, files }, report, list };
}

function ordersOf(events: readonly ListedEvent[]): ReadonlyMap<string, number> {
  return new Map(events.flatMap(({ event, order }) => (order === undefined ? [] : [[event, order]])));
}

function takenBy(keys: ReadonlySet<string>): (element: SceneElement) => boolean {
  if (keys.size === 0) return () => false;
  return (element) => {
    const origin = originOf(element);
    return origin !== undefined && (keys.has(element.id) || keys.has(elementKey(origin)));
  };
}

/** Gives the keys of which a missing element stays deleted. */
function keptKeys(known: ReadonlySet<string>, options: MergeOptions): ReadonlySet<string> {
  if (options.restoreDeleted === true) return new Set();
  const kept = new Set(known);
  for (const name of options.takeNew ?? []) {
    const slash = name.lastIndexOf("/");
    kept.delete(originKey({ event: name.slice(0, slash), part: name.slice(slash + 1) }));
  }
  return kept;
}

/** Gives a scene as it is generated the first time: every element with the base that later merges need. */
export function withBase(scene: Scene): Scene {
  return mergeScene({ elements: [], appState: {}, files: {} }, scene).scene;
}

function mergePresent(merge: Merge, added: readonly SceneElement[]): readonly SceneElement[] {
  const addedIds = new Set(added.map(({ id }) => id));
  const generated = new Map(merge.generated.elements.map((element) => [element.id, element]));
  return merge.following.map((mine, at) => {
    const was = merge.previous.elements[at] ?? mine;
    const origin = originOf(mine);
    if (origin === undefined) return was;
    const theirs = generated.get(mine.id);
    if (theirs === undefined) return mergeVanished(was, mine, merge);
    if (mine.isDeleted) return mergeDeleted(was, theirs, merge);
    const merged = counted(was, mergeLive(mine, theirs, addedIds, merge.report));
    if (merge.isTaken(mine) && merged !== was) merge.report.taken.push(reported(mine));
    return merged;
  });
}

/** Moves a person's own elements, and says which have lost what they lay on. */
function moveForeign({ previous, report }: Merge, merged: readonly SceneElement[]): readonly SceneElement[] {
  const isForeign = (element: SceneElement): boolean => originOf(element) === undefined;
  const foreign = previous.elements.filter((element) => !element.isDeleted && isForeign(element));
  if (foreign.length === 0) return merged;
  const travelled = previous.elements.flatMap((before, at) => {
    const after = merged[at];
    if (before.isDeleted || isForeign(before)) return [];
    return [{ before, after: after?.isDeleted === true ? undefined : after }];
  });
  const moves = foreignMoves(foreign, travelled);
  const moved = merged.map((element) => {
    const move = moves.get(element.id);
    if (move === undefined) return element;
    const { dx, dy, goneEvent, wider = 0, higher = 0 } = move;
    if (goneEvent !== undefined) report.orphans.push({ id: element.id, event: goneEvent, part: "" });
    const { x, y, width, height } = element;
    return { ...element, x: x + dx, y: y + dy, width: width + wider, height: height + higher };
  });
  const places = boundPlaces(previous.elements, moved, isForeign);
  return merged.map((was, at) => {
    const [now = was, place] = [moved[at], places.get(was.id)];
    return now === was && place === undefined ? was : counted(was, { ...now, ...place });
  });
}

function mergeLive(
  mine: SceneElement,
  theirs: SceneElement,
  added: ReadonlySet<string>,
  report: Report,
): SceneElement {
  const { changes, changed, kept, conflicts } = mergeElement(mine, theirs);
  const place = reported(theirs);
  if (kept.size > 0) report.kept.push({ ...place, aspects: [...kept] });
  for (const conflict of conflicts) report.conflicts.push({ ...place, ...conflict });
  if (changed.size === 1 && changed.has("place")) report.moved.push(place);
  else if (changed.size > 0) report.changed.push(place);
  const customData = { ...mine.customData, ...theirs.customData };
  return { ...mine, ...changes, ...newBindings(mine, theirs, added), customData };
}

/** Gives the bindings to texts that are new, beside those in the drawing; no field where there are none. */
function newBindings(
  mine: SceneElement,
  theirs: SceneElement,
  added: ReadonlySet<string>,
): Partial<Pick<SceneElement, "boundElements">> {
  const bindings = theirs.boundElements.filter(({ id }) => added.has(id));
  return bindings.length === 0 ? {} : { boundElements: [...listOf(mine.boundElements), ...bindings] };
}

/** Older versions of Excalidraw write null for an empty list. */
function listOf<Item>(list: readonly Item[] | null): readonly Item[] {
  return list ?? [];
}

function mergeDeleted(mine: SceneElement, theirs: SceneElement, { kept, report }: Merge): SceneElement {
  if (kept.has(keyOf(theirs) ?? "")) {
    report.deleted.push(reported(theirs));
    return mine;
  }
  report.added.push(reported(theirs));
  const customData = { ...mine.customData, ...theirs.customData };
  return counted(mine, { ...mine, ...theirs, index: mine.index, customData });
}

/** An element of ours whose event is gone. One that was on no list, or was away before, is an orphan of before. */
function mergeVanished(was: SceneElement, following: SceneElement, merge: Merge): SceneElement {
  const { shown, report, isTaken, departed } = merge;
  const isOfBefore = shown.size > 0 && !shown.has(keyOf(was) ?? "");
  const isReleased = isTaken(was) || departed.get(was.id) === was.version;
  if (was.isDeleted || (isOfBefore && !isReleased)) return was;
  if (isTouched(following) && !isReleased) {
    report.orphans.push(reported(was));
    return was;
  }
  report.removed.push(reported(was));
  // Left out, an open drawing would put it back; a tombstone is what tells it.
  return counted(was, { ...was, isDeleted: true });
}

function addedElements({ previous, generated, kept, report }: Merge): readonly SceneElement[] {
  const present = new Set(previous.elements.map(({ id }) => id));
  const missing = generated.elements.filter(({ id }) => !present.has(id));
  const isDeleted = (element: SceneElement): boolean => kept.has(keyOf(element) ?? "");
  report.deleted.push(...missing.filter(isDeleted).map(reported));
  const added = missing.filter((element) => !isDeleted(element));
  report.added.push(...added.map(reported));
  return added;
}

function reported(element: SceneElement): ReportedElement {
  const { event = "", part = "" } = originOf(element) ?? {};
  const text = element.type === "text" ? { text: element.rawText } : {};
  return { id: element.id, event, part, ...text };
}
