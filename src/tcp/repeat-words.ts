import { formatSpan, nanoseconds } from "../base/time";
import type { Finding, RepeatKind } from "./finding";

interface RepeatParts {
  readonly own: string;
  readonly peer: string;
  /** `a segment`, or `12 segments`. */
  readonly what: string;
  /** `300 ms`, or `1 ms to 12 ms`; empty without a clock. */
  readonly span: string;
  /** `, initial round trip 20 ms`. */
  readonly roundTrip: string;
  readonly duplicates: string;
  readonly isOne: boolean;
}

/** Gives what repeats of one kind and end say, as a sentence without its full stop. */
export function repeatWords(findings: readonly Finding[], own: string, peer: string): string {
  const repeats = findings.flatMap((finding) => (finding.kind === "repeat" ? [finding] : []));
  const [first] = repeats;
  if (first === undefined) return "";
  const isOne = repeats.length === 1;
  const spans = repeats.flatMap(({ since }) => (since === undefined ? [] : [since]));
  const words = sentences[first.what]({
    own,
    peer,
    what: isOne ? "a segment" : `${String(repeats.length)} segments`,
    span: spanRange(spans),
    roundTrip: first.roundTrip === undefined ? "" : `, initial round trip ${span(first.roundTrip)}`,
    duplicates: countRange(repeats.map(({ duplicates }) => duplicates)),
    isOne,
  });
  return words + otherWords(repeats.map(({ wireshark }) => wireshark));
}

function otherWords(all: readonly (string | undefined)[]): string {
  const words = [...new Set(all.flatMap((word) => word ?? []))].map((word) => `“${word}”`);
  if (words.length === 0) return "";
  return `; Wireshark says ${words.join(", ")}${all.includes(undefined) ? " of some" : ""}`;
}

const sentences: Readonly<Record<RepeatKind, (parts: RepeatParts) => string>> = {
  timeout: ({ own, what, span, roundTrip }) =>
    `${own} sent ${what} again${after(span)}, as no ACK had come (retransmission timeout${roundTrip})`,
  fast: ({ own, what, span, duplicates }) =>
    `${own} sent ${what} again${after(span)}, asked for by ${duplicates} duplicate ACKs (fast retransmission)`,
  "tail-probe": ({ own, isOne, what, span, roundTrip }) =>
    `${own} sent ${isOne ? "its last segment" : what} again${after(span)}, sooner than a timeout, to learn whether ${isOne ? "it" : "they"} had arrived (tail loss probe${roundTrip})`,
  retransmission: ({ own, what, span, roundTrip }) => `${own} sent ${what} again${after(span)}${roundTrip}`,
  needless: ({ own, peer, what, span }) =>
    `${own} sent ${what} again${after(span)} that ${peer} had acknowledged already`,
  "syn-answered-again": ({ own, peer, span }) =>
    `${own} answered another SYN of ${peer} with the same SYN,ACK${after(span)}`,
  "filled-late": ({ own, isOne, what, span, roundTrip }) =>
    `${own} sent ${isOne ? "a lost segment" : `${what} that were lost`} again: ${isOne ? "it" : "they"} came ${behind(span)} what follows ${isOne ? "it" : "them"}${roundTrip}`,
  reordered: ({ own, isOne, what, span, roundTrip }) =>
    `${isOne ? "A segment" : what} of ${own} ${isOne ? "was" : "were"} overtaken on the way and came ${behind(span)} what follows ${isOne ? "it" : "them"}${roundTrip}: out of order, not sent again`,
  duplicated: ({ own, isOne, what, span }) =>
    `${isOne ? "A segment" : what} of ${own} ${isOne ? "is" : "are"} there twice${span === "" ? "" : `, ${span} apart`}: copied on the way or by the recorder, not sent again`,
  "simultaneous-open": ({ own }) =>
    `The SYN,ACK of ${own} has the number of its SYN, as it must be where both open at once; nothing is repeated`,
  "window-probe": ({ own, peer, isOne, what }) =>
    `${own} asked with ${isOne ? "an empty or known octet" : what} whether the window of ${peer} is still 0 (window probe)`,
  "same-ports": ({ own, peer }) =>
    `${own} uses the ports of an earlier connection to ${peer} again; this is a new one`,
};

function behind(span: string): string {
  return span === "" ? "after" : `${span} after`;
}

function after(span: string): string {
  return span === "" ? "" : ` ${span} later`;
}

function span(value: number): string {
  return formatSpan(nanoseconds(value));
}

function spanRange(spans: readonly number[]): string {
  if (spans.length === 0) return "";
  const [least, most] = bounds(spans);
  return span(least) === span(most) ? span(least) : `${span(least)} to ${span(most)}`;
}

/** A spread would put each value on the stack, and a flood of repeats past its end. */
function bounds(values: readonly number[]): readonly [least: number, most: number] {
  return values.reduce<readonly [number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}

function countRange(counts: readonly number[]): string {
  const [least, most] = bounds(counts);
  return least === most ? String(least) : `${String(least)} to ${String(most)}`;
}
