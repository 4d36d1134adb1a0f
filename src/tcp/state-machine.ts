import { ACK, FIN, RST, SYN } from "./flags";
import type { KnownState, TcpState } from "./tcp-state";

/** A segment that leaves, as far as the sender's state depends on it. */
export interface Departure {
  readonly flags: number;
  /** Answers an acknowledgment of something never sent: the connection stays as it is (§3.10.7.3, §3.10.7.4). */
  readonly isAnswer: boolean;
}

/** A segment that arrived, as far as the receiver's state depends on it. */
export interface Arrival {
  readonly flags: number;
  /** Acknowledges the receiver's SYN and nothing never sent, or its FIN (true where numbers cannot tell). */
  readonly acksSyn: boolean;
  readonly acksFin: boolean;
  /** Its sequence number is the one expected (true where numbers cannot tell). */
  readonly isExpected: boolean;
  /** Nothing is missing before it (true where numbers cannot tell). */
  readonly isInOrder: boolean;
  /** Asks for a new connection: a SYN that is no repetition of the one known. */
  readonly isNewSyn: boolean;
  /** The receiver opened passively. */
  readonly isPassive: boolean;
}

/**
 * Gives the states that sending a segment leads to, one after the other; empty where it changes nothing
 * (RFC 9293 §3.10.1 to §3.10.6). An unknown state is not changed here: only what follows can tell it.
 */
export function statesAfterSending(state: KnownState, { flags, isAnswer }: Departure): readonly TcpState[] {
  if (state === undefined) return [];
  if ((flags & RST) !== 0) return isAnswer || state === "LISTEN" || state === "SYN-SENT" ? [] : ["CLOSED"];
  if ((flags & SYN) !== 0) return afterSendingSyn(state, flags);
  if (state === "SYN-SENT" && (flags & ACK) !== 0) {
    // It acknowledges a SYN,ACK that nobody saw on the wire.
    return (flags & FIN) === 0 ? ["ESTABLISHED"] : ["ESTABLISHED", "FIN-WAIT-1"];
  }
  return (flags & FIN) === 0 ? [] : afterSendingFin(state);
}

function afterSendingSyn(state: TcpState, flags: number): readonly TcpState[] {
  if ((flags & ACK) === 0) return state === "CLOSED" || state === "LISTEN" ? ["SYN-SENT"] : [];
  return state === "LISTEN" ? ["SYN-RECEIVED"] : [];
}

function afterSendingFin(state: TcpState): readonly TcpState[] {
  if (state === "CLOSE-WAIT") return ["LAST-ACK"];
  return state === "ESTABLISHED" || state === "SYN-RECEIVED" ? ["FIN-WAIT-1"] : [];
}

/**
 * Gives the states an arriving segment leads to, one after the other; empty where it changes nothing (RFC 9293 §3.10.7).
 *
 * TIME-WAIT is given again for a repeated FIN: its timer restarts. An unknown state stays unknown.
 */
export function statesAfterArrival(state: KnownState, arrival: Arrival): readonly TcpState[] {
  if (state === undefined) return [];
  return (arrival.flags & RST) === 0 ? arrivals[state](arrival) : afterReset(state, arrival);
}

/** Gives true where an arriving segment is to be answered by a reset that leaves the state as it is. */
export function asksForReset(state: KnownState, { flags, acksSyn }: Arrival): boolean {
  if ((flags & RST) !== 0 || (flags & ACK) === 0) return false;
  return state === "LISTEN" || ((state === "SYN-SENT" || state === "SYN-RECEIVED") && !acksSyn);
}

/** The table of RFC 9293 §3.10.7, a row a state: what an arriving segment without RST leads to. */
const arrivals: Readonly<Record<TcpState, (arrival: Arrival) => readonly TcpState[]>> = {
  CLOSED: () => [],
  LISTEN: (arrival) => (isBareSyn(arrival) ? ["SYN-RECEIVED"] : []),
  "SYN-SENT": afterSynSent,
  "SYN-RECEIVED": afterSynReceived,
  ESTABLISHED: (arrival) => (hasFin(arrival) ? ["CLOSE-WAIT"] : []),
  "FIN-WAIT-1": afterFinWait1,
  "FIN-WAIT-2": (arrival) => (hasFin(arrival) ? ["TIME-WAIT"] : []),
  CLOSING: (arrival) => (arrival.acksFin ? ["TIME-WAIT"] : []),
  "LAST-ACK": (arrival) => (arrival.acksFin ? ["CLOSED"] : []),
  "TIME-WAIT": afterTimeWait,
  "CLOSE-WAIT": () => [],
};

function afterReset(state: TcpState, arrival: Arrival): readonly TcpState[] {
  switch (state) {
    case "CLOSED":
    case "LISTEN":
      return [];
    case "SYN-SENT":
      // A reset without an acceptable acknowledgment is dropped (§3.10.7.3).
      return (arrival.flags & ACK) !== 0 && arrival.acksSyn ? ["CLOSED"] : [];
    case "SYN-RECEIVED":
      if (!arrival.isExpected) return [];
      return arrival.isPassive ? ["LISTEN"] : ["CLOSED"];
    default:
      // Not the number expected: a challenge ACK, the connection stays (RFC 5961 §3.2).
      return arrival.isExpected ? ["CLOSED"] : [];
  }
}

function afterSynSent(arrival: Arrival): readonly TcpState[] {
  if ((arrival.flags & SYN) === 0) return [];
  if ((arrival.flags & ACK) === 0) return ["SYN-RECEIVED"];
  return arrival.acksSyn ? ["ESTABLISHED"] : [];
}

function afterSynReceived(arrival: Arrival): readonly TcpState[] {
  // Another SYN than the one it answered: who listened listens again (§3.10.7.4, fourth).
  if (isBareSyn(arrival)) return arrival.isNewSyn && arrival.isPassive ? ["LISTEN"] : [];
  if ((arrival.flags & ACK) === 0 || !arrival.acksSyn) return [];
  return hasFin(arrival) ? ["ESTABLISHED", "CLOSE-WAIT"] : ["ESTABLISHED"];
}

function afterFinWait1(arrival: Arrival): readonly TcpState[] {
  if (hasFin(arrival)) return [arrival.acksFin ? "TIME-WAIT" : "CLOSING"];
  return arrival.acksFin ? ["FIN-WAIT-2"] : [];
}

function afterTimeWait(arrival: Arrival): readonly TcpState[] {
  if (isBareSyn(arrival)) return arrival.isNewSyn ? ["SYN-RECEIVED"] : [];
  return hasFin(arrival) ? ["TIME-WAIT"] : [];
}

function hasFin(arrival: Arrival): boolean {
  return (arrival.flags & (FIN | SYN)) === FIN && arrival.isInOrder;
}

function isBareSyn(arrival: Arrival): boolean {
  return (arrival.flags & (SYN | ACK)) === SYN;
}
