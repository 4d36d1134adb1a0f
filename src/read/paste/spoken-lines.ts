/** A line of a lecture taken apart: who sends to whom, and the words that say what. */
export interface SpokenLine {
  /** Undefined: whoever the other lines do not name. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly words: string;
}

const NAME = "[A-Za-z]\\w{0,20}";
const FLAGS = "(?:SYN|ACK|FIN|RST|PSH|sin)\\b";
/** `1.`, `(2)`, `-`, `Then the`. */
const LEAD =
  "^\\s*(?:\\(?\\d{1,3}[.):]\\s*|[-*•]\\s+)?(?:(?:then|now|next|finally|so|and|first|second|third),?\\s+){0,2}";
const THE = "(?:the\\s+)?";
const VERB =
  "(?:sends?|sent|transmits|repl(?:ies|y|ied)(?: with)?|answers?(?: with)?|responds?(?: with)?|returns?)";

const SENDS = new RegExp(
  `${LEAD}${THE}(${NAME})\\s+(?:also\\s+|then\\s+|now\\s+)?${VERB}\\s+(?:back\\s+)?(?:(?:an?|the|its|another)\\s+)?(.{0,40}?${FLAGS}.{0,160})$`,
  "iu",
);
const RECEIVER = new RegExp(`\\s+(?:back\\s+)?to\\s+${THE}(${NAME})\\b`, "iu");
const FROM_TO = new RegExp(
  `${LEAD}${THE}(${FLAGS}[\\w/+,-]{0,12}(?:\\s+ACK)?)\\s+(?:segment\\s+|packet\\s+)?from\\s+${THE}(${NAME})\\s+to\\s+${THE}(${NAME})\\b[,:;]?\\s*(.{0,160})$`,
  "iu",
);
const AHEAD = new RegExp(`^\\s*(-{1,3}>|→|<-{1,3}|←)\\s*(${FLAGS}.{0,160}?)[\\s-]*$`, "iu");
const BEHIND = new RegExp(`^\\s*(${FLAGS}.{0,160}?)\\s*(-{1,3}>|→)\\s*$`, "iu");
/** `| ---- SYN ----> |`: an arrow around its label, between two lifelines or bare. */
const DRAWN =
  /^\s*[|│]?\s*(<)?[-─=—]{1,60}[\s[]*([^-<>|│─=—\s[][^<>|│]{0,160}?)[\s\]]*[-─=—]{1,60}(>)?\s*[|│]?\s*$/u;
const WORDS = "\\w[\\w.]{0,40}(?: \\w[\\w.]{0,20}){0,2}";
const HEADING = new RegExp(`^\\s*(${WORDS})\\s{3,}(${WORDS})\\s*$`, "u");
/** `Client ---- SYN ----> Server`: the names beside the arrow. */
const BESIDE = new RegExp(
  `^\\s*(${WORDS}) ?(<?[-─=—]{1,60}[^<>]{1,200}[-─=—]{1,60}>?) ?(${WORDS})\\s*$`,
  "u",
);

/** Gives what a sentence or a drawn arrow says of one segment; undefined for other lines. */
export function readSpokenLine(line: string): SpokenLine | undefined {
  if (line.length > 300) return undefined;
  const [, left, arrow = line, right] = BESIDE.exec(line) ?? [];
  const drawn = drawnArrow(arrow);
  if (drawn !== undefined) return left === undefined ? drawn : named(drawn, left, right);
  const fromTo = FROM_TO.exec(line);
  if (fromTo !== null)
    return { from: fromTo[2], to: fromTo[3], words: `${fromTo[1] ?? ""} ${fromTo[4] ?? ""}`.trim() };
  const sends = SENDS.exec(line);
  if (sends === null) return undefined;
  const words = sends[2] ?? "";
  return { from: sends[1], to: RECEIVER.exec(words)?.[1], words: words.replace(RECEIVER, "") };
}

/** Stands for the end on the left and on the right, until a heading names them. */
export const [LEFT, RIGHT] = ["<left", ">right"];

function named({ from, words }: SpokenLine, left: string, right: string | undefined): SpokenLine {
  return from === LEFT ? { from: left, to: right, words } : { from: right, to: left, words };
}

function drawnArrow(line: string): SpokenLine | undefined {
  const ahead = AHEAD.exec(line);
  if (ahead !== null) return between(ahead[1] ?? "", ahead[2] ?? "");
  const behind = BEHIND.exec(line);
  if (behind !== null) return between(behind[2] ?? "", behind[1] ?? "");
  const drawn = DRAWN.exec(line);
  return drawn === null ? undefined : aroundLabel(drawn);
}

function aroundLabel([, left, words = "", right]: RegExpExecArray): SpokenLine | undefined {
  const heads = [left, right].filter((head) => head !== undefined);
  return heads.length === 1 && HAS_FLAG.test(words) ? between(heads[0] ?? "", words) : undefined;
}

const HAS_FLAG = new RegExp(`^${FLAGS}`, "iu");

function between(arrow: string, words: string): SpokenLine {
  const isLeft = /^[<←]/u.test(arrow);
  return { from: isLeft ? RIGHT : LEFT, to: isLeft ? LEFT : RIGHT, words };
}

/** Tells whether a line names the two lifelines of drawn arrows, and nothing else. */
export function isHeading(line: string): boolean {
  return line.length <= 300 && HEADING.test(line);
}

/** Gives the names above drawn arrows, left and right. */
export function headingNames(lines: readonly string[]): readonly [left: string, right: string] {
  for (const line of lines) {
    const [, left, right] = (line.length > 300 ? null : HEADING.exec(line)) ?? [];
    if (left !== undefined && right !== undefined) return [left, right];
  }
  return ["Client", "Server"];
}
