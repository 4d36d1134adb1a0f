import { isRecord, originOf, readBase, type GeneratedList } from "./merge-base";
import { isCopy } from "./person-copies";
import type { Origin, SceneElement } from "./scene";

/** Elements that carry the list: enough that deleting a message or a lifeline leaves some. */
const CARRIERS = 3;

/** Version of the marks this program writes, and the newest it understands. */
const FORMAT = 1;

/** What later drawings know an event by, whatever it is called. Each field is empty where nothing is known. */
export interface EventTrail {
  /** Place among the events of the drawing; undefined for one that is away now and was deleted by hand before. */
  readonly order: number | undefined;
  /** The event's id in the trace, without its occurrence. */
  readonly content: string;
  /** Fingerprints of its words, of its words without digits, and its ends. */
  readonly look: string;
  /** Fingerprint of its time on the clock. */
  readonly moment: string;
}

/** An event on a list. */
export interface ListedEvent extends EventTrail {
  /** Its id in the drawing. */
  readonly event: string;
  readonly parts: readonly string[];
}

/** Gives the key of a generated part, unique in a drawing. */
export function originKey({ event, part }: Pick<Origin, "event" | "part">): string {
  return `${word(part)} ${word(event)}`;
}

/** Gives the newest list that a drawing carries; generation 0 where none is left. */
export function readGeneratedList(elements: readonly SceneElement[]): GeneratedList {
  let newest: GeneratedList = { generation: 0, events: {} };
  for (const element of elements) {
    const origin = originOf(element);
    const list = origin === undefined ? undefined : readBase(origin)?.generated;
    // A copy holds a list of before, or of another drawing.
    if (isGeneratedList(list) && list.generation > newest.generation && !isCopy(element)) newest = list;
  }
  return newest;
}

/** Whether a value that a drawing holds is a list that can be read. */
export function isGeneratedList(value: unknown): value is GeneratedList {
  return (
    isRecord(value) &&
    typeof value["generation"] === "number" &&
    isRecord(value["events"]) &&
    Object.values(value["events"]).every((events) => typeof events === "string")
  );
}

/** Whether elements differ in nothing but which of them carry the list. */
export function isListMoved(before: readonly SceneElement[], after: readonly SceneElement[]): boolean {
  return (
    before.length === after.length &&
    after.every((element, at) => {
      const old = before[at];
      return element === old || (old !== undefined && withoutList(element) === withoutList(old));
    })
  );
}

function withoutList(element: SceneElement): string {
  return JSON.stringify(element, (key, value: unknown) =>
    key === "generated" || key === "version" || key === "versionNonce" ? undefined : value,
  );
}

/** Whether a newer version of this program has made a drawing's marks. */
export function isOfNewerFormat(elements: readonly SceneElement[]): boolean {
  return elements.some((element) => formatOf(element) > FORMAT && !isCopy(element));
}

function formatOf(element: SceneElement): number {
  // A newer version may have changed anything but this.
  const base = originOf(element)?.base;
  const list = isRecord(base) ? base["generated"] : undefined;
  const format = isRecord(list) ? list["format"] : undefined;
  return typeof format === "number" ? format : FORMAT;
}

/** Gives the events on a list, in the order of the drawing as far as the list knows it. */
export function listedEvents(list: GeneratedList): readonly ListedEvent[] {
  const listed: ListedEvent[] = [];
  for (const [parts, events] of Object.entries(list.events)) {
    const names = parts.split(" ").map(plain);
    for (const event of events.split(" ")) listed.push({ ...readEvent(event), parts: names });
  }
  return listed.sort((one, other) => (one.order ?? Infinity) - (other.order ?? Infinity) || 0);
}

function readEvent(text: string): Omit<ListedEvent, "parts"> {
  const [event = "", order = "", look = "", moment = "", content = ""] = text.split(",").map(plain);
  const place = order === "" ? NaN : parseInt(order, 36);
  return {
    event,
    order: Number.isNaN(place) ? undefined : place,
    look,
    moment,
    content: content === "" ? contentOf(event) : content,
  };
}

/** Gives what an event's id says of its content: the id without the number that tells equal ones apart. */
export function contentOf(event: string): string {
  return event.includes(" ") ? event : event.replace(/\.\d+$/, "");
}

/** Gives the keys on a list. */
export function listedKeys(events: readonly ListedEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap(({ event, parts }) => parts.map((part) => originKey({ event, part }))));
}

/** Gives the list of these events, drawn from these captures; the last list itself where that says the same. */
export function nextGeneratedList(
  listed: Iterable<ListedEvent>,
  last: GeneratedList,
  captures: string | undefined,
): GeneratedList {
  const eventsByParts = new Map<string, string[]>();
  for (const event of listed) {
    const all = event.parts.map(word).join(" ");
    const events = eventsByParts.get(all);
    if (events === undefined) eventsByParts.set(all, [writeEvent(event)]);
    else events.push(writeEvent(event));
  }
  const events = Object.fromEntries([...eventsByParts].map(([parts, names]) => [parts, names.join(" ")]));
  const isSame = JSON.stringify(events) === JSON.stringify(last.events) && captures === last.captures;
  if (isSame) return last;
  const source = captures === undefined ? {} : { captures };
  return { generation: last.generation + 1, format: FORMAT, ...source, events };
}

function writeEvent({ event, order, look, moment, content }: ListedEvent): string {
  const named = content === contentOf(event) ? "" : content;
  const fields = [event, order?.toString(36) ?? "", look, moment, named].map(word);
  return fields.join(",").replace(/,+$/, "");
}

/** Gives the ids of the elements that carry the list: the lowest ones of different events, and the topmost. */
export function carrierIds(standing: readonly SceneElement[]): ReadonlySet<string> {
  const byEvent = new Map<string, string>();
  for (const element of standing) {
    if (byEvent.size === CARRIERS) break;
    const event = originOf(element)?.event;
    if (event !== undefined && !byEvent.has(event)) byEvent.set(event, element.id);
  }
  const topmost = standing.at(-1);
  return new Set([...byEvent.values(), ...(topmost === undefined ? [] : [topmost.id])]);
}

/** Keys and lists are parted by blanks, the fields of an event by commas. */
function word(text: string): string {
  return text.replace(/[%,\s]/g, encodeURIComponent);
}

function plain(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A drawing is a file: a list that somebody has damaged is read as it stands.
    return text;
  }
}
