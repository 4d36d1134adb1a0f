import {
  baseOf,
  fieldText,
  mergedFields,
  originOf,
  readBase,
  type Aspect,
  type GeneratedBase,
} from "./merge-base";
import { basePath, mergePath } from "./merge-line";
import type { LinearElement, SceneElement, TextElement } from "./scene";

/** A value a person changed and the generator changed too: the person's was kept. */
export interface AspectConflict {
  readonly aspect: Aspect;
  readonly kept: string;
  readonly generated: string;
}

/** One element merged, before its version is counted up. */
export interface MergedElement {
  /** Fields of the drawing's element that get another value. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** What the generator brought. */
  readonly changed: ReadonlySet<Aspect>;
  /** What a person has changed, and keeps. */
  readonly kept: ReadonlySet<Aspect>;
  readonly conflicts: readonly AspectConflict[];
}

/** What is collected on the way. */
interface Merging {
  readonly mine: SceneElement;
  readonly theirs: SceneElement;
  readonly base: GeneratedBase;
  readonly changes: Record<string, unknown>;
  readonly changed: Set<Aspect>;
  readonly kept: Set<Aspect>;
  readonly conflicts: AspectConflict[];
}

/** Excalidraw's own arithmetic moves a coordinate by less than this. */
const EXACT = 0.01;

/** What is left of a text's place after it was measured anew, again and again; nobody moves a thing so little. */
const MEASURED = 0.5;

/**
 * Merges an element of the drawing with the same element generated anew, each aspect for itself.
 *
 * What the generator did not change stays as it stands; what the person did not change becomes new; what both
 * changed stays the person's and is a conflict. A place is no conflict: it keeps its distance from the
 * generated one. Without a base, every difference counts as the person's.
 */
export function mergeElement(mine: SceneElement, theirs: SceneElement): MergedElement {
  const merging: Merging = {
    mine,
    theirs,
    base: lastBase(mine) ?? baseOf(theirs),
    changes: {},
    changed: new Set(),
    kept: new Set(),
    conflicts: [],
  };
  mergeFields(merging);
  if (mergeLine(merging)) return merging;
  const text = mergeText(merging);
  const size = mergeSize(merging, text);
  mergePlace(merging, size);
  return merging;
}

function lastBase(mine: SceneElement): GeneratedBase | undefined {
  const origin = originOf(mine);
  return origin === undefined ? undefined : readBase(origin);
}

function mergeFields(merging: Merging): void {
  const mine: Readonly<Record<string, unknown>> = { ...merging.mine };
  const theirs: Readonly<Record<string, unknown>> = { ...merging.theirs };
  const base = merging.base.fields.split("\n");
  for (const [at, { name, aspect }] of mergedFields.entries()) {
    const was = base[at] ?? "";
    const now = fieldText(mine[name]);
    const generated = fieldText(theirs[name]);
    if (name === "points") continue;
    // A field that another program dropped was not changed by a person.
    const touched = now !== was && mine[name] !== undefined;
    if (touched) merging.kept.add(aspect);
    if (generated === was || generated === now) continue;
    if (touched) merging.conflicts.push({ aspect, kept: now, generated });
    else take(merging, aspect, { [name]: theirs[name] });
  }
}

function take(merging: Merging, aspect: Aspect, changes: Readonly<Record<string, unknown>>): void {
  Object.assign(merging.changes, changes);
  merging.changed.add(aspect);
}

/** Gives whether the text is now the generated one, and whether it is the person's. */
function mergeText(merging: Merging): { readonly isNew: boolean; readonly isTouched: boolean } {
  const { mine, theirs, base } = merging;
  if (mine.type !== "text" || theirs.type !== "text") return { isNew: false, isTouched: false };
  const was = base.text ?? "";
  const edited = editedText(mine, base);
  if (edited !== undefined) {
    merging.kept.add("text");
    // An editor that does not know markup changes only what is shown; the note would bring the old text back.
    if (edited !== mine.rawText) Object.assign(merging.changes, { rawText: edited });
  }
  if (theirs.rawText === was || (edited !== undefined && sameText(theirs.rawText, edited))) {
    return { isNew: false, isTouched: edited !== undefined };
  }
  if (edited !== undefined) {
    merging.conflicts.push({ aspect: "text", kept: edited, generated: theirs.rawText });
    return { isNew: false, isTouched: true };
  }
  const { text, rawText, originalText } = theirs;
  take(merging, "text", { text, rawText, originalText });
  return { isNew: true, isTouched: false };
}

