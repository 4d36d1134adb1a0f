import { assertNever } from "../../base/assert-never";
import type { Comparison, Filter, FilterFrame, FilterType, FilterValue, ValueRange } from "./filter";
import { comparableValue } from "./filter-value";
import { latinText } from "./latin-text";

/**
 * Tells whether a frame passes a filter, as Wireshark 4 decides it.
 *
 * A comparison needs a value: of an absent field nothing holds but `!exists`. With several values one
 * is enough, for `!=` and `===` all must hold. Without a filter every frame passes.
 */
export function matchFilter(filter: Filter | undefined, frame: FilterFrame): boolean {
  if (filter === undefined) return true;
  switch (filter.kind) {
    case "and":
      return filter.operands.every((operand) => matchFilter(operand, frame));
    case "or":
      return filter.operands.some((operand) => matchFilter(operand, frame));
    case "not":
      return !matchFilter(filter.operand, frame);
    case "exists":
      return frame.values(filter.field).length > 0;
    case "bits":
      return frame.values(filter.field).some((value) => (Number(value) & filter.bits) !== 0);
    case "contains":
      return texts(frame, filter.field).some((text) => filter.text !== "" && text.includes(filter.text));
    case "matches":
      return texts(frame, filter.field).some((text) => filter.pattern.test(text));
    case "in":
      return values(frame, filter.field, filter.type).some((value) =>
        filter.ranges.some((range) => isIn(value, range)),
      );
    case "compare":
      return compare(values(frame, filter.field, filter.type), filter.comparison, [filter.range]);
    case "compare-fields":
      return compare(values(frame, filter.field, filter.type), filter.comparison, otherValues(frame, filter));
    default:
      return assertNever(filter);
  }
}

function otherValues(
  frame: FilterFrame,
  filter: { readonly other: string; readonly type: FilterType },
): readonly ValueRange[] {
  return values(frame, filter.other, filter.type).map((value) => ({ low: value, high: value }));
}

function values(frame: FilterFrame, field: string, type: FilterType): readonly FilterValue[] {
  const out: FilterValue[] = [];
  for (const value of frame.values(field)) {
    const comparable = comparableValue(value, type);
    if (comparable !== undefined) out.push(comparable);
  }
  return out;
}

function texts(frame: FilterFrame, field: string): readonly string[] {
  return frame.values(field).flatMap((value) => {
    if (typeof value === "string") return [value];
    return value instanceof Uint8Array ? [latinText(value)] : [];
  });
}

function compare(
  left: readonly FilterValue[],
  comparison: Comparison,
  right: readonly ValueRange[],
): boolean {
  if (left.length === 0 || right.length === 0) return false;
  const holds = comparisons[comparison];
  const test = (value: FilterValue): boolean =>
    comparison === "!=" || comparison === "==="
      ? right.every((range) => holds(value, range))
      : right.some((range) => holds(value, range));
  return comparison === "!=" || comparison === "===" ? left.every(test) : left.some(test);
}

const comparisons: Record<Comparison, (value: FilterValue, range: ValueRange) => boolean> = {
  "==": isIn,
  "===": isIn,
  "!=": (value, range) => !isIn(value, range),
  "any!=": (value, range) => !isIn(value, range),
  ">": (value, range) => value > range.high,
  "<": (value, range) => value < range.low,
  ">=": (value, range) => value >= range.low,
  "<=": (value, range) => value <= range.high,
};

function isIn(value: FilterValue, range: ValueRange): boolean {
  return value >= range.low && value <= range.high;
}
