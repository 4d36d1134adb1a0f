import { endOfQuoted, isBlankAt, isQuoteAt, isWordAt, skipBlanks } from "./character";
import { matchField } from "./match-field";
import { flagBit } from "../../tcp/flags";
import { letterFlags } from "./tcp-words";
import type { Token } from "./token";

/**
 * Gives the tokens of a label between `start` and `end`: flags, fields and payload where it speaks TCP,
 * else one text.
 *
 * It does where it starts with flags in capitals, assigns a sequence number, acknowledgment or control
 * bits (`seq=1`, `<CTL=SYN>`), or consists of TCP words only (`syn`, `S.`).
 */
export function tokenizeLabel(line: string, start: number, end: number): readonly Token[] {
  if (start >= end) return [];
  const scan = scanLabel(line, start, end);
  const understood = scan.flags + scan.fields > 0 && scan.texts === 0;
  if (understood || scan.assigns || startsWithFlags(line, start, end)) return asSegment(line, scan);
  return [{ kind: "text", start, end }];
}

/** Tells whether a text starts with flags in capitals (`SYN`, `FIN/ACK`, `[PSH, ACK]`). */
export function startsWithFlags(line: string, start: number, end: number): boolean {
  const at = line.charAt(start) === "[" ? start + 1 : start;
  const flagEnd = endOfFlag(line, at, end);
  if (flagEnd === undefined) return false;
  return isCapitals(line, at, flagEnd) && flagEnd - at > 1;
}

interface LabelScan {
  readonly tokens: Token[];
  flags: number;
  fields: number;
  texts: number;
  /** Offset of the first free text: flags behind it are words of a sentence. */
  firstText: number;
  assigns: boolean;
}

function scanLabel(line: string, start: number, end: number): LabelScan {
  const scan: LabelScan = {
    tokens: [],
    flags: 0,
    fields: 0,
    texts: 0,
    firstText: end,
    assigns: false,
  };
  let at = skipBlanks(line, start, end);
  while (at < end) {
    at = skipBlanks(line, scanPiece(line, at, end, scan), end);
  }
  return scan;
}

function scanPiece(line: string, at: number, end: number, scan: LabelScan): number {
  if (isQuoteAt(line, at)) {
    const stop = endOfQuoted(line, at, end) ?? end;
    scan.tokens.push({ kind: "string", start: at, end: stop });
    return stop;
  }
  const field = matchField(line, at, end, scan.tokens);
  if (field !== undefined) {
    scan.fields += 1;
    scan.assigns ||= field.assigns;
    return field.end;
  }
  const flagEnd = endOfFlag(line, at, end) ?? endOfLetters(line, at, end, scan.tokens);
  if (flagEnd !== undefined) {
    scan.flags += 1;
    scan.tokens.push({ kind: "flag", start: at, end: flagEnd });
    return flagEnd;
  }
  return addOther(line, at, end, scan);
}

const separators: ReadonlySet<string> = new Set([
  "|",
  ",",
  ";",
  "[",
  "]",
  "(",
  ")",
  "<",
  ">",
  "+",
  "/",
  "-",
  "‑",
]);

function addOther(line: string, at: number, end: number, scan: LabelScan): number {
  if (separators.has(line.charAt(at))) {
    scan.tokens.push({ kind: "separator", start: at, end: at + 1 });
    return at + 1;
  }
  let stop = at + 1;
  while (stop < end && !isBlankAt(line, stop) && !separators.has(line.charAt(stop))) stop += 1;
  // "Flags" is what tcpdump writes before them, "Flags [S.], seq 1".
  const isText = line.slice(at, stop) !== "Flags";
  scan.tokens.push({ kind: "text", start: at, end: stop });
  if (isText) {
    scan.texts += 1;
    scan.firstText = Math.min(scan.firstText, at);
  }
  return stop;
}

/** Gives the end of the flag word at `at`: `SYN`, not the `SYN` of `SYN-SENT`, `SYNC` or `FIN_WAIT`. */
function endOfFlag(line: string, at: number, end: number): number | undefined {
  const stop = at > 0 && isWordAt(line, at - 1) ? undefined : endOfFlagName(line, at);
  if (stop === undefined || stop >= end) return stop === end ? stop : undefined;
  const goesOn = line.charAt(stop) === "-" && isWordAt(line, stop + 1);
  return goesOn && endOfFlagName(line, stop + 1) === undefined ? undefined : stop;
}

const LONGEST_FLAG = 3;

function endOfFlagName(line: string, at: number): number | undefined {
  let stop = at;
  while (stop - at <= LONGEST_FLAG && isWordAt(line, stop)) stop += 1;
  const isFlag = stop - at >= 2 && stop - at <= LONGEST_FLAG && flagBit(line.slice(at, stop)) !== undefined;
  return isFlag ? stop : undefined;
}

// tcpdump's letters stand first, or in the brackets of "Flags [S.]".
function endOfLetters(line: string, at: number, end: number, before: readonly Token[]): number | undefined {
  const last = before.at(-1);
  if (last !== undefined && line.charAt(last.start) !== "[") return undefined;
  let stop = at;
  while (stop < end && stop - at < 9 && "SFRPUEW.".includes(line.charAt(stop))) stop += 1;
  const isWhole =
    stop >= end || isBlankAt(line, stop) || line.charAt(stop) === "]" || line.charAt(stop) === ",";
  return isWhole && letterFlags(line.slice(at, stop)) !== undefined ? stop : undefined;
}

function isCapitals(line: string, start: number, end: number): boolean {
  const word = line.slice(start, end);
  return word === word.toUpperCase();
}

/** Flags count in capitals, or where nothing but TCP words stands; behind free text only beside fields. */
function asSegment(line: string, scan: LabelScan): readonly Token[] {
  if (scan.texts === 0) return scan.tokens;
  const lastFlag = scan.assigns ? Infinity : scan.firstText;
  return scan.tokens.map((token) => {
    const counts =
      token.kind !== "flag" ||
      (token.start < lastFlag && token.end - token.start > 1 && isCapitals(line, token.start, token.end));
    return counts ? token : { ...token, kind: "text" };
  });
}
