import { describe, expect, it } from "vitest";
import { readEventList } from "../../../src/read/text/read-event-list";

/** Reads one line between two others, with the remark on how it was read. */
function readBetween(line: string): { readonly said: readonly string[]; readonly found: readonly string[] } {
  const { trace, diagnostics } = readEventList(`A -> B: SYN seq=0\n${line}\nA -> B: ACK seq=1 ack=1`, "list");
  return {
    said: trace.events.map((event) => (event.kind === "segment" ? (event.written ?? "") : event.kind)),
    found: diagnostics.map(({ code, at, needed }) =>
      [code, at?.kind === "text" ? at.line : 0, needed].map(String).join(" "),
    ),
  };
}

describe("a line is read as it is meant, with a remark", () => {
  it.each([
    ["a bullet", "- B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["a bullet of a word processor", "•\tB → A: SYN,ACK seq=0 ack=1", "B → A: SYN,ACK seq=0 ack=1"],
    ["a star", "* B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["a number", "2. B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["a number and a colon", "2: B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["a number in brackets", "(2) B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["a step", "Step 2: B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["a step in another language", "Шаг 2: B -> A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["colon and comma of a Chinese keyboard", "B → A：SYN，ACK seq=0 ack=1", "B → A:SYN,ACK seq=0 ack=1"],
    ["an arrow of one", "B －＞ A: SYN,ACK seq=0 ack=1", "B -> A: SYN,ACK seq=0 ack=1"],
    ["long dashes", "B ――> A: SYN,ACK seq=0 ack=1", "B --> A: SYN,ACK seq=0 ack=1"],
    ["Word's arrow, copied", "B à A: SYN,ACK seq=0 ack=1", "B → A: SYN,ACK seq=0 ack=1"],
  ])("%s", (_, line, needed) => {
    expect(readBetween(line)).toEqual({
      said: ["SYN seq=0", "SYN,ACK seq=0 ack=1", "ACK seq=1 ack=1"],
      found: [`heard-line 2 ${needed}`],
    });
  });

  it("once for all of them", () => {
    const { diagnostics } = readEventList("1. A -> B: SYN\n2. B -> A: SYN-ACK\n3. A -> B: ACK", "list");
    expect(diagnostics.map(({ code, count }) => [code, count])).toEqual([["heard-line", 3]]);
  });

  it("times in brackets, behind t =, and before a colon", () => {
    const lines = ["[0.000] A -> B: SYN", "t = 20 ms: B -> A: SYN-ACK", "0.021: A -> B: ACK"];
    const { trace } = readEventList(lines.join("\n"), "list");
    expect(trace.events.map(({ time }) => time)).toEqual([0, 20_000_000, 21_000_000]);
  });

  it("findings stay in their columns", () => {
    const { diagnostics } = readEventList("A -> B: SYN seq=0\n2. B -> A: SYN-ACK seq=0 ack=9", "list");
    expect(diagnostics.find(({ severity }) => severity === "warning")?.at).toMatchObject({
      line: 2,
      column: 30,
    });
  });
});

describe("what is said stays", () => {
  it.each([
    ["colons of Chinese keyboards in a label", "A -> B: 你好：世界"],
    ["a minus in a time after the line before", "+5s A -> B: FIN"],
  ])("%s", (_, line) => {
    const { diagnostics } = readEventList(line, "list");
    expect(diagnostics).toEqual([]);
  });

  it("hyphens that do not break a line part flags as others do", () => {
    const { trace } = readEventList("A -> B: SYN\nB -> A: SYN‑ACK", "list");
    expect(trace.events[1]).toMatchObject({ flags: 0x12, written: "SYN‑ACK" });
  });

  it("a mathematician's arrow to the left is named, as the one to the right is", () => {
    const { diagnostics } = readEventList("A -> B: SYN\nA <= B: ACK", "list");
    expect(diagnostics).toMatchObject([{ code: "unknown-arrow", found: "<=", suggestion: "<-" }]);
  });
});
