import type { Diagnostic } from "../base/diagnostic";
import type { EpochNanoseconds } from "../base/time";
import type { WiresharkRules } from "../tcp/wireshark-rules";
import type { DissectionFormat } from "./dissected/dissection";

/** Container formats that are read. */
export type CaptureFormat = "pcap" | "pcapng" | "snoop" | DissectionFormat;

/**
 * A whole capture as columns: enough of each frame to list conversations and to find its octets again.
 *
 * Row n is frame number n + 1. Plain data and typed arrays throughout, so a worker can hand it over.
 */
export interface CaptureIndex {
  readonly format: CaptureFormat;
  /** By whose rules conversations were told apart. */
  readonly rules: WiresharkRules;
  /** Whether the file is gzipped; offsets then count in the inflated octets. */
  readonly isCompressed: boolean;
  readonly frameCount: number;
  readonly frames: FrameColumns;
  /** In the order of the file, across sections; a pcap has one. */
  readonly interfaces: readonly CaptureInterface[];
  /** Whether no frame is earlier than the one before it. */
  readonly isInOrder: boolean;
  /** Of TCP, by Wireshark's `tcp.stream`. */
  readonly conversations: ConversationColumns;
  /** 1 for each conversation of TCP in which something was seen that its reasons may have to explain. */
  readonly eventful: Uint8Array;
  /** Of each other conversation of TCP, how many segments were sent again. */
  readonly sentAgain: Uint32Array;
  /** Rows of the reset that ended one of those; −1 without. */
  readonly resets: Int32Array;
  /** Of each other one the longest silence that an application ended, in nanoseconds, and the direction of its end; 0 for none. */
  readonly pauses: Float64Array;
  readonly pausedBy: Uint8Array;
  /** Of UDP, by Wireshark's `udp.stream`; what TCP alone has is empty. */
  readonly datagrams: ConversationColumns;
  readonly otherSides: OtherSides;
  /** Frames (rows) that carry the fragments of a datagram, by the row that completed it: its own is the last. */
  readonly fragments: ReadonlyMap<number, readonly number[]>;
  /** What people wrote about frames, by row; each comment on a line. */
  readonly comments: ReadonlyMap<number, string>;
  /** Host names by address, as the file resolves them. */
  readonly names: ReadonlyMap<string, string>;
  /** Time of the first frame; undefined without frames. */
  readonly start: EpochNanoseconds | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** One value per frame. Sequence numbers are raw; what a frame without TCP lacks is 0. */
export interface FrameColumns {
  /** Where the frame's octets start. */
  readonly offset: Float64Array;
  /** Whole seconds since 1970, and nanoseconds beyond them. */
  readonly seconds: Float64Array;
  readonly nanoseconds: Uint32Array;
  readonly capturedLength: Uint32Array;
  readonly originalLength: Uint32Array;
  /** Position in `CaptureIndex.interfaces`. */
  readonly interfaceNumber: Uint16Array;
  /**
   * Conversation × 2 + direction of the innermost TCP or UDP header that is not quoted by an ICMP error: of UDP
   * as −2 minus that; −1 where the frame belongs to none.
   */
  readonly conversation: Int32Array;
  readonly sequence: Uint32Array;
  readonly acknowledgment: Uint32Array;
  /** As on the wire. */
  readonly window: Uint16Array;
  readonly flags: Uint16Array;
  /** Octets of payload by the headers. */
  readonly payloadLength: Uint32Array;
  /** Value of the timestamps option (RFC 7323 §3), 0 without one. */
  readonly timestamp: Uint32Array;
  /** 1 where the segment carries SACK. */
  readonly hasSack: Uint8Array;
}

/**
 * Sides (as in `FrameColumns.conversation`) of headers beside a frame's own: of a tunnel, or quoted by an ICMP
 * error; one entry each, `rows` rising. Wireshark numbers their conversations, too, though no frame is theirs.
 */
export interface OtherSides {
  readonly rows: Int32Array;
  readonly sides: Int32Array;
}

/** Gives the column value of a side of UDP, and the side of UDP of a column value. */
export function datagramSide(side: number): number {
  return -2 - side;
}

/** What the frames of one interface have in common. */
export interface CaptureInterface {
  /** LINKTYPE_ number of the tcpdump registry. */
  readonly linkType: number;
  /** Number within its pcapng section; undefined for pcap, which has no interfaces. */
  readonly number: number | undefined;
}

/** Words of a conversation's key: IP version, two addresses of four words, two ports. */
export const CONVERSATION_KEY_WORDS = 10;

/**
 * One value per conversation, or two (direction 0, direction 1) at `2 × conversation + direction`.
 *
 * Direction 0 is sent by the end that stands first in the key. Frames are rows; −1 where never seen.
 */
export interface ConversationColumns {
  readonly count: number;
  readonly key: Uint32Array;
  readonly completeness: Uint8Array;
  /** The same without what the first frame alone told, but for its SYN, where the ports are new: what 4.0 shows in that frame. */
  readonly laterCompleteness: Uint8Array;
  /** The direction of what the client sends: of the first SYN, else of the first segment. */
  readonly clientDirection: Uint8Array;
  readonly firstFrame: Int32Array;
  readonly lastFrame: Int32Array;

  /** What follows has two values per conversation. */
  readonly frames: Uint32Array;
  /** Octets on the wire. */
  readonly octets: Float64Array;
  readonly payloadOctets: Float64Array;
  /** 1 where the first payload begins as what names a server does: TLS, an HTTP request, or QUIC. */
  readonly mayNameServer: Uint8Array;
  /** Sequence number that Wireshark counts as 0; meant where `hasBase` is 1. */
  readonly base: Uint32Array;
  readonly hasBase: Uint8Array;
  /** Window shift; −1 not known, −2 not in use. */
  readonly windowShift: Int8Array;
  /** First SYN, SYN,ACK, FIN and RST this direction sent. */
  readonly synFrame: Int32Array;
  readonly synAckFrame: Int32Array;
  readonly finFrame: Int32Array;
  readonly rstFrame: Int32Array;
  /** Sequence number after the first FIN, and the frame of the other direction that acknowledged it first. */
  readonly finEnd: Uint32Array;
  readonly finAckFrame: Int32Array;
  /** Where numbers change their base within a conversation, by row; empty but for damaged captures and Wireshark 4.0's rules. */
  readonly rebases: Rebase[];
  /** Of conversations that an ICMP error told of before any frame of their own: the row of that error. */
  readonly quotedFirst: Map<number, number>;
  /** Conversations that FTP announced: Wireshark does not count their SYN in `tcp.completeness`. */
  readonly announced: Set<number>;
}

/** From a row on, the numbers of a side (conversation × 2 + direction) count from another base. */
export interface Rebase {
  readonly row: number;
  readonly side: number;
  readonly base: number;
}
