import { describe, expect, it } from "vitest";
import { nanoseconds } from "../../src/base/time";
import { completenessLetters, describeCompleteness } from "../../src/tcp/completeness";
import { formatOctets } from "../../src/base/octets";
import type { Finding } from "../../src/tcp/finding";
import { verdict, type EndFacts } from "../../src/tcp/verdict";

const silent = {
  payloadOctets: 0,
  synFrame: -1,
  synAckFrame: -1,
  finFrame: -1,
  finAckFrame: -1,
  rstFrame: -1,
};

function told(client: Partial<EndFacts>, server: Partial<EndFacts>, completeness = 31): string {
  const line = verdict({
    client: { name: "A", segments: 3, ...silent, ...client },
    server: { name: "B", segments: 2, ...silent, ...server },
    duration: nanoseconds(17_400_000),
    completeness,
  });
  return line.slice(0, line.indexOf(", 17.4 ms"));
}

const open = { synFrame: 0 };
const answered = { synAckFrame: 1 };

describe("a verdict", () => {
  const client = { name: "A", segments: 1, ...silent, payloadOctets: 13_000 };
  const server = { name: "B", segments: 0, ...silent };
  const shared = { client, server, completeness: 0 };

  function reasoned(findings: readonly Finding[], duration = 10e9): string {
    return verdict({ ...shared, duration: nanoseconds(duration), findings, serverPort: 80 });
  }

  it("ends with the figures", () => {
    expect(verdict({ ...shared, duration: nanoseconds(1_500) })).toMatch(
      /, 1\.5 µs, client sent 13,000 B, server 0 B$/u,
    );
  });

  it("has no duration where there is no clock", () => {
    expect(verdict({ ...shared, duration: undefined })).toMatch(
      /in this capture, client sent 13,000 B, server 0 B$/u,
    );
  });

  const base = { end: 1, frames: [1], confidence: "likely" } as const;
  const repeat = {
    ...base,
    kind: "repeat",
    since: 5,
    roundTrip: 5,
    duplicates: 0,
    wireshark: undefined,
  } as const;
  const reset = { ...base, kind: "reset", octets: 13_000, span: undefined } as const;
  const pause = { ...base, kind: "pause", cause: "application", count: 0, span: 5e9 } as const;

  it("counts what was sent again, not what was overtaken or copied on the way", () => {
    const kinds = ["timeout", "fast", "reordered", "duplicated"] as const;
    expect(reasoned(kinds.map((what) => ({ ...repeat, what })))).toMatch(
      /server [\d,]+ B, 2 retransmissions$/u,
    );
    expect(reasoned([{ ...repeat, what: "needless" }])).toMatch(/server [\d,]+ B, 1 retransmission$/u);
  });

  it.each<[words: string, findings: readonly Finding[]]>([
    ["nobody listens on port 80", [{ ...base, kind: "refused" }]],
    [
      "reset: likely up to 13,000 B unread by the server application",
      [pause, { ...reset, cause: "unread-data" }],
    ],
    ["reset: likely aborted by the server application", [{ ...reset, cause: "abort" }]],
    ["5 s pause: server application", [{ ...pause, span: 2e9, end: 0 }, pause]],
    [
      "6 s pause: the server application closed late",
      [pause, { ...base, kind: "close-wait", span: 6e9, isClosed: true }],
    ],
    ["a RST was not accepted", [pause, { ...base, kind: "reset-ignored", isChallenged: true }]],
    ["10 B not captured", [{ ...base, kind: "not-captured", octets: 10, confidence: "certain" }]],
  ])("names what matters most: %s", (words, findings) => {
    expect(reasoned(findings)).toMatch(new RegExp(`server [\\d,]+ B, ${words}$`, "u"));
  });

  it.each<[what: string, finding: Finding, duration: number]>([
    ["a pause under 1 s and a third of the whole", { ...pause, span: 0.9e9 }, 10e9],
    ["a pause under 0.5 s, though all of it", { ...pause, span: 0.4e9 }, 0.4e9],
    ["an ACK that was held back", { ...pause, cause: "delayed-ack", span: 0.4e9 }, 0.5e9],
    ["what nobody acknowledged", { ...base, kind: "not-captured", octets: 10, confidence: "possible" }, 1e9],
    ["a reset after all had ended", { ...reset, cause: "after-close" }, 1e9],
  ])("has nothing more to say of %s", (_, finding, duration) => {
    expect(reasoned([finding], duration)).toMatch(/server [\d,]+ B$/u);
  });

  it.each([
    [
      "opened by A, closed by A with 4 segments (FIN)",
      { ...open, finFrame: 4, finAckFrame: 5 },
      { ...answered, finFrame: 6, finAckFrame: 7 },
    ],
    [
      "opened by A, closed by B with 3 segments (FIN)",
      { ...open, finFrame: 5, finAckFrame: 6 },
      { ...answered, finFrame: 4, finAckFrame: 5 },
    ],
    [
      "opened by A, closed by both ends at once (FIN)",
      { ...open, finFrame: 4, finAckFrame: 7 },
      { ...answered, finFrame: 5, finAckFrame: 6 },
    ],
    [
      "opened by A, closed by A with 2 segments (FIN), the last ACK not captured",
      { ...open, finFrame: 4, finAckFrame: 5 },
      { ...answered, finFrame: 5 },
    ],
    [
      "opened by A, closed by A with 3 segments (FIN)",
      { ...open, finFrame: 4, finAckFrame: 5 },
      { ...answered, finFrame: 5, finAckFrame: 6, rstFrame: 8 },
    ],
    [
      "opened by A, closed by A with 3 segments (FIN)",
      { ...open, finFrame: 4, finAckFrame: 5 },
      { ...answered, rstFrame: 2, finFrame: 5, finAckFrame: 6 },
    ],
    ["opened by A, half closed by A (FIN)", { ...open, finFrame: 4, finAckFrame: 5 }, answered],
    ["opened by A, reset by B (RST)", open, { ...answered, rstFrame: 4 }],
    ["opened by A, reset by A, then by B (RST)", { ...open, rstFrame: 4 }, { ...answered, rstFrame: 5 }],
    [
      "opened by A, closed by A (FIN), then reset by B (RST)",
      { ...open, finFrame: 4 },
      { ...answered, rstFrame: 5 },
    ],
    ["opened by A, not closed in this capture", open, answered],
    ["opened by both ends at once, not closed in this capture", open, { ...answered, synFrame: 1 }],
    ["opened by A (its SYN was not captured), not closed in this capture", {}, answered],
    ["already open when the capture starts, not closed in this capture", {}, {}],
  ])("says: %s", (words, client, server) => {
    expect(told(client, server)).toBe(words);
  });

  it("calls a reset that answers a SYN a refusal", () => {
    expect(told(open, { rstFrame: 1 }, 37)).toBe("opened by A, refused by B (RST)");
  });

  it("says when nobody answered", () => {
    expect(told({ ...open, segments: 5 }, { segments: 0 }, 1)).toBe("opened by A, no answer from B");
  });
});

