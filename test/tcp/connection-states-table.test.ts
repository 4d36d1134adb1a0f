import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionStates, initialStates } from "../../src/tcp/connection-states";
import type { StateChange, StateSegment } from "../../src/tcp/tcp-state";
import { exchange } from "./exchange";
import { stateRows } from "./state-table";

const rows = stateRows();
const known = new Set(rows.map(({ from, to }) => `${from} → ${to}`));

/** Numbers near each other, so that segments fit often enough to lead somewhere. */
const number = fc.oneof(
  fc.integer({ min: 98, max: 108 }),
  fc.constant(undefined),
  fc.constantFrom(0, 2 ** 32 - 1),
);

const segment: fc.Arbitrary<StateSegment> = fc.record({
  from: fc.constantFrom(0 as const, 1 as const),
  flags: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(2, 18, 16, 16, 17, 17, 24, 4, 20) },
    { weight: 1, arbitrary: fc.nat({ max: 4095 }) },
  ),
  seq: number,
  ack: number,
  payloadLength: fc.constantFrom(0, 0, 1, 5),
  isLost: fc.boolean(),
  isTogether: fc.boolean(),
});

/** Conversations that mostly open, then do anything. */
const conversation = fc
  .tuple(
    fc.constantFrom(
      "",
      "A SYN 100\nB SYN,ACK 100 101\nA ACK 101 101",
      "A SYN 100\n& B SYN 100\nA SYN,ACK 100 101\n& B SYN,ACK 100 101",
      "A SYN 100\nB SYN,ACK 100 101\nA ACK 101 101\nA FIN,ACK 101 101\nB FIN,ACK 101 102\nA ACK 102 102",
    ),
    fc.array(segment, { maxLength: 14 }),
  )
  .map(([start, rest]): readonly StateSegment[] => [...(start === "" ? [] : exchange(start)), ...rest]);

function law(check: (changes: readonly StateChange[], segments: readonly StateSegment[]) => void): void {
  fc.assert(
    fc.property(conversation, (segments) => {
      check(connectionStates(segments), segments);
    }),
    { numRuns: 3000 },
  );
}

describe("docs/tcp-states.md", () => {
  it("names a test for every row", () => {
    const source = readFileSync(new URL("connection-states.test.ts", import.meta.url), "utf8");
    const names = new Set([...source.matchAll(/\bit\("([^"]+)"/gu)].map(([, name]) => name));
    for (const [, start] of source.matchAll(/\bit\(`([^`$]+)\$\{state\}`/gu)) {
      const states = [...source.matchAll(/^ {2}"?([A-Z][A-Z0-9-]+)"?: \{/gmu)].map(([, state]) => state);
      for (const state of states) names.add(`${start ?? ""}${state ?? ""}`);
    }
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ test }) => !names.has(test))).toEqual([]);
  });
});

describe("any exchange", () => {
  it("uses only changes of the table, each from where the one before led", () => {
    law((changes, segments) => {
      const state = [...initialStates(segments)];
      for (const { end, from, to } of changes) {
        expect(from).toBe(state[end]);
        expect(known).toContain(`${from ?? "unknown"} → ${to}`);
        state[end] = to;
      }
    });
  });

  it("has no change before its cause, and proof only by a segment of the end itself", () => {
    law((changes, segments) => {
      let sent = -1;
      for (const { end, cause, provenBy, afterOwn } of changes) {
        const by = segments[cause.segment];
        if (cause.kind === "sent") {
          expect(by?.from).toBe(end);
          expect(cause.segment).toBeGreaterThanOrEqual(sent);
          sent = cause.segment;
        }
        if (cause.kind === "arrived") {
          expect(by?.from).toBe(end === 0 ? 1 : 0);
          expect(by?.isLost).toBe(false);
        }
        if (provenBy === undefined) continue;
        expect(segments[provenBy]?.from).toBe(end);
        expect(provenBy).toBeGreaterThanOrEqual(cause.segment);
        expect(provenBy).toBeGreaterThan(afterOwn);
      }
    });
  });

  it("gives the same states when the ends change their names", () => {
    fc.assert(
      fc.property(conversation, (segments) => {
        const swapped = segments.map((each) => ({
          ...each,
          from: each.from === 0 ? (1 as const) : (0 as const),
        }));
        const of = (list: readonly StateSegment[], end: 0 | 1): readonly string[] =>
          connectionStates(list)
            .filter((change) => change.end === end)
            .map(({ to }) => to);
        expect([of(swapped, 1), of(swapped, 0)]).toEqual([of(segments, 0), of(segments, 1)]);
      }),
    );
  });
});

describe("long conversations", () => {
  it("of 10,000 segments have no changes but those of the opening", () => {
    const open = exchange("A SYN 100\nB SYN,ACK 100 101\nA ACK 101 101");
    const data = Array.from({ length: 10_000 }, (_, i): StateSegment => {
      const at = Math.floor(i / 2) * 100;
      const from = i % 2 === 0 ? 0 : 1;
      const [seq, ack] = from === 0 ? [101 + at, 101] : [101, 201 + at];
      return {
        from,
        flags: 16,
        seq,
        ack,
        payloadLength: from === 0 ? 100 : 0,
        isLost: false,
        isTogether: false,
      };
    });
    expect(connectionStates([...open, ...data])).toHaveLength(5);
  });
});
