import { describe, expect, it } from "vitest";
import { explainConversation } from "../../../src/tcp/explain-conversation";
import type { Finding } from "../../../src/tcp/finding";
import { FIN, PSH, RST, SYN } from "../../../src/tcp/flags";
import { findReasons } from "../../../src/tcp/reasons/find-reasons";
import { observed, type SegmentLine } from "../../support/observed";

const naming = { names: ["A", "B"], ports: [40_000, 80] } as const;

/** A round trip of 20 ms. */
const handshake: readonly SegmentLine[] = [
  { at: 0, from: 0, flags: SYN, seq: 100 },
  { at: 10, from: 1, flags: SYN, seq: 500, ack: 101 },
  { at: 20, from: 0, flags: 0, seq: 101, ack: 501 },
];

function found(lines: readonly SegmentLine[]): readonly Finding[] {
  return findReasons(observed(lines));
}

function kindsOf(findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => {
    if (finding.kind === "reset" || finding.kind === "pause") return `${finding.kind}: ${finding.cause}`;
    return finding.kind === "repeat" ? `repeat: ${finding.what}` : finding.kind;
  });
}

function told(lines: readonly SegmentLine[]): readonly string[] {
  return explainConversation(found(lines), naming, { unit: "frame", first: 1 });
}

const request: SegmentLine = { at: 30, from: 0, flags: PSH, seq: 101, ack: 501, length: 10 };
const answer: SegmentLine = { at: 40, from: 1, flags: PSH, seq: 501, ack: 111, length: 1000 };
const thanks: SegmentLine = { at: 50, from: 0, flags: 0, seq: 111, ack: 1501 };

describe("a reset", () => {
  it("right after an answer that nobody answered means unread data", () => {
    const reset = { at: 60, from: 0, flags: RST, seq: 111, ack: 1501 } as const;
    expect(found([...handshake, request, answer, thanks, reset]).at(-1)).toEqual({
      ...{ kind: "reset", cause: "unread-data", end: 0, confidence: "likely" },
      ...{ frames: [5, 7], octets: 1000, span: undefined },
    });
  });

  it("long after the data is only possibly for what was unread", () => {
    const reset = { at: 900, from: 0, flags: RST, seq: 111, ack: 1501 } as const;
    expect(found([...handshake, request, answer, thanks, reset]).at(-1)).toMatchObject({
      cause: "unread-data",
      confidence: "possible",
    });
  });

  it("long after the data is likely for what was unread where the window never opened again", () => {
    const shrunk = { ...thanks, window: 59_000 };
    const reset = { at: 900, from: 0, flags: RST, seq: 111, ack: 1501 } as const;
    expect(found([...handshake, request, answer, shrunk, reset]).at(-1)).toMatchObject({
      cause: "unread-data",
      confidence: "likely",
    });
  });

  it("of an end that answered all it had received is an abort", () => {
    const more = { at: 60, from: 0, flags: PSH, seq: 111, ack: 1501, length: 5 } as const;
    const reset = { at: 120, from: 0, flags: RST, seq: 116, ack: 1501 } as const;
    expect(found([...handshake, request, answer, more, reset]).at(-1)).toMatchObject({
      cause: "abort",
      confidence: "likely",
    });
  });

  it("of an end that never received data is certainly an abort", () => {
    const reset = { at: 120, from: 0, flags: RST, seq: 111, ack: 501 } as const;
    expect(found([...handshake, request, reset]).at(-1)).toMatchObject({
      cause: "abort",
      confidence: "certain",
    });
  });

  it("alone says nothing of a connection, nor why it was sent", () => {
    const reset = { at: 0, from: 0, flags: RST, seq: 5000, ack: 900 } as const;
    expect(told([reset])).toEqual(["A sent RST to B and no FIN; what led to it was not captured (frame 1)."]);
  });

  it("in the middle of a connection may be for what was not captured", () => {
    const reset = { at: 900, from: 0, flags: RST, seq: 111, ack: 501 } as const;
    const found = told([request, { ...thanks, from: 1, seq: 501, ack: 111 }, reset]);
    expect(found.at(-1)).toBe("A sent RST to B and no FIN; what led to it was not captured (frames 2, 3).");
  });

  it("after its own FIN answers data that came too late", () => {
    const closed = [
      { at: 50, from: 0, flags: FIN, seq: 111, ack: 501 },
      { at: 60, from: 1, flags: PSH, seq: 501, ack: 112, length: 700 },
      { at: 61, from: 0, flags: RST, seq: 112 },
    ] as const;
    expect(found([...handshake, request, ...closed]).at(-1)).toMatchObject({
      cause: "data-after-close",
      confidence: "certain",
      octets: 700,
      frames: [5, 6, 7],
    });
  });

  it("made of the numbers of the segment before it comes from an end without the connection", () => {
    const middle = [
      { at: 0, from: 0, flags: PSH, seq: 900, ack: 77, length: 20 },
      { at: 10, from: 1, flags: RST, seq: 77 },
    ] as const;
    expect(found(middle).at(-1)).toMatchObject({ cause: "no-connection", confidence: "likely", end: 1 });
  });

  it("that comes long after the segment before it is no answer to that", () => {
    const late = [
      { at: 0, from: 0, flags: PSH, seq: 900, ack: 77, length: 20 },
      { at: 800, from: 1, flags: RST, seq: 77 },
    ] as const;
    expect(kindsOf(found(late))).not.toContain("reset: no-connection");
  });

  it("after both FINs answers a late segment, and the connection counts as closed", () => {
    const closing = [
      { at: 50, from: 0, flags: FIN, seq: 111, ack: 501 },
      { at: 60, from: 1, flags: FIN, seq: 501, ack: 112 },
      { at: 70, from: 0, flags: 0, seq: 112, ack: 502 },
      { at: 71, from: 1, flags: RST, seq: 502 },
    ] as const;
    expect(kindsOf(found([...handshake, request, ...closing]))).toEqual([
      "opened",
      "closed",
      "reset: after-close",
    ]);
  });

  it("with another number than expected is ignored where its receiver goes on", () => {
    const forged = [
      { at: 60, from: 0, flags: RST, seq: 5000 },
      { at: 70, from: 1, flags: 0, seq: 1501, ack: 111 },
      { at: 80, from: 0, flags: PSH, seq: 111, ack: 1501, length: 10 },
    ] as const;
    const kinds = kindsOf(found([...handshake, request, answer, ...forged]));
    expect(kinds).toContain("reset-ignored");
    expect(kinds.filter((kind) => kind.startsWith("reset:"))).toEqual([]);
  });

  it("after tries that nobody answered means giving up", () => {
    const tries = [500, 1000, 2000].map((at) => ({ ...request, at }));
    const reset = { at: 4000, from: 0, flags: RST, seq: 111, ack: 501 } as const;
    expect(found([...handshake, request, ...tries, reset]).at(-1)).toMatchObject({
      cause: "gave-up",
      end: 0,
    });
  });
});

