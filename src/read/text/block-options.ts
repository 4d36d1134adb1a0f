import type { TextPosition } from "../../base/diagnostic";
import type { Nanoseconds } from "../../base/time";
import type { WiresharkRules } from "../../tcp/wireshark-rules";

/** Which conversation of a capture is wanted. */
export type ConversationChoice =
  | { readonly kind: "number"; readonly number: number }
  /** Of UDP, by Wireshark's `udp.stream`: `udp 3`. */
  | { readonly kind: "datagrams"; readonly number: number }
  /** `192.0.2.1:50000 - 192.0.2.2:80`, either way round; addresses as written. */
  | { readonly kind: "ends"; readonly ends: readonly [string, string] }
  | { readonly kind: "all" };

/** A choice, and where it is written; undefined where no text holds it. */
export type PlacedChoice = ConversationChoice & { readonly at?: TextPosition };

/** An endpoint named in `endpoints:`: `Name` or `Name (address[:port])`. */
export interface NamedEndpoint {
  readonly name: string;
  readonly address?: string;
  readonly port?: number;
}

/** `capture: [[file.pcapng]] as client`. */
export interface CaptureLink {
  /** The link's target without brackets, alias or heading. */
  readonly target: string;
  readonly side?: "client" | "server";
  readonly at: TextPosition;
}

/** What may be shown on or beside an arrow (`show:` and `hide:`). */
export type Shown =
  | "number"
  | "time"
  | "delta"
  | "flags"
  | "seq"
  | "ack"
  | "len"
  | "win"
  | "options"
  | "rtt"
  | "states"
  | "timers"
  | "marks"
  | "payload"
  | "phases"
  | "verdict"
  | "legend"
  | "details";

/** The options of a ladder block (docs/event-list.md, section 2). Undefined: not written, the default holds. */
export interface BlockOptions {
  readonly title?: string;
  readonly captures: readonly CaptureLink[];
  readonly conversation?: PlacedChoice;
  readonly filter?: { readonly text: string; readonly at: TextPosition };
  readonly endpoints: readonly NamedEndpoint[];
  /** Key (`10.0.0.2:80`, `10.0.0.1`, or a name of the list) and the name to show. */
  readonly names: ReadonlyMap<string, string>;
  readonly lifelines?: "auto" | "host" | "port";
  readonly seq?: "relative" | "raw" | "symbolic" | "off";
  /**
   * What stands on the segments of a list: the label as it was written (the default), or one made from its
   * fields, as for captures. Either value says that the lines are an event list, whatever they look like.
   */
  readonly labels?: "written" | "fields";
  readonly show: readonly Shown[];
  readonly hide: readonly Shown[];
  readonly time?: "rows" | "proportional";
  readonly tear?: Nanoseconds;
  readonly slant?: "auto" | "none" | Nanoseconds;
  /** A number: runs of more segments than that become one row. */
  readonly fold?: "auto" | "on" | "off" | number;
  readonly states?: "auto" | "off" | "written";
  readonly redact: readonly ("addresses" | "ports" | "payload")[];
  readonly marks?: "reasoned" | "wireshark";
  /** Whose rules the analysis follows where versions differ; undefined: 4.4. */
  readonly wireshark?: WiresharkRules;
  readonly checks?: boolean;
  /** Whether damage of scanned tables is repaired; undefined: yes. */
  readonly repair?: boolean;
  readonly style?: "hand" | "clean";
  readonly theme: readonly ("hand" | "clean" | "light" | "dark")[];
  readonly page?: string;
  /** Most messages in one drawing. */
  readonly messagesPerPage?: number;
  /** Target of `drawing: [[…]]`, without brackets. */
  readonly drawing?: string;
}
