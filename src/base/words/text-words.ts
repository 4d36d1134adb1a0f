import type { Diagnostic } from "../diagnostic";
import type { Words } from "./words";

/** Words for findings in event lists, filters and pasted text. */
export const textWords = {
  "unknown-line": {
    says: (d) => `this line is not understood: ${String(d.found)}`,
    hint: () => "a message is written `Client -> Server: SYN`",
  },
  "no-events": {
    says: (d) => `no event was found; this looks like ${String(d.found)}`,
    hint: () => "write `Client -> Server: SYN`, or name a capture: `capture: [[file.pcapng]]`",
  },
  "two-way-arrow": {
    says: (d) => `an arrow has one direction: ${String(d.found)}`,
    hint: () => "write two lines, the second one starting with `&` where both start at once",
  },
  "second-arrow": {
    says: () => "a line holds one message; this is a second arrow",
    hint: () => "write a line for each arrow, and quote a name that holds one",
  },
  "unknown-arrow": {
    says: (d) => `this is no arrow: ${String(d.found)}`,
    hint: didYouMean,
  },
  "missing-endpoint": {
    says: () => "a name is missing beside the arrow",
    hint: () => "a message is written `Client -> Server: SYN`",
  },
  "unclosed-quote": {
    says: (d) => `the quotation mark is not closed: ${String(d.found)}`,
  },
  "unknown-endpoint": {
    says: (d) => `no endpoint called "${String(d.found)}"`,
    hint: didYouMean,
  },
  "similar-name": {
    says: (d) => `"${String(d.found)}" is a new endpoint, with a lifeline of its own`,
    hint: didYouMean,
  },
  "unquoted-name": {
    says: (d) => `a name of several words needs quotation marks: ${String(d.found)}`,
    hint: (d) => `write ${d.suggestion ?? '"Web server"'}, or name it in \`endpoints:\``,
  },
  "repeated-name": {
    says: (d) => `"${String(d.found)}" is named twice`,
  },
  "unknown-endpoint-event": {
    says: (d) => `nothing that happens at an endpoint is called ${String(d.found)}`,
    hint: (d) => didYouMean(d) || "state, call, socket, timer and deliver are",
  },
  "unknown-option": {
    says: (d) => `no option is called "${String(d.found)}"`,
    hint: didYouMean,
  },
  "unknown-value": {
    says: (d) => `"${String(d.found)}" is no value of this option; ${String(d.needed)} are`,
    hint: didYouMean,
  },
  "empty-option": {
    says: (d) => `"${String(d.found)}" has no value`,
  },
  "option-after-events": {
    says: (d) => `"${String(d.found)}" stands below the first event`,
    hint: () => "options come first; it holds nevertheless",
  },
  "events-beside-capture": {
    says: () => "the events come from the capture; the lines written here are not drawn",
    hint: () => "put them into a block of their own",
  },
  "page-large": {
    says: (d) => `drawings of ${String(d.found)} messages open and save slowly`,
  },
  "page-too-large": {
    says: (d) => `a drawing holds at most ${String(d.needed)} messages, not ${String(d.found)}`,
    hint: () => "leave the option out: what does not fit continues in further drawings",
  },
  "not-yet": {
    says: (d) => `understood, but without effect in this version: ${String(d.found)}`,
  },
  "time-goes-back": {
    says: (d) => `${String(d.found)} is earlier than the line before`,
  },
  "arrival-before-start": {
    says: (d) => `the message would arrive at ${String(d.found)}, before it is sent`,
  },
  "together-time": {
    says: (d) => `\`&\` says that this starts with the line before, but ${String(d.found)} is another time`,
    hint: () => "leave out one of the two; the time holds",
  },
  "bad-number": {
    says: (d) => `a number is needed here, found ${String(d.found)}`,
    hint: () => "`100`, `0x1F2E`, or a symbol as in `client+1`; at most 4294967295",
  },
  "bad-attribute": {
    says: (d) => `this attribute is not understood: ${String(d.found)}`,
  },
  "second-seq": {
    says: (d) => `SEQ stands twice; ${String(d.found)} is read as the acknowledgment number`,
    hint: (d) => `write ${d.suggestion ?? "ack="}`,
  },
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
  "inferred-seq": {
    says: () => "no sequence number is written here; it is taken to be the sender's next one",
  },
  "inferred-row": {
    says: () =>
      "this row shows an application's line; ports, flags and numbers are taken from the rows of the connection it belongs to",
  },
  "unread-row": {
    says: (d) =>
      `this line looks like a frame but is not understood; it is kept as a message: ${String(d.found)}`,
    hint: () => "ports, flags in brackets and `Seq=` are needed: `50000 → 80 [SYN] Seq=0 Win=64240 Len=0`",
  },
  "passed-lines": {
    says: (d) => `nothing of a frame was found in ${String(d.needed)} lines; passed over: ${String(d.found)}`,
  },
  "cut-row": {
    says: (d) => `this row is cut off before its ${String(d.needed)}`,
  },
  "joined-lines": {
    says: (d) => `${String(d.found)} is read as the rest of the row in line ${String(d.needed)} (certain)`,
    hint: repairHint,
  },
  "doubled-row": {
    says: () => "this row is the one above once more, number and time included; it is drawn once (certain)",
    hint: repairHint,
  },
  "heard-word": {
    says: (d) => `"${String(d.found)}" is taken for ${String(d.needed)}`,
  },
  "heard-line": {
    says: (d) => `"${String(d.found)}" is taken for ${String(d.needed)}`,
    hint: () => "written as `Client -> Server: SYN seq=x` a line needs no guessing",
  },
  "repaired-word": {
    says: (d) =>
      `${String(d.found)} is read as ${String(d.needed)}, the only word that can stand here (certain)`,
    hint: repairHint,
  },
  "repaired-number": {
    says: (d) =>
      `${String(d.found)} is read as ${String(d.needed)}, the only border of the sender's segments that looks like it (very likely)`,
    hint: repairHint,
  },
  "repaired-port": {
    says: (d) =>
      `port ${String(d.found)} is read as ${String(d.needed)}, to whose conversation the numbers of this row belong (very likely)`,
    hint: repairHint,
  },
  "repaired-address": {
    says: (d) =>
      `${String(d.found)} is read as ${String(d.needed)}, which looks like it and stands in most rows (likely)`,
    hint: repairHint,
  },
  "repaired-length": {
    says: (d) =>
      `${String(d.found)} is read as ${String(d.needed)}, as the frame's length and the headers of the others say (very likely)`,
    hint: repairHint,
  },
  "repaired-time": {
    says: (d) =>
      `${String(d.found)} is read as ${String(d.needed)}, the only time that looks like it and lies between its neighbours (likely)`,
    hint: repairHint,
  },
  "repaired-frame-number": {
    says: (d) =>
      `frame ${String(d.found)} is read as ${String(d.needed)}, the one between its neighbours (certain)`,
    hint: repairHint,
  },
  "filter-syntax": {
    says: (d) => `the filter is not understood at ${String(d.found)}; ${String(d.needed)} was expected`,
  },
  "unknown-filter-field": {
    says: (d) => `no field for filters is called "${String(d.found)}"`,
    hint: didYouMean,
  },
  "filter-field-not-held": {
    says: (d) => `lists and pasted texts do not hold ${String(d.found)}: nothing holds of it`,
  },
  "filter-value": {
    says: (d) => `${String(d.found)} is not what this field is compared with; ${String(d.needed)} is`,
  },
  "filter-operator": {
    says: (d) => `"${String(d.found)}" does not go with the field ${String(d.needed)}`,
  },
  "filter-pattern": {
    says: () => "the pattern of `matches` is not understood here",
    hint: () => "groups, classes, | * + ? {n,m} ^ $ \\b are; groups that look around and references are not",
  },
} satisfies Record<string, Words>;

function repairHint(): string {
  return "`repair: off` keeps what is written";
}

function didYouMean(diagnostic: Diagnostic): string {
  return diagnostic.suggestion === undefined ? "" : `did you mean "${diagnostic.suggestion}"?`;
}
