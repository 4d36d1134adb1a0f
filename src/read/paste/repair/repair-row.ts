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

/** Names of fields as scanners misread them, behind a blank and before `=` or `-` and a digit. */
const fields: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/ (?:Se[qgcpG9]|5eq) ?[=-] ?(?=\d)/gu, "Seq"],
  [/ (?:A[cC][kK]|4ck) ?[=-] ?(?=\d)/gu, "Ack"],
  [/ (?:W[i1lI]n|Min) ?[=-] ?(?=\d)/gu, "Win"],
  [/ (?:L[eo]n) ?[=-] ?(?=\d)/gu, "Len"],
  [/ (?:[MWRNH]SS) ?[=-] ?(?=\d)/gu, "MSS"],
  [/ (?:T[S5][vV][a4]l) ?[=-] ?(?=\d)/gu, "TSval"],
  [/ (?:T[S5][eE]cr) ?[=-] ?(?=\d)/gu, "TSecr"],
  [/ (?:W[S5]) ?[=-] ?(?=\d)/gu, "WS"],
];

const FLAGS = /\[([A-Za-z][A-Za-z0-9,._ ]{1,40})\](?= ?\S{2,5} ?[=-])/u;
/** Length and port of a row that lost the blank between them. */
const RUN_TOGETHER = /(^|\s)(\d{2,5})\.(\d{4,5})(?=\s?(?:→|->|>|-|–|—)\s?\d{1,5} \[)/u;
const flagNames = ["SYN", "ACK", "FIN", "RST", "PSH", "URG", "ECE", "CWR"];
const LONGEST_LINE = 1000;

/**
 * Gives a row of a scanned packet list with the words repaired that can only have been one thing: names of
 * fields, flags, `-` for `=`, a point between length and port. Numbers are left alone.
 */
export function repairRow(text: string): RepairedRow {
  const repairs: WordRepair[] = [];
  if (text.length > LONGEST_LINE || !FLAGS.test(text)) return { text, repairs };
  const separated = text.replace(RUN_TOGETHER, (found, blank: string, length: string, port: string) => {
    repairs.push({ found: found.trim(), made: `${length} ${port}` });
    return `${blank}${length} ${port}`;
  });
  const flagged = separated.replace(FLAGS, (found, words: string) => {
    const made = `[${repairFlags(words)}]`;
    if (made !== found) repairs.push({ found, made });
    return made;
  });
  let row = flagged;
  for (const [pattern, name] of fields) row = repairField(row, pattern, name, repairs);
  return { text: row, repairs };
}

/** The names themselves in another case (`TSVal`) are no damage. */
function repairField(row: string, pattern: RegExp, name: string, repairs: WordRepair[]): string {
  return row.replace(pattern, (found) => {
    if (found.toLowerCase() === ` ${name.toLowerCase()}=`) return found;
    repairs.push({ found: found.trim(), made: `${name}=` });
    return ` ${name}=`;
  });
}

function repairFlags(words: string): string {
  const parts = words.split(/[ ,._]+/u).filter((word) => word !== "");
  const known = parts.map((word) =>
    flagBit(word) === undefined ? nearestName(word.toUpperCase().replaceAll("0", "O"), flagNames) : word,
  );
  const isClean = parts.every((word) => flagBit(word) !== undefined) && !/[._]/u.test(words);
  return isClean || known.includes(undefined) ? words : known.join(", ");
}
