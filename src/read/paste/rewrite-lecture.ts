import { headingNames, LEFT, readSpokenLine, RIGHT, type SpokenLine } from "./spoken-lines";

const ARROW = /^\s*([A-Za-z]\w{0,20})\s*(?:-{1,3}>|→|>)\s*([A-Za-z]\w{0,20})\s*[ ,:]\s*(.{1,200})$/u;
const SPEAKER = /^\s*([A-Za-z]\w{0,20}):\s+(.{1,200})$/u;
const FLAG_LENGTH = 3;
const FLAG = /^(?:SYN|ACK|FIN|RST|PSH|URG)$/u;

/** Words as speech recognition writes them, and what was said. */
const heard: readonly (readonly [pattern: RegExp, meant: string])[] = [
  [/(?:data )?\(?\b(\d{1,7}) (?:byte|octet)s?(?: of data)?\)?/giu, "PSH,ACK len=$1"],
  [/\backnowledges\b/giu, "sends ACK"],
  [/\bsin\b/giu, "SYN"],
  [/\bsyn\b(?!\s*=)/giu, "SYN"],
  [/\back\b(?!\s*=)/giu, "ACK"],
  [/\bfin weight\b/giu, "FIN-WAIT"],
  [/\bfin\b(?!-)/giu, "FIN"],
];

/** A notation of lectures as lines of an event list, and the lines in which a word was taken for another. */
export interface LectureRewriting {
  readonly lines: readonly string[];
  /** Positions of lines, from 0, with the words as found. */
  readonly misheard: ReadonlyMap<number, string>;
  /** Positions of sentences and drawn arrows that were read as messages. */
  readonly spoken: readonly number[];
}

/**
 * Gives the notation of lectures (`A -> B SYN, Sa`, or `A: SYN, Sa` where only two speak) as lines of an event list.
 *
 * Of the symbols behind the flags, a SYN names its sequence number first, then what it acknowledges; a bare
 * ACK names only what it acknowledges. Sentences (`the client sends SYN`) and drawn arrows (`| --- SYN ---> |`,
 * `-> SYN`) are lines as well; where there are some, lines that say nothing of a segment are left out. Else other
 * lines stay as they are.
 */
export function rewriteLecture(lines: readonly string[]): LectureRewriting {
  const speakers = speakersOf(lines);
  const misheard = new Map<number, string>();
  const texts = lines.map((line) =>
    heard.reduce((said, [pattern, meant]) => said.replace(pattern, meant), line),
  );
  const sentences = texts.map(readSpokenLine);
  const names = new SpokenNames(sentences, headingNames(lines));
  const spoken: number[] = [];
  const rewritten = lines.map((line, index) => {
    const text = texts[index] ?? "";
    const ends = endsOf(text, speakers) ?? names.endsOf(sentences[index]);
    const made =
      ends === undefined
        ? stateIn(text)
        : `${quoted(ends.from)} -> ${quoted(ends.to)}: ${labelOf(ends.words)}`;
    if (made === undefined) return names.isEmpty ? line : "";
    const found = /\b(?:sin|fin weight)\b/iu.exec(line)?.[0];
    if (found !== undefined) misheard.set(index, found);
    if (sentences[index] !== undefined) spoken.push(index);
    return made;
  });
  return { lines: rewritten, misheard, spoken };
}

function quoted(name: string): string {
  return name.includes(" ") ? `"${name}"` : name;
}

const STATE =
  /^\s*(?:the )?([a-z]\w{0,20}) (?:is|goes|enters|moves|changes)(?: now)?(?: in(?:to)?| to)?(?: the)?(?: state)? (CLOSED|LISTEN|SYN[- ](?:SENT|RECEIVED)|ESTABLISHED|FIN-WAIT[- ]?[12]|CLOSE[- ]WAIT|CLOSING|LAST[- ]ACK|TIME[- ]WAIT)\b/iu;

/** `Client is in FIN-WAIT 1`. */
function stateIn(text: string): string | undefined {
  const [, name, state] = STATE.exec(text.slice(0, 200)) ?? [];
  if (name === undefined || state === undefined) return undefined;
  return `${name}: state ${state.toUpperCase().replace(/ /gu, "-")}`;
}

/** Who speaks in sentences: each in the spelling met first. */
class SpokenNames {
  readonly #names = new Map<string, string>();
  readonly #heading: readonly [string, string];

  constructor(sentences: readonly (SpokenLine | undefined)[], heading: readonly [string, string]) {
    this.#heading = heading;
    for (const sentence of sentences) {
      if (sentence === undefined) continue;
      for (const name of [sentence.from, sentence.to]) if (name !== undefined) this.#spelled(name);
    }
  }

  /** No sentence and no drawn arrow was found. */
  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  endsOf(sentence: SpokenLine | undefined): Ends | undefined {
    if (sentence?.from === undefined) return undefined;
    const from = this.#spelled(sentence.from);
    const others = [...this.#names.values()].filter((name) => name !== from);
    const to = sentence.to === undefined ? others[0] : this.#spelled(sentence.to);
    if (to === undefined || to === from || (sentence.to === undefined && others.length > 1)) return undefined;
    return { from, to, words: sentence.words.slice(Math.max(0, sentence.words.search(ANY_FLAG))) };
  }

  #spelled(name: string): string {
    const meant = name === LEFT ? this.#heading[0] : name === RIGHT ? this.#heading[1] : name;
    const known = this.#names.get(meant.toLowerCase());
    if (known === undefined) this.#names.set(meant.toLowerCase(), meant);
    return known ?? meant;
  }
}

const ANY_FLAG = /\b(?:SYN|ACK|FIN|RST|PSH|URG)\b/u;

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
