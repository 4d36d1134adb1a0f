import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newConversationAnalysis } from "../../../src/tcp/conversation-analysis";
import { explainConversation } from "../../../src/tcp/explain-conversation";
import { judgeSegment } from "../../../src/tcp/judge-segment";
import type { ObservedSegment } from "../../../src/tcp/observed-segment";
import { findReasons } from "../../../src/tcp/reasons/find-reasons";
import { reasonedMarks } from "../../../src/tcp/reasons/reasoned-marks";
import { arbitraryExchange, type ExchangeSegment } from "../../support/arbitrary-exchange";

/** Frames of other conversations lie between: numbers rise, but not by one. */
function observe(exchange: readonly ExchangeSegment[]): readonly ObservedSegment[] {
  const memory = newConversationAnalysis();
  return exchange.map((each, i): ObservedSegment => {
    const number = 3 * i + 1;
    const segment = { ...each, frame: number, direction: each.from, isReuse: false };
    const analysis = judgeSegment(memory, segment, "4.4");
    return { ...each, number, timestamp: undefined, isLost: false, isTogether: false, analysis };
  });
}

const naming = { names: ["left", "right"], ports: [undefined, undefined] } as const;
const numbering = { unit: "frame", first: 1 } as const;

describe("whatever was captured", () => {
  it("every finding names frames that are there, in their order, each once", () => {
    fc.assert(
      fc.property(arbitraryExchange, (exchange) => {
        const segments = observe(exchange);
        const numbers = new Set(segments.map(({ number }) => number));
        for (const { frames } of findReasons(segments)) {
          expect(frames.length).toBeGreaterThan(0);
          expect(frames.filter((frame) => !numbers.has(frame))).toEqual([]);
          expect(frames).toEqual([...new Set(frames)].sort((one, other) => one - other));
        }
      }),
    );
  });

  it("every sentence ends in its frames", () => {
    fc.assert(
      fc.property(arbitraryExchange, (exchange) => {
        for (const sentence of explainConversation(findReasons(observe(exchange)), naming, numbering))
          expect(sentence).toMatch(/^\S.* \(frames? \d[\d, –]*(?: and \d+(?:–\d+|, \d+)?(?: more)?)?\)\.$/u);
      }),
    );
  });

  it("there is one mark list a segment", () => {
    fc.assert(
      fc.property(arbitraryExchange, (exchange) => {
        expect(reasonedMarks(observe(exchange))).toHaveLength(exchange.length);
      }),
    );
  });

  it("swapping the names of the ends swaps them in the words, and changes nothing else", () => {
    fc.assert(
      fc.property(arbitraryExchange, (exchange) => {
        const findings = findReasons(observe(exchange));
        const swapped = explainConversation(findings, { ...naming, names: ["right", "left"] }, numbering);
        const back = swapped.map((words) =>
          words.replace(/\b(?:left|right)\b/gu, (name) => (name === "left" ? "right" : "left")),
        );
        expect(back).toEqual(explainConversation(findings, naming, numbering));
      }),
    );
  });

  it("segments without numbers and times are told, too", () => {
    fc.assert(
      fc.property(arbitraryExchange, (exchange) => {
        const bare = observe(exchange).map((segment) => ({
          ...segment,
          ...{ seq: undefined, ack: undefined, time: undefined, window: undefined, analysis: undefined },
        }));
        const kinds = findReasons(bare).map(({ kind }) => kind);
        expect(kinds).not.toContain("pause");
        expect(kinds).not.toContain("repeat");
        expect(kinds.length > 0).toBe(exchange.length > 0);
      }),
    );
  });
});

it("nothing is said of nothing", () => {
  expect(findReasons([])).toEqual([]);
});
