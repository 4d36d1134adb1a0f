import { expect, it } from "vitest";
import { connectionStates, initialStates } from "../../src/tcp/connection-states";
import type { End, KnownState } from "../../src/tcp/tcp-state";
import { exchange } from "./exchange";

/** A segment of a figure, and both ends' states once it has left, and has arrived. */
type Line = readonly [segment: string, a: KnownState, b: KnownState];
type Pair = readonly [a: KnownState, b: KnownState];

/** Gives an end's state before the first segment, after each of them, and in the end. */
function followed(text: string, end: End): readonly KnownState[] {
  const segments = exchange(text);
  const own = connectionStates(segments).filter((change) => change.end === end);
  // The application opens before anything is sent.
  const opening = own.filter(({ cause }) => cause.kind === "call" && cause.segment === 0);
  const before = opening.at(-1)?.to ?? initialStates(segments)[end];
  const after = segments.map(({ from }, position) => {
    const had = own.filter(({ cause, afterOwn }) =>
      from === end
        ? cause.kind === "sent"
          ? cause.segment <= position
          : afterOwn < position
        : cause.segment <= position,
    );
    const here = own.filter(
      ({ cause }) => cause.segment === position && cause.kind === (from === end ? "sent" : "arrived"),
    );
    return here.at(-1)?.to ?? had.filter(({ cause }) => cause.kind !== "timer").at(-1)?.to ?? before;
  });
  return [before, ...after, own.at(-1)?.to ?? before];
}

/** Compares with a figure, line by line; `before` are the states of its first line, `last` those of its last. */
function follows(figure: readonly Line[], before: Pair, last: Pair): void {
  const text = figure.map(([segment]) => segment).join("\n");
  const [a, b] = [followed(text, 0), followed(text, 1)];
  const lines = ["before", ...figure.map(([segment]) => segment), "last"];
  const wanted = [before, ...figure.map(([, ofA, ofB]): Pair => [ofA, ofB]), last];
  expect(lines.map((line, i) => [line, a[i], b[i]])).toEqual(
    lines.map((line, i) => [line, ...(wanted[i] ?? [])]),
  );
}

it("figure 6: basic three-way handshake", () => {
  follows(
    [
      ["A SYN 100", "SYN-SENT", "SYN-RECEIVED"],
      ["B SYN,ACK 300 101", "ESTABLISHED", "SYN-RECEIVED"],
      ["A ACK 101 301", "ESTABLISHED", "ESTABLISHED"],
      ["A ACK 101 301 +5", "ESTABLISHED", "ESTABLISHED"],
    ],
    ["CLOSED", "LISTEN"],
    ["ESTABLISHED", "ESTABLISHED"],
  );
});

it("figure 7: simultaneous connection synchronization", () => {
  follows(
    [
      ["A SYN 100", "SYN-SENT", "SYN-RECEIVED"],
      ["& B SYN 300", "SYN-RECEIVED", "SYN-SENT"],
      ["A SYN,ACK 100 301", "SYN-RECEIVED", "ESTABLISHED"],
      ["& B SYN,ACK 300 101", "ESTABLISHED", "SYN-RECEIVED"],
    ],
    ["CLOSED", "CLOSED"],
    ["ESTABLISHED", "ESTABLISHED"],
  );
});

it("figure 8: recovery from an old duplicate SYN", () => {
  follows(
    [
      ["A SYN 90 @0 ..1", "CLOSED", "SYN-RECEIVED"],
      ["A SYN 100 @0.5 ..5", "SYN-SENT", "SYN-RECEIVED"],
      ["B SYN,ACK 300 91 @1 ..2", "SYN-SENT", "SYN-RECEIVED"],
      ["A RST 91 @2 ..3", "SYN-SENT", "LISTEN"],
      ["B SYN,ACK 400 101 @5 ..6", "ESTABLISHED", "SYN-RECEIVED"],
      ["A ACK 101 401 @6 ..7", "ESTABLISHED", "ESTABLISHED"],
    ],
    ["CLOSED", "LISTEN"],
    ["ESTABLISHED", "ESTABLISHED"],
  );
});

it("figure 9: half-open connection discovery", () => {
  // B's record is seen in use before A crashes.
  follows(
    [
      ["B ACK 295 95 +5", undefined, "ESTABLISHED"],
      ["A ACK 95 300 +5", "ESTABLISHED", "ESTABLISHED"],
      ["B ACK 300 100", "ESTABLISHED", "ESTABLISHED"],
      ["A SYN 400", "SYN-SENT", "ESTABLISHED"],
      ["B ACK 300 100", "SYN-SENT", "ESTABLISHED"],
      ["A RST 100", "SYN-SENT", "CLOSED"],
      ["A SYN 400", "SYN-SENT", "CLOSED"],
    ],
    [undefined, undefined],
    ["SYN-SENT", "CLOSED"],
  );
});

it("figure 10: active side causes half-open connection discovery", () => {
  follows(
    [
      ["B ACK 300 100 +10", undefined, "ESTABLISHED"],
      ["A RST 100", undefined, "CLOSED"],
    ],
    [undefined, undefined],
    [undefined, "CLOSED"],
  );
});

it("figure 11: old duplicate SYN initiates a reset on two passive sockets", () => {
  follows(
    [
      ["A SYN 90", "LISTEN", "SYN-RECEIVED"],
      ["B SYN,ACK 300 91", "LISTEN", "SYN-RECEIVED"],
      ["A RST 91", "LISTEN", "LISTEN"],
    ],
    ["LISTEN", "LISTEN"],
    ["LISTEN", "LISTEN"],
  );
});

it("figure 12: normal close sequence", () => {
  follows(
    [
      ["A ACK 99 300 +1", "ESTABLISHED", undefined],
      ["B ACK 299 100 +1", "ESTABLISHED", "ESTABLISHED"],
      ["A FIN,ACK 100 300", "FIN-WAIT-1", "CLOSE-WAIT"],
      ["B ACK 300 101", "FIN-WAIT-2", "CLOSE-WAIT"],
      ["B FIN,ACK 300 101", "TIME-WAIT", "LAST-ACK"],
      ["A ACK 101 301", "TIME-WAIT", "CLOSED"],
    ],
    [undefined, undefined],
    ["CLOSED", "CLOSED"],
  );
});

it("figure 13: simultaneous close sequence", () => {
  follows(
    [
      ["A ACK 99 300 +1", "ESTABLISHED", undefined],
      ["B ACK 299 100 +1", "ESTABLISHED", "ESTABLISHED"],
      ["A FIN,ACK 100 300", "FIN-WAIT-1", "CLOSING"],
      ["& B FIN,ACK 300 100", "CLOSING", "FIN-WAIT-1"],
      ["A ACK 101 301", "CLOSING", "TIME-WAIT"],
      ["& B ACK 301 101", "TIME-WAIT", "CLOSING"],
    ],
    [undefined, undefined],
    ["CLOSED", "CLOSED"],
  );
});