describe("a pause", () => {
  it("before an answer is the answering application's", () => {
    const acknowledged = { at: 40, from: 1, flags: 0, seq: 501, ack: 111 } as const;
    const late = { ...answer, at: 1040 };
    expect(found([...handshake, request, acknowledged, late])).toContainEqual(
      expect.objectContaining({ cause: "application", end: 1, span: 1e9, frames: [5, 6] }),
    );
  });

  it("of less than 200 ms is none", () => {
    const acknowledged = { at: 40, from: 1, flags: 0, seq: 501, ack: 111 } as const;
    expect(kindsOf(found([...handshake, request, acknowledged, { ...answer, at: 239 }]))).not.toContain(
      "pause: application",
    );
  });

  it("of less than four round trips is none", () => {
    const far = handshake.map((line) => ({ ...line, at: (line.at ?? 0) * 20 }));
    const acknowledged = { at: 840, from: 1, flags: 0, seq: 501, ack: 111 } as const;
    const lines = [...far, { ...request, at: 430 }, acknowledged, { ...answer, at: 2000 }];
    expect(kindsOf(found(lines))).not.toContain("pause: application");
  });

  it("is told without a clock never", () => {
    const lines = [...handshake, request, answer].map(({ at: _, ...line }) => line);
    expect(kindsOf(found(lines))).toEqual(["opened", "still-open"]);
  });

  it("that a closed window makes lies with the end that does not read", () => {
    const closed = { at: 40, from: 1, flags: 0, seq: 501, ack: 111, window: 0 } as const;
    const opens = { at: 3040, from: 1, flags: 0, seq: 501, ack: 111, window: 9000 } as const;
    expect(found([...handshake, request, closed, opens])).toContainEqual(
      expect.objectContaining({ cause: "zero-window", end: 1, span: 3e9, confidence: "certain" }),
    );
  });

  it("that ends when data is sent again is a timeout of its sender", () => {
    const again = { ...request, at: 330 };
    const acknowledged = { at: 340, from: 1, flags: 0, seq: 501, ack: 111 } as const;
    expect(found([...handshake, request, again, acknowledged])).toContainEqual(
      expect.objectContaining({ cause: "retransmission-timeout", end: 0, frames: [4, 5, 6] }),
    );
  });

  it.each([
    ["a bare ACK 40 ms beyond the round trip is held back", 90, true],
    ["a bare ACK after one round trip is not", 50, false],
  ])("%s", (_, at, isDelayed) => {
    const acknowledged = { at, from: 1, flags: 0, seq: 501, ack: 111 } as const;
    expect(kindsOf(found([...handshake, request, acknowledged])).includes("pause: delayed-ack")).toBe(
      isDelayed,
    );
  });
});

