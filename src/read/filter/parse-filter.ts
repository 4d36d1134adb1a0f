import type { Diagnostic } from "../../base/diagnostic";
import { nearestName } from "../../base/nearest-name";
import type { textWords } from "../../base/words/text-words";
import type { Comparison, Filter, FilterType, ValueRange } from "./filter";
import { filterFields } from "./filter-fields";
import { parseFilterValue, valueExamples } from "./filter-value";
import { latinText } from "./latin-text";
import { TextPattern } from "./text-pattern";
import { tokenizeFilter, type FilterToken } from "./tokenize-filter";

/** A filter understood, or undefined with the reason among the diagnostics. */
export interface FilterReading {
  readonly filter: Filter | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a filter's text starts: line and column from 1. */
export interface FilterPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads a display filter (docs/display-filter.md); positions are those of the text it stands in.
 *
 * An empty text is no filter. What is not understood is one error, at its column. A field that what is
 * filtered cannot hold (`isHeld` false) is a warning, so that nothing is silently empty.
 */
export function parseFilter(
  text: string,
  at: FilterPlace = { line: 1, column: 1 },
  isHeld: (field: string) => boolean = () => true,
): FilterReading {
  if (text.trim() === "") return { filter: undefined, diagnostics: [] };
  const parser = new FilterParser(tokenizeFilter(text), at, isHeld);
  try {
    const filter = parser.parse();
    return { filter, diagnostics: parser.warnings };
  } catch (error) {
    if (error instanceof FilterStop) return { filter: undefined, diagnostics: [error.diagnostic] };
    throw error;
  }
}

/** Leaves the parser at the first error; never leaves this file. */
class FilterStop extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.code);
    this.diagnostic = diagnostic;
  }
}

const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["==", "=="],
  ["eq", "=="],
  ["any_eq", "=="],
  ["!=", "!="],
  ["ne", "!="],
  ["all_ne", "!="],
  ["===", "==="],
  ["all_eq", "==="],
  ["!==", "any!="],
  ["~=", "any!="],
  ["any_ne", "any!="],
  [">", ">"],
  ["gt", ">"],
  ["<", "<"],
  ["lt", "<"],
  [">=", ">="],
  ["ge", ">="],
  ["<=", "<="],
  ["le", "<="],
]);

const ordered: ReadonlySet<FilterType> = new Set<FilterType>([
  "integer",
  "float",
  "ipv4",
  "ipv6",
  "string",
  "ether",
]);
const DEEPEST = 100;

