import { parsePastedTime, type PastedTime } from "./pasted-time";

/** The columns of a row before what the segment itself says. */
export interface RowHead {
  readonly number?: number;
  readonly time?: PastedTime;
  /** Empty where the row names no addresses. */
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly length?: number;
  /** Where they have columns of their own. */
  readonly ports?: readonly [source: number, destination: number];
  /** Words behind the protocol and the length: the Info column of a row without ports. */
  readonly rest: readonly string[];
  /** Both ends are addresses, or an arrow stands between them. */
  readonly isCertain: boolean;
  /** Nothing but numbers and marks stands before the ends: no sentence does. */
  readonly isBare: boolean;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** IPv4; IPv6 with its run of zeros or all its groups, as a clock has neither; the address of a network card. */
const ADDRESS =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*::|(?:[^:]*:){7})[\da-fA-F:]{2,39}(?:\.\d{1,3}\.\d{1,3}\.\d{1,3})?(?:%[\w.-]+)?|(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2})$/u;
const HOST = /^[A-Za-z0-9_](?:[\w-]{0,62}\.){0,8}[\w-]{0,62}(?:[:_][\da-f]{2}){0,5}$/u;
const ARROW = /^(?:→|⟶|⇒|->|-->|=>|>|-|–|—|»|›)$/u;
const PROTOCOL = /^(?:[A-Z]|\d[a-z]|0x[\da-f]{2})[\w./+-]{0,24}$/u;
const LENGTH = /^\d{1,7}$/u;

/**
 * Gives the columns that stand in the words of a row: number, time, ends, protocol and length, each of which may be
 * missing; undefined where the words are no row. `hasSegment` tells that ports and flags stand behind the words.
 */
export function readRowHead(words: readonly string[], hasSegment: boolean): RowHead | undefined {
  const ends = findEnds(words, hasSegment);
  if (ends === undefined) return hasSegment ? withoutEnds(words) : undefined;
  const before = words[ends.source - 1] ?? "";
  const head: Mutable<RowHead> = {
    source: words[ends.source] ?? "",
    destination: words[ends.destination] ?? "",
    protocol: COMMON_PROTOCOL.test(before) ? before : "",
    rest: [],
    isCertain: ends.isCertain,
    isBare: words.slice(0, ends.source).every((word) => isColumn(word) || COMMON_PROTOCOL.test(word)),
  };
  readTail(words, readPorts(words, ends, head), head);
  readNumberAndTime(words, ends.source, head);
  return head;
}

/** A protocol may have its column before the addresses; other words there are a sentence's. */
const COMMON_PROTOCOL =
  /^(?:TCP|UDP|HTTP|TLSv1(?:\.\d)?|SSLv\d|SSH(?:v\d)?|M?DNS|ICMP(?:v6)?|ARP|FTP|SMTP|QUIC)$/u;

function isColumn(word: string): boolean {
  return word.length <= 2 || /^[\d.,:/s-]+$/u.test(word);
}

/** Gives where the words go on behind ports that stand beside the addresses, or behind both, before the protocol. */
function readPorts(words: readonly string[], ends: Ends, head: Mutable<RowHead>): number {
  const next = ends.destination + 1;
  const isBeside = ends.destination === ends.source + 2 && LENGTH.test(words[ends.source + 1] ?? "");
  const at = isBeside ? [ends.source + 1, next] : [next, next + 1];
  const ports = at.map((place) => Number(words[place] ?? ""));
  const after = next + (isBeside ? 1 : 2);
  const arePorts =
    ports.every((port) => port > 0 && port <= 0xffff) && (isBeside || isProtocol(words[after]));
  if (!arePorts) return next;
  head.ports = [ports[0] ?? 0, ports[1] ?? 0];
  return after;
}

/** A number in hexadecimal is a table's cell. */
function isProtocol(word: string | undefined): boolean {
  return word !== undefined && PROTOCOL.test(word) && !word.startsWith("0x");
}

interface Ends {
  readonly source: number;
  readonly destination: number;
  readonly isCertain: boolean;
}

