import type { TcpOptions } from "../../trace/trace";
import type { PastedTime } from "./pasted-time";

/** One end of a frame as a pasted text names it; the address empty where the text leaves it out. */
export interface PastedEnd {
  readonly address: string;
  readonly port?: number;
}

/** What a pasted text says about a segment; nothing is concluded from other lines. */
export interface PastedSegment {
  readonly flags: number;
  /** As in the text. */
  readonly seq?: number;
  readonly ack?: number;
  /** Known to be the numbers of the header, not relative ones. */
  readonly isRaw?: boolean;
  /** Where the text gives relative numbers beside raw ones. */
  readonly relativeSeq?: number;
  readonly relativeAck?: number;
  readonly payloadLength?: number;
  /** The header's field, and after scaling. */
  readonly window?: number;
  readonly scaledWindow?: number;
  readonly options: TcpOptions;
  /** One line about the payload, where its octets are known. */
  readonly payload?: string;
  /** A name with a number behind it is none of the fields we know: misread, or newer than we are. */
  readonly hasUnknownField?: boolean;
  /** The number that ends the text, where no length follows: it may have been cut off. */
  readonly lastField?: "seq" | "ack";
  /** Opens a new conversation between ports that had one before, as the text says; false where it says that it is a repeat. */
  readonly isReuse?: boolean;
  /** What Wireshark wrote before the ports: `retransmission`, `dup ack`, in our words. */
  readonly marks?: readonly string[];
}

/** One frame of a pasted text, whatever its shape was. */
export interface PastedFrame {
  /** Line of the text, from 1. */
  readonly line: number;
  /** Frame number as the text gives it. */
  readonly number?: number;
  readonly time?: PastedTime;
  readonly source: PastedEnd;
  readonly destination: PastedEnd;
  /** Wireshark's protocol name; empty where the text leaves it out. */
  readonly protocol: string;
  /** Octets on the wire. */
  readonly length?: number;
  /** What the text says about it, in one line. */
  readonly summary: string;
  readonly segment?: PastedSegment;
}
