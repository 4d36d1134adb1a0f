import type { Message, Segment } from "../trace/trace";
import type { ArrowMark } from "./ladder";

/** Every mark, the gravest first: an arrow that is two of these shows the first. */
export const arrowMarks: readonly ArrowMark[] = [
  "lost",
  "reset",
  "retransmission",
  "out-of-order",
  "zero-window",
  "window-full",
  "duplicate-ack",
  "keep-alive",
  "finish",
];

/** What the legend says of each; how each looks is in `src/scene/style.ts`. */
export const legendWords: Readonly<Record<ArrowMark, string>> = {
  lost: "lost on the way",
  reset: "reset",
  retransmission: "sent again",
  "out-of-order": "out of order, or after a gap",
  "zero-window": "window closed",
  "window-full": "window full",
  "duplicate-ack": "duplicate ACK",
  "keep-alive": "keep-alive or probe",
  finish: "end of data",
};

/** Words of marks, Wireshark's and ours, lists' and captures'. A probe is looked for first: `zero window probe` is one. */
const markPatterns: readonly (readonly [RegExp, ArrowMark])[] = [
  [/keep-alive|window ?probe/iu, "keep-alive"],
  [/retransmission|tail loss probe|copy of the same|answers another syn/iu, "retransmission"],
  [/out[- ]of[- ]order|not seen yet|not captured|unseen/iu, "out-of-order"],
  [/zero ?window/iu, "zero-window"],
  [/window full|fills the window/iu, "window-full"],
  [/dup(?:licate)? ack/iu, "duplicate-ack"],
];

const FIN = 0x01;
const RST = 0x04;

/** Gives what an arrow is marked as; undefined for most. Words that are no known mark stay words. */
export function markOfArrow(event: Segment | Message): ArrowMark | undefined {
  if (event.lostAt !== undefined) return "lost";
  const flags = event.kind === "segment" ? event.flags : 0;
  if ((flags & RST) !== 0) return "reset";
  const found = new Set(event.marks.map(markOfWords));
  return arrowMarks.find((mark) => found.has(mark)) ?? ((flags & FIN) === 0 ? undefined : "finish");
}

function markOfWords(words: string): ArrowMark | undefined {
  return markPatterns.find(([pattern]) => pattern.test(words))?.[1];
}
