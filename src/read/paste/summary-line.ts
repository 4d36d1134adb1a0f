import { flagBit } from "../../tcp/flags";
import type { TcpOptions } from "../../trace/trace";
import { optionalNumber } from "./optional-number";
import type { PastedSegment } from "./pasted-frame";

/** The ports and the segment of Wireshark's Info column. */
export interface SummaryLine {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly segment: PastedSegment;
}

const SEGMENT =
  /(?:^|\s)(\d{1,5})(?: ?(?:→|⟶|⇒|->|>|-|–|—) ?| )(\d{1,5}) \[([A-Za-z, <>]{0,60})\]((?: .*)?)$/u;
const FIELD =
  /(?:^|[ ,;])(Seq|Ack|Win|Len|MSS|WS|TSval|TSecr|SLE|SRE|Urg|SACK_PERM)(?:\s?=\s?(\d{1,12}))?(?=[ ,;]|$)/giu;
const REMARK = /\[TCP ([A-Za-z -]{3,40}?)(?: \d{1,9}#\d{1,9})?\]/gu;

/** Words of Wireshark's remarks that are marks of ours. */
const markWords: ReadonlyMap<string, string> = new Map([
  ["Retransmission", "retransmission"],
  ["Fast Retransmission", "fast retransmission"],
  ["Spurious Retransmission", "spurious retransmission"],
  ["Out-Of-Order", "out of order"],
  ["Dup ACK", "dup ack"],
  ["Previous segment not captured", "previous segment not captured"],
  ["ACKed unseen segment", "acked unseen segment"],
  ["Window Update", "window update"],
  ["Window Full", "window full"],
  ["ZeroWindow", "zero window"],
  ["ZeroWindowProbe", "zero window probe"],
  ["ZeroWindowProbeAck", "zero window probe ack"],
  ["Keep-Alive", "keep-alive"],
  ["Keep-Alive ACK", "keep-alive ack"],
]);

/** Gives what an Info column of a TCP segment says; undefined where it names no ports and flags. */
export function parseSummaryLine(info: string): SummaryLine | undefined {
  const match = SEGMENT.exec(info);
  if (match === null) return undefined;
  const [, source = "", destination = "", words = "", rest = ""] = match;
  const flags = parseFlagNames(words);
  if (flags === undefined || Number(source) > 0xffff || Number(destination) > 0xffff) return undefined;
  const remarks = [...info.slice(0, match.index + 1).matchAll(REMARK)].map(([, name = ""]) => name);
  return {
    sourcePort: Number(source),
    destinationPort: Number(destination),
    segment: {
      flags,
      ...parseFields(withoutCutWindow(rest), flags),
      ...(remarks.includes("Port numbers reused") ? { isReuse: true } : {}),
      marks: remarks.flatMap((remark) => markWords.get(remark) ?? []),
    },
  };
}

/** A window that ends its row was cut off by the edge of the column: its digits may go on. */
function withoutCutWindow(fields: string): string {
  return / Len ?=/iu.test(fields) ? fields : fields.replace(/ Win ?=\d{1,10}$/iu, "");
}

/** Gives the bits of `SYN, ACK`, `<None>` or nothing; undefined where a word is no flag. */
export function parseFlagNames(words: string): number | undefined {
  let flags = 0;
  for (const word of words.split(/[ ,]+/u)) {
    if (word === "" || word === "<None>") continue;
    const bit =
      flagBit(word === "Reserved" ? "RESERVED" : word) ?? (/^reserved$/iu.test(word) ? 0xe00 : undefined);
    if (bit === undefined) return undefined;
    flags |= bit;
  }
  return flags;
}

function parseFields(text: string, flags: number): Omit<PastedSegment, "flags" | "isReuse" | "marks"> {
  const found = new Map<string, number>();
  const left: number[] = [];
  const right: number[] = [];
  for (const [, name = "", digits] of text.matchAll(FIELD)) {
    const key = name.toLowerCase();
    const value = digits === undefined ? 1 : Number(digits);
    if (key === "sle") left.push(value);
    else if (key === "sre") right.push(value);
    else if (digits !== undefined || key === "sack_perm") found.set(key, value);
  }
  const seq = number32(found.get("seq"));
  const ack = (flags & 0x10) === 0 ? undefined : number32(found.get("ack"));
  return {
    ...(seq === undefined ? {} : { seq }),
    ...(ack === undefined ? {} : { ack }),
    ...optionalNumber("payloadLength", found.get("len")),
    ...optionalNumber("scaledWindow", found.get("win")),
    options: optionsOf(found, left, right),
  };
}

function number32(value: number | undefined): number | undefined {
  return value === undefined || value > 0xffffffff ? undefined : value;
}

function optionsOf(
  found: ReadonlyMap<string, number>,
  left: readonly number[],
  right: readonly number[],
): TcpOptions {
  const factor = found.get("ws");
  const sack = left.flatMap((edge, i): (readonly [number, number])[] => {
    const end = right[i];
    return end === undefined ? [] : [[edge, end]];
  });
  return {
    ...optionalNumber("mss", found.get("mss")),
    ...(factor === undefined || factor < 1 ? {} : { windowScale: Math.round(Math.log2(factor)) }),
    ...(found.has("sack_perm") ? { sackPermitted: true } : {}),
    ...(sack.length === 0 ? {} : { sack }),
    ...optionalNumber("timestampValue", found.get("tsval")),
    ...optionalNumber("timestampEcho", found.get("tsecr")),
  };
}
