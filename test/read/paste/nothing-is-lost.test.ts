import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError, type Diagnostic } from "../../../src/base/diagnostic";
import { readEventList, splitLines } from "../../../src/read/text/read-event-list";

const folder = "test/read/paste/fixtures";
const rows = readdirSync(folder)
  .filter((name) => /\.(?:tshark|tcpdump)\.txt$/u.test(name))
  .map((name) => readFileSync(`${folder}/${name}`, "utf8").trimEnd());

/** Damage to one row: characters replaced, taken out, put in, or a piece cut away. */
const damage = fc.record({
  row: fc.nat(),
  at: fc.nat(),
  length: fc.nat(12),
  text: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("O", "l", " ", "|", "→", "]", "[", "\t", "—")),
});
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(text: string, damages: readonly Damage[]): readonly string[] {
  const lines = splitLines(text);
  return damages.reduce((current, { row, at, length, text: piece }) => {
    const i = row % current.length;
    const line = current[i] ?? "";
    const start = at % (line.length + 1);
    const made = line.slice(0, start) + piece + line.slice(start + length);
    return current.map((each, index) => (index === i ? made : each));
  }, lines);
}

/** Lines that a finding names: its own, and those of its list. */
function namedBy({ at, code, found }: Diagnostic): readonly number[] {
  const own = at?.kind === "text" ? [at.line] : [];
  if (code !== "passed-lines") return own;
  const ranges = String(found)
    .split(", ")
    .map((range) => range.split("-").map(Number));
  return ranges.flatMap(([first = 0, last = first]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
}

describe("a pasted text loses no line", () => {
  it("every line of a damaged list is an event, or named by a finding", () => {
    const texts = fc.tuple(fc.constantFrom(...rows), fc.array(damage, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(texts, ([text, damages]) => {
        const lines = damaged(text, damages).flatMap((line) => splitLines(line));
        const { trace, diagnostics } = readEventList(lines.join("\n"), "text");
        const accounted = new Set([
          ...trace.events.flatMap((event) => event.line ?? []),
          ...diagnostics.flatMap(namedBy),
        ]);
        const lost = lines.flatMap((line, i) => (line.trim() === "" || accounted.has(i + 1) ? [] : [line]));
        expect(lost).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [
      "a row of tcpdump whose time is damaged",
      "1O:00:00.1 IP 10.0.0.1.80 > 10.0.0.2.90: Flags [S], seq 1, win 5",
    ],
    [
      "a row of tcpdump whose arrow is lost",
      "10:00:00.1 IP 10.0.0.1.80 = 10.0.0.2.90: Flags [S], seq 1, win 5",
    ],
    [
      "a row of Wireshark without its bracket",
      "4 0.3 10.0.0.1 10.0.0.2 TCP 66 90 80 SYN Seq=0 Win=64240 Len=0",
    ],
    [
      "a row of Wireshark without its dots",
      "4 0 3 127 8 8 1 127 0 0 1 TCP 66 90 - 80 [DSH ACK] Sens32 Arks38",
    ],
  ])("%s stays as a message", (_, row) => {
    const whole = rows.find((text) => text.includes(row.includes("IP ") ? "Flags [" : "Seq=")) ?? "";
    const reading = readEventList(`${whole}\n${row}`, "text");
    const line = splitLines(whole).length + 1;
    expect(reading.diagnostics).toContainEqual(
      expect.objectContaining({ code: "unread-row", at: expect.objectContaining({ line }) as unknown }),
    );
    expect(reading.trace.events.at(-1)).toMatchObject({ kind: "message", line });
  });

  it("a text of sentences alone is refused", () => {
    expect(() => readEventList("The client sends\nand waits", "text")).toThrow(DiagnosticError);
  });
});
