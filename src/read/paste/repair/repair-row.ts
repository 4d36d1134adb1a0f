import { flagBit } from "../../../tcp/flags";
import { nearestName } from "../../../base/nearest-name";

/** A word that was replaced. */
export interface WordRepair {
  readonly found: string;
  readonly made: string;
}

/** A row with its words repaired; the same text where nothing was damaged. */
export interface RepairedRow {
  readonly text: string;
  readonly repairs: readonly WordRepair[];
}

/** Digits, and letters that scanners make of them. */
const D = "[\\dOoIlSBZ|]";
const letterDigits: ReadonlyMap<string, string> = new Map([
  ["O", "0"],
  ["o", "0"],
  ["I", "1"],
  ["l", "1"],
  ["|", "1"],
  ["S", "5"],
  ["B", "8"],
  ["Z", "2"],
]);

/** Names of fields as scanners misread them, behind a blank and before `=` or `-` and a digit. */
const fields: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/ (?:Se[qgcpaG9]|[5S]e[qg]) ?[=-] ?(?=[\dOoIlSB])/gu, "Seq"],
  [/ (?:A[cCe][kKhlX]|4ck) ?[=-] ?(?=[\dOoIlSB])/gu, "Ack"],
  [/ (?:[WV][i1lI][nmr]|Min) ?[=-] ?(?=[\dOoIlSB])/gu, "Win"],
  [/ (?:[L1lI][eo][nmr]) ?[=-] ?(?=[\dOoIlSB])/gu, "Len"],
  [/ (?:[MWRNH][S5][S5]) ?[=-] ?(?=\d)/gu, "MSS"],
  [/ (?:[T7][S5][vV][a4][lI1]) ?[=-] ?(?=\d)/gu, "TSval"],
  [/ (?:[T7][S5][eE]cr) ?[=-] ?(?=\d)/gu, "TSecr"],
  [/ (?:W[S5]) ?[=-] ?(?=\d)/gu, "WS"],
];

/** Numbers of the header that scanners parted, or wrote with letters; nothing but a name or the end may follow. */
const VALUE = new RegExp(
  `(\\b(?:Seq|Ack|Win|Len|MSS|TSval|TSecr)=)(${D}+(?:[ ,]\\d{3})*)(?=\\s+[A-Z[]|\\s*$)`,
  "gu",
);
const PORTS = new RegExp(
  `(\\s)(${D}{1,5})(\\s?(?:→|->|=>|>|-|–|—|»|~)\\s?|\\s)(${D}{1,5})(?=\\s[[({|])`,
  "u",
);
const ADDRESS = new RegExp(`(^|\\s)(${D}{1,3}(?:[.,]${D}{1,3}){3})(?=\\s)`, "gu");
const TIME = new RegExp(`^(\\s*\\d{1,9}\\s+)(${D}{1,10}\\.\\s?${D}{3,9})(?=\\s)`, "u");
const FLAGS =
  /(\d\s?)([[({|]\s?([A-Za-z0-9]{3}(?:[,._ ]{1,2}[A-Za-z0-9]{3}){0,5})\s?[\])}|1lI!])(?= ?\S{2,5} ?[=-])/u;
