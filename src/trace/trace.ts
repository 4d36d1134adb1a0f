import type { Diagnostic } from "../base/diagnostic";
import type { EpochNanoseconds, Nanoseconds } from "../base/time";
import type { Finding } from "../tcp/finding";
import type { SegmentAnalysis } from "../tcp/judged-segment";

/** What happened on the wire, or is said to have happened: the one model every picture is drawn from. */
export interface Trace {
  readonly source: TraceSource;
  /** Absolute time of `time` zero; undefined where no clock is known. */
  readonly start: EpochNanoseconds | undefined;
  /** In lifeline order: as the source names them, else by first appearance. Never two with one key. */
  readonly endpoints: readonly Endpoint[];
  /** The TCP conversations among the events, in the order of their numbers. */
  readonly conversations: readonly Conversation[];
  /** Capture order, or the order of the lines. */
  readonly events: readonly TraceEvent[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a trace came from, for captions. */
export interface TraceSource {
  readonly name: string;
  readonly format: "pcap" | "pcapng" | "snoop" | "json" | "pdml" | "event list";
}

/** Position of an endpoint in `Trace.endpoints`. */
export type EndpointIndex = number;

/** An address with an optional port, or a name in a hand-written list. */
export interface Endpoint {
  /** Identity: `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`, or the name as first written. Survives renaming. */
  readonly key: string;
  /** Shown at the head of the lifeline. */
  readonly name: string;
  readonly address?: string;
  readonly port?: number;
}

/** A TCP conversation (both directions between two address:port pairs). */
export interface Conversation {
  /** Wireshark's `tcp.stream`, from 0. */
  readonly number: number;
  /** The end that sent the first SYN, else that sent first; and its peer. */
  readonly client: string;
  readonly server: string;
  /** How far the point of capture is from both ends; undefined where no handshake tells. */
  readonly transit?: Transit;
  /** One line: who opened, who closed and how, how long, bytes each way, and what matters most. */
  readonly verdict: string;
  /** What happened and why, in order; left out where not all of its segments were read. */
  readonly findings?: readonly Finding[];
}

/** Assumed one-way times between the point of capture and the ends: half of what each took to answer. */
export interface Transit {
  /** Zero where the capture was taken at that end. */
  readonly client: Nanoseconds;
  readonly server: Nanoseconds;
}

/** One thing that happened, drawn as one group of elements. */
export type TraceEvent = Segment | Message | Remark | EndpointEvent | Divider;

/** What all events share. */
interface EventBase {
  /** Identity by content and occurrence, never by position: survives inserted events. Unique in a trace. */
  readonly id: string;
  /** Line in the event list, from 1. */
  readonly line?: number;
  /** Time since `Trace.start`, or since the first event of a list. */
  readonly time?: Nanoseconds;
  /** Starts at the same moment as the event before it (`&` in a list). */
  readonly together?: boolean;
}

/** What all arrows share. */
export interface ArrowBase extends EventBase {
  readonly from: EndpointIndex;
  readonly to: EndpointIndex;
  /** Frame number in the capture (from 1), or the number written in a list. */
  readonly frame?: number;
  /** Time of arrival where both ends are known. */
  readonly arrival?: Nanoseconds;
  /** When it left and arrived by the round trip of the handshake, where only one point was observed. */
  readonly assumedWay?: { readonly departure: Nanoseconds; readonly arrival: Nanoseconds };
  /** How long it was under way where only that is written. */
  readonly delay?: Nanoseconds;
  /** What a person named it by (`[id=syn]`); `id` follows from it. */
  readonly identity?: string;
  /** The label as a person wrote it; drawn as it stands. */
  readonly written?: string;
  /** Fraction of the way after which it was lost; undefined when it arrived. */
  readonly lostAt?: number;
  /** Words such as "retransmission", in the order they are to be shown. */
  readonly marks: readonly string[];
  readonly note?: string;
  readonly color?: string;
  readonly dashed?: boolean;
}

/** A sequence or acknowledgment number: a literal, or a symbol plus an offset (`client+1`). */
export type TcpNumber =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "symbol"; readonly symbol: string; readonly offset: number };

/** A TCP segment (RFC 9293 §3.1). Flags are the header's 12 bits, FIN lowest. */
export interface Segment extends ArrowBase {
  readonly kind: "segment";
  readonly conversation: number;
  /** Number among all arrows of a list, from 1, which its analysis takes for a frame number; where none is written. */
  readonly ordinal?: number;
  /** Which end of the conversation sent it (its `client` or `server`), where both share one lifeline and `from` does not tell. */
  readonly sender?: string;
  readonly flags: number;
  /** As on the wire, or as written. */
  readonly seq?: TcpNumber;
  readonly ack?: TcpNumber | undefined;
  /** Relative by Wireshark's rule (tcp-rules.md §2); undefined for symbols. */
  readonly relativeSeq?: number;
  readonly relativeAck?: number | undefined;
  /** Octets on the wire, where a pasted text tells them. */
  readonly length?: number;
  /** Octets of payload by the headers; undefined where a list does not say. */
  readonly payloadLength?: number;
  /** The 16-bit field as sent, and after window scaling. */
  readonly window?: number;
  readonly scaledWindow?: number;
  readonly options: TcpOptions;
  /** One line about the payload: quoted text of a list, a start line, or nothing. */
  readonly payload?: string | undefined;
  /** Wireshark's judgement, in the light of all earlier segments of the conversation; undefined where numbers are missing. */
  readonly analysis?: SegmentAnalysis | undefined;
}

/** TCP options worth a label. */
export interface TcpOptions {
  readonly mss?: number;
  readonly windowScale?: number;
  readonly sackPermitted?: boolean;
  /** Left and right edges as sent (lists: as written, numbers only). */
  readonly sack?: readonly (readonly [left: number, right: number])[];
  readonly timestampValue?: number;
  readonly timestampEcho?: number;
}

/** Any other arrow: a datagram, a control message, or free text in a list. */
export interface Message extends ArrowBase {
  readonly kind: "message";
  /** Wireshark's protocol name ("UDP", "ICMP", "ARP"); undefined in lists. */
  readonly protocol?: string;
  /** One line about it ("Echo (ping) request", "53 → 40000 Len=64"). */
  readonly summary: string;
  /** Octets on the wire. */
  readonly length?: number;
  /** Stands for a run of segments that are not drawn one by one. */
  readonly folded?: FoldedRun;
}

/** What a folded row stands for. */
export interface FoldedRun {
  readonly conversation: number;
  readonly segments: number;
  /** Payload in the direction of the row, and against it. */
  readonly octets: number;
  readonly octetsBack: number;
  /** First and last frame of each piece, ascending. */
  readonly frames: readonly (readonly [first: number, last: number])[];
  /** Time of the last segment. */
  readonly until?: Nanoseconds;
}

/** Text beside, or over, lifelines. */
export interface Remark extends EventBase {
  readonly kind: "remark";
  readonly where: "left" | "right" | "over";
  readonly endpoints: readonly EndpointIndex[];
  readonly text: string;
}

/** One end of an arrow: where it leaves, or where it arrives. */
export interface ArrowEnd {
  /** Id of the segment or message; where a timer ends in a state, id of that state's event, and no side counts. */
  readonly event: string;
  readonly side: "departure" | "arrival";
}

/** Something that happens at one end, not on the wire. */
export interface EndpointEvent extends EventBase {
  readonly kind: "endpoint-event";
  readonly endpoint: EndpointIndex;
  readonly what: "state" | "call" | "socket" | "timer" | "deliver";
  /** `SYN-SENT`, `connect()`, `create`, `start TIME-WAIT 60s`, `512 bytes`: the words after the keyword. */
  readonly text: string;
  /** Happens where this arrow leaves or arrives; undefined: in the order of the events. */
  readonly at?: ArrowEnd;
  /** Of a timer that is known from start to end: where it started; it ends at `at`, or at this event. */
  readonly since?: ArrowEnd;
  /** Not shown by any segment of this endpoint: follows from what the other end did, a call, or a timer. */
  readonly assumed?: boolean;
}

/** A line across the ladder: a phase with its caption, a tear in time, or a build step of slides. */
export interface Divider extends EventBase {
  readonly kind: "divider";
  readonly what: "phase" | "tear" | "step";
  readonly text: string;
  /** Found among the segments, not written: its caption stands beside the ladder, as arrows run through it. */
  readonly isFound?: true;
}
