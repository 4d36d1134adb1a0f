import { isRecord, mergedFields, originOf, readBase, type GeneratedBase } from "./merge-base";
import { basePath, pathFields } from "./merge-line";
import type { SceneElement } from "./scene";

/**
 * Gives an element as it was generated last, whatever a person did to it; itself where it carries no base.
 *
 * What was generated last is the new value of every conflict, so this takes it. Everything the generator
 * never sets (order, bindings, other programs' data) stays.
 */
export function asGenerated(element: SceneElement): SceneElement {
  const origin = originOf(element);
  const base = origin === undefined ? undefined : readBase(origin);
  if (base === undefined) return element;
  const [x = 0, y = 0, width = 0, height = 0] = base.box.split(" ").map(Number);
  const box = [x, y, width, height].every(Number.isFinite) ? { x, y, width, height } : {};
  const generated = { ...element, ...fieldsOf(base, element), ...box, ...wordsOf(base, element) };
  const path = element.type === "line" || element.type === "arrow" ? basePath(base) : undefined;
  return path === undefined ? generated : { ...generated, ...pathFields(path) };
}

function fieldsOf(base: GeneratedBase, element: SceneElement): Readonly<Record<string, unknown>> {
  const lines = base.fields.split("\n");
  const present: Readonly<Record<string, unknown>> = { ...element };
  const taken: Record<string, unknown> = {};
  for (const [at, { name }] of mergedFields.entries()) {
    if (name === "points" || !(name in present)) continue;
    const value = fieldValue(lines[at] ?? "", name);
    if (value !== undefined) taken[name] = value;
  }
  return taken;
}

/** Fields whose values are texts; those of all others are JSON. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  "strokeColor",
  "backgroundColor",
  "fillStyle",
  "strokeStyle",
  "frameId",
  "link",
  "startArrowhead",
  "endArrowhead",
  "textAlign",
  "verticalAlign",
]);

/** The reverse of `fieldText`. */
function fieldValue(text: string, name: string): unknown {
  if (text === "") return name === "groupIds" ? [] : null;
  if (TEXT_FIELDS.has(name)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return isOfField(value, name) ? value : undefined;
  } catch {
    // A drawing is a file: a base that somebody has damaged says nothing.
    return undefined;
  }
}

function isOfField(value: unknown, name: string): boolean {
  if (name === "groupIds") return Array.isArray(value);
  if (name === "roundness") return isRecord(value);
  return typeof value === (name === "locked" ? "boolean" : "number");
}

function wordsOf({ text, shown }: GeneratedBase, element: SceneElement): object {
  if (element.type !== "text" || text === undefined) return {};
  const words = shown ?? text;
  return { rawText: text, originalText: words, text: words, autoResize: true };
}
