import { leadingOptions } from "../read/text/leading-options";
import { shapeOfLines } from "../read/text/shape-of-lines";
import type { TokenKind } from "../read/text/token";
import { opensEvents, tokenizeLine } from "../read/text/tokenize-line";

/** What a piece of a ladder block is to an editor's colours; names as syntax highlighters use them. */
type HighlightClass =
  | "comment"
  | "property"
  | "value"
  | "keyword"
  | "operator"
  | "time"
  | "name"
  | "flag"
  | "field"
  | "number"
  | "symbol"
  | "string"
  | "text"
  | "heading"
  | "attribute"
  | "invalid";

/** A piece of a line; `offset` and `length` count UTF-16 units, as editors do. */
export interface HighlightSpan {
  readonly offset: number;
  readonly length: number;
  readonly class: HighlightClass;
}

const classes: Readonly<Record<TokenKind, HighlightClass>> = {
  comment: "comment",
  key: "property",
  value: "value",
  keyword: "keyword",
  together: "operator",
  time: "time",
  endpoint: "name",
  arrow: "operator",
  separator: "operator",
  flag: "flag",
  field: "field",
  number: "number",
  symbol: "symbol",
  string: "string",
  text: "text",
  caption: "heading",
  attribute: "attribute",
  "attribute-value": "value",
  unknown: "invalid",
};

/**
 * Gives the spans to colour in every line of a ladder block, from the tokenizer that reads it: in order, without
 * overlap, blanks left out. Of what a tool printed only the options above it have any.
 */
export function highlightBlock(lines: readonly string[]): readonly (readonly HighlightSpan[])[] {
  const isList = shapeOfLines(lines) === "event list";
  const coloured = isList ? lines.length : leadingOptions(lines).length;
  let beforeEvents = true;
  return lines.map((line, i) => {
    if (i >= coloured) return [];
    const { shape, tokens } = tokenizeLine(line, beforeEvents);
    if (opensEvents(shape)) beforeEvents = false;
    return tokens.map(({ kind, start, end }) => ({
      offset: start,
      length: end - start,
      class: classes[kind],
    }));
  });
}
