const ARROW = /^\s*([A-Za-z]\w{0,20})\s*(?:->|→|>)\s*([A-Za-z]\w{0,20})\s*[ ,:]\s*(.{1,200})$/u;
const SPEAKER = /^\s*([A-Za-z]\w{0,20}):\s+(.{1,200})$/u;
const FLAG_LENGTH = 3;
const FLAG = /^(?:SYN|ACK|FIN|RST|PSH|URG)$/u;

/** Words as speech recognition writes them, and what was said. */
const heard: readonly (readonly [pattern: RegExp, meant: string])[] = [
  [/\bsin\b/giu, "SYN"],
  [/\bsyn\b/giu, "SYN"],
  [/\back\b/giu, "ACK"],
  [/\bfin weight\b/giu, "FIN-WAIT"],
  [/\bfin\b(?!-)/giu, "FIN"],
];

/** A notation of lectures as lines of an event list, and the lines in which a word was taken for another. */
export interface LectureRewriting {
  readonly lines: readonly string[];
  /** Positions of lines, from 0, with the words as found. */
  readonly misheard: ReadonlyMap<number, string>;
}

/**
 * Gives the notation of lectures (`A -> B SYN, Sa`, or `A: SYN, Sa` where only two speak) as lines of an event list.
 *
 * Of the symbols behind the flags, a SYN names its sequence number first, then what it acknowledges; a bare
 * ACK names only what it acknowledges. Other lines stay as they are.
 */
export function rewriteLecture(lines: readonly string[]): LectureRewriting {
  const speakers = speakersOf(lines);
  const misheard = new Map<number, string>();
  const rewritten = lines.map((line, index) => {
    const found = /\b(?:sin|fin weight)\b/iu.exec(line)?.[0];
    const text = heard.reduce((said, [pattern, meant]) => said.replace(pattern, meant), line);
    const ends = endsOf(text, speakers);
    if (ends === undefined) return line;
    if (found !== undefined) misheard.set(index, found);
    return `${ends.from} -> ${ends.to}: ${labelOf(ends.words)}`;
  });
  return { lines: rewritten, misheard };
}

interface Ends {
  readonly from: string;
  readonly to: string;
  readonly words: string;
}

function endsOf(text: string, speakers: readonly string[]): Ends | undefined {
  const arrow = ARROW.exec(text);
  if (arrow !== null) {
    const [, from = "", to = "", words = ""] = arrow;
    return { from, to, words };
  }
  const [, from = "", words = ""] = SPEAKER.exec(text) ?? [];
  const to = speakers.includes(from) ? speakers.find((name) => name !== from) : undefined;
  const isSegment = FLAG.test(words.slice(0, FLAG_LENGTH));
  return to === undefined || !isSegment ? undefined : { from, to, words };
}

/** Whoever says a flag; three or more leave open who is meant, so nobody is. */
function speakersOf(lines: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const line of lines) {
    const match = /^\s*([A-Za-z]\w{0,20}):\s+(?:SYN|ACK|FIN|RST|PSH|sin)\b/iu.exec(line);
    if (match?.[1] !== undefined) names.add(match[1]);
  }
  return names.size === 2 ? [...names] : [];
}

function labelOf(words: string): string {
  const flags: string[] = [];
  const numbers: string[] = [];
  const rest: string[] = [];
  const spaced = words.replace(/\s*([+])\s*/gu, "$1");
  for (const word of spaced.split(/[\s,/]+|-(?=[A-Z]{3})|\+(?=[A-Z]{3})/u)) {
    if (FLAG.test(word)) flags.push(word);
    else if (/^(?:[A-Za-z_]\w{0,20}(?:[+-]\d{1,10})?|\d{1,10})$/u.test(word)) numbers.push(word);
    else if (word !== "") rest.push(word);
  }
  if (rest.length > 0 || numbers.length > 2) return words;
  const isBareAck = flags.length === 1 && flags[0] === "ACK" && numbers.length === 1;
  const [seq, ack] = isBareAck ? [undefined, numbers[0]] : numbers;
  return [
    flags.join(","),
    ...(seq === undefined ? [] : [`seq=${seq}`]),
    ...(ack === undefined ? [] : [`ack=${ack}`]),
  ].join(" ");
}
