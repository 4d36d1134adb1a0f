/** A regular expression taken apart; characters are UTF-16 units in lower case. */
export type PatternNode =
  | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly CharacterRange[] }
  | { readonly kind: "start" | "end" | "boundary" | "no-boundary" }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly part: PatternNode; readonly min: number; readonly max: number };

/** First and last code of characters. */
export type CharacterRange = readonly [first: number, last: number];

/** Where a pattern stops being one that is understood. */
export interface PatternFault {
  readonly offset: number;
}

const DIGITS: readonly CharacterRange[] = [[48, 57]];
const WORDS: readonly CharacterRange[] = [
  [48, 57],
  [95, 95],
  [97, 122],
];
const BLANKS: readonly CharacterRange[] = [
  [9, 13],
  [32, 32],
  [160, 160],
];
const LINE_ENDS: readonly CharacterRange[] = [[10, 10]];
const DEEPEST = 50;

interface EscapedSet {
  readonly ranges: readonly CharacterRange[];
  readonly negated: boolean;
}

const escapedSets: ReadonlyMap<string, EscapedSet> = new Map<string, EscapedSet>([
  ["d", { ranges: DIGITS, negated: false }],
  ["D", { ranges: DIGITS, negated: true }],
  ["w", { ranges: WORDS, negated: false }],
  ["W", { ranges: WORDS, negated: true }],
  ["s", { ranges: BLANKS, negated: false }],
  ["S", { ranges: BLANKS, negated: true }],
]);

const escapedCharacters: ReadonlyMap<string, number> = new Map([
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["f", 12],
  ["v", 11],
  ["0", 0],
]);

const REPETITION = /[*+?]|\{(\d{1,3})(?:(,)(\d{1,3})?)?\}/y;

/** Takes a pattern apart; the fault where it holds what is not understood: groups that look around, references, and slips. */
export function parsePattern(source: string): PatternNode | PatternFault {
  const parser = new PatternParser(source.toLowerCase(), source);
  return parser.parse();
}

class PatternParser {
  readonly #source: string;
  /** Before letters were made small: `\D` is not `\d`. */
  readonly #original: string;
  #at = 0;
  #depth = 0;

  constructor(source: string, original: string) {
    this.#source = source.length === original.length ? source : original;
    this.#original = original;
  }

  parse(): PatternNode | PatternFault {
    const node = this.#choice();
    return node !== undefined && this.#at === this.#source.length ? node : { offset: this.#at };
  }

  #choice(): PatternNode | undefined {
    this.#depth += 1;
    if (this.#depth > DEEPEST) return undefined;
    const parts: PatternNode[] = [];
    do {
      const part = this.#sequence();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take("|"));
    this.#depth -= 1;
    return { kind: "choice", parts };
  }

  #sequence(): PatternNode | undefined {
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) {
      const atom = this.#atom();
      const repeated = atom === undefined ? undefined : this.#repetition(atom);
      if (repeated === undefined) return undefined;
      parts.push(repeated);
    }
    return { kind: "sequence", parts };
  }

  #repetition(part: PatternNode): PatternNode | undefined {
    REPETITION.lastIndex = this.#at;
    const match = REPETITION.exec(this.#source);
    if (match === null) return part;
    this.#at += match[0].length;
    // Whether a repetition is greedy or lazy changes nothing in a yes or no; "++" and "**" are slips.
    this.#take("?");
    REPETITION.lastIndex = this.#at;
    if (REPETITION.test(this.#source)) return undefined;
    const [min, max] = boundsOf(match);
    return min > max ? undefined : { kind: "repeat", part, min, max };
  }

  #atom(): PatternNode | undefined {
    const character = this.#source.charAt(this.#at);
    if ("*+?".includes(character)) return undefined;
    this.#at += 1;
    if (character === "(") return this.#group();
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    if (character === ".") return { kind: "set", negated: true, ranges: LINE_ENDS };
    if (character === "^") return { kind: "start" };
    if (character === "$") return { kind: "end" };
    return literal(character.charCodeAt(0));
  }

  #group(): PatternNode | undefined {
    if (this.#take("?") && !this.#take(":")) return undefined;
    const node = this.#choice();
    return node !== undefined && this.#take(")") ? node : undefined;
  }

  #escape(): PatternNode | undefined {
    const letter = this.#original.charAt(this.#at);
    if (letter === "" || /[1-9]/u.test(letter)) return undefined;
    if (letter === "b" || letter === "B") {
      this.#at += 1;
      return { kind: letter === "b" ? "boundary" : "no-boundary" };
    }
    const set = escapedSets.get(letter);
    if (set === undefined) return literal(this.#escapedCode());
    this.#at += 1;
    return { kind: "set", ...set };
  }

  /** Gives the character a backslash stood before: `\.`, `\n`, `\x41`. */
  #escapedCode(): number {
    const hex = /^x([\da-f]{2})/u.exec(this.#source.slice(this.#at, this.#at + 3))?.[1];
    this.#at += hex === undefined ? 1 : 3;
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16)).toLowerCase().charCodeAt(0);
    const letter = this.#source.charAt(this.#at - 1);
    return escapedCharacters.get(letter) ?? letter.charCodeAt(0);
  }

  #class(): PatternNode | undefined {
    const negated = this.#take("^");
    const ranges: CharacterRange[] = [];
    for (let first = true; first || this.#source.charAt(this.#at) !== "]"; first = false) {
      if (this.#at >= this.#source.length) return undefined;
      const set =
        this.#source.charAt(this.#at) === "\\"
          ? escapedSets.get(this.#original.charAt(this.#at + 1))
          : undefined;
      if (set?.negated === true) return undefined;
      if (set !== undefined) {
        ranges.push(...set.ranges);
        this.#at += 2;
      } else if (!this.#range(ranges)) return undefined;
    }
    this.#at += 1;
    return { kind: "set", negated, ranges };
  }

  #range(ranges: CharacterRange[]): boolean {
    const first = this.#classCharacter();
    const next = this.#source.charAt(this.#at + 1);
    if (this.#source.charAt(this.#at) !== "-" || next === "]" || next === "") {
      ranges.push([first, first]);
      return true;
    }
    this.#at += 1;
    const last = this.#classCharacter();
    ranges.push([first, last]);
    return first <= last;
  }

  #classCharacter(): number {
    if (this.#take("\\")) return this.#escapedCode();
    this.#at += 1;
    return this.#source.charCodeAt(this.#at - 1);
  }

  #take(character: string): boolean {
    if (this.#source.charAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }
}

function literal(code: number): PatternNode {
  return { kind: "set", negated: false, ranges: [[code, code]] };
}

function boundsOf(match: RegExpExecArray): readonly [min: number, max: number] {
  if (match[0] === "*") return [0, Infinity];
  if (match[0] === "+") return [1, Infinity];
  if (match[0] === "?") return [0, 1];
  const min = Number(match[1]);
  if (match[2] === undefined) return [min, min];
  return [min, match[3] === undefined ? Infinity : Number(match[3])];
}
