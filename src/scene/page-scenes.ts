import { elementStamps } from "./element-id";
import { textElement } from "./elements";
import type { PlacedText } from "../ladder/ladder";
import { originOf } from "./merge-base";
import type { Scene, SceneElement } from "./scene";
import { PAGE_COLOR, SCENE_STYLES, TEXT_COLOR } from "./style";

/** Parts of the words that lead to other pages. */
export const PAGE_PARTS = { previous: "page-previous", next: "page-next" } as const;

/** Octets of an element's JSON in a note with all that a merge needs, and of each octet of a text; measured. */
const ELEMENT_SIZE = 1130;
const CHARACTER_SIZE = 4;

/** Gives about how long a scene's JSON will be in its note, in octets of UTF-8; within a few hundredths. */
export function sceneSize({ elements }: Scene): number {
  return elements.reduce(
    (sum, element) =>
      sum +
      ELEMENT_SIZE +
      (element.type === "text" ? CHARACTER_SIZE * octetsOf(element.text) : 0) +
      octetsOf(originOf(element)?.full ?? ""),
    0,
  );
}

/** Gives the octets of a text in JSON: what has to be escaped takes two or six, letters beyond Latin ones up to three. */
function octetsOf(text: string): number {
  let octets = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x22 || unit === 0x5c) octets += 1;
    else if (unit < 0x20) octets += 5;
    else if (unit >= 0x80) octets += unit < 0x800 ? 1 : 2;
  }
  return octets;
}

/** Where the words on a page lead. */
export interface PageLinks {
  readonly previous: string | null;
  readonly next: string | null;
  /** From what is folded, and from its detail, by the event there that the other is about. */
  readonly folds: ReadonlyMap<string, string | null>;
}

/** Parts of a folded row, and of the heading above its detail, that lead from one to the other. */
const FOLD_PARTS: ReadonlySet<string> = new Set(["run", "label", "caption", "caption-text"]);

/** Gives a page whose words link the pages before and after it, and its folded rows and their detail each other. */
export function withPageLinks(scene: Scene, links: PageLinks): Scene {
  const linked = (element: SceneElement): SceneElement => {
    const { event = "", part = "" } = originOf(element) ?? {};
    if (part === PAGE_PARTS.previous) return { ...element, link: links.previous };
    if (part === PAGE_PARTS.next) return { ...element, link: links.next };
    const link = FOLD_PARTS.has(part) ? links.folds.get(event) : undefined;
    return link === undefined ? element : { ...element, link };
  };
  return { ...scene, elements: scene.elements.map(linked) };
}

/** Gives the events of folded rows, and of the headings above their detail, each with the event of the other. */
export function foldEvents({ elements }: Scene): ReadonlyMap<string, string> {
  const events = new Map<string, string>();
  for (const element of elements) {
    const event = originOf(element)?.event ?? "";
    const [, what, first] = /^(fold|detail) of (.*)$/su.exec(event) ?? [];
    if (first !== undefined) events.set(event, `${what === "fold" ? "detail" : "fold"} of ${first}`);
  }
  return events;
}

/** Gives the id of the words that lead to another page, where nothing else has it. */
export function pageElementId(to: keyof typeof PAGE_PARTS): string {
  return elementStamps()({ event: "ladder", part: PAGE_PARTS[to] }).id;
}

/** Gives the target of the words that lead from a page to another; undefined where it has none. */
export function pageLinkOf({ elements }: Scene, to: keyof typeof PAGE_PARTS): string | undefined {
  const words = elements.find((element) => !element.isDeleted && originOf(element)?.part === PAGE_PARTS[to]);
  return /^\[\[([^\]|#]+)/u.exec(words?.link ?? "")?.[1];
}

/** Gives the scene of a page that is not needed any more: what a person drew there stays, with these words and this link. */
export function retiredPage(label: PlacedText, link: string | null): Scene {
  const pen = { stamp: elementStamps(), style: SCENE_STYLES.hand };
  const origin = { event: "ladder", part: PAGE_PARTS.previous };
  const elements = [{ ...textElement(pen, { origin, groupIds: [] }, label, TEXT_COLOR.quiet), link }];
  return { elements, appState: { viewBackgroundColor: PAGE_COLOR }, files: {} };
}
