import { ACK, CWR, ECE, FIN, flagBit, PSH, RST, SYN, URG } from "../../tcp/flags";

/** What stands behind a field's name in a label. */
export type FieldValue = "tcp-number" | "number" | "ranges" | "flags" | "none";

/** A field of a segment that a label may name. */
export interface FieldWord {
  readonly name:
    | "seq"
    | "ack"
    | "len"
    | "win"
    | "mss"
    | "ws"
    | "wscale"
    | "sackPermitted"
    | "sack"
    | "tsval"
    | "tsecr"
    | "ctl";
  readonly value: FieldValue;
}

/** Names of fields in lower case, with the other spellings people and tools use. */
const fieldWords: ReadonlyMap<string, FieldWord> = new Map<string, FieldWord>([
  ["seq", { name: "seq", value: "tcp-number" }],
  ["ack", { name: "ack", value: "tcp-number" }],
  ["len", { name: "len", value: "number" }],
  ["data", { name: "len", value: "number" }],
  ["length", { name: "len", value: "number" }],
  ["win", { name: "win", value: "number" }],
  ["window", { name: "win", value: "number" }],
  ["mss", { name: "mss", value: "number" }],
  ["ws", { name: "ws", value: "number" }],
  ["wscale", { name: "wscale", value: "number" }],
  ["sack_perm", { name: "sackPermitted", value: "none" }],
  ["sackok", { name: "sackPermitted", value: "none" }],
  ["sack", { name: "sack", value: "ranges" }],
  ["tsval", { name: "tsval", value: "number" }],
  ["tsecr", { name: "tsecr", value: "number" }],
  ["ctl", { name: "ctl", value: "flags" }],
]);

/** Gives the field that a word names, in any case. */
export function fieldNamed(word: string): FieldWord | undefined {
  return fieldWords.get(word) ?? fieldWords.get(word.toLowerCase());
}

const letterBits: ReadonlyMap<string, number> = new Map([
  ["F", FIN],
  ["S", SYN],
  ["R", RST],
  ["P", PSH],
  ["U", URG],
  ["E", ECE],
  ["W", CWR],
  [".", ACK],
]);

/** Gives the bits of flags in tcpdump's letters (`S.`, `FP.`, `.`); undefined for other text. */
export function letterFlags(text: string): number | undefined {
  if (text === "" || text.length > letterBits.size) return undefined;
  let flags = 0;
  for (const letter of text) {
    const bit = letterBits.get(letter);
    if (bit === undefined || (flags & bit) !== 0 || (flags & ACK) !== 0) return undefined;
    flags |= bit;
  }
  return flags;
}

/** Gives the bits of one flag word of a label: `SYN` in any case, or tcpdump's letters; 0 for other text. */
export function wordFlags(text: string): number {
  return flagBit(text) ?? letterFlags(text) ?? 0;
}