class FilterParser {
  readonly warnings: Diagnostic[] = [];
  readonly #tokens: readonly FilterToken[];
  readonly #place: FilterPlace;
  readonly #isHeld: (field: string) => boolean;
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly FilterToken[], place: FilterPlace, isHeld: (field: string) => boolean) {
    this.#tokens = tokens;
    this.#place = place;
    this.#isHeld = isHeld;
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#peek().kind !== "end")
      this.#stop("filter-syntax", this.#peek(), { needed: "and, or, or the end" });
    return filter;
  }

  #or(): Filter {
    return this.#chain("or", "||", () => this.#and());
  }

  #and(): Filter {
    return this.#chain("and", "&&", () => this.#not());
  }

  #chain(kind: "and" | "or", sign: string, operand: () => Filter): Filter {
    const first = operand();
    const operands = [first];
    while (this.#take(kind) || this.#take(sign)) operands.push(operand());
    return operands.length === 1 ? first : { kind, operands };
  }

  #not(): Filter {
    const token = this.#peek();
    if (this.#depth > DEEPEST) this.#stop("filter-syntax", token, { needed: "fewer brackets" });
    this.#depth += 1;
    const filter =
      this.#take("not") || this.#take("!") ? ({ kind: "not", operand: this.#not() } as const) : this.#test();
    this.#depth -= 1;
    return filter;
  }

  #test(): Filter {
    if (this.#take("(")) {
      const inner = this.#or();
      if (!this.#take(")")) this.#stop("filter-syntax", this.#peek(), { needed: ")" });
      return inner;
    }
    const token = this.#next();
    if (token.kind !== "word") this.#stop("filter-syntax", token, { needed: "a field such as tcp.port" });
    const field = this.#field(token);
    if (this.#take("contains")) return this.#contains(token, field);
    if (this.#take("matches")) return this.#matches(token, field);
    if (this.#take("in")) return this.#set(field);
    if (this.#takeNotIn()) return { kind: "not", operand: this.#set(field) };
    if (this.#take("&")) return this.#bits(field);
    const comparison = comparisons.get(this.#peek().text);
    if (comparison === undefined || this.#peek().kind === "string")
      return { kind: "exists", field: field.name };
    return this.#comparison(field, comparison, this.#next());
  }

  #field(token: FilterToken): Field {
    const name = token.text;
    const type = filterFields.get(name);
    if (type === undefined) return this.#stop("unknown-filter-field", token, near(name, filterFields.keys()));
    if (!this.#isHeld(name))
      this.warnings.push(this.#diagnostic("filter-field-not-held", "warning", token, {}));
    return { name, type };
  }

  #comparison({ name: field, type }: Field, comparison: Comparison, sign: FilterToken): Filter {
    const isOrder = "<>".includes(comparison.charAt(0));
    if (type === "protocol" || (isOrder && !ordered.has(type))) this.#stopAtOperator(field, sign);
    const token = this.#next();
    const other = token.kind === "word" ? filterFields.get(token.text) : undefined;
    if (other === type) return { kind: "compare-fields", field, type, comparison, other: token.text };
    return { kind: "compare", field, type, comparison, range: this.#value(token, type) };
  }

  #value(token: FilterToken, type: FilterType): ValueRange {
    const isText = type === "string";
    const isLiteral = token.kind === "word" || token.kind === "string";
    const value = isLiteral ? parseFilterValue(token.text, type) : undefined;
    if (value !== undefined && (isText || token.kind === "word")) return value;
    return this.#stop("filter-value", token, { needed: valueExamples[type] });
  }

  #contains(at: FilterToken, { name: field, type }: Field): Filter {
    if (type !== "string" && type !== "protocol") this.#stopAtOperator(field, this.#before(at));
    const isWord = this.#peek().kind === "word";
    const text = this.#text();
    const octets = isWord && type === "protocol" ? parseOctets(text) : undefined;
    if (octets !== undefined) return { kind: "contains", field, text: latinText(octets) };
    return {
      kind: "contains",
      field,
      text: type === "protocol" ? latinText(new TextEncoder().encode(text)) : text,
    };
  }

  #matches(at: FilterToken, { name: field, type }: Field): Filter {
    if (type !== "string" && type !== "protocol") this.#stopAtOperator(field, this.#before(at));
    const token = this.#peek();
    const pattern = TextPattern.compile(this.#text());
    if (pattern instanceof TextPattern) return { kind: "matches", field, pattern };
    const start = Math.min(token.start + 1 + pattern.offset, token.end - 1);
    return this.#stop("filter-pattern", { ...token, start, end: start + 1 }, {});
  }

  #text(): string {
    const token = this.#next();
    if (token.kind !== "string" && token.kind !== "word")
      this.#stop("filter-value", token, { needed: 'a text such as "GET"' });
    return token.text;
  }

  #set({ name: field, type }: Field): Filter {
    if (type === "protocol") this.#stopAtOperator(field, this.#previous());
    if (!this.#take("{")) this.#stop("filter-syntax", this.#peek(), { needed: "{" });
    const ranges: ValueRange[] = [];
    while (!this.#take("}")) {
      const low = this.#value(this.#next(), type);
      ranges.push({ low: low.low, high: this.#take("..") ? this.#value(this.#next(), type).high : low.high });
      this.#take(",");
    }
    if (ranges.length === 0) this.#stop("filter-syntax", this.#previous(), { needed: "a value" });
    return { kind: "in", field, type, ranges };
  }

  #bits({ name: field, type }: Field): Filter {
    if (type !== "integer") this.#stopAtOperator(field, this.#previous());
    const { low } = this.#value(this.#next(), type);
    return { kind: "bits", field, bits: Number(low) };
  }

  #takeNotIn(): boolean {
    if (this.#peek().text !== "not" || this.#tokens[this.#index + 1]?.text !== "in") return false;
    this.#index += 2;
    return true;
  }

  #peek(): FilterToken {
    return this.#tokens[this.#index] ?? { kind: "end", text: "", start: 0, end: 0 };
  }

  #next(): FilterToken {
    const token = this.#peek();
    if (token.kind !== "end") this.#index += 1;
    return token;
  }

  #previous(): FilterToken {
    return this.#tokens[this.#index - 1] ?? this.#peek();
  }

  #before(field: FilterToken): FilterToken {
    return this.#tokens[this.#tokens.indexOf(field) + 1] ?? field;
  }

  #take(text: string): boolean {
    const token = this.#peek();
    if (token.text !== text || token.kind === "string") return false;
    this.#index += 1;
    return true;
  }

  #stopAtOperator(field: string, token: FilterToken): never {
    return this.#stop("filter-operator", token, { needed: field });
  }

  #stop(code: FilterCode, token: FilterToken, details: Pick<Diagnostic, "needed" | "suggestion">): never {
    throw new FilterStop(this.#diagnostic(code, "error", token, details));
  }

  #diagnostic(
    code: FilterCode,
    severity: Diagnostic["severity"],
    { kind, text, start, end }: FilterToken,
    details: Pick<Diagnostic, "needed" | "suggestion">,
  ): Diagnostic {
    const { line, column } = this.#place;
    const at = { kind: "text", line, column: column + start, length: Math.max(1, end - start) } as const;
    return { code, severity, at, found: kind === "end" ? "the end" : text.slice(0, 80), ...details };
  }
}

interface Field {
  readonly name: string;
  readonly type: FilterType;
}

type FilterCode = keyof typeof textWords;

const OCTETS = /^[\da-f]{2}(?:[:.-]?[\da-f]{2})*$/iu;

/** Gives the octets that `47:45:54` or `474554` stands for; undefined for other words. */
function parseOctets(text: string): Uint8Array | undefined {
  if (!OCTETS.test(text)) return undefined;
  return Uint8Array.from(text.match(/[\da-f]{2}/giu) ?? [], (octet) => parseInt(octet, 16));
}

function near(name: string, candidates: Iterable<string>): Pick<Diagnostic, "suggestion"> {
  const suggestion = nearestName(name, candidates);
  return suggestion === undefined ? {} : { suggestion };
}
