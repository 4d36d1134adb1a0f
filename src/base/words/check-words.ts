import type { Words } from "./words";

/** Words for what a written exchange does against RFC 9293. */
export const checkWords = {
  "check-ack-unsent": {
    says: (d) =>
      `ack ${String(d.found)} acknowledges what was never sent; ${String(d.needed)} is the peer's next number (RFC 9293 §3.10.7.4)`,
    hint: () => "SYN and FIN count one, data counts its length",
  },
  "check-ack-between": {
    says: (d) =>
      `ack ${String(d.found)} is no end of a segment of the peer; ${String(d.needed)} is its next number (RFC 9293 §3.4)`,
    hint: () => "SYN and FIN count one, data counts its length",
  },
  "check-ack-syn": {
    says: (d) =>
      `ack ${String(d.found)} leaves out the peer's SYN, which counts one; ${String(d.needed)} was expected (RFC 9293 §3.4)`,
  },
  "check-seq-gap": {
    says: (d) =>
      `seq ${String(d.found)} does not continue the sender's numbers; ${String(d.needed)} was expected (RFC 9293 §3.4)`,
    hint: () => "SYN and FIN count one, data counts its length",
  },
  "check-after-fin": {
    says: () =>
      "data, or another FIN, after the sender's own FIN; a FIN says that no more follows (RFC 9293 §3.6)",
  },
  "check-after-reset": {
    says: () => "the sender has reset this connection; only a SYN can follow (RFC 9293 §3.5.2)",
    hint: () => 'if it is meant, say why: [note="the reset was forged"]',
  },
  "check-without-ack": {
    says: () =>
      "every segment after the SYN carries ACK; without it the receiver drops it (RFC 9293 §3.10.7.4)",
  },
  "check-syn-with-fin": {
    says: () => "SYN and FIN exclude each other in one segment (RFC 9293 §3.5, §3.6)",
  },
  "check-before-syn": {
    says: () => "the sender has not sent its SYN yet; only SYN,ACK or RST answers a SYN (RFC 9293 §3.10.7.2)",
  },
  "check-before-answer": {
    says: () =>
      "the peer has not sent its SYN yet; until then the sender has nothing to acknowledge, and keeps its data (RFC 9293 §3.5, §3.10.2)",
  },
  "check-seq-syn": {
    says: (d) =>
      `seq ${String(d.found)} is the SYN's own number, which counts one; ${String(d.needed)} was expected (RFC 9293 §3.4)`,
  },
  "check-syn-again": {
    says: (d) =>
      `a SYN with seq ${String(d.found)} in an open connection, whose SYN had ${String(d.needed)}; its peer answers with an ACK and changes nothing (RFC 9293 §3.10.7.4)`,
  },
  "check-ack-back": {
    says: (d) =>
      `ack ${String(d.found)} takes back what the sender has acknowledged; acknowledgments count all before, ${String(d.needed)} was expected (RFC 9293 §3.4)`,
  },
  "check-ack-fin": {
    says: (d) =>
      `ack ${String(d.found)} leaves out the peer's FIN, which counts one; ${String(d.needed)} was expected (RFC 9293 §3.4)`,
  },
  "check-ack-length": {
    says: (d) =>
      `ack ${String(d.found)} is wrong by the payload length: it leaves out the data it answers; ${String(d.needed)} was expected (RFC 9293 §3.4)`,
    hint: () => "where the data never arrived, write `-x`",
  },
  "check-ack-own": {
    says: (d) =>
      `ack ${String(d.found)} counts from the sender's own number; ${String(d.needed)} is the peer's next (RFC 9293 §3.4)`,
  },
  "check-ack-without-flag": {
    says: (d) =>
      `ack ${String(d.found)} in a SYN without ACK; the field means nothing without the flag (RFC 9293 §3.1)`,
  },
  "check-syn-with-reset": {
    says: () => "SYN and RST exclude each other in one segment (RFC 9293 §3.5, §3.5.2)",
  },
  "check-option": {
    says: (d) =>
      `${String(d.found)} is an option of the SYN; later segments do not carry it (RFC 9293 §3.2, RFC 7323 §2.2, RFC 2018 §2)`,
  },
  "check-shift": {
    says: (d) => `a window's shift is at most 14; this one is ${String(d.found)} (RFC 7323 §2.3)`,
  },
  "check-window": {
    says: (d) =>
      `window ${String(d.found)} does not fit 16 bits, and that of a SYN is never scaled (RFC 9293 §3.1, RFC 7323 §2.2)`,
  },
  "check-mss": {
    says: (d) =>
      `len ${String(d.found)} is more than the peer takes in one segment; it has announced mss ${String(d.needed)} (RFC 9293 §3.7.1)`,
  },
  "check-sack-order": {
    says: (d) => `block ${String(d.found)} ends where it begins, or before (RFC 2018 §3)`,
  },
  "check-sack-ack": {
    says: (d) =>
      `block ${String(d.found)} adjoins what is acknowledged; then the acknowledgment would count it (RFC 2018 §3)`,
  },
  "check-length": {
    says: (d) =>
      `len ${String(d.found)}, but the quoted payload has ${String(d.needed)} octets; numbers count octets (RFC 9293 §3.4)`,
  },
  "check-state": {
    says: (d) =>
      `${String(d.found)} is not where the segments lead; ${String(d.needed)} follows from them (RFC 9293 §3.3.2)`,
  },
} satisfies Record<string, Words>;
