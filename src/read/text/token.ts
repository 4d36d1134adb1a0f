/** What a piece of a line is; the reader, the checker and the editor's colours share these words. */
export type TokenKind =
  | "comment"
  | "key"
  | "value"
  | "keyword"
  | "together"
  | "time"
  | "endpoint"
  | "arrow"
  | "separator"
  | "flag"
  | "field"
  | "number"
  | "symbol"
  | "string"
  | "text"
  | "caption"
  | "attribute"
  | "attribute-value"
  | "unknown";

/** A piece of a line; offsets count UTF-16 units from the line's start, `end` excluded. Never empty. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** What a line is as a whole. */
export type LineShape =
  | "blank"
  | "comment"
  | "option"
  | "message"
  | "endpoint-event"
  | "note"
  | "phase"
  | "tear"
  | "step"
  | "unknown";

/** Why a line is not understood, as the code of its diagnostic. */
export type LineFault =
  | "unknown-line"
  | "two-way-arrow"
  | "second-arrow"
  | "unknown-arrow"
  | "missing-endpoint"
  | "unclosed-quote"
  | "unknown-endpoint-event";

/** A line taken apart. Tokens stand in order, do not overlap, and leave out only blanks. */
export interface TokenizedLine {
  readonly shape: LineShape;
  readonly tokens: readonly Token[];
  /** Set where the shape is "unknown": what is wrong, and where. */
  readonly fault?: {
    readonly code: LineFault;
    readonly start: number;
    readonly end: number;
    readonly suggestion?: string;
  };
}
