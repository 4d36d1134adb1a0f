/** The eleven states of a TCP connection at one end (RFC 9293 §3.3.2). */
export type TcpState =
  | "CLOSED"
  | "LISTEN"
  | "SYN-SENT"
  | "SYN-RECEIVED"
  | "ESTABLISHED"
  | "FIN-WAIT-1"
  | "FIN-WAIT-2"
  | "CLOSE-WAIT"
  | "CLOSING"
  | "LAST-ACK"
  | "TIME-WAIT";

/** A state, or that nothing has shown it yet (a capture that begins in the middle). */
export type KnownState = TcpState | undefined;

/** One of the two ends of a conversation. */
export type End = 0 | 1;

/**
 * A segment as the state machine takes it; numbers raw, or stand-ins of symbols in one space a sender.
 *
 * An undefined number was not written: it is then taken to fit.
 */
export interface StateSegment {
  readonly from: End;
  readonly flags: number;
  readonly seq: number | undefined;
  readonly ack: number | undefined;
  readonly payloadLength: number;
  /** Known never to have arrived. */
  readonly isLost: boolean;
  /** Left at the same moment as the segment before it. */
  readonly isTogether: boolean;
  /** When it left, and arrived, in nanoseconds since any fixed moment; both known: they decide what had arrived when. */
  readonly time?: number | undefined;
  readonly arrival?: number | undefined;
}

/** Why a state was entered. */
export type Cause =
  /** A segment left, or arrived: its position in the list. */
  | { readonly kind: "sent" | "arrived"; readonly segment: number }
  /** The application opened, or the record of the connection was lost; before the segment at that position. */
  | { readonly kind: "call"; readonly call: "passive open" | "lost record"; readonly segment: number }
  /** Twice the maximum segment lifetime passed: after all, or before the segment at that position. */
  | { readonly kind: "timer"; readonly segment: number };

/** One change of state at one end. */
export interface StateChange {
  readonly end: End;
  readonly from: KnownState;
  readonly to: TcpState;
  readonly cause: Cause;
  /** The latest segment this end had sent before, −1 for none: the change is not to be drawn above it. */
  readonly afterOwn: number;
  /**
   * The segment of this end that shows the state, by being one that only this state sends; undefined
   * where the change is assumed from what the other end did, a call, or a timer.
   */
  readonly provenBy: number | undefined;
}
