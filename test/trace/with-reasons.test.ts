import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indexCapture } from "../../src/capture/index-capture";
import { listConversations } from "../../src/capture/list-conversations";
import { readCapture, type CaptureSelection } from "../../src/read/read-capture";
import { readEventList } from "../../src/read/text/read-event-list";
import { explainTrace } from "../../src/trace/with-reasons";
import type { Trace } from "../../src/trace/trace";
import { fixture, repositoryRoot, sourceOf } from "../support/capture-files";

async function read(name: string, selection: Partial<CaptureSelection> = {}): Promise<Trace> {
  const source = sourceOf(fixture(name));
  const all = { endpoints: [], names: new Map(), conversation: { kind: "all" } } as const;
  return (await readCapture(source, await indexCapture(source), { ...all, ...selection })).trace;
}

const captures = readdirSync(`${repositoryRoot}test/fixtures/captures`).filter((name) =>
  name.endsWith(".pcap"),
);

it.each(captures)("the drawing of %s says what the list says, and why", async (name) => {
  const listed = listConversations(await indexCapture(sourceOf(fixture(name))));
  const { conversations } = await read(name);
  for (const { number, verdict } of listed)
    expect(conversations.find((each) => each.number === number)?.verdict).toMatch(startsWith(verdict));
});

function startsWith(words: string): RegExp {
  return new RegExp(`^${words.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&")}(?:, |$)`, "u");
}

it("names that a person gave stand in the words", async () => {
  const names = new Map([["127.0.0.1:9090", "Web"]]);
  const [explanation] = explainTrace(await read("v3-rst13000-lo.pcap", { names }));
  expect(explanation?.sentences[0]).toMatch(/^127\.0\.0\.1:37792 opened the connection to Web;/u);
});

it("reasons are those of all segments, also of those that a filter leaves out", async () => {
  const filter = {
    text: "tcp.len > 0",
    at: { kind: "text", line: 1, column: 1, length: 11 },
  } as const;
  const filtered = explainTrace(await read("v3-rst13000-lo.pcap", { filter }));
  expect(filtered).toEqual(explainTrace(await read("v3-rst13000-lo.pcap")));
  expect(filtered[0]?.sentences).toHaveLength(2);
});

describe("a list", () => {
  const whole = ["A -> B: SYN", "B -> A: SYN, ACK", "A -> B: ACK", "B -> A: RST"].join("\n");

  it("told from its opening to its end has a verdict, without times", () => {
    const { trace } = readEventList(whole, "list");
    expect(trace.conversations[0]?.verdict).toBe(
      "opened by A, reset by B (RST), client sent 0 B, server 0 B, reset: aborted by the server application",
    );
  });

  it.each([
    ["the handshake alone", "A -> B: SYN\nB -> A: SYN, ACK\nA -> B: ACK"],
    ["the close alone", "A -> B: FIN, ACK\nB -> A: FIN, ACK\nA -> B: ACK"],
  ])("of %s has none: it is an excerpt", (_, text) => {
    const { trace } = readEventList(text, "list");
    expect(trace.conversations.map(({ verdict }) => verdict)).toEqual([""]);
    expect(explainTrace(trace)).toHaveLength(1);
  });

  it("is explained by its lines, as the note that holds it counts them", () => {
    const { trace } = readEventList(whole, "list");
    expect(explainTrace(trace)[0]?.sentences).toContain("A opened the connection to B (lines 1–3).");
    expect(explainTrace(trace, 11)[0]?.sentences).toContain("A opened the connection to B (lines 11–13).");
  });

  it("with frame numbers is explained by those", () => {
    const numbered = "A -> B: SYN number=7\nB -> A: RST, ACK number=9";
    const { trace } = readEventList(numbered, "list");
    const [sentence] = explainTrace(trace)[0]?.sentences ?? [];
    expect(sentence).toMatch(/\((?:frames 7 and 9|lines 1, 2)\)\.$/u);
  });
});
