import type { TextPattern } from "./text-pattern";

/** How a field's values are written and compared. */
export type FilterType = "integer" | "float" | "boolean" | "string" | "ipv4" | "ipv6" | "ether" | "protocol";

/** Comparisons; `any!=` holds where one value differs, `!=` where all do. */
export type Comparison = "==" | "!=" | "===" | "any!=" | ">" | "<" | ">=" | "<=";

/** A value of a field as a frame gives it, or as a filter writes it. */
export type FilterValue = string | number | bigint | boolean | Uint8Array;

/** An inclusive range of values; of one value, or of the addresses in a network, both ends apart. */
export interface ValueRange {
  readonly low: FilterValue;
  readonly high: FilterValue;
}

/** A display filter, understood (docs/display-filter.md). */
export type Filter =
  | { readonly kind: "and" | "or"; readonly operands: readonly Filter[] }
  | { readonly kind: "not"; readonly operand: Filter }
  | { readonly kind: "exists"; readonly field: string }
  | { readonly kind: "bits"; readonly field: string; readonly bits: number }
  | {
      readonly kind: "compare";
      readonly field: string;
      readonly type: FilterType;
      readonly comparison: Comparison;
      readonly range: ValueRange;
    }
  | {
      readonly kind: "compare-fields";
      readonly field: string;
      readonly type: FilterType;
      readonly comparison: Comparison;
      readonly other: string;
    }
  | { readonly kind: "contains"; readonly field: string; readonly text: string }
  | { readonly kind: "matches"; readonly field: string; readonly pattern: TextPattern }
  | {
      readonly kind: "in";
      readonly field: string;
      readonly type: FilterType;
      readonly ranges: readonly ValueRange[];
    };

/** A frame as filters see it. */
export interface FilterFrame {
  /**
   * Gives the values of a field, in the order of the frame; empty where it has none.
   *
   * Protocols give one value where they are present: their octets, or `true` where those are not
   * at hand. Addresses are strings as Wireshark writes them; times are seconds.
   */
  values(field: string): readonly FilterValue[];
}
