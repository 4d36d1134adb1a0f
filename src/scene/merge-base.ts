import type { LinearElement, Origin, SceneElement } from "./scene";

/** What a person can change about an element, each merged for itself. */
export type Aspect = "place" | "size" | "text" | "style" | "link" | "group";

/**
 * How an element was generated last: small, and enough to tell a hand edit from what was generated.
 *
 * It travels in `customData.packetLadder.base`, which both Excalidraw and its Obsidian plugin keep.
 * The values of a list are one text, because the note's JSON gives each item of an array its own line.
 */
export interface GeneratedBase {
  /** x, y, width, height; parted by blanks. */
  readonly box: string;
  /** The markup of a text (`rawText`). */
  readonly text?: string;
  /** What the text shows, where that is not its markup (`originalText`). */
  readonly shown?: string;
  /** The values of `mergedFields`, each on its line; the last ones are left out where empty. */
  readonly fields: string;
  /** Of a lifeline: how far to the right of its place a person has dragged it; `box` has it there. */
  readonly shift?: number;
  /** How a person has moved and scaled the whole ladder: scale, dx, dy; parted by blanks. `box` has it there. */
  readonly whole?: string;
  /** Place of its event among those of the drawing, from 0. */
  readonly order?: number;
  /** On lifelines and headings: how many events the drawing has. */
  readonly count?: number;
  /** On the carriers only. */
  readonly generated?: GeneratedList;
}

/**
 * All that was generated last, whatever became of it.
 *
 * An element a person deletes takes its mark along, and Excalidraw drops what is deleted in time. So several
 * elements, the carriers, hold this list: a part on it without an element was deleted by hand.
 */
export interface GeneratedList {
  /** Counts the lists of a drawing: a copy of a carrier, or one whose event is gone, holds an old one. */
  readonly generation: number;
  /** Version of these marks; 1 where it is missing. */
  readonly format?: number;
  /** Fingerprints of the captures it was drawn from, parted by blanks. */
  readonly captures?: string;
  /** Events, parted by blanks, by the parts they have, as most messages have the same; see `listedEvents`. */
  readonly events: Readonly<Record<string, string>>;
}

/** Fields that are merged value by value. Their order is that of `GeneratedBase.fields`: add new ones at the end. */
export const mergedFields: readonly { readonly name: string; readonly aspect: Aspect }[] = [
  { name: "angle", aspect: "place" },
  { name: "strokeColor", aspect: "style" },
  { name: "backgroundColor", aspect: "style" },
  { name: "fillStyle", aspect: "style" },
  { name: "strokeWidth", aspect: "style" },
  { name: "strokeStyle", aspect: "style" },
  { name: "roughness", aspect: "style" },
  { name: "opacity", aspect: "style" },
  { name: "roundness", aspect: "style" },
  { name: "locked", aspect: "style" },
  { name: "groupIds", aspect: "group" },
  { name: "frameId", aspect: "group" },
  { name: "link", aspect: "link" },
  { name: "points", aspect: "size" },
  { name: "startArrowhead", aspect: "style" },
  { name: "endArrowhead", aspect: "style" },
  { name: "fontSize", aspect: "size" },
  { name: "fontFamily", aspect: "style" },
  { name: "textAlign", aspect: "style" },
  { name: "verticalAlign", aspect: "style" },
];

/** Gives the base of an element as generated. */
export function baseOf(element: SceneElement): GeneratedBase {
  const values = fieldsOf(element);
  let fields = "";
  for (const { name } of mergedFields) fields += `${fieldText(values[name])}\n`;
  const box = `${String(element.x)} ${String(element.y)} ${String(element.width)} ${String(element.height)}`;
  if (element.type !== "text") return { box, fields: fields.trimEnd() };
  const shown = element.originalText === element.rawText ? {} : { shown: element.originalText };
  return { box, text: element.rawText, ...shown, fields: fields.trimEnd() };
}

/** Gives an element by the names of its fields; copying it would take longer than all that is done with it. */
function fieldsOf(element: object): Readonly<Record<string, unknown>> {
  return element as Readonly<Record<string, unknown>>;
}

/** Gives a field's value as one line, for comparing; nothing, null and the empty list are all empty. */
export function fieldText(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Gives our mark on an element; undefined on a person's. */
export function originOf(element: SceneElement): Origin | undefined {
  // A drawing note is a file: what it says of an element is checked, not trusted.
  const origin: unknown = element.customData?.packetLadder;
  return isOrigin(origin) ? origin : undefined;
}

function isOrigin(value: unknown): value is Origin {
  return (
    isRecord(value) &&
    typeof value["event"] === "string" &&
    typeof value["part"] === "string" &&
    ["string", "undefined"].includes(typeof value["full"])
  );
}

/** Gives the base a mark carries; undefined where it has none, or one that cannot be read. */
export function readBase(origin: Origin): GeneratedBase | undefined {
  return isBase(origin.base) ? origin.base : undefined;
}

function isBase(value: unknown): value is GeneratedBase {
  return (
    isRecord(value) &&
    typeof value["box"] === "string" &&
    typeof value["fields"] === "string" &&
    ["text", "shown", "whole"].every((name) => ["string", "undefined"].includes(typeof value[name])) &&
    ["shift", "order", "count"].every((name) => ["number", "undefined"].includes(typeof value[name]))
  );
}

/** What the base of an element holds beside the element itself. */
export type BaseExtras = Pick<GeneratedBase, "shift" | "whole" | "generated" | "order" | "count">;

/** Gives our mark for an element as generated: where it came from, and its base. */
export function markGenerated(element: SceneElement, origin: Origin, extras: BaseExtras): SceneElement {
  const { event, part, full } = origin;
  const base = Object.assign(baseOf(element), extras);
  const mark = full === undefined ? { event, part, base } : { event, part, base, full };
  return { ...element, customData: { ...element.customData, packetLadder: mark } };
}

/** Gives an element as if it had been generated elsewhere; itself where it has no base. */
export function withMovedBase<Element extends SceneElement>(
  element: Element,
  origin: Origin,
  { points, fontSize, ...box }: BasePlace,
): Element {
  const base = readBase(origin);
  if (base === undefined) return element;
  const now: Readonly<Record<string, unknown>> = { points, fontSize };
  const lines = base.fields
    .split("\n")
    .map((line, at) => fieldText(now[mergedFields[at]?.name ?? ""]) || line);
  const sides = [box.x, box.y, box.width, box.height].join(" ");
  const shift = base.shift === undefined ? {} : { shift: base.shift * (box.scale ?? 1) };
  const moved = { ...base, ...shift, box: sides, fields: lines.join("\n") };
  return { ...element, customData: { ...element.customData, packetLadder: { ...origin, base: moved } } };
}

/** Where an element is generated. */
export type BasePlace = Pick<SceneElement, "x" | "y" | "width" | "height"> & {
  readonly points?: LinearElement["points"];
  readonly fontSize?: number;
  /** By how much all is larger there. */
  readonly scale?: number;
};

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
