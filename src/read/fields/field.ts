import type { CaptureIndex } from "../../capture/capture-index";
import type { SegmentAnalysis } from "../../tcp/judged-segment";
import type { WiresharkRules } from "../../tcp/wireshark-rules";
import type { Packet } from "../wire/packet";

/** A frame with all that its fields are taken from. */
export interface FrameFacts {
  readonly index: CaptureIndex;
  readonly row: number;
  readonly packet: Packet;
  /** Undefined where nobody asks for it, and for frames without a segment that can be judged. */
  readonly analysis: SegmentAnalysis | undefined;
}

/** A value as filters compare it. */
export type FieldValue = string | number | bigint | boolean;

/** A field of Wireshark's, outer header first, nothing where the frame lacks it. */
export interface Field {
  /** What filters compare. */
  readonly values: (facts: FrameFacts) => readonly FieldValue[];
  /** What `tshark -T fields` prints. */
  readonly cells: (facts: FrameFacts, rules: WiresharkRules) => readonly string[];
}

/** Fields by Wireshark's names. */
export type FieldTable = Readonly<Record<string, Field>>;

/** What a field's function gives: one value, one for each header, or nothing. */
export type Found<T> = readonly (T | undefined)[] | T | undefined;

/** Gives a field whose values print as they are. */
export function plain(find: (facts: FrameFacts) => Found<string | number>): Field {
  return field(find, String);
}

/** Gives a field that prints in hexadecimal with a number of digits: `0x0018`. */
export function hexadecimal(digits: number, find: (facts: FrameFacts) => Found<number>): Field {
  return field(find, (value) => `0x${value.toString(16).padStart(digits, "0")}`);
}

/** Gives a field that is set or not: `1` and `0` for Wireshark 4.0, words for 4.4. */
export function truth(find: (facts: FrameFacts) => Found<boolean>): Field {
  return field(find, (value, rules) => (rules === "4.0" ? String(Number(value)) : value ? "True" : "False"));
}

/** Gives a field whose text differs between Wireshark's versions. */
export function versioned(find: (facts: FrameFacts, rules: WiresharkRules) => Found<string>): Field {
  return {
    values: (facts) => present(find(facts, "4.4")),
    cells: (facts, rules) => present(find(facts, rules)),
  };
}

/** Gives a time in exact nanoseconds: printed in seconds with nine decimals, compared as a number of seconds. */
export function time(find: (facts: FrameFacts) => Found<bigint>): Field {
  return {
    values: (facts) => present(find(facts)).map((value) => Number(value) / 1e9),
    cells: (facts) => present(find(facts)).map(formatNanoseconds),
  };
}

/** Gives nanoseconds as seconds with nine decimals: `1700000000.000017000`. */
export function formatNanoseconds(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = String(size % 1_000_000_000n).padStart(9, "0");
  return `${value < 0n ? "-" : ""}${String(size / 1_000_000_000n)}.${fraction}`;
}

function field<T extends FieldValue>(
  find: (facts: FrameFacts) => Found<T>,
  print: (value: T, rules: WiresharkRules) => string,
): Field {
  return {
    values: (facts) => present(find(facts)),
    cells: (facts, rules) => present(find(facts)).map((value) => print(value, rules)),
  };
}

function present<T extends FieldValue>(found: Found<T>): readonly T[] {
  if (found === undefined) return [];
  return isList(found) ? found.filter((value) => value !== undefined) : [found];
}

function isList<T extends FieldValue>(found: Found<T>): found is readonly (T | undefined)[] {
  return Array.isArray(found);
}
