import { describe, expect, it } from "vitest";
import { connectionStates } from "../../src/tcp/connection-states";
import { connectionTimers } from "../../src/tcp/connection-timers";
import { exchange } from "./exchange";

/** Gives the timers of an exchange in words: owner, kind, first and last line, milliseconds, growth. */
function timers(text: string): readonly string[] {
  const segments = exchange(text);
  return connectionTimers(segments, connectionStates(segments)).map(
    ({ owner, kind, start, end, span, growth }) =>
      [
        owner === 0 ? "A" : "B",
        kind,
        `${String(start.segment + 1)}–${end === undefined ? "" : String(end.segment + 1)}`,
        ...(span === undefined ? [] : [`${String(Math.round(span / 1e6))} ms`]),
        ...(growth === undefined ? [] : [`×${String(Math.round(growth))}`]),
      ].join(" "),
  );
}

const handshake = `
  A SYN 100 @0
  B SYN,ACK 300 101 @0.1
  A ACK 101 301 @0.1`;

describe("retransmission", () => {
  it("is measured from the segment to its repetition, and doubles", () => {
    expect(timers("A SYN 100 @0\nA SYN 100 @1.02\nA SYN 100 @3.06")).toEqual([
      "A retransmission 1–2 1020 ms",
      "A retransmission 2–3 2040 ms ×2",
    ]);
  });

  it("is no timer where the repetition came sooner than any timer, or was not that segment", () => {
    expect(timers(`${handshake}\nA ACK 101 301 +10 @0.2\nA ACK 101 301 +10 @0.3`)).toEqual([]);
    expect(timers("A SYN 100 @0\nB SYN 300 @0\nA SYN,ACK 100 301 @1\nB SYN,ACK 300 101 @1")).toEqual([]);
  });

  it("is one timer where several segments are repeated after it", () => {
    const lines = `${handshake}
      A ACK 101 301 +10 @1
      A ACK 111 301 +10 @1
      A ACK 101 301 +10 @1.5
      A ACK 111 301 +10 @1.7`;
    expect(timers(lines)).toEqual(["A retransmission 4–6 500 ms"]);
  });

  it("is told without a clock where the list says that the segment was lost", () => {
    expect(timers("x A SYN 100\nA SYN 100")).toEqual(["A retransmission 1–2"]);
    expect(timers("A SYN 100\nA SYN 100")).toEqual([]);
  });
});

describe("delayed acknowledgment", () => {
  it("is what is left when the way, as the handshake shows it, is taken off", () => {
    expect(timers(`${handshake}\nA ACK 101 301 +10 @1\nB ACK 301 111 @1.14`)).toEqual([
      "B delayed-ack 4–5 40 ms",
    ]);
    expect(timers(`${handshake}\nA ACK 101 301 +10 @1\nB ACK 301 111 @1.11`)).toEqual([]);
  });

  it("starts when the data arrives, where a list says so", () => {
    expect(timers("A ACK 101 301 +10 @1 ..1.05\nB ACK 301 111 @1.25")).toEqual(["B delayed-ack 1–2 200 ms"]);
  });

  it("is none where the data came again in between: that is what was answered", () => {
    expect(
      timers(`${handshake}
        A ACK 101 301 +10 @1
        A ACK 101 301 +10 @1.25
        B ACK 301 111 @1.3501`),
    ).toEqual(["A retransmission 4–5 250 ms"]);
  });

  it("is none behind a gap, nor after what asks for the missing segment", () => {
    expect(
      timers(`${handshake}
        A ACK 111 301 +10 @1
        A ACK 101 301 +10 @1.25
        B ACK 301 121 @1.36`),
    ).toEqual([]);
    expect(
      timers(`${handshake}
        B ACK 301 101 +10 @1
        B ACK 321 101 +10 @1.01
        A ACK 101 311 @1.011
        A ACK 101 311 @1.012
        B ACK 311 101 +10 @1.25
        A ACK 101 331 @1.251`),
    ).toEqual([]);
  });

  it("is none where data answers, or nobody knows how long the way is", () => {
    expect(timers(`${handshake}\nA ACK 101 301 +10 @1\nB ACK 301 111 +5 @1.14`)).toEqual([]);
    expect(timers("A ACK 101 301 +10 @1\nB ACK 301 111 @1.14")).toEqual([]);
  });
});

describe("persist", () => {
  it("runs from the closed window to the probe, then from probe to probe", () => {
    const lines = `${handshake}
      A ACK 101 301 +10 @1
      B ACK 301 111 @1.1 win=0
      A ACK 110 301 @1.4
      B ACK 301 111 @1.5 win=0
      A ACK 110 301 @2.0`;
    expect(timers(lines)).toEqual(["A persist 5–6 300 ms", "A persist 6–8 600 ms ×2"]);
  });

  it("ends when the window opens: what comes then keeps alive", () => {
    const lines = `${handshake}
      A ACK 101 301 +10 @1
      B ACK 301 111 @1.1 win=0
      B ACK 301 111 @1.2 win=500
      A ACK 110 301 @9.2`;
    expect(timers(lines)).toEqual(["A keep-alive 6–7 8000 ms"]);
  });
});

describe("keep-alive", () => {
  it("runs from the last segment before the silence to the probe", () => {
    const lines = `${handshake}
      A ACK 101 301 +10 @1
      B ACK 301 111 @1.1 win=500
      A ACK 110 301 @11.1
      B ACK 301 111 @11.2 win=500`;
    expect(timers(lines)).toEqual(["A keep-alive 5–6 10000 ms"]);
  });
});

describe("TIME-WAIT", () => {
  const close = `${handshake}
    A FIN,ACK 101 301 @1
    B FIN,ACK 301 102 @1.1`;

  it("runs from the FIN that was answered, or answered again, and has no end on the wire", () => {
    expect(timers(`${close}\nA ACK 102 302 @1.1`)).toEqual(["A time-wait 5–"]);
    const again = `${close}\nx A ACK 102 302 @1.1\nB FIN,ACK 301 102 @1.2\nA ACK 102 302 @1.3`;
    expect(timers(again)).toEqual(["A time-wait 7–"]);
  });

  it("is not told where a new connection cut it short", () => {
    expect(timers(`${close}\nA ACK 102 302 @1.1\nA SYN 9000 @5`)).toEqual([]);
  });
});