/** Gives a text as a person edited it, undefined where nobody did. */
function editedText(mine: TextElement, base: GeneratedBase): string | undefined {
  const was = base.text ?? "";
  if (!sameText(mine.rawText, was)) return mine.rawText;
  const shown = base.shown ?? was;
  if (sameText(mine.originalText, shown) || sameText(mine.originalText, was)) return undefined;
  // The plugin shows links without their brackets; that is no edit. A mark in single brackets is no link.
  return /\[\[|\]\]|\]\(|\\\[/.test(was) ? undefined : mine.originalText;
}

/** Zero-width spaces come from the note's text section, which needs them in some lines. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll("\u200b", "") === other.replaceAll("\u200b", "");
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function mergeSize(merging: Merging, text: { readonly isNew: boolean; readonly isTouched: boolean }): Size {
  const { mine, theirs } = merging;
  const size =
    mine.type === "text" && theirs.type === "text" ? textSize(merging, mine, text) : shapeSize(merging);
  if (!sameSize(size, mine)) {
    Object.assign(merging.changes, { width: size.width, height: size.height });
  }
  return size;
}

/** A text that sizes itself has the size its words and font give; one of fixed width keeps the person's. */
function textSize(
  merging: Merging,
  mine: TextElement,
  text: { readonly isNew: boolean; readonly isTouched: boolean },
): Size {
  if (!mine.autoResize) {
    merging.kept.add("size");
    return mine;
  }
  const isNewFont = "fontSize" in merging.changes || "fontFamily" in merging.changes;
  if (text.isTouched || (!text.isNew && !isNewFont)) return mine;
  const { theirs } = merging;
  const fontSize =
    theirs.type === "text" && !("fontSize" in merging.changes) ? mine.fontSize / theirs.fontSize : 1;
  return { width: theirs.width * fontSize, height: theirs.height * fontSize };
}

function shapeSize(merging: Merging): Size {
  const { mine, theirs, base } = merging;
  const [, , width, height] = boxNumbers(base);
  const touched = !nearSize(mine, { width, height });
  if (touched) merging.kept.add("size");
  if (nearSize(theirs, { width, height })) return mine;
  if (touched) {
    merging.conflicts.push({ aspect: "size", kept: sizeText(mine), generated: sizeText(theirs) });
    return mine;
  }
  merging.changed.add("size");
  return theirs;
}

/** Gives false where there is no line, or none whose last path is known. */
function mergeLine(merging: Merging): boolean {
  const { mine, theirs, base } = merging;
  if (!isLine(mine) || !isLine(theirs)) return false;
  const path = basePath(base);
  if (path === undefined) return false;
  const { changes, changed, kept } = mergePath(mine, theirs, path);
  Object.assign(merging.changes, changes);
  for (const aspect of changed) merging.changed.add(aspect);
  for (const aspect of kept) merging.kept.add(aspect);
  return true;
}

function isLine(element: SceneElement): element is LinearElement {
  return element.type === "line" || element.type === "arrow";
}

function mergePlace(merging: Merging, size: Size): void {
  const { mine, theirs, base } = merging;
  const [x, y, width, height] = boxNumbers(base);
  const was = anchor(mine, { x, y, width, height });
  const now = anchor(mine, mine);
  const generated = anchor(mine, theirs);
  // Whoever changed the words or their size has seen where they stand: that is kept to the pixel.
  const isResized = merging.kept.has("text") || merging.kept.has("size");
  const touched = !near(now, was) && (isResized || !isMeasuredAnew(mine, { x, y, width, height }));
  if (touched) merging.kept.add("place");
  const isNewPlace = !near(generated, was);
  if (isNewPlace) merging.changed.add("place");
  if (!isNewPlace && sameSize(size, mine)) return;
  if (!touched && sameSize(size, theirs)) {
    // Exactly the generated numbers where nothing was moved, not what adding and subtracting makes of them.
    Object.assign(merging.changes, { x: theirs.x, y: theirs.y });
    return;
  }
  const corner = anchor(mine, { x: 0, y: 0, width: size.width, height: size.height });
  const offset = touched ? { x: now.x - was.x, y: now.y - was.y } : { x: 0, y: 0 };
  Object.assign(merging.changes, {
    x: generated.x + offset.x - corner.x,
    y: generated.y + offset.y - corner.y,
  });
}

function sameSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}

/**
 * Whether a text lies where the plugin puts it when it measures it anew, as it does at every load: in the box it
 * had, the side it is aligned to stays, and so does its top, along its own direction.
 */
function isMeasuredAnew(mine: SceneElement, was: Box): boolean {
  if (mine.type !== "text") return false;
  const [wider, higher] = [mine.width - was.width, mine.height - was.height];
  if (wider === 0 && higher === 0) return false;
  const [cos, sin] = [Math.cos(mine.angle), Math.sin(mine.angle)];
  const turnedX = { left: (wider / 2) * (cos - 1), center: -wider / 2, right: (-wider / 2) * (1 + cos) };
  const turnedY = { left: (wider / 2) * sin, center: 0, right: (-wider / 2) * sin };
  const placed = {
    x: was.x + turnedX[mine.textAlign] - (higher / 2) * sin,
    y: was.y + turnedY[mine.textAlign] + (higher / 2) * (cos - 1),
  };
  return near(mine, placed, MEASURED);
}

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Box extends Size, Place {}

/**
 * The point of an element that stays where it is when its text is measured anew, as the plugin does at every
 * load: the side a text is aligned to, the middle of one that is turned or in a box, the first point of anything else.
 */
function anchor(element: SceneElement, box: Box): Place {
  if (element.type !== "text") return { x: box.x, y: box.y };
  // In a box, the editor keeps a text in the middle.
  const isCentred = element.angle !== 0 || element.containerId !== null;
  if (isCentred) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const share = { left: 0, center: 0.5, right: 1 }[element.textAlign];
  return { x: box.x + box.width * share, y: box.y };
}

function boxNumbers(base: GeneratedBase): readonly [x: number, y: number, width: number, height: number] {
  const [x = 0, y = 0, width = 0, height = 0] = base.box.split(" ").map((text) => Number(text) || 0);
  return [x, y, width, height];
}

function near(one: Place, other: Place, slack = EXACT): boolean {
  return Math.abs(one.x - other.x) <= slack && Math.abs(one.y - other.y) <= slack;
}

function nearSize(one: Size, other: Size): boolean {
  return Math.abs(one.width - other.width) <= EXACT && Math.abs(one.height - other.height) <= EXACT;
}

function sizeText(size: Size): string {
  return `${String(Math.round(size.width))} × ${String(Math.round(size.height))}`;
}