/** Two addresses with at most an arrow, or other columns, between them; else two words around an arrow, or before the protocol. */
function findEnds(words: readonly string[], hasSegment: boolean): Ends | undefined {
  const first = words.findIndex(isAddress);
  if (first !== -1) {
    const second = words.findIndex((word, i) => i > first && isAddress(word));
    const between = second === -1 ? undefined : words.slice(first + 1, second);
    if (between?.every(isFiller) === true) return { source: first, destination: second, isCertain: true };
  }
  const arrow = words.findIndex((word, i) => i > 0 && ARROW.test(word));
  const isNamed = arrow !== -1 && isHost(words[arrow - 1]) && isHost(words[arrow + 1]);
  if (isNamed) return { source: arrow - 1, destination: arrow + 1, isCertain: words[arrow] === "→" };
  return hasSegment ? namesBeforeProtocol(words) : undefined;
}

/** Ports may have columns of their own, beside the addresses. */
function isFiller(word: string): boolean {
  return ARROW.test(word) || /^\d{1,5}$/u.test(word);
}

function namesBeforeProtocol(words: readonly string[]): Ends | undefined {
  const tail = LENGTH.test(words.at(-1) ?? "") ? words.length - 2 : words.length - 1;
  const [source, destination, protocol] = [words[tail - 2], words[tail - 1], words[tail]];
  const isRow = isHost(source) && isHost(destination) && PROTOCOL.test(protocol ?? "");
  return isRow ? { source: tail - 2, destination: tail - 1, isCertain: false } : undefined;
}

function isAddress(word: string): boolean {
  return word.length >= 2 && (word.includes(".") || word.includes(":")) && ADDRESS.test(word);
}

/** A number or a time is no name. */
function isHost(word: string | undefined): boolean {
  return word !== undefined && HOST.test(word) && !/^[\d.,:]+$/u.test(word);
}

function readTail(words: readonly string[], from: number, head: Mutable<RowHead>): void {
  let at = from;
  const takeProtocol = (): void => {
    if (head.protocol !== "" || !PROTOCOL.test(words[at] ?? "")) return;
    head.protocol = words[at] ?? "";
    at += 1;
  };
  takeProtocol();
  if (LENGTH.test(words[at] ?? "")) {
    head.length = Number(words[at]);
    at += 1;
    // An export may have the length before the protocol.
    takeProtocol();
  }
  if (at < words.length) head.rest = words.slice(at);
}

/** The first whole number is the frame's; what parses as a time is the time, a date before it included. */
function readNumberAndTime(words: readonly string[], end: number, head: Mutable<RowHead>): void {
  for (let at = 0; at < end; at += 1) {
    const word = words[at] ?? "";
    if (head.number === undefined && head.time === undefined && /^\d{1,9}\.?$/u.test(word)) {
      head.number = Number(word.replace(".", ""));
      continue;
    }
    const time = head.time === undefined ? timeAt(words, at, end) : undefined;
    if (time !== undefined) head.time = time;
  }
}

/** `0.5`, `12:00:01.5`, `2026-11-21 12:00:01`, `Nov 21, 2026 12:00:01`, or whole seconds behind the number. */
function timeAt(words: readonly string[], at: number, end: number): PastedTime | undefined {
  const word = words[at] ?? "";
  if (/^\d{4}-\d{2}-\d{2}T/u.test(word)) return parsePastedTime(word);
  if (at + 1 < end && /^\d{4}[-/]\d/u.test(word)) return parsePastedTime(`${word} ${words[at + 1] ?? ""}`);
  if (at + 3 < end + 1 && /^[A-Z][a-z]{2}$/u.test(word))
    return parsePastedTime(words.slice(at, at + 4).join(" "));
  return /^[\d.,:s]+$/u.test(word) ? parsePastedTime(word) : undefined;
}

/** A row that was cut off before its addresses. */
function withoutEnds(words: readonly string[]): RowHead {
  const head: Mutable<RowHead> = {
    source: "",
    destination: "",
    protocol: "",
    rest: [],
    isCertain: false,
    isBare: false,
  };
  const isProtocol = (word: string | undefined): boolean =>
    PROTOCOL.test(word ?? "") && !/^\d/u.test(word ?? "");
  const protocol = [words.length - 1, words.length - 2].find((at) => isProtocol(words[at])) ?? -1;
  if (protocol !== -1) readTail(words, protocol, head);
  else if (words.length === 1 && LENGTH.test(words[0] ?? "")) return head;
  readNumberAndTime(words, protocol === -1 ? words.length : protocol, head);
  return head;
}
