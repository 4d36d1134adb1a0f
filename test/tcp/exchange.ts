import { connectionStates, initialStates } from "../../src/tcp/connection-states";
import type { ObservedSegment } from "../../src/tcp/observed-segment";
import type { End, StateSegment } from "../../src/tcp/tcp-state";

const BITS: Readonly<Record<string, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 };

/**
 * Reads an exchange, a segment a line: `A SYN,ACK 300 101 +10 @0.5 win=0` = sender, flags, number, acknowledgment,
 * octets, seconds, window. `x` before it: lost; `&`: together with the one before; `_` for a number not written.
 */
export function exchange(text: string): readonly ObservedSegment[] {
  return text
    .trim()
    .split("\n")
    .map((line, i) => readSegment(line.trim(), i + 1));
}

function readSegment(line: string, number: number): ObservedSegment {
  const words = line.split(/\s+/u);
  const isLost = words.includes("x");
  const isTogether = words.includes("&");
  const [from, flags = "", ...rest] = words.filter((word) => word !== "x" && word !== "&");
  const [seq, ack] = rest
    .filter((word) => /^(?:\d+|_)$/u.test(word))
    .map((word) => (word === "_" ? undefined : Number(word)));
  const value = (start: string): number | undefined => {
    const found = rest.find((word) => word.startsWith(start));
    return found === undefined ? undefined : Number(found.slice(start.length));
  };
  const time = value("@");
  const arrival = value("..");
  return {
    from: from === "A" ? 0 : 1,
    flags: flags.split(",").reduce((sum, name) => sum + (BITS[name] ?? 0), 0),
    seq,
    ack,
    payloadLength: value("+") ?? 0,
    isLost,
    isTogether,
    number,
    time: time === undefined ? undefined : time * 1e9,
    ...(arrival === undefined ? {} : { arrival: arrival * 1e9 }),
    window: value("win="),
    timestamp: undefined,
    analysis: undefined,
  };
}

/** Gives the states one end goes through; `?` after those that are assumed, `…` for one that is not known. */
export function pathOf(segments: readonly StateSegment[], end: End): string {
  const changes = connectionStates(segments).filter((change) => change.end === end);
  const words = changes.map(({ to, provenBy }) => (provenBy === undefined ? `${to}?` : to));
  return [initialStates(segments)[end] ?? "…", ...words].join(" ");
}
