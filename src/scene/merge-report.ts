import { isFold, LIFELINE } from "./align-trails";
import { originOf, type Aspect } from "./merge-base";
import type { AspectConflict } from "./merge-element";
import type { Origin, Scene, SceneElement } from "./scene";

/** An element a report speaks of. */
export interface ReportedElement {
  readonly id: string;
  readonly event: string;
  /** Empty for an element of a person's. */
  readonly part: string;
  /** The words of a text. */
  readonly text?: string;
}

/** What regenerating a drawing did; every list in drawing order. */
export interface MergeReport {
  readonly added: readonly ReportedElement[];
  /** Got another text, size or look. */
  readonly changed: readonly ReportedElement[];
  /** Got another place and nothing else. */
  readonly moved: readonly ReportedElement[];
  /** Their event is gone, and nobody had touched them. */
  readonly removed: readonly ReportedElement[];
  /** As generated again, because that was asked for. */
  readonly taken: readonly ReportedElement[];
  /** What a person had changed and kept. */
  readonly kept: readonly (ReportedElement & { readonly aspects: readonly Aspect[] })[];
  /** Deleted by a person, and left so. */
  readonly deleted: readonly ReportedElement[];
  /** Whether that is everything: nothing generated is left in the drawing. */
  readonly isEmptied?: boolean;
  readonly conflicts: readonly (ReportedElement & AspectConflict)[];
  /** Their event is gone, and they were kept because they are a person's, or a person had touched them. */
  readonly orphans: readonly ReportedElement[];
}

/** Gives the name by which a generated element is asked for: `EVENT/PART`. */
export function elementKey({ event, part }: Pick<Origin, "event" | "part">): string {
  return `${event}/${part}`;
}

/** A report while it is being written. */
export type Report = {
  -readonly [list in keyof Omit<MergeReport, "isEmptied">]: MergeReport[list][number][];
};

/** Gives a report of nothing. */
export function emptyReport(): Report {
  return {
    added: [],
    changed: [],
    moved: [],
    removed: [],
    taken: [],
    kept: [],
    deleted: [],
    conflicts: [],
    orphans: [],
  };
}

/**
 * Gives a report as one sentence: `2 added, 1 changed; 3 edits of yours kept, 1 conflict.`
 *
 * Counts messages and other events, not their elements, and headings and lifelines only where nothing else
 * changed; but edits and conflicts one by one.
 */
export function describeReport(report: MergeReport): string {
  const lists = [report.added, report.changed, report.moved, report.removed];
  const isCounted = lists.flat().some(isEvent) ? isEvent : () => true;
  const count = (list: readonly ReportedElement[]): ReadonlySet<string> => events(list.filter(isCounted));
  const [added, changed] = [count(report.added), count(report.changed)];
  const done = [
    counted(added.size, "added"),
    counted([...changed].filter((event) => !added.has(event)).length, "changed"),
    counted(
      [...count(report.moved)].filter((event) => !changed.has(event) && !added.has(event)).length,
      "moved",
    ),
    counted(count(report.removed).size, "removed"),
    counted(report.taken.length, "as generated again"),
  ].filter((part) => part !== "");
  const kept = [
    plural(report.kept.length, "edit of yours kept", "edits of yours kept"),
    plural(report.deleted.length, "deleted part left out", "deleted parts left out"),
    plural(report.conflicts.length, "conflict", "conflicts"),
    plural(report.orphans.length, "part of yours without its event", "parts of yours without their events"),
  ].filter((part) => part !== "");
  const sentence = [done.length === 0 ? "nothing new" : done.join(", "), kept.join(", ")]
    .filter((part) => part !== "")
    .join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** Gives what a person may want to look at, a line each: conflicts with the new value, and what lost its event. */
export function describeDetails(report: MergeReport): readonly string[] {
  return [
    ...(report.isEmptied === true
      ? ["you deleted all that was drawn here; Restore deleted parts of the diagram brings it back"]
      : []),
    ...report.conflicts.map(
      ({ aspect, part, kept, generated }) =>
        `conflict, ${aspect} of the ${part}: yours is kept (${quoted(kept)}), generated now: ${quoted(generated)}`,
    ),
    ...report.orphans.map(({ part, text }) =>
      part === ""
        ? "an element of yours has lost the message it lay on"
        : `the ${part} you edited has lost its message${text === undefined ? "" : `: ${quoted(text)}`}`,
    ),
  ];
}

/** Elements named in one line of a list; the rest is counted. */
const NAMED = 12;

/** Gives all that was done, a line for each kind of change: `added: “SYN seq=0”, “ACK”`. */
export function describeChanges(report: MergeReport, { elements }: Scene): readonly string[] {
  const names = eventNames(elements);
  const kept = report.kept.map((each) => ({ ...each, note: each.aspects.join(" and ") }));
  const lists: readonly (readonly [string, readonly (ReportedElement & { readonly note?: string })[]])[] = [
    ["added", report.added],
    ["changed", report.changed],
    ["moved", report.moved],
    ["removed", report.removed],
    ["as generated again", report.taken],
    ["edits of yours kept", kept],
    ["left deleted", report.deleted],
  ];
  return lists.flatMap(([what, changed]) =>
    changed.length === 0 ? [] : `${what}: ${named(changed, names)}`,
  );
}

/** Gives what a person calls the events of a drawing: by the frame's number and by the words at them. */
function eventNames(elements: readonly SceneElement[]): ReadonlyMap<string, string> {
  const [words, numbers] = [new Map<string, string>(), new Map<string, string>()];
  for (const element of elements) {
    const { event, part } = originOf(element) ?? {};
    if (event === undefined || part === undefined || element.type !== "text") continue;
    if (part === "number") numbers.set(event, `frame ${element.rawText} `);
    else if (part === "label" || !words.has(event)) words.set(event, quoted(element.rawText));
  }
  return new Map([...words].map(([event, said]) => [event, `${numbers.get(event) ?? ""}${said}`]));
}

function named(
  elements: readonly (ReportedElement & { readonly note?: string })[],
  names: ReadonlyMap<string, string>,
): string {
  const shown = elements.slice(0, NAMED).map(({ event, part, text, note }) => {
    const name =
      text === undefined
        ? `${part.replace(/^life-\d+$/, "lifeline")} of ${names.get(event) ?? event}`
        : quoted(text);
    return note === undefined ? name : `${note} of ${name}`;
  });
  const more = elements.length - shown.length;
  return shown.join(", ") + (more > 0 ? `, and ${String(more)} more` : "");
}

function quoted(text: string): string {
  return `“${text}”`;
}

/** What happened on the wire or is said about it: no heading, no lifeline, no state at the end of an arrow. */
function isEvent({ event }: ReportedElement): boolean {
  return isFold({ event }) || (event !== "ladder" && !event.startsWith(LIFELINE) && !event.includes(" "));
}

function events(elements: readonly ReportedElement[]): ReadonlySet<string> {
  return new Set(elements.map(({ event }) => event));
}

function counted(count: number, done: string): string {
  return count === 0 ? "" : `${String(count)} ${done}`;
}

function plural(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${String(count)} ${count === 1 ? one : many}`;
}
