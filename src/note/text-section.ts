import type { SceneElement, TextElement } from "../scene/scene";

/** Invisible, and enough to keep a line of a label from being read as part of the note. */
const ZERO_WIDTH_SPACE = "\u200b";

/** Octets of ` ^AAAAAAAA` and the blank line after it: where the plugin starts the next text, whatever it met. */
const ENTRY_END = 12;

/** What stands beneath `## Text Elements`. */
export interface Entries {
  /** Text by element id. */
  readonly texts: ReadonlyMap<string, EntryText>;
  /** Link by element id. */
  readonly links: ReadonlyMap<string, string>;
  readonly embeddedFiles: readonly string[];
}

/** A label as the Markdown holds it. */
export interface EntryText {
  readonly text: string;
  /** The section up to the label's end; tells a label with a trap line, which the plugin cuts, from an edited one. */
  readonly upToEnd: string;
}

/**
 * Gives the entries of all texts, each with its id and a blank line; trap lines are broken by U+200B.
 *
 * A text with another id than eight characters stays in the scene alone, as from an editor that is not the plugin:
 * its entry would be read as the beginning of the next.
 */
export function writeTexts(elements: readonly SceneElement[]): string {
  return elements
    .filter(isText)
    .filter(({ id }) => /^.{8}$/.test(id))
    .map((element) => `${guardedText(element.rawText)} ^${element.id}\n\n`)
    .join("");
}

/** Gives the lines of `## Element Links`; empty without links. Links the format cannot hold stay in the scene alone. */
export function writeLinks(elements: readonly SceneElement[]): string {
  return elements
    .filter((element) => !element.isDeleted && isLinkLine(element))
    .map((element) => `${element.id}: ${element.link ?? ""}\n\n`)
    .join("");
}

function isLinkLine(element: SceneElement): boolean {
  const link = element.link ?? "";
  return link.trim() !== "" && element.id.length === 8 && !link.includes("\n") && guardedText(link) === link;
}

/**
 * Gives a label as it may stand in the text section: LF line breaks, and a U+200B in each line the
 * plugin would read as something else (an entry's end, a heading, a link, the fence of the scene).
 */
export function guardedText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return (
    text
      .replace(/\r\n?/g, "\n")
      .replace(/\p{Surrogate}/gu, "\ufffd")
      .replace(/^(?=%%\*\*\*>>>text element-link:)/, ZERO_WIDTH_SPACE)
      // JavaScript's multi-line patterns, the plugin's among them, also see a line end in U+2028 and U+2029.
      .split(/([\n\u2028\u2029])/)
      .map(guardedLine)
      .join("")
  );
}

/** Without one of these no line needs anything, and hardly a label has one. */
const SUSPECT = /[\r\u2028\u2029^#:`%\ud800-\udfff]/;

const RESERVED_HEADING =
  /^#{1,2}(?= +(?:Drawing|Excalidraw Data|Text Elements|Element Links|Embedded files|Markdown Images)\s*$)/i;

function guardedLine(line: string): string {
  return line
    .replace(/(^|\s)\^(?=.{8}$)/, `$&${ZERO_WIDTH_SPACE}`)
    .replace(RESERVED_HEADING, `$&${ZERO_WIDTH_SPACE}`)
    .replace(/^(?=.{8}: |\S+: (?:\[\[|\$\$)|\s*```(?:compressed-)?json)/, ZERO_WIDTH_SPACE);
}

/** Gives what stands beneath `## Text Elements`, read by the plugin's own rule. Total; unknown lines are dropped, as it does. */
export function readEntries(section: string): Entries {
  const texts = new Map<string, EntryText>();
  let start = 0;
  for (const match of section.matchAll(/\s\^(.{8})\n+/g)) {
    texts.set(match[1] ?? "", {
      text: section.slice(start, match.index),
      upToEnd: section.slice(0, match.index),
    });
    start = match.index + ENTRY_END;
  }
  return { texts, ...readLinksAndFiles(section.slice(start)) };
}

/** Whether a label's entry is what this program or the plugin writes for a text, so that nobody edited it there. */
export function isEntryOf(entry: EntryText, text: string): boolean {
  if (entry.text === text || entry.text === guardedText(text)) return true;
  if (!entry.upToEnd.endsWith(text)) return false;
  const before = entry.upToEnd.slice(0, entry.upToEnd.length - text.length);
  return before === "" || /\s\^.{8}\n\n$/.test(before.slice(-ENTRY_END));
}

function readLinksAndFiles(rest: string): { links: Map<string, string>; embeddedFiles: string[] } {
  const links = new Map<string, string>();
  const files: string[] = [];
  let heading = "";
  for (const line of rest.split("\n")) {
    const found = /^#{1,2} (Element Links|Embedded [Ff]iles)[ \t]*$/.exec(line)?.[1]?.toLowerCase();
    if (found !== undefined) heading = found;
    else if (heading === "embedded files") files.push(line);
    else if (heading === "element links" && /^.{8}: ./.test(line))
      links.set(line.slice(0, 8), line.slice(10));
  }
  while (files.at(-1) === "") files.pop();
  return { links, embeddedFiles: files };
}

/** Whether an element is a text. */
export function isText(element: SceneElement): element is TextElement {
  return element.type === "text";
}
