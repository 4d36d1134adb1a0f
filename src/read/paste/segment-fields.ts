import { ACK } from "../../tcp/flags";
import type { TcpOptions } from "../../trace/trace";
import type { PastedSegment } from "./pasted-frame";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** What the fields behind the flags say while they are read. */
interface Draft {
  readonly segment: Mutable<PastedSegment>;
  readonly options: Mutable<TcpOptions>;
  readonly left: number[];
  readonly right: number[];
}

const LARGEST = 0xffffffff;

/**
 * Gives a segment by the fields that Wireshark writes behind its flags: `Seq=1 Ack=1 Win=501 Len=0 MSS=1460 SACK_PERM`.
 *
 * Numbers that no header can hold are left out; so is a window at the end of the text, which the edge of the
 * column may have cut off.
 */
export function readSegmentFields(written: string, flags: number): PastedSegment {
  const text = written.trimEnd();
  const options: Draft["options"] = {};
  const draft: Draft = { segment: { flags, options }, options, left: [], right: [] };
  let last: string | undefined;
  for (let sign = text.indexOf("="); sign !== -1; sign = text.indexOf("=", sign + 1)) {
    const name = nameBefore(text, sign);
    const end = endOfNumber(text, sign + 1);
    if (name === "" || end === undefined) continue;
    // A number that goes on in letters was damaged.
    if (isLetter(text.charCodeAt(end))) draft.segment.hasUnknownField = true;
    else assign(draft, name, Number(text.slice(sign + 1, end)));
    last = end === text.length ? name : undefined;
  }
  if (last !== undefined && draft.segment.payloadLength === undefined) noteCut(draft.segment, last);
  if (!(/* @__KEY__ */ ("sackPermitted" in options)) && text.includes("SACK_PERM"))
    options.sackPermitted = true;
  if (draft.left.length > 0) options.sack = edges(draft);
  return draft.segment;
}

/** The edge of the column may have cut the last number off. */
function noteCut(segment: Draft["segment"], last: string): void {
  if (last === "win") delete segment.scaledWindow;
  else if (last === "seq" || last === "ack") segment.lastField = last;
}

/** Gives the letters before a sign, in lower case; nothing where there are too many for a name. */
function nameBefore(text: string, sign: number): string {
  let end = sign;
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end -= 1;
  let start = end;
  while (start > 0 && isLetter(text.charCodeAt(start - 1))) start -= 1;
  return end - start > LONGEST_NAME ? "" : text.slice(start, end).toLowerCase();
}

const LONGEST_NAME = 9;

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

const MOST_DIGITS = 12;

function endOfNumber(text: string, from: number): number | undefined {
  let start = from;
  while (text.charCodeAt(start) === 0x20) start += 1;
  let end = start;
  for (let code = text.charCodeAt(end); code >= 48 && code <= 57; code = text.charCodeAt(end)) end += 1;
  return end === start || end - start > MOST_DIGITS ? undefined : end;
}

function assign(draft: Draft, name: string, value: number): void {
  const { segment, options } = draft;
  if (name === "len") segment.payloadLength = value;
  else if (name === "win") segment.scaledWindow = value;
  else if (name === "mss") options.mss = value;
  else if (name === "ws") assignFactor(options, value);
  else if (name === "sack_perm") options.sackPermitted = true;
  else if (name === "tsval") options.timestampValue = value;
  else if (name === "tsecr") options.timestampEcho = value;
  else if (name === "sle") draft.left.push(value);
  else if (name === "sre") draft.right.push(value);
  else assignSequence(segment, name, value);
}

function assignSequence(segment: Draft["segment"], name: string, value: number): void {
  if (name === "seq" && value <= LARGEST) segment.seq = value;
  else if (name !== "ack") segment.hasUnknownField = true;
  else if (value <= LARGEST && (segment.flags & ACK) !== 0) segment.ack = value;
}

/** Wireshark prints the factor, the header holds its exponent (RFC 7323 §2.2). */
function assignFactor(options: Draft["options"], factor: number): void {
  if (factor >= 1) options.windowScale = Math.round(Math.log2(factor));
}

function edges({ left, right }: Draft): readonly (readonly [number, number])[] {
  return left.flatMap((edge, i): (readonly [number, number])[] => {
    const end = right[i];
    return end === undefined ? [] : [[edge, end]];
  });
}