/** Length and port of a row that lost the blank between them. */
const RUN_TOGETHER = /(^|\s)(\d{2,5})\.(\d{4,5})(?=\s?(?:→|->|>|-|–|—)\s?\d{1,5} \[)/u;
const flagNames = ["SYN", "ACK", "FIN", "RST", "PSH", "URG", "ECE", "CWR"];
const LONGEST_LINE = 1000;
/** A field that the edge of a column parted: `A⇥ck=83`, `Seq=⇥33503`, `Seq=1973⇥43`; behind a length other columns follow. */
const SPLIT_FIELD = new RegExp(
  ["Seq=", "Ack=", "Win="].map((name) => `(?<= )(?:${splits(name)}|${name}\\d*\\t\\d+)`).join("|"),
  "gu",
);

/** Gives the ways in which a tab may stand within a name that a number follows. */
function splits(name: string): string {
  const places = [...name].slice(1).map((_, i) => `${name.slice(0, i + 1)}\\t${name.slice(i + 1)}`);
  return `(?:${places.join("|")})(?=\\d)`;
}

const SUSPICIOUS = new RegExp(
  `=\\d*[OoIlSBZ|]|=\\d{1,3}[ ,]\\d{3}(?:\\s+[A-Z]|\\s*$)|\\s\\d*[OoIlSBZ]\\d|\\d[OoIlSBZ][.,\\d]|\\s[OoIl]\\.\\d|\\d,\\d{1,3}[.,]\\d|^\\s*\\d+\\s+\\d+\\.\\s\\d|\\s[1lIV][ei][nm]=`,
  "u",
);

/** Tells whether a row that can be read may still be damaged: letters within its numbers, numbers parted, names misspelt. */
export function isSuspicious(text: string): boolean {
  return text.length <= LONGEST_LINE && SUSPICIOUS.test(text);
}

/**
 * Gives a row of a scanned packet list with the words repaired that can only have been one thing: names of fields,
 * flags and their brackets, `-` for `=`, letters and blanks within numbers, commas within addresses. Digits that may
 * be other digits are left alone.
 */
export function repairRow(text: string): RepairedRow {
  const repairs: WordRepair[] = [];
  if (text.length > LONGEST_LINE || !/\S{1,5}\s?[=-]\s?[\dOoIl]/u.test(text)) return { text, repairs };
  const note = (found: string, made: string): string => {
    if (made !== found) repairs.push({ found: found.trim(), made: made.trim() });
    return made;
  };
  const joined = text.replace(SPLIT_FIELD, (found) => note(found, found.replace("\t", "")));
  const addresses = joined.replace(ADDRESS, (_, blank: string, found: string) => {
    return blank + note(found, digitsOf(found).replaceAll(",", "."));
  });
  const columns = repairColumns(addresses, note);
  let row = columns.replace(FLAGS, (_, before: string, found: string, words: string) => {
    return before + note(found, repairFlags(words) ?? found);
  });
  for (const [pattern, name] of fields) row = repairField(row, pattern, name, note);
  const made = row.replace(VALUE, (_, name: string, found: string) => {
    return name + note(found, digitsOf(found).replace(/[ ,]/gu, ""));
  });
  return { text: made, repairs };
}

/** The time, the ports, and the blank between length and port. */
function repairColumns(text: string, note: Note): string {
  return text
    .replace(TIME, (_, before: string, time: string) => {
      return before + note(time, digitsOf(time).replace(/\s/u, ""));
    })
    .replace(PORTS, (...[, blank, left, arrow, right]: readonly string[]) => {
      const [from, to] = [left ?? "", right ?? ""];
      return `${blank ?? ""}${note(from, digitsOf(from))}${arrow ?? ""}${note(to, digitsOf(to))}`;
    })
    .replace(RUN_TOGETHER, (found, blank: string, length: string, port: string) => {
      return note(found, `${blank}${length} ${port}`);
    });
}

type Note = (found: string, made: string) => string;

/** A word of digits, most of which are; a letter alone is one only as 0 or 1. */
function digitsOf(word: string): string {
  return [...word].map((letter) => letterDigits.get(letter) ?? letter).join("");
}

/** The names themselves in another case (`TSVal`) are no damage. */
function repairField(row: string, pattern: RegExp, name: string, note: Note): string {
  return row.replace(pattern, (found) => {
    if (found.toLowerCase() === ` ${name.toLowerCase()}=`) return found;
    return note(found, ` ${name}=`);
  });
}

const flagLetters: ReadonlyMap<string, string> = new Map([
  ["0", "O"],
  ["1", "I"],
  ["5", "S"],
  ["8", "B"],
]);

/** Gives the flags in brackets; undefined where a word is like none. */
function repairFlags(words: string): string | undefined {
  const parts = words.split(/[ ,._]+/u).filter((word) => word !== "");
  const known = parts.map((word) => {
    if (flagBit(word) !== undefined) return word;
    const letters = [...word.toUpperCase()].map((letter) => flagLetters.get(letter) ?? letter).join("");
    return nearestName(letters, flagNames);
  });
  if (known.includes(undefined)) return undefined;
  const isClean = parts.every((word) => flagBit(word) !== undefined) && !/[._]/u.test(words);
  return `[${isClean ? words : known.join(", ")}]`;
}
