import { endOfQuoted, isBlankOrEnd, isQuoteAt, skipBlanks, trimBlanks } from "./character";
import { nearestName } from "../../base/nearest-name";
import type { Token, TokenizedLine } from "./token";

/** What may happen at an endpoint: the word after its colon. */
export const endpointWords = ["state", "call", "socket", "timer", "deliver"] as const;

/** Takes `NAME: word text` apart; undefined where the line has no such colon. */
export function tokenizeEndpointEvent(
  line: string,
  start: number,
  end: number,
  before: readonly Token[],
): TokenizedLine | undefined {
  const colon = nameColon(line, start, end);
  if (colon === undefined || colon === start) return undefined;
  const word = skipBlanks(line, colon + 1, end);
  let wordEnd = word;
  while (wordEnd < end && !isBlankOrEnd(line, wordEnd)) wordEnd += 1;
  const tokens: Token[] = [
    ...before,
    { kind: "endpoint", start, end: trimBlanks(line, start, colon) },
    { kind: "separator", start: colon, end: colon + 1 },
  ];
  if (!isEndpointWord(line.slice(word, wordEnd).toLowerCase())) {
    if (word < end) tokens.push({ kind: "unknown", start: word, end });
    return {
      shape: "unknown",
      tokens,
      fault: unknownWord(line, Math.min(word, end - 1), Math.max(wordEnd, end === word ? end : word)),
    };
  }
  tokens.push({ kind: "keyword", start: word, end: wordEnd });
  const text = skipBlanks(line, wordEnd, end);
  if (text < end) tokens.push({ kind: "text", start: text, end });
  return { shape: "endpoint-event", tokens };
}

function unknownWord(line: string, start: number, end: number): NonNullable<TokenizedLine["fault"]> {
  const suggestion = nearestName(line.slice(start, Math.min(end, start + 40)), endpointWords);
  const place = { code: "unknown-endpoint-event", start, end } as const;
  return suggestion === undefined ? place : { ...place, suggestion };
}

/** Tells whether a word names something that happens at an endpoint. */
export function isEndpointWord(word: string): word is (typeof endpointWords)[number] {
  return endpointWords.some((known) => known === word);
}

function nameColon(line: string, start: number, end: number): number | undefined {
  if (isQuoteAt(line, start)) {
    const close = endOfQuoted(line, start, end);
    const at = close === undefined ? end : skipBlanks(line, close, end);
    return at < end && line.charAt(at) === ":" ? at : undefined;
  }
  for (let at = line.indexOf(":", start); at !== -1 && at < end; at = line.indexOf(":", at + 1)) {
    if (isBlankOrEnd(line, at + 1)) return at;
  }
  return undefined;
}
