import type { TcpNumber, TcpOptions } from "../../trace/trace";
import type { WrittenTime } from "./written-time";
import type { endpointWords } from "./tokenize-endpoint-event";

/** A piece of a line with its place; offsets as in tokens. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One understood line of an event list. */
export type Statement = OptionStatement | EventStatement;

/** `key: value`; the key in lower case, the value empty where none stands. */
export interface OptionStatement {
  readonly kind: "option";
  readonly line: number;
  readonly key: Word;
  readonly value: Word;
}

/** A line that becomes an event. */
export type EventStatement = MessageStatement | EndpointStatement | NoteStatement | DividerStatement;

/** When an event happens, as written. */
export interface Timing {
  readonly together: boolean;
  readonly time?: WrittenTime & { readonly at: Word };
  readonly arrival?: WrittenTime & { readonly at: Word };
}

/** A line with an arrow. */
export interface MessageStatement {
  readonly kind: "message";
  readonly line: number;
  readonly timing: Timing;
  /** Sender and receiver, whichever side they were written on; quotes still around. */
  readonly from: Word;
  readonly to: Word;
  readonly lost: boolean;
  readonly dashed: boolean;
  /** The label without its attributes; empty where none stands. */
  readonly label: Word;
  /** Set where the label speaks TCP. */
  readonly segment?: WrittenSegment;
  readonly attributes: readonly WrittenAttribute[];
}

/** `[name=value]`. */
export interface WrittenAttribute {
  readonly name: Word;
  /** Without quotes. */
  readonly value?: Word;
}

/** What a label says about a segment; nothing is concluded from other lines. */
export interface WrittenSegment {
  readonly flags: number;
  /** In the order written; two where an acknowledgment was called SEQ as well. */
  readonly seqs: readonly { readonly number: TcpNumber; readonly at: Word }[];
  readonly ack?: TcpNumber;
  readonly length?: number;
  readonly window?: number;
  readonly options: TcpOptions;
  /** Text of the first quoted string, as written between its quotes. */
  readonly payload?: string;
}

/** `NAME: word text`. */
export interface EndpointStatement {
  readonly kind: "endpoint-event";
  readonly line: number;
  readonly timing: Timing;
  readonly endpoint: Word;
  readonly what: (typeof endpointWords)[number];
  readonly text: string;
}

/** `note left of NAME: text` and its kin. */
export interface NoteStatement {
  readonly kind: "note";
  readonly line: number;
  readonly where: "left" | "right" | "over";
  readonly endpoints: readonly Word[];
  readonly text: string;
}

/** A phase, a tear in time, or a step. */
export interface DividerStatement {
  readonly kind: "divider";
  readonly line: number;
  readonly what: "phase" | "tear" | "step";
  readonly text: string;
}
