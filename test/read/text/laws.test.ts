import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../src/base/diagnostic";
import { readEventList, splitLines, type EventListReading } from "../../../src/read/text/read-event-list";
import { tokenizeLine } from "../../../src/read/text/tokenize-line";
import { flagNames } from "../../../src/tcp/flags";
import { isArrow, read } from "./list-support";

/** Pieces that the grammar gives a meaning to, so that arbitrary lines come near to its edges. */
const piece = fc.oneof(
  fc.constantFrom(
    "->",
    "-->",
    "<-",
    "-x ",
    "x-",
    "→",
    "<->",
    ":",
    ": ",
    " ",
    "\t",
    "&",
    "..",
    "==",
    "...",
    "step",
    "note over ",
    "#",
  ),
  fc.constantFrom(
    "SYN",
    "ACK",
    "seq=",
    "ack=",
    "SEQ ",
    "[",
    "]",
    "[lost]",
    '"',
    "|",
    "<CTL=",
    ",",
    "+1",
    "-",
    "S.",
    "sack=1-2",
    "\\",
  ),
  fc.constantFrom(
    "Client",
    "Server",
    "192.0.2.1:80",
    "[2001:db8::1]:80",
    "0.5",
    "12ms",
    "+5s",
    "12:00:01",
    "title",
    "endpoints",
    "state ",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const line = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));

function readOrUndefined(list: string): EventListReading | undefined {
  try {
    return readEventList(list, "list");
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

describe("any text", () => {
  it("is read, or refused with a DiagnosticError", () => {
    fc.assert(
      fc.property(text, (list) => {
        readOrUndefined(list);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives findings that lie within its lines", () => {
    fc.assert(
      fc.property(text, (list) => {
        const lines = splitLines(list);
        for (const { at } of readOrUndefined(list)?.diagnostics ?? []) {
          if (at?.kind !== "text") throw new Error("no place in the text");
          const found = lines[at.line - 1];
          expect(found).toBeDefined();
          expect(at.column).toBeGreaterThanOrEqual(1);
          expect(at.column - 1 + at.length).toBeLessThanOrEqual(Math.max(1, found?.length ?? 0));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("gives at most one error a line, and at most one event", () => {
    fc.assert(
      fc.property(text, (list) => {
        const reading = readOrUndefined(list);
        const eventLines = reading?.trace.events.map((event) => event.line) ?? [];
        expect(new Set(eventLines).size).toBe(eventLines.length);
        const broken = reading?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
        const places = broken.map(({ at }) => (at?.kind === "text" ? at.line : 0));
        for (const event of eventLines) expect(places).not.toContain(event);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("any line", () => {
  it("is taken apart into tokens in order that leave out only blanks", () => {
    fc.assert(
      fc.property(line, fc.boolean(), (source, beforeEvents) => {
        const oneLine = source.replace(/[\r\n]/gu, "");
        let end = 0;
        for (const token of tokenizeLine(oneLine, beforeEvents).tokens) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          expect(oneLine.slice(end, token.start).trim()).toBe("");
          end = token.end;
        }
        expect(oneLine.slice(end).trim()).toBe("");
      }),
      { numRuns: 3000 },
    );
  });

  it("that is broken changes no other event", () => {
    const good = [
      "A -> B: SYN seq=1",
      "B -> A: hello",
      "note over A: x",
      "A -> B: SYN seq=1",
      "A: state ESTABLISHED",
    ];
    const ids = read(...good).trace.events.map(({ id }) => id);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: good.length }),
        fc.constantFrom("A - B", "A => B: x", '"A -> B', "foo bar", "A <-> B"),
        (at, broken) => {
          const reading = read(...good.slice(0, at), broken, ...good.slice(at));
          expect(reading.trace.events.map(({ id }) => id)).toEqual(ids);
        },
      ),
    );
  });
});

describe("a segment written out", () => {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }).map(String),
    fc
      .tuple(fc.constantFrom("client", "Sa", "λ", "x_1"), fc.integer({ min: 0, max: 9999 }))
      .map(([name, offset]) => (offset === 0 ? name : `${name}+${String(offset)}`)),
  );
  const name = fc.oneof(
    fc.constantFrom("Client", "web-server", "192.0.2.1:80", "2001:db8::1", "客户端"),
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      .filter((each) => !/[\r\n\u0085\u2028\u2029]/u.test(each)),
  );

  it("is read as it was meant, between any names", () => {
    fc.assert(
      fc.property(
        name,
        name,
        fc.integer({ min: 1, max: 0x1ff }),
        number,
        number,
        (from, to, flags, seq, ack) => {
          const flagText = flagNames(flags).map((flag) => (flag === "AE" ? "NS" : flag));
          const label = `${flagText.join(",")} seq=${seq} ack=${ack} len=5`;
          const reading = read("checks: off", `${JSON.stringify(from)} -> ${JSON.stringify(to)}: ${label}`);
          const [event] = reading.trace.events.filter(isArrow);
          expect(event).toMatchObject({ kind: "segment", flags, payloadLength: 5, written: label });
          expect(reading.trace.endpoints[event?.from ?? -1]?.key).toBe(from);
          expect(reading.trace.endpoints[event?.to ?? -1]?.key).toBe(to);
          expect(reading.diagnostics).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("200,000 characters on one line", () => {
  it.each([
    ["blanks", " "],
    ["dashes", "-"],
    ["lost heads", "-x "],
    ["arrows", "A -> "],
    ["colons", "a:"],
    ["spaced colons", "a: "],
    ["quotes", '"'],
    ["brackets", "["],
    ["attributes", "[lost] "],
    ["flags", "SYN-"],
    ["fields", "seq=1 "],
    ["sums", "+1"],
    ["tildes", "~"],
    ["heads", "> "],
    ["notes", "note over a, "],
    ["digits", "1"],
    ["backslashes", "\\"],
  ])("of %s are read in bounded time", (_, unit) => {
    const long = unit.repeat(Math.ceil(200_000 / unit.length));
    for (const list of [
      long,
      `A -> B: ${long}`,
      `A -> B: SYN seq=${long}`,
      `title: ${long}`,
      `names: ${long}`,
      `"${long}`,
    ]) {
      expect(() => readOrUndefined(list)).not.toThrow();
    }
  });
});
