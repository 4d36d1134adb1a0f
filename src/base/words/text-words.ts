import type { Diagnostic } from "../diagnostic";
import { checkWords } from "./check-words";
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
  ...checkWords,
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
    says: (d) =>
      `nothing of a frame was found in ${d.needed === 1 ? "one line" : `${String(d.needed)} lines`}; passed over: ${String(d.found)}`,
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