it.each([
  [1, "Incomplete, SYN_SENT"],
  [31, "Complete, WITH_DATA"],
  [37, "Incomplete"],
  [55, "Complete, NO_DATA"],
])("completeness %i reads %s", (value, words) => {
  expect(describeCompleteness(value)).toBe(words);
});

it("letters of completeness stand from high to low", () => {
  expect([completenessLetters(31), completenessLetters(37)]).toEqual(["·FDASS", "R··A·S"]);
});

it.each([
  [999, "999 B"],
  [13_000, "13,000 B"],
  [999_999, "999,999 B"],
  [1_204_000, "1.20 MB"],
])("%i octets read %s", (octets, words) => {
  expect(formatOctets(octets)).toBe(words);
});

describe("a reset that was not accepted", () => {
  const reset = { synFrame: 0, rstFrame: 5 };
  const ignored: Finding = {
    kind: "reset-ignored",
    end: 0,
    frames: [6],
    confidence: "likely",
    isChallenged: true,
  };

  const ending = (findings: readonly Finding[]): string =>
    verdict({
      client: { name: "A", segments: 3, ...silent, ...reset },
      server: { name: "B", segments: 2, ...silent, ...answered },
      duration: undefined,
      completeness: 47,
      findings,
    });

  it("ends nothing", () =>
    expect(ending([ignored])).toMatch(/, not closed in this capture, .*a RST was not accepted$/u));
  it("is told as one where nobody looked", () => expect(ending([])).toContain("reset by A (RST)"));
});
