const PARTICIPANT =
  /^\s*(?:create\s+)?(?:participant|actor|boundary|control|entity|database|collections|queue)\s+(?:"([^"]{1,80})"|([^\s"]+))(?:\s+as\s+(?:"([^"]{1,80})"|(.{1,80}?)))?\s*(?:#\w+)?$/iu;
const MESSAGE =
  /^\s*("[^"]{1,80}"|\[|[^\s":<>+-][^":<>]{0,80}?)\s*(<<--|<<-|<--|<-|[ox]?-{1,2}(?:>>|>x|>o|>|x|\)|\\\\?|\/\/?))\s*[+-]?\s*("[^"]{1,80}"|[^\s":<>][^":<>]{0,80}?)\s*(?:[+-]{2}\s*)?(?::\s*(.*))?$/u;
const NOTE = /^\s*note\s+(left of|right of|over|left|right)\s*([^:]{0,100}?)\s*:\s*(.+)$/iu;
const PHASE = /^\s*(?:(?:loop|alt|else|opt|par|and|critical|option|break|group)\b\s*(.*)|==\s*(.+?)\s*==)$/iu;
const RETURN = /^\s*return\b\s*(.*)$/iu;
const TWO_WAY =
  /^\s*("[^"]{1,80}"|[^\s":<>+-][^":<>]{0,80}?)\s*<{1,2}-{1,2}>{1,2}\s*("[^"]{1,80}"|[^\s":<>][^":<>]{0,80}?)\s*(?::.*)?$/u;
const REFERENCE = /^\s*ref over\s+([^:]{1,100}?)\s*:\s*(.+)$/iu;
const TEAR = /^\s*\.\.\.\s*(.*?)\s*(?:\.\.\.)?$/u;
const TITLE = /^\s*title:?\s+(.+)$/iu;

/**
 * Gives a Mermaid or PlantUML sequence diagram as lines of an event list, one for each line, empty where
 * a line draws nothing: messages, notes, participants in their order, titles, groups as phases.
 */
export function rewriteSequenceDiagram(written: readonly string[]): readonly string[] {
  const lines = joinNotes(written.map((line) => line.replace(STYLE, "-")));
  const names = new Map<string, string>();
  const order: string[] = [];
  const isMermaid = lines.some((line) => /^\s*sequenceDiagram\b/u.test(line));
  for (const line of lines) readParticipant(line, { names, order, isMermaid });
  const named = (word: string): string => {
    const bare = word.replace(/^"|"$/gu, "").trim();
    if (bare === "[" || bare === "]") return OUTSIDE;
    return JSON.stringify(names.get(bare) ?? bare);
  };
  let isFirst = true;
  let last = "";
  let call: { readonly from: string; readonly to: string } | undefined;
  return lines.map((line) => {
    if (PARTICIPANT.test(line)) {
      const isDeclaration = isFirst;
      isFirst = false;
      return isDeclaration ? `endpoints: ${order.join(", ")}` : "";
    }
    const message = MESSAGE.exec(line);
    const back = RETURN.exec(line);
    if (back !== null && call !== undefined)
      return rewriteMessage(["", call.to, "-->", call.from, back[1] ?? ""], named);
    if (message !== null) {
      last = message[1] ?? "";
      call = { from: last, to: message[3] ?? "" };
    }
    return message === null ? rewriteOther(line, named, last) : rewriteMessage(message, named);
  });
}

/** Where messages of PlantUML come from, or go to, that only touch the border. */
const OUTSIDE = '"Outside"';
/** What neither language draws as an event: looks, numbering, bars of activation, ends of groups, comments. */
const QUIET =
  /^\s*(?:$|%%|'|\/?'|@(?:start|end)uml|sequenceDiagram|autonumber|(?:de)?activate\b|destroy\b|end\b|box\b|rect\b|skinparam\b|hide\b|show\b|!|scale\b|header\b|footer\b|legend\b|links?\b|autoactivate\b|newpage\b|\|\|\d*\|*|acc(?:Title|Descr)\b|[{}]|```|---|(?:create\s+)?(?:participant|actor|boundary|control|entity|database|collections|queue)\b)/iu;

/** Tells whether a line of a diagram is meant to draw nothing. */
export function isQuietInDiagram(line: string): boolean {
  return QUIET.test(line);
}

/** PlantUML writes the style of an arrow into it: `-[#red]>`. */
const STYLE = /-\[[^\]]{1,40}\]/gu;
const OPEN_NOTE = /^\s*[hr]?note\s+(?:left|right|over)\b[^:]{0,100}$/iu;
const LONGEST_NOTE = 400;

/** Puts a note of several lines on the line it starts on; the others become empty. */
export function joinNotes(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let note: { readonly at: number; text: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const isEnd = /^\s*end ?[hr]?note\s*$/iu.test(line);
    if (note === undefined && OPEN_NOTE.test(line)) note = { at: index, text: "" };
    else if (note !== undefined && !isEnd) {
      if (note.text.length < LONGEST_NOTE) note.text += `${note.text === "" ? "" : " "}${line.trim()}`;
      joined.push("");
      continue;
    } else if (note !== undefined) {
      joined[note.at] = `${joined[note.at] ?? ""}: ${note.text}`;
      note = undefined;
    }
    joined.push(isEnd ? "" : line);
  }
  return note === undefined ? joined : lines;
}

interface Participants {
  readonly names: Map<string, string>;
  readonly order: string[];
  readonly isMermaid: boolean;
}

/** Mermaid writes `id as Shown name`, PlantUML `"Shown name" as id`. */
function readParticipant(line: string, { names, order, isMermaid }: Participants): void {
  const match = PARTICIPANT.exec(line);
  if (match === null) return;
  const first = match[1] ?? match[2] ?? "";
  const second = match[3] ?? match[4] ?? first;
  const [id, shown] = isMermaid ? [first, second] : [second, first];
  const name = shown.replaceAll(/[",]/gu, " ").trim();
  names.set(id, name);
  if (!order.includes(name)) order.push(name);
}

function rewriteMessage(match: readonly string[], named: (word: string) => string): string {
  const [, left = "", arrow = "", right = "", label = ""] = match;
  const isBack = arrow.startsWith("<");
  const isDashed = arrow.includes("--");
  const isLost = arrow.endsWith("x");
  const head = isLost ? (isDashed ? "--x" : "-x") : isDashed ? "-->" : "->";
  const [from, to] = isBack ? [right, left] : [left, right];
  return `${named(from)} ${head} ${named(to)}${label === "" ? "" : `: ${plainLabel(label)}`}`;
}

/** Line breaks of labels are tags in both languages. */
function plainLabel(label: string): string {
  return label.replace(/<br\s*\/?>|\\n/giu, " ").trim();
}

function rewriteOther(line: string, named: (word: string) => string, last: string): string {
  const note = NOTE.exec(line);
  if (note !== null) return rewriteNote(note, named, last);
  const twoWay = TWO_WAY.exec(line);
  // A list says what to write instead.
  if (twoWay !== null) return `${named(twoWay[1] ?? "")} <-> ${named(twoWay[2] ?? "")}`;
  const reference = REFERENCE.exec(line);
  if (reference !== null)
    return rewriteNote(["", "over", reference[1] ?? "", `ref: ${reference[2] ?? ""}`], named, last);
  return rewriteHeading(line);
}

/** Titles, groups and tears. */
function rewriteHeading(line: string): string {
  const title = TITLE.exec(line)?.[1];
  if (title !== undefined) return `title: ${title}`;
  const phase = PHASE.exec(line);
  if (phase !== null) return `== ${(phase[1] ?? phase[2] ?? "").trim() || "…"} ==`;
  const tear = TEAR.exec(line)?.[1];
  return tear === undefined ? "" : `... ${tear} ...`;
}

function rewriteNote(
  [, where = "", ends = "", text = ""]: readonly string[],
  named: (word: string) => string,
  last: string,
): string {
  const place = where.toLowerCase();
  // PlantUML's `note left: …` belongs to the message above it.
  const names = (ends === "" ? last : ends).split(",").map((name) => named(name.trim()));
  const side = place === "left" || place === "right" ? `${place} of` : place;
  return `note ${side} ${names.join(", ")}: ${plainLabel(text)}`;
}