describe("a close", () => {
  const fin = { at: 50, from: 0, flags: FIN, seq: 111, ack: 501 } as const;

  it("of one end that the other follows late is the other application's", () => {
    const lines = [
      ...handshake,
      request,
      fin,
      { at: 60, from: 1, flags: 0, seq: 501, ack: 112 },
      { at: 5060, from: 1, flags: FIN, seq: 501, ack: 112 },
      { at: 5070, from: 0, flags: 0, seq: 112, ack: 502 },
    ] as const;
    expect(told(lines)).toContain(
      "The application at B closed 5 s after it could know that A had (CLOSE-WAIT) (frames 5–7).",
    );
    expect(kindsOf(found(lines))).not.toContain("pause: application");
  });

  it("of one end that the other follows late with a reset is late all the same", () => {
    const lines = [
      ...handshake,
      request,
      fin,
      { at: 60, from: 1, flags: 0, seq: 501, ack: 112 },
      { at: 4060, from: 1, flags: RST, seq: 501, ack: 112 },
    ] as const;
    expect(told(lines)).toContain(
      "The application at B closed 4 s after it could know that A had (CLOSE-WAIT) (frames 5–7).",
    );
    expect(kindsOf(found(lines))).not.toContain("pause: application");
  });

  it("that crosses the other is one of both", () => {
    const lines = [
      ...handshake,
      request,
      fin,
      { at: 52, from: 1, flags: FIN, seq: 501, ack: 111 },
      { at: 60, from: 0, flags: 0, seq: 112, ack: 502 },
      { at: 62, from: 1, flags: 0, seq: 502, ack: 112 },
    ] as const;
    expect(told(lines).at(-1)).toBe("A and B closed at the same moment: their FINs crossed (frames 5–8).");
  });

  it("of one end leaves the other free to send", () => {
    const data = { at: 60, from: 1, flags: PSH, seq: 501, ack: 112, length: 700 } as const;
    expect(told([...handshake, request, fin, data])).toContain(
      "B still sent 700 B after the FIN of A (half-close) (frames 5, 6).",
    );
  });
});

it("a refused connection names the port nobody listens on", () => {
  const refused = [handshake[0] ?? request, { at: 10, from: 1, flags: RST, seq: 0, ack: 101 }] as const;
  expect(told(refused)).toEqual([
    "B refused the connection of A with RST: nobody listens on port 80 (frames 1, 2).",
  ]);
});

it("SYNs without an answer are counted", () => {
  const syn = { from: 0, flags: SYN, seq: 100 } as const;
  expect(
    told([
      { ...syn, at: 0 },
      { ...syn, at: 1000 },
      { ...syn, at: 3000 },
    ])[0],
  ).toBe("B answered none of the 3 SYNs of A (frames 1–3).");
});

it("one direction alone claims nothing of the other", () => {
  const fin = { at: 60, from: 0, flags: FIN, seq: 111, ack: 1501 } as const;
  const oneWay = [...handshake, request, thanks, fin].filter(({ from }) => from === 0);
  expect(told(oneWay)).toEqual([
    "A opened the connection to B (frames 1, 2).",
    "Nothing of B was captured, but A acknowledges it: what B did is known from that alone (frame 2).",
    "A closed its direction with FIN (frame 5).",
  ]);
});

it("a clean exchange has no finding beyond how it opened and closed", () => {
  const closing = [
    { at: 60, from: 0, flags: FIN, seq: 111, ack: 1501 },
    { at: 70, from: 1, flags: FIN, seq: 1501, ack: 112 },
    { at: 80, from: 0, flags: 0, seq: 112, ack: 1502 },
  ] as const;
  expect(told([...handshake, request, answer, thanks, ...closing])).toEqual([
    "A opened the connection to B; the first round trip took 20 ms (frames 1–3).",
    "A closed first with FIN; B put its FIN and its ACK into one segment, so three sufficed (frames 7–9).",
  ]);
});

it("after the end of a connection nobody is waited for", () => {
  const reset = { at: 60, from: 0, flags: RST, seq: 111, ack: 501 } as const;
  const other = { at: 9000, from: 1, flags: RST, seq: 501 } as const;
  expect(kindsOf(found([...handshake, request, reset, other]))).toEqual(["opened", "reset: abort"]);
});
